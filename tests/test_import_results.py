"""Results in bulk: what a file may look like, what it changes, what is refused."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from pillars.imports import blank, tables, workbooks
from pillars.imports.applying import ChangedMeanwhileError, apply
from pillars.imports.judging import judge
from pillars.imports.numbers import NumberError, read_value
from pillars.imports.problems import UnreadableFileError
from pillars.imports.reading import read_table
from pillars.models import Measure, Plan, Result
from tests.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_result,
)

pytestmark = pytest.mark.django_db

HEAD = "code,group,school_year,state,value"


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def measure(plan):
    return make_measure(make_priority(make_pillar(plan)))


def judged(plan, *lines, head=HEAD, separator="\n"):
    return judge(read_table(separator.join([head, *lines]).encode()), plan)


def saved(plan, content):
    table = read_table(content)
    return apply(table, plan, judge(table, plan).digest)


def workbook(*rows, title="Results", **more):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book, sheet


def as_bytes(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_file_is_read_in_any_encoding_and_with_any_separator(
    plan, measure, encoding, separator, end
):
    rows = [
        ["año escolar", "código", "valor", "estado del dato", "nota (español)"],
        ["2024–25", "1a-m1", "53.5", "reported", "Según la revisión"],
    ]
    text = end.join(separator.join(row) for row in rows)

    saved(plan, text.encode(encoding))

    result = Result.objects.get()
    assert (result.measure, result.school_year) == (measure, 2024)
    assert (result.value, result.note_es) == (Decimal("53.5"), "Según la revisión")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("53", "53"),
        ("53.00", "53"),
        ("53,5", "53.5"),
        ("53.5 %", "53.5"),
        ("53.125%", "53.125"),
        ("−3", "-3"),
        ("0,500", "0.5"),
        (".5", "0.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1\u202f234", "1234"),
    ],
)
def test_number_of_a_percent_is_read(text, value):
    assert read_value(text, Measure(unit_kind="percent")) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit_kind", "value"),
    [
        ("1,234", "count", "1234"),
        ("$1,234", "dollars", "1234"),
        ("-$1,234.50", "dollars", "-1234.50"),
        ("sí", "yes_no", "1"),
        ("No", "yes_no", "0"),
        (Decimal("1.234"), "count", "1.234"),  # The file itself says which number.
    ],
)
def test_number_of_other_units_is_read(text, unit_kind, value):
    assert read_value(text, Measure(unit_kind=unit_kind)) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit_kind", "expected"),
    [
        ("1,234", "percent", "two ways"),
        ("1.234", "count", "two ways"),
        ("53%", "count", "not counted in percent"),
        ("$5", "count", "not counted in dollars"),
        ("about 5", "count", "a number such as"),
        ("1,23,4", "count", "a number such as"),
        ("1e3", "count", "a number such as"),
        ("NaN", "count", "a number such as"),
        ("5.12345", "percent", "four decimals"),
        ("1" * 13, "count", "twelve digits"),
        ("maybe", "yes_no", "yes or no"),
        ("٣", "count", "a number such as"),  # Digits, but of another script.
    ],
)
def test_number_that_cannot_be_read_says_what_was_expected(text, unit_kind, expected):
    with pytest.raises(NumberError, match=expected):
        read_value(text, Measure(unit_kind=unit_kind))


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (",,2024,reported,5", "code", "one of this plan’s measures"),
        ("9Z-M1,,2024,reported,5", "code", "one of this plan’s measures"),
        ("1A-M1,nobody,2024,reported,5", "group", "code of a student group"),
        ("1A-M1,,2030,reported,5", "school_year", "from 2022–23 to 2025–26"),
        ("1A-M1,,2024-27,reported,5", "school_year", "ends in the year after"),
        ("1A-M1,,soon,reported,5", "school_year", "such as 2025–26"),
        ("1A-M1,,2024,,5", "state", "one of these: reported; provisional"),
        ("1A-M1,,2024,fine,5", "state", "one of these"),
        ("1A-M1,,2024,reported,", "value", "“reported” needs a value"),
        ("1A-M1,,2024,not_due,5", "value", "goes without a value"),
        ("1A-M1,,2024,reported,five", "value", "a number such as"),
    ],
)
def test_bad_row_says_line_column_and_what_was_expected(
    plan, measure, row, column, expected
):
    (problem,) = judged(plan, row).problems

    assert (problem.line, problem.column) == (2, column)
    assert expected in problem.expected
    assert f"Line 2, column “{column}”" in str(problem)


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("student_count", "many", "whole number"),
        ("student_count", "9" * 5000, "whole number"),
        ("source_url", "somewhere", "https://"),
        ("observed_on", "yesterday", "2024-10-02"),
    ],
)
def test_bad_cell_of_another_column_is_refused(plan, measure, column, text, expected):
    row = f"1A-M1,,2024,reported,5,{text}"

    (problem,) = judged(plan, row, head=f"{HEAD},{column}").problems

    assert problem.column == column
    assert expected in problem.expected


def test_retired_measure_is_refused(plan):
    make_measure(make_priority(make_pillar(plan)), is_retired=True)

    (problem,) = judged(plan, "1A-M1,,2024,reported,5").problems

    assert "retired" in problem.expected


def test_related_figure_takes_results_too(plan):
    make_measure(make_priority(make_pillar(plan)), target_kind="none")

    assert len(judged(plan, "1A-R1,,2024,reported,5").new) == 1


def test_same_key_twice_in_one_file_is_refused(plan, measure):
    found = judged(plan, "1A-M1,,2024,reported,5", "1a-m1,,2024–25,reported,6")

    (problem,) = found.problems
    assert problem.line == 3
    assert "Line 2" in problem.expected


def test_unknown_column_is_refused_and_so_is_one_that_is_there_twice(plan, measure):
    found = judged(plan, "1A-M1,,2024,reported,5,,", head=f"{HEAD},remarks,Value")

    assert [problem.read for problem in found.problems] == ["remarks", "Value"]


def test_decimal_comma_without_quotation_marks_is_noticed(plan, measure):
    (problem,) = judged(plan, "1A-M1,,2024,reported,53,5").problems

    assert "decimal comma" in problem.expected


def test_empty_rows_are_passed_over_and_the_line_is_the_files_own(plan, measure):
    (problem,) = judged(plan, "", ",,,,", "1A-M1,,2024,fine,5").problems

    assert problem.line == 4


def test_row_that_says_nothing_changes_nothing(plan, measure):
    make_result(measure, 2024, "5")

    found = judged(plan, "1A-M1,,2024,,")

    assert (len(found.blank), found.to_save) == (1, [])


def test_same_number_in_other_words_is_unchanged(plan, measure):
    make_result(measure, 2024, "53")

    found = judged(plan, "1a-m1,Todos los estudiantes,2024-2025,REPORTED,53.00 %")

    assert (found.problems, found.to_save) == ([], [])
    assert len(found.unchanged) == 1


def test_state_is_read_by_its_label_in_each_language(plan, measure):
    with translation.override("es"):
        label = str(Result(state="suppressed").get_state_display())

    (row,) = judged(plan, f"1A-M1,,2024,{label.upper()},").new

    assert row.result.state == "suppressed"


def test_what_has_no_column_stays_and_what_has_one_is_emptied(plan, measure):
    make_result(measure, 2024, "5", note_en="Kept", source_url="https://example.org/")

    saved(plan, f"{HEAD},source_url\n1A-M1,,2024,reported,6,".encode())

    result = Result.objects.get()
    assert (result.note_en, result.source_url, result.value) == ("Kept", "", 6)


def test_group_is_found_by_its_code(plan, measure):
    group = make_group(plan, code="middle-schools")

    saved(plan, f"{HEAD}\n1A-M1,Middle-Schools,2024,reported,6".encode())

    assert Result.objects.get().group == group


def test_file_with_one_bad_row_changes_nothing(plan, measure):
    table = read_table(
        f"{HEAD}\n1A-M1,,2023,reported,6\n1A-M1,,2024,reported,six".encode()
    )

    with pytest.raises(ChangedMeanwhileError):
        apply(table, plan, judge(table, plan).digest)

    assert not Result.objects.exists()


def test_change_meanwhile_saves_nothing(plan, measure):
    table = read_table(f"{HEAD}\n1A-M1,,2024,reported,6".encode())
    seen = judge(table, plan).digest
    make_result(measure, 2024, "7")

    with pytest.raises(ChangedMeanwhileError):
        apply(table, plan, seen)

    assert Result.objects.get().value == 7


def test_saved_results_keep_the_languages_in_step(plan, measure):
    make_result(measure, 2024, "5", note_en="Old", note_es="Viejo")

    saved(plan, f"{HEAD},note_en\n1A-M1,,2024,reported,5,New".encode())

    assert "es" in Result.objects.get().translation_state["note"]


@pytest.mark.parametrize("size", [1, 3])
def test_judging_asks_the_same_queries_however_long_the_file_is(
    plan, measure, django_assert_num_queries, size
):
    rows = [f"1A-M1,,{2022 + n},reported,5" for n in range(size)]

    with django_assert_num_queries(3):
        judged(plan, *rows)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"name,age\nAna,7", "No row names the columns"),
        (HEAD.encode(), "no row below"),
        (b"code,school_year\n1A-M1,2024", "lacks"),
        (b"\x00\x01\x02\x03", "no table"),
        (b"\x81\x8d", "no table"),
        (b"%PDF-1.7", "kind of file"),
        (b"\xd0\xcf\x11\xe0", "kind of file"),
        (b"PK\x03\x04 and no more", "damaged"),
        (f'{HEAD}\n"1A-M1,,2024'.encode(), "quotation mark"),
        (b" " * (tables.BYTES_AT_MOST + 1), "too big"),
        (f"{HEAD}\n".encode() + b"x,,,,\n" * 20_050, "Divide it"),
        (f"{HEAD}\n".encode() + b"\n" * 100_001 + b"x", "lines"),
    ],
)
def test_file_that_is_no_table_of_results_is_refused_with_the_reason(content, expected):
    with pytest.raises(UnreadableFileError, match=expected):
        read_table(content)


def test_workbook_is_read_with_its_numbers_and_per_cent_formats(plan, measure):
    book, sheet = workbook(
        ["Results of the year"],
        ["Code", "School year", "State", "Value", "observed_on"],
        ["1A-M1", 2024, "reported", 0.535, "2024-10-02"],
        [None, None, None, None, None],
        ["1A-M1", 2023, "reported", 0.1 + 0.2, None],
    )
    sheet["D3"].number_format = "0.0%"
    book.create_sheet("Notes").append(["Anything"])

    judgement = saved(plan, as_bytes(book))

    values = dict(Result.objects.values_list("school_year", "value"))
    assert values == {2024: Decimal("53.5"), 2023: Decimal("0.3")}
    assert "is 0.3 meant, or 30?" in judgement.new[1].remark


def test_cell_of_true_is_a_deed(plan):
    make_measure(make_priority(make_pillar(plan)), unit_kind="yes_no")
    book, _sheet = workbook(HEAD.split(","), ["1A-M1", None, 2024, "reported", True])

    assert saved(plan, as_bytes(book)).new[0].result.value == 1


def test_merged_cells_are_refused(plan, measure):
    book, sheet = workbook(
        HEAD.split(","),
        ["1A-M1", None, 2023, "reported", 5],
        ["1A-M1", None, 2024, "reported", 5],
    )
    sheet.merge_cells("A2:A3")

    with pytest.raises(UnreadableFileError, match="A2:A3"):
        read_table(as_bytes(book))


def test_formula_without_a_result_is_refused(plan, measure):
    book, _sheet = workbook(HEAD.split(","), ["1A-M1", None, 2024, "reported", "=50+3"])

    problems = read_table(as_bytes(book)).problems

    assert [(problem.line, problem.column) for problem in problems] == [(2, "E")]
    assert "formula has no result" in problems[0].expected


def test_formula_that_went_wrong_is_refused(plan, measure):
    book, _sheet = workbook(
        HEAD.split(","), ["1A-M1", None, 2024, "reported", "#DIV/0!"]
    )

    (problem,) = read_table(as_bytes(book)).problems

    assert "formula went wrong" in problem.expected


def test_wrong_sheet_and_two_right_ones_are_refused():
    wrong, _sheet = workbook(["Name", "Age"], ["Ana", 7], title="People")
    two, _sheet = workbook(HEAD.split(","), ["1A-M1"], title="One")
    other = two.create_sheet("Two")
    other.append(HEAD.split(","))
    other.append(["1A-M1"])

    with pytest.raises(UnreadableFileError, match="Sheets: “People”"):
        read_table(as_bytes(wrong))
    with pytest.raises(UnreadableFileError, match="“One”, “Two”"):
        read_table(as_bytes(two))


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_workbook_that_unpacks_into_too_much_is_refused_unread():
    bomb = zipped(
        **{"xl/workbook.xml": b" " * (workbooks.UNPACKED_AT_MOST + 1)},
    )

    assert len(bomb) < tables.BYTES_AT_MOST
    with pytest.raises(UnreadableFileError, match="unpacks"):
        read_table(bomb)


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><workbook>&d;</workbook>'


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"content.xml": b"<a/>"}, "no XLSX"),
        ({"xl/workbook.xml": b"<broken"}, "damaged"),
        ({"xl/workbook.xml": ENTITIES, "[Content_Types].xml": ENTITIES}, "damaged"),
    ],
)
def test_zip_that_is_no_sound_workbook_is_refused(parts, expected):
    with pytest.raises(UnreadableFileError, match=expected):
        read_table(zipped(**parts))


def test_workbook_that_claims_endless_rows_is_refused():
    book, sheet = workbook(HEAD.split(","))
    sheet.cell(row=1_000_000, column=1, value="1A-M1")

    with pytest.raises(UnreadableFileError, match="lines"):
        read_table(as_bytes(book))


@pytest.mark.parametrize("write", [blank.as_csv, blank.as_xlsx])
@pytest.mark.parametrize("language", ["en", "es"])
def test_file_to_fill_in_comes_back_unchanged(plan, measure, write, language):
    group = make_group(plan)
    other = make_measure(measure.priority, results={2024: "81.5"}, group=group)
    make_measure(measure.priority, is_retired=True)
    make_result(measure, 2024, "-7", note_en="=1+1", note_es="+ nota")
    make_result(measure, 2023, "6")

    with translation.override(language):
        content = write(plan, 2024)
        found = judge(read_table(content), plan)

    assert (found.problems, found.to_save) == ([], [])
    assert [(row.measure, row.group) for row in found.unchanged] == [
        (measure, None),
        (other, group),
    ]


def test_file_to_fill_in_leaves_the_state_open_where_nothing_is_known(plan, measure):
    (row,) = blank.rows(plan, 2025)

    assert row == {
        "code": "1A-M1",
        "title": measure.title,
        "group": "",
        "school_year": "2025–26",
    }


def test_command_prints_and_changes_nothing_unless_told_to(
    plan, measure, tmp_path, capsys
):
    file = tmp_path / "results.csv"
    file.write_text(f"{HEAD}\n1A-M1,,2024,reported,6")

    call_command("import_results", file)
    printed = capsys.readouterr().out

    assert not Result.objects.exists()
    assert "new 1A-M1 2024–25: state – → reported; value – → 6" in printed
    assert "1 results would be saved" in printed

    call_command("import_results", file, apply=True)

    assert Result.objects.get().value == 6
    assert "1 results saved: 1 new, 0 changed" in capsys.readouterr().out


def test_command_ends_with_an_error_for_a_bad_file(plan, measure, tmp_path, capsys):
    file = tmp_path / "results.csv"
    file.write_text(f"{HEAD}\n1A-M1,,2024,reported,six")

    with pytest.raises(CommandError, match="1 things are wrong"):
        call_command("import_results", file, apply=True)

    assert "Line 2, column “value”: read “six”" in capsys.readouterr().err


def test_command_refuses_what_it_cannot_find_or_read(plan, tmp_path):
    big = tmp_path / "big.csv"
    big.write_bytes(b" " * (tables.BYTES_AT_MOST + 1))

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_results", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="too big"):
        call_command("import_results", big)
    with pytest.raises(CommandError, match="2022-26"):
        call_command("import_results", big, plan="1999-03")
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_results", big, by="nobody")
    assert Plan.objects.count() == 1
