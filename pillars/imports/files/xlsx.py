"""XLSX: reading workbooks that anybody may have made, and writing some."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from math import isfinite
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Font
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml.constants import ARC_STYLE

from .cells import Cell, number_shown
from .columns import Columns, Line, UnreadableFileError
from .dataset import (
    COLUMNS_AT_MOST,
    ROWS_AT_MOST,
    Databook,
    Problem,
    lines_with_content,
    read_table,
)

ZIP = b"PK\x03\x04"
# A few kilobytes can unpack into gigabytes.
UNPACKED_AT_MOST = 60 * 1024 * 1024
PARTS_AT_MOST = 500
# The length that Excel allows: openpyxl takes very long to read longer ones.
FORMAT_AT_MOST = 255
# A cell holds 32,767 characters, and the rest would be lost without a word.
CHARACTERS_AT_MOST = 32_000
# When a workbook was made, in the part that tells of it.
MOMENT = re.compile(rb"(?<=dcterms:W3CDTF\">)[^<]+")
# A spreadsheet takes a text that begins so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

DAMAGED = gettext_lazy(
    "The workbook is damaged. Open it, save it again as XLSX, and try again."
)
NO_WORKBOOK = gettext_lazy("This is not an XLSX workbook. Save it as XLSX or CSV.")
MACROS = gettext_lazy("The workbook has macros. Save it as XLSX, without them.")
TOO_BIG_UNPACKED = gettext_lazy("The workbook unpacks into more than 60 MB.")


def read_one_sheet(workbook, columns: Columns) -> Databook:
    """The one table with a header of this kind. Raises ``UnreadableFileError``."""
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    tables = {title: sheet_lines(sheet) for title, sheet in sheets.items()}
    title, lines = columns.find_table(tables)
    dataset, problems = read_table(lines, columns)
    problems += formula_problems(workbook, sheets[title], lines[0][0])
    read_as = _("XLSX, sheet “%(title)s”") % {"title": title}
    return Databook({"": dataset}, problems, read_as)


def read_workbook(content: bytes, read: Callable[..., Databook]) -> Databook:
    try:
        check_parts(content)
        return read(open_workbook(content))
    except UnreadableFileError:
        raise
    except Exception as error:  # A damaged workbook can raise anything at all.
        raise UnreadableFileError(DAMAGED) from error


def check_parts(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableFileError(NO_WORKBOOK)
    if any(part.filename.endswith("vbaProject.bin") for part in parts):
        raise UnreadableFileError(MACROS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_AT_MOST or len(parts) > PARTS_AT_MOST:
        raise UnreadableFileError(TOO_BIG_UNPACKED)


def open_workbook(content: bytes):
    """What ``load_workbook`` does, but without names of ranges, and with limits."""
    reader = ExcelReader(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    if ARC_STYLE in reader.valid_files:
        with reader.archive.open(ARC_STYLE) as part:
            formats = elements(part, "numFmt")
            if any(len(one.get("formatCode", "")) > FORMAT_AT_MOST for one in formats):
                raise UnreadableFileError(DAMAGED)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    if len(reader.parser.sheets) > PARTS_AT_MOST:  # Many may name one part.
        raise UnreadableFileError(DAMAGED)
    apply_stylesheet(reader.archive, reader.wb)
    reader.read_worksheets()
    return reader.wb


def elements(part, *names: str) -> Iterator[Element]:
    for _event, element in iterparse(part):
        name = element.tag.rpartition("}")[2]
        if name in names:
            yield element
        if name not in {"f", "v"}:  # They are read with their cell.
            element.clear()


def sheet_lines(sheet) -> Iterator[Line]:
    # What a file says about its own size may be wrong.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=COLUMNS_AT_MOST)
    return lines_with_content(
        (line, [cell_shown(cell.value, cell.number_format) for cell in row])
        for line, row in enumerate(rows, 1)
    )


def cell_shown(value: object, number_format: str | None) -> Cell:
    """What a person sees in a cell, but with all decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float) and isfinite(value):
        # A spreadsheet counts with fifteen digits; the others are noise.
        return number_shown(Decimal(f"{value:.15g}"), number_format or "")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    # How a workbook writes the end of a line as Windows has it.
    return str(value).replace("_x000D_", "\r")


def formula_problems(workbook, sheet, first_line: int, name: str = "") -> list[Problem]:
    """Of a table that begins in a line. It may have no merged cells either."""
    problems, merged = [], []
    with workbook._archive.open(sheet._worksheet_path) as part:
        for element in elements(part, "mergeCell", "c"):
            if element.tag.endswith("mergeCell"):
                area = CellRange(element.get("ref"))
                merged += [area.coord] if area.max_row >= first_line else []
                continue
            # A cell need not say where it is.
            line, column = coordinate_to_tuple(element.get("r") or f"A{first_line}")
            expected = formula_error(element)
            if expected and line >= first_line and column <= COLUMNS_AT_MOST:
                read = element.findtext("{*}v") or f"={element.findtext('{*}f')}"
                place = line, get_column_letter(column)
                problems.append(Problem(*place, read, expected, name))
    if merged:  # All but the first of them would be empty.
        raise UnreadableFileError(
            _("Cells are merged: %(cells)s. Unmerge them and fill in each.")
            % {"cells": ", ".join(merged[:5])}
        )
    return problems


def formula_error(cell: Element) -> str:
    if cell.get("t") == "e":
        return _("The formula has an error. Write the value itself.")
    # A formula whose result is an empty text says so by its type.
    has_result = cell.findtext("{*}v") or cell.get("t") == "str"
    if has_result or cell.find("{*}f") is None:
        return ""
    return _(
        "The formula has no result in the file. Open the file and save it, or write"
        " the value itself."
    )


def written_cell(sheet, value: object):
    """A cell to be written; a text stays one, even where it looks like a formula."""
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, datetime.date) else value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if len(text) > CHARACTERS_AT_MOST:
        text = f"{text[:CHARACTERS_AT_MOST]}…"
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)
    return cell


def write_sheet(
    sheet,
    titles: Iterable[str],
    rows: Iterable[Iterable],
    widths: Iterable[int],
    choices: Mapping[int, str],
) -> None:
    """
    Titles, rows and widths of columns; titles and first column stay in sight. The cells
    of some columns, by their place, can be chosen from what a formula lists.
    """
    sheet.append(list(titles))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([written_cell(sheet, value) for value in row])
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for place, formula in choices.items():
        choice = DataValidation(type="list", formula1=formula, allow_blank=True)
        column = get_column_letter(place + 1)
        choice.add(f"{column}2:{column}{ROWS_AT_MOST}")
        sheet.add_data_validation(choice)
    sheet.freeze_panes = "B2"


def content_of(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_of(content: bytes, day: datetime.date) -> bytes:
    """A workbook that says that day wherever it says when it was made."""
    file, moment = io.BytesIO(), day.timetuple()[:6]
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(file, "w") as new,
    ):
        for name in made.namelist():
            part = MOMENT.sub(f"{day}T00:00:00Z".encode(), made.read(name))
            about = zipfile.ZipInfo(name, moment)
            new.writestr(about, part, zipfile.ZIP_DEFLATED)
    return file.getvalue()
