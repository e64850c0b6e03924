"""A plan's file as data, whether it is a workbook or JSON."""

import json
import re
from collections import Counter
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.imports.files.cells import Cell, folded, is_empty
from pillars.imports.files.columns import Line, UnreadableFileError
from pillars.imports.files.dataset import (
    COLUMNS_AT_MOST,
    ROWS_AT_MOST,
    TOO_MANY_ROWS,
    Databook,
    Problem,
    read_table,
)
from pillars.imports.files.xlsx import formula_problems, sheet_lines

from .sheets import SHEETS

DIGITS_AT_MOST = 40
# JSON can spell them, and no database can store them.
NO_CHARACTERS = re.compile("[\x00\ud800-\udfff]")
NEITHER = gettext_lazy(
    "The file is neither an XLSX workbook nor JSON. Save it as one of them."
)


def read_sheets(workbook) -> Databook:
    lines, problems = {}, []
    for sheet in workbook.worksheets:
        name = folded(sheet.title).replace(" ", "_")
        rows = list(sheet_lines(sheet))
        if rows and name not in SHEETS:
            problems.append(unknown_sheet(rows[0][0], sheet.title))
        elif rows:
            lines[name] = rows
            problems += formula_problems(workbook, sheet, rows[0][0], name)
    return databook(lines, problems, "XLSX")


def read_json(content: bytes) -> Databook:
    """
    An object with one object for the plan and a list for each other sheet; a name that
    begins with $ tells of the file itself.
    """
    data = parse(content)
    if not isinstance(data, dict):
        raise UnreadableFileError(NEITHER)
    lines, problems = {}, []
    for name, entries in data.items():
        entries = [entries] if isinstance(entries, dict) else entries
        if name.startswith("$"):
            continue
        if name not in SHEETS:
            problems.append(unknown_sheet(1, name))
        elif not isinstance(entries, list) or not all(
            isinstance(entry, dict) for entry in entries
        ):
            expected = _("Expected a list of objects, one for each record.")
            problems.append(Problem(1, "", "", expected, name))
        else:
            lines[name] = lines_of(name, entries, problems)
    return databook(lines, problems, "JSON")


def databook(
    lines: dict[str, list[Line]], problems: list[Problem], read_as: str
) -> Databook:
    """The tables in the plan's order; the first line of each names its columns."""
    datasets = {}
    for name in SHEETS:
        if lines.get(name):
            columns = SHEETS[name].columns
            datasets[name], found = read_table(lines[name], columns, name)
            problems += found
    if len(lines.get("plan", ())) != 2:
        expected = _("Expected one plan: a sheet “plan” with one row.")
        problems.append(Problem(1, "", "", expected, "plan"))
    return Databook(datasets, problems, read_as)


def unknown_sheet(line: int, title: str) -> Problem:
    expected = _("Unknown sheet. Expected one of these: %(sheets)s.")
    return Problem(line, "", title, expected % {"sheets": ", ".join(SHEETS)})


def lines_of(name: str, entries: list[dict], problems: list[Problem]) -> list[Line]:
    """A list of objects as lines; the header is what they name."""
    if len(entries) > ROWS_AT_MOST:
        raise UnreadableFileError(TOO_MANY_ROWS)
    columns = list(dict.fromkeys(column for entry in entries for column in entry))
    # No sheet has as many: the unknown ones among the first are reported.
    columns = columns[:COLUMNS_AT_MOST]
    lines: list[Line] = [(1, columns)] if columns else []
    for number, entry in enumerate(entries, 1):
        for column in columns:
            if isinstance(entry.get(column), list | dict):
                expected = _("Expected a text, a number, or yes or no.")
                read = json.dumps(entry.pop(column), default=str)
                problems.append(Problem(number, column, read, expected, name))
        cells = [as_cell(entry[key]) if key in entry else None for key in columns]
        if not is_empty(cells):
            lines.append((number, cells))
    return lines


def as_cell(value: str | Decimal | bool | None) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else value


def parse(content: bytes) -> object:
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=as_number,
            parse_int=as_number,
            parse_constant=as_number,
            object_pairs_hook=without_repetition,
        )
    except json.JSONDecodeError as error:
        if content.lstrip()[:1] not in {b"{", b"["}:
            raise UnreadableFileError(NEITHER) from None
        raise UnreadableFileError(
            _("Line %(line)s is not valid JSON: %(error)s.")
            % {"line": error.lineno, "error": error.msg}
        ) from None
    except (UnicodeError, RecursionError, ArithmeticError):
        raise UnreadableFileError(NEITHER) from None


def as_number(text: str) -> Decimal:
    """One of a thousand digits is refused, and so is what only JSON calls a number."""
    number = Decimal(text)
    is_short = max(len(text), abs(number.adjusted())) <= DIGITS_AT_MOST
    if not number.is_finite() or not is_short:
        raise UnreadableFileError(_("%(name)s is not a number.") % {"name": text[:40]})
    return number


def without_repetition(pairs: list[tuple[str, object]]) -> dict:
    """An object; a name that it has twice would hide one of two values."""
    for name, value in pairs:
        if any(NO_CHARACTERS.search(x) for x in (name, value) if isinstance(x, str)):
            raise UnreadableFileError(
                _("“%(name)s” holds something that is not a character. Write it again.")
                % {"name": NO_CHARACTERS.sub("", name)[:40]}
            )
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _count),) = Counter(name for name, _value in pairs).most_common(1)
        raise UnreadableFileError(
            _("“%(name)s” is there twice in one object.") % {"name": twice}
        )
    return found
