"""XLSX: the one sheet of a workbook that holds a table."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from functools import partial
from itertools import islice
from math import isfinite
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.xml.constants import ARC_STYLE

from .columns import Columns, letters
from .problems import Problem, UnreadableFileError
from .tables import (
    COLUMNS_AT_MOST,
    HEADER_WITHIN,
    Cell,
    Line,
    Table,
    as_table,
    checked_lines,
    find_header,
    no_header,
)

# A few kilobytes can unpack into gigabytes; the sizes are read before anything is.
UNPACKED_AT_MOST = 60 * 1024 * 1024
PARTS_AT_MOST = 500
# What a number format shows as it stands: quoted, escaped, a gap, a color, a currency.
LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\[\]<>=]*\]', re.DOTALL)
FORMAT_AT_MOST = 255
# What a cell of a sheet's XML holds: its formula and its value.
IN_CELLS = {"f", "v"}


def read_workbook(content: bytes, columns: Columns) -> Table:
    """An XLSX file as a table. Raises ``UnreadableFileError`` for what is none."""
    return in_workbook(content, partial(table_of, columns=columns))


def in_workbook(content: bytes, read: Callable):
    """What ``read`` makes of a workbook with the values of its formulas."""
    check_parts(content)
    try:
        with closing(opened(content)) as workbook:
            return read(workbook)
    except UnreadableFileError:
        raise
    except Exception as error:  # A broken workbook breaks its reader in any way at all.
        raise UnreadableFileError(broken()) from error


def opened(content: bytes):
    """
    A workbook, read as ``load_workbook`` does, with bounds.

    Names of ranges are left out, and number formats have the length that Excel allows:
    openpyxl goes back over both of them without end.
    """
    reader = ExcelReader(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    if ARC_STYLE in reader.valid_files:
        with reader.archive.open(ARC_STYLE) as part:
            for style in elements(part, "numFmt"):
                if len(style.get("formatCode", "")) > FORMAT_AT_MOST:
                    raise UnreadableFileError(broken())
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    reader.read_worksheets()
    return reader.wb


def elements(part: BinaryIO, *names: str) -> Iterator[Element]:
    """The elements of these names, as the XML parser reads them."""
    for _event, element in iterparse(part):
        name = element.tag.rpartition("}")[2]
        if name in names:
            yield element
        if name not in IN_CELLS:
            element.clear()


def broken() -> str:
    return _("The workbook is damaged. Open it, save it anew as XLSX, and try again.")


def check_parts(content: bytes) -> None:
    """Refuse what is no workbook, and what would unpack into too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFileError(broken()) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableFileError(
            _("This is no XLSX workbook. Save the table as XLSX or as CSV.")
        )
    if any(part.filename.endswith("vbaProject.bin") for part in parts):
        raise UnreadableFileError(
            _("The workbook holds macros. Save it as XLSX, without them.")
        )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_AT_MOST or len(parts) > PARTS_AT_MOST:
        raise UnreadableFileError(
            _("The workbook unpacks into more than %(size)s MB.")
            % {"size": UNPACKED_AT_MOST // 1024 // 1024}
        )


def table_of(workbook, columns: Columns) -> Table:
    """The table on the one sheet that has a header of this kind."""
    found, first = [], None
    for sheet in workbook.worksheets:
        lines = checked_lines(rows_of(sheet))
        head = list(islice(lines, HEADER_WITHIN))
        place = find_header(head, columns)
        if place is not None:
            found.append((sheet, [*head, *lines], place))
        elif head and first is None:
            first = head[0]
    titles = ", ".join(f"“{sheet.title}”" for sheet in workbook.worksheets)
    if not found:
        read = _("Sheets: %(titles)s.") % {"titles": titles}
        raise UnreadableFileError(f"{no_header(first, columns)} {read}")
    if len(found) > 1:
        raise UnreadableFileError(
            columns.several
            % {"titles": ", ".join(f"“{sheet.title}”" for sheet, _l, _p in found)}
        )
    ((sheet, lines, place),) = found
    check_merged(workbook, sheet, first_line=lines[place][0])
    read_as = _("XLSX, sheet “%(title)s”") % {"title": sheet.title}
    table = as_table(lines, place, columns, read_as)
    table.problems.extend(unworked(workbook, sheet, lines[place][0]))
    return table


def rows_of(sheet) -> Iterator[Line]:
    # What a file says of its own extent may be wrong.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_AT_MOST), 1):
        yield number, [as_cell(cell.value, cell.number_format) for cell in row]


def as_cell(value: object, number_format: str | None) -> Cell:
    """What a person sees in a cell, but for the places that are merely not shown."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float) and isfinite(value):
        # A spreadsheet reckons with fifteen digits; the rest is noise.
        return as_shown(Decimal(f"{value:.15g}"), number_format or "")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    # How a workbook writes the end of a line as Windows has it.
    return str(value).replace("_x000D_", "\r")


def as_shown(number: Decimal, number_format: str) -> Cell:
    """A number as its format shows it: a percent sign that counts multiplies it."""
    # One section for positive numbers, and perhaps others: negative, zero, text.
    sections = LITERAL.sub("", number_format).split(";")[:3]
    signs = [section.count("%") for section in sections if "@" not in section] or [0]
    if "[" in "".join(sections) and len(set(signs)) > 1:
        # A condition chooses the section. It is not worked out, and no number is read.
        return f"{number:f} {number_format}"
    place = 1 if number < 0 else 2 if number == 0 else 0
    percent = signs[place] if place < len(signs) else signs[0]
    hundredfold = (number * 100**percent).normalize()
    return f"{hundredfold:f}{'%' * percent}" if percent else number


def check_merged(workbook, sheet, first_line: int) -> None:
    """Refuse merged cells in a table: all but the first of them would be empty."""
    with workbook._archive.open(sheet._worksheet_path) as part:
        areas = [CellRange(e.get("ref")) for e in elements(part, "mergeCell")]
    merged = [area.coord for area in areas if area.max_row >= first_line]
    if merged:
        raise UnreadableFileError(
            _("Cells are merged: %(cells)s. Unmerge them and fill in each.")
            % {"cells": ", ".join(merged[:5])}
        )


def unworked(workbook, sheet, first_line: int) -> Iterator[Problem]:
    """The formulas whose results the file does not hold, or that went wrong."""
    with workbook._archive.open(sheet._worksheet_path) as part:
        for cell in elements(part, "c"):
            expected = unworked_cell(cell)
            # A cell need not say where it is.
            place = cell.get("r") or f"A{first_line}"
            line, column = coordinate_to_tuple(place)
            if expected and line >= first_line and column <= COLUMNS_AT_MOST:
                read = cell.findtext("{*}v") or f"={cell.findtext('{*}f')}"
                yield Problem(line, letters(column - 1), read, expected)


def unworked_cell(cell: Element) -> str:
    if cell.get("t") == "e":
        return _("The formula went wrong. Write the value itself.")
    # A formula whose result is an empty text says so by its type.
    is_worked_out = cell.findtext("{*}v") or cell.get("t") == "str"
    if cell.find("{*}f") is None or is_worked_out:
        return ""
    return _(
        "The formula has no result in the file. Open the file, save it, or write the"
        " value itself."
    )
