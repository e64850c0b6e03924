"""Results in bulk: what the rows of a file change, and what is refused."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from pillars.imports.files.dataset import BYTES_AT_MOST
from pillars.imports.files.pipeline import ChangedMeanwhileError, Kind
from pillars.imports.results.importer import ResultsImporter
from pillars.models import Plan, Result
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_result,
)
from tests.helpers.people import make_staff
from tests.helpers.results_files import (
    HEAD,
    as_bytes,
    importer_of,
    preview,
    read_results,
    save,
    workbook,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def measure(plan):
    return make_measure(make_priority(make_pillar(plan)))


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (",,2024,reported,5", "code", "one of this plan’s measures"),
        ("9Z-M1,,2024,reported,5", "code", "one of this plan’s measures"),
        ("1A-M1,nobody,2024,reported,5", "group", "code of a student group"),
        ("1A-M1,,2030,reported,5", "school_year", "the plan’s school years, 2022-26"),
        ("1A-M1,,2024-27,reported,5", "school_year", "or 2024–25"),
        ("1A-M1,,soon,reported,5", "school_year", "such as 2024"),
        ("1A-M1,,2024,,5", "state", "one of these: reported"),
        ("1A-M1,,2024,fine,5", "state", "one of these"),
        ("1A-M1,,2024,reported,", "value", "“reported” needs a value"),
        ("1A-M1,,2024,not_due,5", "value", "has no value"),
        ("1A-M1,,2024,reported,five", "value", "a number such as"),
        ("1A-M1,,2024,reported,12%%", "value", "a number such as"),
        ("1A-M1,,2024,reported,%12%", "value", "a number such as"),
    ],
)
def test_bad_row_says_line_column_and_what_was_expected(
    plan, measure, row, column, expected
):
    (problem,) = preview(plan, row).problems

    assert (problem.line, problem.column) == (2, column)
    assert expected in problem.expected
    assert f"Line 2, column “{column}”" in str(problem)


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("student_count", "many", "whole number"),
        ("student_count", "9" * 5000, "whole number"),
        ("source_url", "somewhere", "https://"),
        ("source_url", "ftp://example.org/", "https://"),
        ("source_url", "https://ana@example.org/", "user name"),
        ("observed_on", "yesterday", "a day such as 2024-10-02"),
    ],
)
def test_bad_cell_of_another_column_is_refused(plan, measure, column, text, expected):
    row = f"1A-M1,,2024,reported,5,{text}"

    (problem,) = preview(plan, row, head=f"{HEAD},{column}").problems

    assert problem.column == column
    assert expected in problem.expected


@pytest.mark.parametrize("text", ["2026-08-15", "8/15/2026", "08/15/2026"])
def test_day_is_read_as_documented_and_as_spreadsheets_write_it(plan, measure, text):
    row = f"1A-M1,,2024,reported,5,{text}"

    (found,) = preview(plan, row, head=f"{HEAD},observed_on").to_save

    assert str(found.record.observed_on) == "2026-08-15"


def test_retired_measure_is_refused(plan):
    make_measure(make_priority(make_pillar(plan)), is_retired=True)

    (problem,) = preview(plan, "1A-M1,,2024,reported,5").problems

    assert "retired" in problem.expected


def test_related_figure_takes_results_too(plan):
    make_measure(make_priority(make_pillar(plan)), target_kind="none")

    assert len(preview(plan, "1A-R1,,2024,reported,5").to_save) == 1


def test_same_key_twice_in_one_file_is_refused(plan, measure):
    found = preview(plan, "1A-M1,,2024,reported,5", "1a-m1,,2024–25,reported,6")

    (problem,) = found.problems
    assert problem.line == 3
    assert problem.expected == "Line 2 is for the same measure, group and school year."


def test_unknown_column_is_refused_and_so_is_one_that_is_there_twice(plan, measure):
    found = preview(plan, "1A-M1,,2024,reported,5,,", head=f"{HEAD},remarks,Value")

    assert [problem.read for problem in found.problems] == ["remarks", "Value"]


def test_empty_rows_are_passed_over_and_the_line_is_the_files_own(plan, measure):
    (problem,) = preview(plan, "", ",,,,", "1A-M1,,2024,fine,5").problems

    assert problem.line == 4


def test_row_that_says_nothing_changes_nothing(plan, measure):
    make_result(measure, 2024, "5")

    found = preview(plan, "1A-M1,,2024,,")

    assert (len(found.of(Kind.BLANK)), found.to_save) == (1, [])


def test_same_number_in_other_words_is_unchanged(plan, measure):
    make_result(measure, 2024, "53")

    found = preview(plan, "1a-m1,Todos los estudiantes,2024-2025,REPORTED,53.00 %")

    assert (found.problems, found.to_save) == ([], [])
    assert len(found.of(Kind.UNCHANGED)) == 1


def test_white_space_around_a_text_is_no_change(plan, measure):
    make_result(measure, 2024, "84", state="reported", note_en="Counted anew. ")
    head = f"{HEAD},note_en"

    (row,) = preview(plan, "1A-M1,,2024,reported,84,Counted anew.", head=head).rows

    assert row.kind is Kind.UNCHANGED


def test_state_is_read_by_its_label_in_each_language(plan, measure):
    with translation.override("es"):
        label = str(Result(state="suppressed").get_state_display())

    (row,) = preview(plan, f"1A-M1,,2024,{label.upper()},").to_save

    assert row.record.state == "suppressed"


def test_what_has_no_column_stays_and_what_has_one_is_emptied(plan, measure):
    make_result(measure, 2024, "5", note_en="Kept", source_url="https://example.org/")

    save(plan, f"{HEAD},source_url\n1A-M1,,2024,reported,6,".encode())

    result = Result.objects.get()
    assert (result.note_en, result.source_url, result.value) == ("Kept", "", 6)


def test_note_that_shows_nothing_is_none(plan, measure):
    make_result(measure, 2024, "5", note_es="Contado en mayo.")

    save(plan, f"{HEAD},note_es\n1A-M1,,2024,reported,5,\u200b".encode())

    assert not Result.objects.get().note_es


def test_group_is_found_by_its_code(plan, measure):
    group = make_group(plan, code="middle-schools")

    save(plan, f"{HEAD}\n1A-M1,Middle-Schools,2024,reported,6".encode())

    assert Result.objects.get().group == group


def test_file_with_one_bad_row_changes_nothing(plan, measure):
    book = read_results(
        f"{HEAD}\n1A-M1,,2023,reported,6\n1A-M1,,2024,reported,six".encode()
    )
    importer = importer_of(plan)

    with pytest.raises(ChangedMeanwhileError):
        importer.apply(book, importer.preview(book).digest)

    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("right", "refused"),
    [("add_result", 2), ("change_result", 3)],  # the line of each other act
)
def test_row_needs_the_right_to_what_it_does(plan, measure, right, refused):
    make_result(measure, 2023, "84")
    importer = ResultsImporter(plan, make_staff("steward", right))
    rows = ["1A-M1,,2023,reported,85", "1A-M1,,2024,reported,86"]

    result = importer.preview(importer.read("\n".join([HEAD, *rows]).encode()))

    assert [problem.line for problem in result.problems] == [refused]


def test_end_half_way_saves_nothing(plan, measure, monkeypatch):
    book = read_results(
        f"{HEAD}\n1A-M1,,2023,reported,6\n1A-M1,,2024,reported,7".encode()
    )
    importer = importer_of(plan)
    done, save = iter([None]), importer.save_record

    def save_one(record):
        save(record)
        next(done)

    monkeypatch.setattr(importer, "save_record", save_one)
    # The second result is saved, and then the power fails.
    with pytest.raises(StopIteration):
        importer.apply(book, importer.preview(book).digest)

    assert not Result.objects.exists()
    assert not Result.history.exists()


def test_change_meanwhile_saves_nothing(plan, measure):
    book = read_results(f"{HEAD}\n1A-M1,,2024,reported,6".encode())
    importer = importer_of(plan)
    seen = importer.preview(book).digest
    make_result(measure, 2024, "7")

    with pytest.raises(ChangedMeanwhileError):
        importer.apply(book, seen)

    assert Result.objects.get().value == 7


def test_saved_results_keep_the_languages_in_step(plan, measure):
    make_result(measure, 2024, "5", note_en="Old", note_es="Viejo")

    save(plan, f"{HEAD},note_en\n1A-M1,,2024,reported,5,New".encode())

    assert "es" in Result.objects.get().translation_state["note"]


@pytest.mark.parametrize("size", [1, 3])
def test_judging_asks_the_same_queries_however_long_the_file_is(
    plan, measure, django_assert_num_queries, size
):
    rows = [f"1A-M1,,{2022 + n},reported,5" for n in range(size)]

    with django_assert_num_queries(3):
        preview(plan, *rows)


def test_command_prints_and_changes_nothing_without_apply(
    plan, measure, tmp_path, capsys
):
    file = tmp_path / "results.csv"
    file.write_text(f"{HEAD}\n1A-M1,,2024,reported,6")

    call_command("import_results", file)
    printed = capsys.readouterr().out

    assert not Result.objects.exists()
    assert "new 1A-M1 2024–25: state – → reported; value – → 6" in printed
    assert "To save with --apply: 1 (1 new)." in printed

    call_command("import_results", file, apply=True)

    assert Result.objects.get().value == 6
    assert "Saved: 1 (1 new)." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "earlier", "asked"),
    [
        ("120", None, "a share below 0% or above 100%"),
        ("-3", "20", "a share below 0% or above 100%"),
        ("0.6", None, "is 0.6 meant, or 60?"),
        ("1", "60", "is 1 meant, or 100?"),
        ("53.25", None, "more decimals than the measure (1)"),
    ],
)
def test_command_saves_what_it_asks_about_only_if_it_is_sure(
    plan, measure, tmp_path, capsys, value, earlier, asked
):
    if earlier:
        make_result(measure, 2023, earlier)
    file = tmp_path / "results.csv"
    file.write_text(f"{HEAD}\n1A-M1,,2024,reported,{value}")

    with pytest.raises(CommandError, match="Questions: 1. Nothing was saved"):
        call_command("import_results", file, apply=True)
    saved_unasked = Result.objects.filter(school_year=2024).exists()
    call_command("import_results", file, apply=True, sure=True)

    assert not saved_unasked
    printed = capsys.readouterr().out
    assert f"Question: Line 2, column “value”: read “{value}”. " in printed
    assert asked in printed
    assert Result.objects.filter(school_year=2024, value=value).exists()


def test_command_reads_no_more_of_an_endless_file_than_it_takes(plan):
    with pytest.raises(CommandError, match="too big"):
        call_command("import_results", "/dev/zero")


def test_command_ends_with_an_error_for_a_bad_file(plan, measure, tmp_path, capsys):
    file = tmp_path / "results.csv"
    file.write_text(f"{HEAD}\n1A-M1,,2024,reported,six")

    with pytest.raises(CommandError, match="Wrong: 1. Nothing was saved"):
        call_command("import_results", file, apply=True)

    assert "Line 2, column “value”: read “six”" in capsys.readouterr().err


def test_command_refuses_what_it_cannot_find_or_read(plan, tmp_path):
    big = tmp_path / "big.csv"
    big.write_bytes(b" " * (BYTES_AT_MOST + 1))

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_results", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="too big"):
        call_command("import_results", big)
    with pytest.raises(CommandError, match="2022-26"):
        call_command("import_results", big, plan="1999-03")
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_results", big, by="nobody")
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "decimals"), [("84", 0), ("84.0", 1), ("84.20 %", 2), ("1,084.50", 2)]
)
def test_value_keeps_the_decimals_it_is_written_with(plan, measure, text, decimals):
    save(plan, f'{HEAD}\n1A-M1,,2024,reported,"{text}"'.encode())

    assert Result.objects.get().decimals == decimals


@pytest.mark.parametrize(
    ("value", "number_format", "decimals"),
    [
        (84, "General", None),  # It does not say.
        (84, "0", 0),
        (84, "0.0", 1),
        (0.84, "0.0%", 1),
        (84.25, "0.0", 2),  # None of its digits is lost.
        (84, "#,##0.00;-#,##0.00", 2),
        (0, "0.0", 1),
    ],
)
def test_number_in_a_workbook_has_the_decimals_of_its_format(
    plan, measure, value, number_format, decimals
):
    book, sheet = workbook(HEAD.split(","), ["1A-M1", None, 2024, "reported", value])
    sheet["E2"].number_format = number_format

    save(plan, as_bytes(book))

    assert Result.objects.get().decimals == decimals


def test_value_that_stays_keeps_its_decimals(plan, measure):
    make_result(measure, 2024, "84", decimals=1)

    found = preview(plan, "1A-M1,,2024,reported,84")

    assert [row.kind for row in found.rows] == [Kind.UNCHANGED]
    assert found.rows[0].record.decimals == 1
