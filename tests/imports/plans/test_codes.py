"""Codes as a district has them, in the file of a plan that may lack a level."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from pillars.imports.files.cells import entered_decimals
from pillars.imports.files.xlsx import cell_shown
from pillars.imports.plans import writer
from pillars.models import (
    Measure,
    MeasureNote,
    Pillar,
    Priority,
    PriorityNote,
    Resource,
    Result,
    Strategy,
)
from tests.helpers.plan_files import (
    as_json,
    plan_problems,
    preview_plan,
    saved,
)

pytestmark = pytest.mark.django_db


def plan_file(plan: dict | None = None, **sheets: list) -> dict:
    """A small plan; a text in place of a row is its code."""
    said = {
        "plan": {
            **{"slug": "forward", "first_year": 2027, "last_year": 2030},
            **{"title_en": "Forward", "short_title_en": "Forward"},
            **{"organization_en": "Any Schools"},
            **(plan or {}),
        }
    }
    texts = {"strategies": {"text_en": "Read", "level": "both"}}
    texts["measures"] = {"title_en": "Readers", "unit_kind": "count"}
    texts["measures"]["target_kind"] = "direction_only"
    texts["resources"] = {"title_en": "Hours", "url_en": "https://example.org/"}
    texts["help_lines"] = {"text": "Call (213) 555-0147."}
    texts["reviews"] = {"day": "2028-11-14", "title_en": "Board meeting"}
    note = {"school_year": 2027, "day": "2028-10-14", "office": "board"}
    for name in ("priority_notes", "measure_notes"):
        texts[name] = note | {"why_en": "**Snow** days."}
    for name, rows in sheets.items():
        rows = [row if isinstance(row, dict) else {"code": row} for row in rows]
        words = texts.get(name, {"title_en": "Title"})
        if name in {"baselines", "targets", "results"}:
            words = {}
        said[name] = [words | row for row in rows]
    return said


def places(model, above: str) -> dict[str, str | None]:
    found = model.objects.select_related(above)
    return {one.code: getattr(getattr(one, above), "code", None) for one in found}


DOTTED = plan_file(
    pillars=["1", "11"],
    priorities=["1.1", "1.1.5", "1.11", "11.1"],
    strategies=["1.1.2", "1.11.2", "1.1.10", "1.1.5.1"],
    measures=["1.1-M1", "1.11-M1", "11-M1", "11.1-M2"],
    resources=[{"priority": "1.11", "position": 1, "strategy": "1.11.2"}],
)
NAMED = plan_file(
    pillars=["Goal 1", "Goal 2"],
    priorities=[{"code": "A", "pillar": "Goal 1"}, {"code": "B", "pillar": "goal 2"}],
    strategies=[
        {"code": "1", "priority": "A", "stage": "done", "stage_since": "2028-03"},
        {"code": "1", "priority": "b", "office": "board"},
    ],
    measures=[
        {"code": "M1", "priority": "B"},
        {"code": "M2", "pillar": "Goal 2"},
        {"code": "A-M3", "pillar": "Goal 1", "priority": None},
    ],
    resources=[{"priority": "B", "position": 1, "strategy": "1"}],
    offices=["board", {"code": "data", "phone": "(213) 555-0101"}],
    help_lines=[{"language": "hy"}],
    reviews=[{"measures": "M1, A-M3"}],
    priority_notes=[{"priority": "B"}],
    measure_notes=[{"measure": "M1"}, {"measure": "M2", "office": "data"}],
)
WITHOUT_PRIORITIES = plan_file(
    {"has_priorities": False},
    pillars=["Goal 1", "Goal 2"],
    strategies=["Goal 1.1", *({"code": "X", "pillar": f"Goal {n}"} for n in (1, 2))],
    measures=["Goal 1-M1"],
    resources=[{"pillar": "Goal 2", "position": 1, "strategy": "X"}],
    offices=["board"],
    priority_notes=[{"pillar": "Goal 2"}],
)
WITHOUT_PILLARS = plan_file(
    {"has_pillars": False, "public_languages": "es, en", "first_month": 8},
    priorities=["A", "B"],
    strategies=["A.1"],
    measures=["A-M1", "M2"],
    offices=["board"],
    priority_notes=[{"priority": "A"}],
    measure_notes=[{"measure": "M2"}],
)


def test_parent_is_what_has_the_longest_code_that_a_code_begins_with():
    saved(DOTTED)

    above = {"1.1": "1", "1.1.5": "1", "1.11": "1", "11.1": "11"}
    assert places(Priority, "pillar") == above
    under = {"1.1.2": "1.1", "1.1.10": "1.1", "1.11.2": "1.11", "1.1.5.1": "1.1.5"}
    assert places(Strategy, "priority") == under
    of = {"1.1-M1": "1.1", "1.11-M1": "1.11", "11.1-M2": "11.1", "11-M1": None}
    assert places(Measure, "priority") == of
    assert places(Measure, "pillar")["11-M1"] == "11"


def test_new_record_comes_after_those_that_are_there():
    saved(DOTTED)
    said = plan_file(strategies=["1.1.7", {"code": "1.1.1", "position": 1}, "1.1.3"])

    saved({**said, "plan": {"slug": "forward"}})

    strategies = Strategy.objects.filter(priority__code="1.1")
    order = [(one.position, one.code) for one in strategies]
    assert order == [
        (1, "1.1.2"),
        (1, "1.1.1"),
        (2, "1.1.10"),
        (3, "1.1.7"),
        (4, "1.1.3"),
    ]


def test_parent_is_what_a_column_names():
    saved(NAMED)

    assert places(Priority, "pillar") == {"A": "Goal 1", "B": "Goal 2"}
    assert places(Measure, "priority") == {"M1": "B", "M2": None, "A-M3": None}
    assert places(Measure, "pillar") == {
        "M1": "Goal 2",
        "M2": "Goal 2",
        "A-M3": "Goal 1",
    }
    resource = Resource.objects.get()
    assert (resource.strategy.code, resource.strategy.priority.code) == ("1", "B")


def test_notes_are_signed_by_offices_of_the_same_file():
    plan = saved(NAMED)

    notes = MeasureNote.objects.order_by("measure__code")
    assert [it.office for it in notes] == [*plan.offices.order_by("code")]
    assert Strategy.objects.get(office=None).answering_office is None
    assert Strategy.objects.get(priority__code="B").office.code == "board"
    (done,) = Strategy.objects.filter(stage="done")
    assert str(done.stage_since) == "2028-03-01"
    assert plan.reviews.get().measure_codes == ["M1", "A-M3"]


def test_plan_without_priorities_hangs_all_on_its_pillars():
    saved(WITHOUT_PRIORITIES)

    assert [one.code for one in Priority.objects.all()] == ["", ""]
    under = [(one.priority.pillar.code, one.code) for one in Strategy.objects.all()]
    assert under == [("Goal 1", "Goal 1.1"), ("Goal 1", "X"), ("Goal 2", "X")]
    assert Resource.objects.get().priority.pillar.code == "Goal 2"
    assert PriorityNote.objects.get().priority == Resource.objects.get().priority
    assert Measure.objects.get().priority is None


def test_plan_without_pillars_has_one_that_is_not_named():
    plan = saved(WITHOUT_PILLARS)

    assert [one.code for one in Pillar.objects.all()] == [""]
    assert {one.pillar for one in Priority.objects.all()} == {Pillar.objects.get()}
    assert places(Measure, "priority") == {"A-M1": "A", "M2": None}
    assert (plan.public_languages, plan.first_month) == (["en", "es"], 8)


@pytest.mark.parametrize("kind", ["json", "xlsx"])
@pytest.mark.parametrize(
    "said",
    [DOTTED, NAMED, WITHOUT_PRIORITIES, WITHOUT_PILLARS],
    ids=["dotted", "named", "no priorities", "no pillars"],
)
def test_any_plan_is_the_same_after_its_own_file(said, kind):
    content = writer.KINDS[kind](saved(said))

    result = preview_plan(content)
    assert ([str(one) for one in result.problems], result.to_save) == ([], [])


def test_record_moves_to_what_a_column_names_and_keeps_its_code():
    saved(DOTTED)

    saved(
        {
            "plan": {"slug": "forward"},
            "measures": [{"code": "1.1-m1", "priority": "11.1"}],
        }
    )

    moved = Measure.objects.get(code="1.1-M1")
    assert (moved.priority.code, moved.pillar.code) == ("11.1", "11")


def test_measures_go_with_a_priority_to_another_pillar():
    saved(DOTTED)
    priorities = [{"code": "1.11", "pillar": "11"}]

    saved({"plan": {"slug": "forward"}, "priorities": priorities})

    assert Measure.objects.get(code="1.11-M1").pillar.code == "11"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            plan_file(
                pillars=["1", "2"], priorities=["1-A", {"code": "2", "pillar": "1"}]
            ),
            "“priorities”. Line 2, column “code”: read “2”. Addresses would write it as"
            " line 2 of the sheet “pillars”.",
        ),
        (
            plan_file(pillars=["1.1", "1-1"]),
            "“pillars”. Line 2, column “code”: read “1-1”. The same is in line 1.",
        ),
        (
            plan_file(pillars=["Goal 1", "goal-1"]),
            "“pillars”. Line 2, column “code”: read “goal-1”. The same is in line 1.",
        ),
        (
            plan_file(pillars=["Forward"]),
            "Line 1, column “code”: read “Forward”. That is the address of a plan.",
        ),
        (
            plan_file(pillars=["Progress"]),
            "Line 1, column “code”: read “Progress”. That word is taken",
        ),
        (
            plan_file(pillars=["1"], priorities=["11A"]),
            "11A begins with no code in the sheet “pillars”. Say in the column",
        ),
        (
            plan_file({"has_pillars": False}, pillars=["1"]),
            "“pillars”. Line 1, column “code”: read “1”. The plan has none of these",
        ),
        (
            plan_file({"has_pillars": False, "has_priorities": False}),
            "has pillars, or priorities, or both",
        ),
        (
            plan_file(
                pillars=["1", "2"],
                priorities=["1A"],
                measures=[{"code": "M1", "pillar": "2", "priority": "1A"}],
            ),
            "“measures”. Line 1, column “code”: read “M1”. That priority belongs to",
        ),
        (plan_file({"public_languages": "en, xx"}), "Expected languages of this site"),
        (
            plan_file(pillars=[{"code": "1", "office": "nobody"}]),
            "“pillars”. Line 1, column “office”: read “nobody”. There is no nobody in",
        ),
        *(
            (
                WITHOUT_PRIORITIES
                | {
                    "priority_notes": [
                        {**WITHOUT_PRIORITIES["priority_notes"][0], **on}
                    ]
                },
                f"“priority_notes”. Line 1, column {expected}",
            )
            for on, expected in (
                ({"office": None}, "“office”: It cannot be empty."),
                ({"day": None}, "“day”: It cannot be empty."),
                (
                    {"day": "soon"},
                    "“day”: read “soon”. Expected a day such as 2024-10-02",
                ),
                (
                    {"why_en": None},
                    "“priority”: Write at least one of the three texts.",
                ),
            )
        ),
        *(
            (
                plan_file(
                    pillars=["1"],
                    priorities=["1A"],
                    strategies=[{"code": "1A.1", column: read}],
                ),
                f"“strategies”. Line 1, column “{column}”: read “{read}”. {said}",
            )
            for column, read, said in (
                ("stage", "halfway", "Expected one of these"),
                ("stage_since", "2028-13", "Expected a month such as 2024-08"),
                ("stage_since", "summer", "Expected a month such as 2024-08"),
            )
        ),
        (
            plan_file(help_lines=[{"language": "Armenian"}]),
            "column “language”: read “Armenian”. Write the code of a language",
        ),
        (
            plan_file(help_lines=[{"language": "hy", "text": "One.\nTwo."}]),
            "column “text”: read “One.\nTwo.”. Write it in one line.",
        ),
    ],
)
def test_code_that_does_not_fit_is_refused_with_its_place(said, expected):
    (found,) = plan_problems(said)

    assert expected in found


def test_records_are_read_once_whatever_their_number():
    reads = []
    for size in (1, 3):
        measures = [f"1-M{number}" for number in range(size)]
        priorities = [f"1.{number}" for number in range(size)]
        said = plan_file(pillars=["1"], priorities=priorities, measures=measures)
        saved(said)
        with CaptureQueriesContext(connection) as queries:
            preview_plan(as_json(said))
        reads.append(sum('FROM "pillars_' in query["sql"] for query in queries))

    assert reads[0] == reads[1] < 30


def test_code_that_another_record_of_the_plan_has_in_addresses_is_refused():
    saved(DOTTED)

    (found,) = plan_problems(
        {
            "plan": {"slug": "forward"},
            "measures": [{**NAMED["measures"][1], "code": "1.1"}],
        }
    )

    assert "That code is taken" in found


@pytest.mark.parametrize(
    ("number", "more", "decimals"),
    [
        ('"84.0"', {}, 1),
        ("84.50", {}, 2),
        ("84", {}, 0),
        ("84.0", {"decimals": None}, None),
        ("84.0", {"decimals": 2}, 2),
    ],
)
def test_number_has_the_decimals_it_is_written_with(number, more, decimals):
    said = plan_file(pillars=["1"], measures=[{"code": "1-M1", "decimals": 2}])
    row = {"measure": "1-M1", "school_year": 2027, "value": "?", **more}
    content = as_json(said | {"results": [row]}).replace(b'"?"', number.encode())

    saved(said, lambda _said: content)

    assert Result.objects.get().decimals == decimals


@pytest.mark.parametrize(
    ("number_format", "decimals"), [("General", None), ("0", 0), ("0.0", 1)]
)
def test_number_of_a_workbook_has_the_decimals_of_its_format(number_format, decimals):
    cell = cell_shown(84, number_format)

    assert entered_decimals(cell, cell) == decimals


def test_file_to_fill_in_keeps_codes_as_they_are_typed():
    book = load_workbook(io.BytesIO(writer.as_xlsx(None)))

    columns = book["strategies"].column_dimensions
    assert [columns[name].number_format for name in "ABC"] == ["@"] * 3
