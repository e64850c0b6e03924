"""Files of results: what they may look like, and which are refused."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from pillars.imports.files import xlsx
from pillars.imports.files.columns import UnreadableFileError
from pillars.imports.files.dataset import BYTES_AT_MOST
from pillars.imports.files.pipeline import Kind
from pillars.imports.results import pages
from pillars.models import Result
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_result,
)
from tests.helpers.results_files import (
    HEAD,
    as_bytes,
    importer_of,
    preview,
    read_results,
    save,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def measure(plan):
    return make_measure(make_priority(make_pillar(plan)))


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

    save(plan, text.encode(encoding))

    result = Result.objects.get()
    assert (result.measure, result.school_year) == (measure, 2024)
    assert (result.value, result.note_es) == (Decimal("53.5"), "Según la revisión")


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (HEAD, "1A-M1,,2024,reported,53,5"),
        # As a spreadsheet writes a line: to the last column, be it empty.
        (f"{HEAD},student_count,note_en", "1A-M1,,2024,reported,53,5,,"),
    ],
)
def test_decimal_comma_without_quotation_marks_is_noticed(plan, measure, head, row):
    (problem,) = preview(plan, row, head=head).problems

    assert "decimal comma" in problem.expected
    assert "5" in problem.read


def test_header_that_lacks_a_column_says_which_it_does_not_know(plan):
    found = preview(plan, "1A-M1,2024,reported,5", head="code,year,state,value")

    missing, unknown = map(str, found.problems)
    assert missing == "Line 1: The header lacks: school year."
    assert unknown.startswith("Line 1, column “B”: read “year”. Unknown column.")


def test_encoding_that_is_guessed_is_shown_so_that_accents_are_looked_at(plan, measure):
    # As an old Mac wrote them: the first is right in one encoding, the other in none.
    text = f"{HEAD},note_es\n1A-M1,,2024,reported,5,Según la revisión"
    guessed, plain = read_results(text.encode("mac-roman")), read_results(text.encode())

    assert "read as CP1252: check that the accents are right" in guessed.read_as
    assert plain.read_as == "CSV, encoding UTF-8, separator “,”"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"name,age\nAna,7", "No row of the file names the columns"),
        (HEAD.encode(), "no row below"),
        (b"\x00\x01\x02\x03", "not a table"),
        (b"\x81\x8d", "not a table"),
        (b"%PDF-1.7", "kind of file"),
        (b"\xd0\xcf\x11\xe0", "kind of file"),
        (b"PK\x03\x04 and no more", "damaged"),
        (f'{HEAD}\n"1A-M1,,2024'.encode(), "quotation mark"),
        (f"{HEAD}\n{'9' * 200_000},,,,".encode(), "far too long"),
        (b" " * (BYTES_AT_MOST + 1), "too big"),
        (f"{HEAD}\n".encode() + b"x,,,,\n" * 20_050, "Divide it"),
        (f"{HEAD}\n".encode() + b"\n" * 100_001 + b"x", "lines"),
    ],
)
def test_file_that_is_no_table_of_results_is_refused_with_the_reason(content, expected):
    with pytest.raises(UnreadableFileError, match=expected):
        read_results(content)


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

    judgement = save(plan, as_bytes(book))

    values = dict(Result.objects.values_list("school_year", "value"))
    assert values == {2024: Decimal("53.5"), 2023: Decimal("0.3")}
    (question,) = judgement.questions
    assert str(question) == (
        "Line 5, column “Value”: read “0.3”. A very small percent: is 0.3 meant, or 30?"
    )


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (0.772, "0.0%", "77.2%"),
        (53.4, '0.0"%"', "53.4"),
        (81.2, r"0.0\%", "81.2"),
        (53.4, '\\"0.0"%"', "53.4"),  # An escaped quotation mark, then a literal sign.
        (84, "#,##0.00_);(#,##0.00)", "84.00"),
        (84.567, "0.0", "84.567"),  # No digit is lost.
        (0.84, "0.0%", "84.0%"),
        (7, "0_%", "7"),  # A gap as wide as the sign.
        (7, "[$%-409]0", "7"),
        # Positive; negative; zero; text.
        (53.4, "0.0;-0.0%", "53.4"),
        (-0.5, "0.0;-0.0%", "-50.0%"),
        (0.5, '0%;"; %"0', "50%"),
        (-0.5, '0%;"; %"0', "-0.5"),
        (53.4, "0.0;0.0;0%", "53.4"),
        (53.4, "0.0;@%", "53.4"),
        # Which section counts is said by a condition that is not worked out.
        (53.4, "[<=1]0%;0.0", "53.4 [<=1]0%;0.0"),
        (0.5, "[<=1]0%;0%", "50%"),
        # As 1e999 is read: a text, which is refused like all that is no number.
        (float("inf"), "0.0", "inf"),
    ],
)
def test_number_of_a_workbook_is_what_its_format_shows(number, number_format, shown):
    cell = xlsx.cell_shown(number, number_format)

    assert (f"{cell:f}" if isinstance(cell, Decimal) else cell) == shown


def test_cell_of_true_is_a_deed(plan):
    make_measure(make_priority(make_pillar(plan)), unit_kind="yes_no")
    book, _sheet = workbook(HEAD.split(","), ["1A-M1", None, 2024, "reported", True])

    assert save(plan, as_bytes(book)).to_save[0].record.value == 1


def test_merged_cells_are_refused(plan, measure):
    book, sheet = workbook(
        HEAD.split(","),
        ["1A-M1", None, 2023, "reported", 5],
        ["1A-M1", None, 2024, "reported", 5],
    )
    sheet.merge_cells("A2:A3")

    with pytest.raises(UnreadableFileError, match="A2:A3"):
        read_results(as_bytes(book))


def test_formula_without_a_result_is_refused(plan, measure):
    book, _sheet = workbook(HEAD.split(","), ["1A-M1", None, 2024, "reported", "=50+3"])

    problems = read_results(as_bytes(book)).problems

    assert [(problem.line, problem.column) for problem in problems] == [(2, "E")]
    assert "formula has no result" in problems[0].expected


def test_formula_with_an_error_is_refused(plan, measure):
    book, _sheet = workbook(
        HEAD.split(","), ["1A-M1", None, 2024, "reported", "#DIV/0!"]
    )

    (problem,) = read_results(as_bytes(book)).problems

    assert "formula has an error" in problem.expected


def test_wrong_sheet_and_two_right_ones_are_refused():
    wrong, _sheet = workbook(["Name", "Age"], ["Ana", 7], title="People")
    two, _sheet = workbook(HEAD.split(","), ["1A-M1"], title="One")
    other = two.create_sheet("Two")
    other.append(HEAD.split(","))
    other.append(["1A-M1"])

    with pytest.raises(
        UnreadableFileError,
        match="No row of “People” names the columns. The first line reads “Name, Age”",
    ):
        read_results(as_bytes(wrong))
    with pytest.raises(UnreadableFileError, match="“One”, “Two”"):
        read_results(as_bytes(two))


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_workbook_that_unpacks_into_too_much_is_refused_unread():
    bomb = zipped(
        **{"xl/workbook.xml": b" " * (xlsx.UNPACKED_AT_MOST + 1)},
    )

    assert len(bomb) < BYTES_AT_MOST
    with pytest.raises(UnreadableFileError, match="unpacks"):
        read_results(bomb)


def test_workbook_whose_sheets_are_one_part_many_times_is_refused():
    file = io.BytesIO()
    xlsx.Workbook().save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, sheet, rest = re.split(rb"(<sheet .*?/>)", parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = head + sheet * (xlsx.PARTS_AT_MOST + 1) + rest

    with pytest.raises(UnreadableFileError, match="damaged"):
        read_results(zipped(**parts))


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><workbook>&d;</workbook>'


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"content.xml": b"<a/>"}, "not an XLSX"),
        ({"xl/workbook.xml": b"<broken"}, "damaged"),
        ({"xl/workbook.xml": ENTITIES, "[Content_Types].xml": ENTITIES}, "damaged"),
    ],
)
def test_zip_that_is_no_sound_workbook_is_refused(parts, expected):
    with pytest.raises(UnreadableFileError, match=expected):
        read_results(zipped(**parts))


def test_workbook_that_claims_endless_rows_is_refused():
    book, sheet = workbook(HEAD.split(","))
    sheet.cell(row=1_000_000, column=1, value="1A-M1")

    with pytest.raises(UnreadableFileError, match="lines"):
        read_results(as_bytes(book))


@pytest.mark.parametrize("language", ["en", "es"])
def test_file_to_fill_in_comes_back_unchanged(plan, measure, language):
    group = make_group(plan)
    other = make_measure(measure.priority, results={2024: "81.5"}, group=group)
    make_measure(measure.priority, is_retired=True)
    make_result(measure, 2024, "-7", note_en="=1+1", note_es="+ nota")
    make_result(measure, 2023, "6")

    with translation.override(language):
        content = pages.as_xlsx(plan, 2024, User(is_superuser=True))
        found = importer_of(plan).preview(read_results(content))

    assert (found.problems, found.to_save) == ([], [])
    assert [(row.record.measure, row.record.group) for row in found.rows] == [
        (measure, None),
        (other, group),
    ]
    assert len(found.of(Kind.UNCHANGED)) == 2


def test_file_to_fill_in_leaves_the_state_open_where_nothing_is_known(plan, measure):
    (row,) = pages.rows(plan, 2025, User(is_superuser=True))

    assert row == {
        "code": "1A-M1",
        "title": measure.title,
        "group": "",
        "school_year": "2025–26",
    }
