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

from django.utils.translation import gettext as _
from openpyxl import load_workbook

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
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def read_workbook(content: bytes, columns: Columns) -> Table:
    """An XLSX file as a table. Raises ``UnreadableFileError`` for what is none."""
    return in_workbook(content, partial(table_of, columns=columns))


def in_workbook(content: bytes, read: Callable):
    """What ``read`` makes of a workbook: of its values, and of its formulas."""
    check_parts(content)
    try:
        with (
            closing(opened(content, data_only=True)) as values,
            closing(opened(content, data_only=False)) as formulas,
        ):
            return read(values, formulas)
    except UnreadableFileError:
        raise
    except Exception as error:  # A broken workbook breaks its reader in any way at all.
        raise UnreadableFileError(broken()) from error


def opened(content: bytes, data_only: bool):
    return load_workbook(
        io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
    )


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


def table_of(values, formulas, columns: Columns) -> Table:
    """The table on the one sheet that has a header of this kind."""
    found, first = [], None
    for sheet in values.worksheets:
        lines = checked_lines(rows_of(sheet))
        head = list(islice(lines, HEADER_WITHIN))
        place = find_header(head, columns)
        if place is not None:
            found.append((sheet, [*head, *lines], place))
        elif head and first is None:
            first = head[0]
    titles = ", ".join(f"“{sheet.title}”" for sheet in values.worksheets)
    if not found:
        read = _("Sheets: %(titles)s.") % {"titles": titles}
        raise UnreadableFileError(f"{no_header(first, columns)} {read}")
    if len(found) > 1:
        raise UnreadableFileError(
            columns.several
            % {"titles": ", ".join(f"“{sheet.title}”" for sheet, _l, _p in found)}
        )
    ((sheet, lines, place),) = found
    check_merged(values, sheet, first_line=lines[place][0])
    read_as = _("XLSX, sheet “%(title)s”") % {"title": sheet.title}
    table = as_table(lines, place, columns, read_as)
    table.problems.extend(unworked(sheet, formulas[sheet.title], lines[place][0]))
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
    if isinstance(value, int | float):
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
        ranges = MERGED.findall(part.read())
    merged = [b"%s%s:%s%s" % ends for ends in ranges if int(ends[3]) >= first_line]
    if merged:
        shown = ", ".join(area.decode() for area in merged[:5])
        raise UnreadableFileError(
            _("Cells are merged: %(cells)s. Unmerge them and fill in each.")
            % {"cells": shown}
        )


def unworked(sheet, formulas, first_line: int) -> Iterator[Problem]:
    """The formulas whose results the file does not hold, or that went wrong."""
    formulas.reset_dimensions()
    rows = zip(
        sheet.iter_rows(max_col=COLUMNS_AT_MOST),
        formulas.iter_rows(max_col=COLUMNS_AT_MOST),
        strict=False,
    )
    for number, (values, written) in enumerate(rows, 1):
        if number < first_line:
            continue
        for place, (value, formula) in enumerate(zip(values, written, strict=False)):
            expected = unworked_cell(value, formula)
            if expected:
                read = str(value.value or formula.value)
                yield Problem(number, letters(place), read, expected)


def unworked_cell(value, formula) -> str:
    """What is wrong with one formula, if anything is."""
    if value.data_type == "e":
        return _("The formula went wrong. Write the value itself.")
    # A formula whose result is an empty text says so by its type.
    if formula.data_type != "f" or value.value is not None or value.data_type == "str":
        return ""
    return _(
        "The formula has no result in the file. Open the file, save it, or write the"
        " value itself."
    )
