"""Errors in a plan’s file: each is reported with its place, and nothing is saved."""

import pytest

from pillars.imports.files.columns import UnreadableFileError
from pillars.imports.files.pipeline import ChangedMeanwhileError
from pillars.imports.plans.importer import PlanImporter
from pillars.models import Plan
from tests.helpers.plan_files import (
    as_json,
    as_xlsx,
    example_file,
    modify,
    plan_problems,
    preview_plan,
    read_plan,
    row_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

RESULT = {"measure": "1.1-b", "school_year": 2022}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            modify("pillars", {"code": "3"}, code="Glossary"),
            "“pillars”. Line 3, column “code”: read “Glossary”. That word is taken",
        ),
        (
            modify("measures", {"code": "1.1-b"}, code="1.1-a"),
            "“measures”. Line 2, column “code”: read “1.1-a”. The same is in line 1.",
        ),
        (
            modify("measures", {"code": "1.1-b"}, direction="sideways"),
            "column “direction”: read “sideways”. Expected one of these: up, down,",
        ),
        (
            modify("measures", {"code": "3.2-a"}, direction="up"),
            "go together",
        ),
        (
            modify("measures", {"code": "1.5-b"}, direction="up"),
            "column “direction”: read “up”. The kind of target says the opposite.",
        ),
        (
            modify("strategies", {"code": "1.1.1"}, code="9.9.1", priority=None),
            "column “priority”: 9.9.1 begins with no code in the sheet “priorities”.",
        ),
        (
            modify("priorities", {"code": "1.5"}, code="4.5", pillar=None),
            "read “4.5”. 4.5 begins with no code in the sheet “pillars”.",
        ),
        (
            modify("resources", {"title_en": "Library hours"}, strategy="2.2.1"),
            "column “strategy”: read “2.2.1”. There is no 2.2.1 in the sheet",
        ),
        (
            modify("reviews", {"day": "2026-03-10"}, measures="1.1-A, 1-1-b, 9.9-a"),
            "“reviews”. Line 2, column “measures”: read “1.1-A, 1-1-b, 9.9-a”. This"
            " plan has no measure with such a code: 9.9-a.",
        ),
        (
            modify("strategies", {"code": "1.1.1"}, text_en="\u200b", text_es=""),
            "column “text_en”: read “\u200b”. This field is required.",
        ),
        (
            modify("plan", {}, contact_url_en="https://ana:secret@example.org/"),
            "column “contact_url_en”: read “https://ana:secret@example.org/”. Take the",
        ),
        (
            modify("plan", {}, official_document_en="ftp://example.org/plan.pdf"),
            "read “ftp://example.org/plan.pdf”. Write an address that begins with",
        ),
        (
            modify("results", RESULT, value="many"),
            "“results”. Line 17, column “value”: read “many”. Expected a number",
        ),
        (
            modify("results", RESULT, value=None),
            "A reported value needs a number",
        ),
        (
            modify("results", RESULT, group="nobody"),
            "column “group”: read “nobody”. Expected the code of a student group",
        ),
        (
            modify("results", RESULT, measure=None),
            "“results”. Line 17, column “measure”: It cannot be empty.",
        ),
        (
            modify("results", RESULT, school_year="2027-29"),
            "or 2024–25",
        ),
        (
            modify("pillars", {"code": "1"}, position=-1),
            "column “position”: read “-1”. Expected a whole number.",
        ),
        (
            modify("pillars", {"code": "1"}, own_count=23, own_total=22),
            "column “own_count”: read “23”. That is more than there are in all.",
        ),
        (
            modify("pillars", {"code": "1"}, title_en="", title_es=""),
            "column “title_en”: ",
        ),
        (
            modify("pillars", {"code": "1"}, is_retired=True),
            "where the matter went",
        ),
        (
            modify("pillars", {"code": "1"}, is_retired="maybe"),
            "Expected yes or no",
        ),
        (
            modify("results", RESULT, value=84.5, decimals=0),
            "The number has more decimals than that.",
        ),
        (modify("plan", {}, slug="glossary"), "That word is taken"),
        (modify("plan", {}, last_year=2020), "before the first one"),
        (modify("plan", {}, contact_email="nobody"), "column “contact_email”"),
        (
            modify("plan", {}, colour="red"),
            "Line 1, column “A”: read “colour”. Unknown column",
        ),
    ],
)
def test_error_is_reported_with_its_place_and_nothing_is_saved(said, expected):
    if "colour" in said["plan"]:
        said["plan"] = {"colour": "red", **said["plan"]}
    importer = PlanImporter()

    result = importer.preview(importer.read(as_json(said)))

    found = [str(problem) for problem in result.problems]
    assert expected in found[0]
    with pytest.raises(ChangedMeanwhileError):
        importer.apply(result.book, result.digest)
    assert not Plan.objects.exists()


def test_new_plan_says_where_a_matter_went_in_its_own_languages_only():
    said = modify("plan", {}, public_languages="en")
    row_of(said, "measures", code="1.1-a").update(
        override_status="behind", override_reason_en="Seen late.", override_reason_es=""
    )
    for sheet in ("priorities", "measures"):
        note = {"retirement_note_en": "It is done.", "retirement_note_es": ""}
        said[sheet][-1].update(is_retired=True, **note)

    assert plan_problems(said) == []


def test_error_of_a_parent_is_reported_once_and_not_for_each_child():
    said = modify("pillars", {"code": "1"}, title_en="", title_es="")

    assert len(plan_problems(said)) == 1


@pytest.mark.parametrize("write", [as_json, as_xlsx])
def test_unknown_sheets_and_missing_columns_and_plans_are_reported(write):
    said = example_file()
    said["goals"] = [{"code": "1"}]
    for row in said["priorities"]:
        del row["code"]
    del said["plan"]

    found = plan_problems(said, write)

    assert (
        "read “goals”. Unknown sheet. Expected one of these: plan, sections" in found[0]
    )
    assert any("lacks: code" in one for one in found)
    assert any("Expected one plan" in one for one in found)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"code,value\n1A-M1,5", "neither an XLSX workbook nor JSON"),
        (b"", "neither"),
        (b"\xff\xfe\x00", "neither"),
        (b"[1, 2]", "neither"),
        (b'{"plan": {', "Line 1 is not valid JSON"),
        (b'{"plan": {"slug": "a", "slug": "b"}}', "“slug” is there twice"),
        (b'{"plan": {"first_year": NaN}}', "NaN is not a number"),
        (b'{"plan": {"first_year": 1e999999999}}', "is not a number"),
        (b'{"plan": {"first_year": ' + b"9" * 5000 + b"}}", "is not a number"),
        (b"[" * 100_000, "neither"),
        (b" " * (5 * 1024 * 1024 + 1), "too big"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_file_that_is_no_plan_is_refused(content, expected):
    with pytest.raises(UnreadableFileError, match=expected):
        read_plan(content)


@pytest.mark.parametrize(
    "spelled", [r'"title_en": "a\u0000b"', r'"title_en": "\ud800"', r'"a\udfff": 1']
)
def test_sign_that_no_database_can_keep_is_refused(spelled):
    content = f'{{"plan": {{"slug": "2022-26", {spelled}}}}}'

    with pytest.raises(UnreadableFileError, match="that is not a character"):
        read_plan(content.encode())


def test_sign_of_two_halves_is_a_letter_like_any_other():
    read = read_plan(rb'{"plan": {"slug": "2022-26", "title_en": "\ud83d\ude00"}}')

    assert read.datasets["plan"].rows[0][1] == ["2022-26", "\N{GRINNING FACE}"]


def test_list_in_place_of_a_text_is_reported():
    found = plan_problems(modify("pillars", {"code": "1"}, title_en=["a", None]))

    expected = 'read “["a", null]”. Expected a text, a number, or yes or no.'
    assert any(expected in one for one in found)


def with_series(**measure):
    """The whole file, one measure of it with a baseline and two targets of its own."""
    said = modify("measures", {"code": "1.1-b"}, **measure)
    for sheet in ("baselines", "targets"):
        said[sheet] = [row for row in said.get(sheet, []) if row["measure"] != "1.1-b"]
    said["baselines"].append(
        {"measure": "1.1-b", "school_year": 2021, "state": "reported", "value": 40}
    )
    return said


def with_target(value, year=2027, **measure):
    said = with_series(**measure)
    words = {"wording_en": "As planned", "wording_es": "Según el plan"}
    said["targets"].append(
        {"measure": "1.1-b", "school_year": year, "value": value, **words}
    )
    return said


PERCENT = {"unit_kind": "percent", "decimals": 0, "direction": "up"}
BY_POINTS = {**PERCENT, "target_kind": "change_by_points"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            with_target(60, 2021, **PERCENT, target_kind="reach"),
            "column “school_year”: read “2021”. The baseline is for 2021–22, and",
        ),
        (
            with_target(-6, **BY_POINTS),
            "column “value”: read “-6”. Its sign goes against the measure’s direction",
        ),
    ],
)
def test_target_that_makes_no_sense_is_refused_with_its_place(said, expected):
    (found,) = plan_problems(said)

    assert found.startswith("Sheet “targets”. Line ")
    assert expected in found


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (with_target(30, **PERCENT, target_kind="reach"), "less than the baseline of"),
        (with_target(60.5, **PERCENT, target_kind="reach"), "more decimals than"),
        # 40 and 61 points more.
        (with_target(61, **BY_POINTS), "below 0% or above 100%"),
        (with_target(0.6, **{**PERCENT, "decimals": 1}, target_kind="reach"), "or 60?"),
    ],
)
def test_doubtful_target_is_asked_about_with_its_place(said, expected):
    importer = PlanImporter()

    result = importer.preview(importer.read(as_json(said)))

    assert result.problems == []
    found = [str(question) for question in result.questions]
    assert any("Sheet “targets”. Line " in one and expected in one for one in found)
    importer.apply(result.book, result.digest)
    assert preview_plan(as_json(said)).questions == []
