"""A file as a book: a table for each sheet, whether it was XLSX or JSON."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from pillars.imports.columns import folded, lacking
from pillars.imports.problems import Problem, UnreadableFileError
from pillars.imports.reading import ZIP
from pillars.imports.tables import (
    BYTES_AT_MOST,
    COLUMNS_AT_MOST,
    ROWS_AT_MOST,
    Cell,
    Line,
    Table,
    checked_lines,
    table_below,
    too_big,
    too_many,
)
from pillars.imports.workbooks import check_merged, in_workbook, rows_of, unworked

from .sheets import CHOICES, SHEETS

DIGITS_AT_MOST = 40
# JSON can spell them, and no database can keep them.
NO_LETTERS = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Book:
    """A plan's file as it was read, and what could not be read of it."""

    tables: dict[str, Table]
    problems: list[Problem]
    read_as: str
    # In JSON an entry may leave a column out; in a sheet an empty cell is empty.
    has_gaps: bool = False


def read_book(content: bytes) -> Book:
    """A plan's file as a book. Raises ``UnreadableFileError`` with the reason."""
    if len(content) > BYTES_AT_MOST:
        raise UnreadableFileError(too_big())
    if content.startswith(ZIP):
        return in_workbook(content, book_of)
    return read_json(content)


def book_of(workbook) -> Book:
    tables, problems = {}, []
    for sheet in workbook.worksheets:
        name = folded(sheet.title).replace(" ", "_")
        lines = list(checked_lines(rows_of(sheet)))
        if not lines or name == CHOICES:
            continue
        if name not in SHEETS:
            problems.append(Problem(lines[0][0], "", sheet.title, unknown_sheet()))
            continue
        check_merged(workbook, sheet, first_line=lines[0][0])
        table = table_in(name, lines)
        table.problems.extend(unworked(workbook, sheet, lines[0][0]))
        tables[name] = table
    return Book(*checked(tables, problems), "XLSX")


def table_in(name: str, lines: list[Line]) -> Table:
    """A sheet's table; its first line names the columns."""
    table = table_below(lines, 0, SHEETS[name].header, name)
    if missing := lacking(table.header):
        table.problems.append(Problem(lines[0][0], "", "", missing))
    return table


def checked(tables: dict[str, Table], problems: list[Problem]):
    """The tables in the plan's order, and all their problems with their sheets."""
    for name, table in tables.items():
        problems += [problem._replace(sheet=name) for problem in table.problems]
    if not tables.get("plan") or len(tables["plan"].rows) != 1:
        expected = _("Expected one plan: a sheet “plan” with one row.")
        problems.append(Problem(1, "", "", expected, "plan"))
    return {name: tables[name] for name in SHEETS if name in tables}, problems


def read_json(content: bytes) -> Book:
    """A book as JSON: an object of the plan, and a list for each other sheet."""
    try:
        read = json.loads(
            content.decode("utf-8-sig"),
            parse_float=as_number,
            parse_int=as_number,
            parse_constant=refused_constant,
            object_pairs_hook=without_repetition,
        )
    except UnicodeError:
        raise UnreadableFileError(neither()) from None
    except json.JSONDecodeError as error:
        looks_like_json = content.lstrip()[:1] in {b"{", b"["}
        raise UnreadableFileError(
            _("Line %(line)s is no JSON: %(error)s.")
            % {"line": error.lineno, "error": error.msg}
            if looks_like_json
            else neither()
        ) from None
    except (RecursionError, ArithmeticError):
        raise UnreadableFileError(neither()) from None
    if not isinstance(read, dict):
        raise UnreadableFileError(neither())
    tables, problems = {}, []
    for name, entries in read.items():
        if name not in SHEETS:
            problems.append(Problem(1, "", name, unknown_sheet()))
            continue
        entries = [entries] if isinstance(entries, dict) else entries
        if not isinstance(entries, list) or not all(
            isinstance(entry, dict) for entry in entries
        ):
            expected = _("Expected a list of objects, one for each record.")
            problems.append(Problem(1, "", "", expected, name))
            continue
        if len(entries) > ROWS_AT_MOST:
            raise UnreadableFileError(too_many())
        if entries:
            tables[name] = as_sheet(name, entries, problems)
    return Book(*checked(tables, problems), "JSON", has_gaps=True)


def as_sheet(name: str, entries: list[dict], problems: list[Problem]) -> Table:
    """A list of objects as a sheet: what they name are its columns."""
    columns = list(dict.fromkeys(column for entry in entries for column in entry))
    # No sheet has as many: what is unknown among the first ones is told.
    columns = columns[:COLUMNS_AT_MOST]
    rows: list[Line] = [(0, columns)]
    for number, entry in enumerate(entries, 1):
        cells: list[Cell] = []
        for column in columns:
            value = entry.get(column)
            if isinstance(value, list | dict):
                expected = _("Expected a text, a number, or yes or no.")
                problems.append(Problem(number, column, str(value), expected, name))
            cells.append(as_cell(column in entry, value))
        if any(cells):
            rows.append((number, cells))
    return table_in(name, rows)


def as_cell(is_there: bool, value: object) -> Cell:
    """A value of JSON as a cell; nothing for a column that an entry leaves out."""
    if not is_there or isinstance(value, list | dict):
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else value


def as_number(text: str) -> Decimal:
    """A number of JSON; one of a thousand digits is refused unread."""
    number = Decimal(text)
    if len(text) > DIGITS_AT_MOST or abs(number.adjusted()) > DIGITS_AT_MOST:
        raise UnreadableFileError(_("%(name)s is no number.") % {"name": text[:40]})
    return number


def without_repetition(pairs: list[tuple[str, object]]) -> dict:
    """An object of JSON; a name that it has twice would hide one of two values."""
    for pair in pairs:
        refuse_no_letters(*pair)
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _count),) = Counter(name for name, _value in pairs).most_common(1)
        raise UnreadableFileError(
            _("“%(name)s” is there twice in one object.") % {"name": twice}
        )
    return found


def refuse_no_letters(name: str, value: object) -> None:
    """Refuse what is spelled as a letter and is none."""
    if any(isinstance(one, str) and NO_LETTERS.search(one) for one in (name, value)):
        raise UnreadableFileError(
            _("“%(name)s” holds a sign that is no letter. Write it anew.")
            % {"name": NO_LETTERS.sub("", name)[:40]}
        )


def refused_constant(name: str) -> Iterator[None]:
    raise UnreadableFileError(_("%(name)s is no number.") % {"name": name})


def neither() -> str:
    return _("The file is neither an XLSX workbook nor JSON. Save it as one of them.")


def unknown_sheet() -> str:
    return _("Unknown sheet. Expected one of these: %(sheets)s.") % {
        "sheets": ", ".join(SHEETS)
    }
