"""A whole plan from one file: what is read, what is refused, what comes of it."""

import json
import unicodedata
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from pillars.imports.files.pipeline import Kind
from pillars.imports.plans import writer
from pillars.imports.plans.importer import PlanImporter
from pillars.models import Measure, Plan, Resource, Result, Strategy
from plan_site.editions.document.records import take_snapshot
from tests.helpers.makers import plan_models
from tests.helpers.plan_files import (
    EXAMPLE,
    as_json,
    as_xlsx,
    example_file,
    modify,
    plan_problems,
    preview_plan,
    row_count,
    row_of,
    saved,
)
from tests.helpers.translation_pages import behind_since

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

# A value that counts too few students to be published.
HIDDEN = {"measure": "1.1-a", "group": "foster", "school_year": 2025}
FOSTER = {"measure__code": "1.1-a", "group__code": "foster", "school_year": 2025}


def without_keys() -> list:
    """The snapshot of all that is public, each row named by its code, not its key."""
    rows = take_snapshot()
    names = {
        item: rows.codes.get(item) or row.fields.get("slug") or row.fields.get("code")
        for item, row in rows.items.items()
    }
    said = []
    for row in rows:
        fields = dict(row.fields)
        # A plan that is read from a file has a feed of its own.
        fields.pop("feed_id", None)
        for column, model in {
            **{"plan": "plan", "pillar": "pillar", "priority": "priority"},
            **{"strategy": "strategy", "measure": "measure", "group": "studentgroup"},
        }.items():
            if fields.get(column) is not None:
                fields[column] = names[f"pillars.{model}:{fields[column]}"]
        said.append([row.model, fields])
    return sorted(said, key=lambda row: json.dumps(row, sort_keys=True))


@pytest.mark.parametrize("write", [as_json, as_xlsx])
@pytest.mark.postgresql
def test_plan_is_created_whole_from_either_kind_of_file(write):
    plan = saved(example_file(), write)

    assert (plan.slug, plan.organization_es) == (
        "example",
        "Distrito Unificado de Valle Ejemplo",
    )
    assert (plan.is_public, plan.is_current, plan.is_locked) == (False, False, False)
    resource = Resource.objects.get(title_en="Library hours")
    assert resource.strategy.code == "1.1.2"
    assert Measure.objects.get(code="2-a").priority is None
    assert Measure.objects.get(code="2.2-a").priority.code == "2.2"
    mine = Result.objects.get(**FOSTER)
    assert (mine.value, mine.student_count) == (Decimal("44.4"), 9)
    assert Plan.objects.get().history.get().history_change_reason == "From a file"


def test_file_whose_accents_are_signs_of_their_own_says_the_same():
    saved(example_file())
    decomposed = unicodedata.normalize("NFD", as_json(example_file()).decode())

    result = preview_plan(decomposed.encode())

    assert (result.problems, result.to_save) == ([], [])


@pytest.mark.rest
@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_shipped_plan_comes_back_from_its_own_file_as_it_was(tmp_path, kind):
    call_command("loaddata", "lausd_2022_26", verbosity=0)
    before = without_keys()
    file = tmp_path / f"plan.{kind}"
    call_command("export_plan", "2022-26", file)
    for model in reversed(plan_models()):
        model._base_manager.all()._raw_delete("default")
    assert not Plan.objects.exists()

    call_command("import_plan", file, apply=True, current=True)

    assert without_keys() == before
    assert len(before) > 300


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_plan_written_to_a_file_changes_nothing_when_it_is_read(kind):
    plan = saved(example_file())
    write = writer.KINDS[kind]

    importer = PlanImporter()
    result = importer.preview(importer.read(write(plan)))

    assert (result.problems, result.to_save, importer.absent) == ([], [], {})
    assert len(result.of(Kind.UNCHANGED)) == row_count(example_file())


@pytest.mark.postgresql
def test_existing_plan_is_changed_by_codes_and_what_is_absent_is_named():
    saved(example_file())
    said = example_file()
    row_of(said, "strategies", code="1.1.1")["text_en"] = "Read for half an hour."
    row_of(said, "results", measure="1.5-a", school_year=2022)["value"] = "9,0"
    others = [row["code"] for row in said["strategies"][1:]]
    said["strategies"] = said["strategies"][:1]
    del said["glossary"], said["sections"]
    importer = PlanImporter()

    result = importer.preview(importer.read(as_json(said)))
    absent = importer.absent
    importer.apply(result.book, result.digest)

    assert [(row.row.sheet, row.name, row.kind.value) for row in result.to_save] == [
        ("strategies", "1.1.1", "changed"),
        ("results", "1.5-a 2022", "changed"),
    ]
    (change,) = result.of(Kind.CHANGED)[0].changes
    assert (change.label, change.becomes) == (
        "text (English)",
        "Read for half an hour.",
    )
    assert absent == {"strategies": others}
    strategy = Strategy.objects.get(code="1.1.1")
    assert behind_since(strategy, "text", "es")
    assert Strategy.objects.count() == 1 + len(others)
    assert Plan.objects.get().terms.count() == 6


def test_json_entry_that_leaves_a_column_out_leaves_it_as_it_is():
    saved(example_file())
    said = {
        "plan": {"slug": "example"},
        "measures": [
            {"code": "1.1-A", "decimals": 2},
            {"code": "1.1-b", "title_en": "Words", "definition_en": None},
        ],
    }

    saved(said)

    one, two = Measure.objects.filter(code__in=["1.1-a", "1.1-b"])
    assert (one.decimals, one.title_en) == (2, "Third graders who read at grade level")
    assert (two.decimals, two.title_en, two.definition_en) == (0, "Words", None)


def test_text_that_shows_nothing_is_read_as_none():
    saved(modify("strategies", {"code": "1.1.1"}, text_es="&nbsp;"))

    assert not Strategy.objects.order_by("pk").first().text_es


def test_hidden_value_is_not_written_and_stays_when_its_file_is_read(settings):
    plan = saved(example_file())

    written = json.loads(writer.as_json(plan))
    row = row_of(written, "results", **HIDDEN)
    saved(written)

    assert (row["state"], row["value"]) == ("suppressed", None)
    assert "student_count" not in row
    result = Result.objects.get(**FOSTER)
    assert (result.state, result.value, result.student_count) == (
        "reported",
        Decimal("44.4"),
        9,
    )


def test_blank_files_name_all_that_can_be_said():
    (from_json,) = preview_plan(writer.as_json(None)).problems
    (from_xlsx,) = preview_plan(writer.as_xlsx(None)).problems

    assert "Expected one plan" in from_json.expected
    assert from_xlsx == from_json
    assert "student_count" in json.loads(writer.as_json(None))["results"][0]


def test_text_too_long_for_a_workbook_is_not_cut_off():
    plan = saved(modify("plan", {}, vision_en="a" * 32_001))

    with pytest.raises(writer.TooLongError, match="“plan”"):
        writer.as_xlsx(plan)
    assert len(json.loads(writer.as_json(plan))["plan"]["vision_en"]) == 32_001


def test_command_saves_nothing_without_apply(capsys):
    call_command("import_plan", EXAMPLE)

    printed = capsys.readouterr().out
    rows = row_count(json.loads(EXAMPLE.read_text()))
    assert f"To save with --apply: {rows} ({rows} new)." in printed
    assert "new measures 1.1-a" in printed
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (
            {"requires_all_texts": False},
            "Readers will see another language in their place.",
        ),
        ({}, "The plan cannot be published without them."),
        ({"public_languages": "en"}, ""),
    ],
)
def test_command_says_what_publishing_will_miss(tmp_path, capsys, plan, expected):
    said = modify("pillars", {"code": "1"}, summary_es="", subtitle_es=None)
    said["plan"] |= plan
    file = tmp_path / "plan.json"
    file.write_bytes(as_json(said))

    call_command("import_plan", file)

    printed = capsys.readouterr().out
    assert expected in printed
    assert ("missing" in printed) == bool(expected)
    title = "1 Learning That Lasts"
    texts = f"in Spanish: 2 ({title}, subtitle; {title}, summary)."
    assert (texts in printed) == bool(expected)


def test_command_ends_with_an_error_for_a_bad_file(tmp_path, capsys):
    file = tmp_path / "plan.json"
    file.write_bytes(
        as_json(modify("pillars", {"code": "1"}, title_en="", title_es=""))
    )

    with pytest.raises(CommandError, match="Wrong: 1. Nothing was saved"):
        call_command("import_plan", file, apply=True)

    assert "Sheet “pillars”. Line 1, column “title_en”" in capsys.readouterr().err


def test_command_names_who_did_it(admin_user):
    call_command("import_plan", EXAMPLE, apply=True, by="admin")

    assert Plan.objects.get().history.get().history_user == admin_user
    assert Result.objects.first().entered_by == admin_user


@pytest.mark.postgresql
def test_end_half_way_saves_nothing(monkeypatch):
    importer = PlanImporter()
    book = importer.read(as_json(example_file()))
    done, save = iter([None] * 20), importer.save_record

    def save_some(record):
        next(done)
        save(record)

    monkeypatch.setattr(importer, "save_record", save_some)
    with pytest.raises(StopIteration):
        importer.apply(book, importer.preview(book).digest)

    assert not Plan.objects.exists()
    assert not Measure.objects.exists()


def test_locked_plan_takes_no_file():
    plan = saved(example_file())
    plan.is_locked = True
    plan.save()

    (problem,) = plan_problems(example_file())

    assert "is locked" in problem


def test_export_refuses_what_it_cannot_write(tmp_path):
    saved(example_file())

    with pytest.raises(CommandError, match="example"):
        call_command("export_plan", "2022-26", tmp_path / "plan.json")
    with pytest.raises(CommandError, match="ends in"):
        call_command("export_plan", "example", tmp_path / "plan.docx")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_plan", "example", tmp_path / "no" / "plan.json")
