"""A plan as a file that can be read again: its public fields, sheet by sheet."""

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.utils import get_column_letter

from pillars.imports.files.xlsx import (
    CHARACTERS_AT_MOST,
    content_of,
    write_sheet,
)
from pillars.models import Plan
from pillars.models.series import as_published

from .sheets import CODES, SHEETS, Sheet

TOO_LONG = gettext_lazy(
    "A text in “%(sheet)s” is too long for a workbook. Download JSON."
)


class TooLongError(ValueError):
    """A text that a workbook cannot hold."""


def rows_of(plan: Plan | None, sheet: Sheet) -> Iterator[dict[str, object]]:
    for record in sheet.records(plan):
        row = {}
        for column in written_columns(plan, sheet):
            value = sheet.cell(record, column)
            row[column] = None if value == "" else value
        if "state" in row:
            # As readers may see it: hidden where it counts too few.
            state, row["value"] = as_published(record)
            row["state"] = state.value
        yield row


def written_columns(plan: Plan | None, sheet: Sheet) -> list[str]:
    """All columns in a file to fill in; the public ones of a plan."""
    private = sheet.private if plan else ()
    return [name for name in sheet.columns.names if name not in private]


def as_json(plan: Plan | None, about: dict[str, object] | None = None) -> bytes:
    """
    The plan as JSON, after what tells of the file itself; without a plan, the file to
    fill in.
    """
    data = {**(about or {})}
    for name, sheet in SHEETS.items():
        rows = list(rows_of(plan, sheet))
        if plan is None:
            rows = [dict.fromkeys(sheet.columns.names)]
        data[name] = rows[0] if name == "plan" else rows
    text = json.dumps(data, ensure_ascii=False, indent=1, default=as_plain)
    return f"{text}\n".encode()


def as_plain(value: datetime.date | Decimal) -> object:
    """A value that JSON does not have; a number stays the same number."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else f"{value.normalize():f}"


def as_xlsx(plan: Plan | None) -> bytes:
    """The same as a workbook. Raises ``TooLongError``."""
    book = Workbook()
    book.remove(book.active)
    for name, sheet in SHEETS.items():
        page = book.create_sheet(name)
        columns, rows = written_columns(plan, sheet), list(rows_of(plan, sheet))
        for value in chain.from_iterable(row.values() for row in rows):
            if isinstance(value, str) and len(value) > CHARACTERS_AT_MOST:
                raise TooLongError(TOO_LONG % {"sheet": name})
        lines = (map(row.get, columns) for row in rows)
        choices = {
            place: '"{}"'.format(",".join(map(str, values)))
            for place, column in enumerate(columns)
            if (values := sheet.choices(column))
        }
        write_sheet(page, columns, lines, [28] * len(columns), choices)
        for place, column in enumerate(columns, 1):
            if plan is None and column in CODES:  # Else 1.10 becomes 1.1.
                letter = get_column_letter(place)
                page.column_dimensions[letter].number_format = FORMAT_TEXT
    return content_of(book)


KINDS = {"xlsx": as_xlsx, "json": as_json}
