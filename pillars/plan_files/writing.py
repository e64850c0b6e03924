"""A plan as a file that can be brought in again: its public fields, sheet by sheet."""

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook

from pillars.enums import State
from pillars.imports.columns import letters
from pillars.imports.written import LETTERS_AT_MOST, as_cell, content_of, head, offer
from pillars.models import Plan, PlanItem
from pillars.rules.suppression import published

from .known import records_of
from .sheets import CHOICES, SHEETS, Sheet, choices_of

# A cell of a workbook holds no longer text; it would be cut off without a word.
ROWS_TO_FILL_IN = 1000


class TooLongError(ValueError):
    """A text that a workbook cannot hold."""


def rows_of(plan: Plan | None, sheet: Sheet) -> Iterator[dict[str, object]]:
    """A plan's records of one kind, a row each; none of a plan that is not there."""
    columns = [name for name in sheet.columns if name not in sheet.private]
    for record in records_of(sheet, plan):
        row = {column: value_of(record, column) for column in columns}
        if "state" in row:
            row |= as_published(record)
        yield row


def value_of(record: PlanItem, column: str) -> object:
    """What a cell says: a record that it refers to by its code."""
    value = getattr(record, column)
    value = getattr(value, "code", value)
    return None if value == "" else value


def as_published(record: PlanItem) -> dict[str, object]:
    """A counted value as readers may see it: hidden where it counts too few."""
    state, value = published(
        State(record.state),
        record.value,
        record.student_count,
        settings.PRIVACY_THRESHOLD,
    )
    return {"state": state.value, "value": value}


def as_json(plan: Plan | None) -> bytes:
    """The plan as JSON; without a plan, the file to fill in."""
    said = {}
    for name, sheet in SHEETS.items():
        rows = [
            {column: as_plain(value) for column, value in row.items()}
            for row in rows_of(plan, sheet)
        ]
        if plan is None:
            rows = [dict.fromkeys(sheet.columns)]
        said[name] = rows[0] if name == "plan" else rows
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def as_plain(value: object) -> object:
    """A value as JSON has it; a number stays the same number."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if not isinstance(value, Decimal):
        return value
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else f"{value.normalize():f}"


def as_xlsx(plan: Plan | None) -> bytes:
    """The plan as a workbook; without a plan, the file to fill in."""
    book = Workbook()
    book.remove(book.active)
    choices = book.create_sheet(CHOICES)
    for name, sheet in SHEETS.items():
        page = book.create_sheet(name, len(book.worksheets) - 1)
        columns = [
            column
            for column in sheet.columns
            if plan is None or column not in sheet.private
        ]
        head(page, columns)
        for row in rows_of(plan, sheet):
            page.append([short(page, name, row[column]) for column in columns])
        for place, column in enumerate(columns):
            page.column_dimensions[letters(place)].width = 28
            values = choices_of(sheet, column)
            if values:
                choices.append([f"{name}.{column}", *values])
                row = choices.max_row
                listed = f"'{CHOICES}'!$B${row}:${letters(len(values))}${row}"
                offer(page, place, listed, ROWS_TO_FILL_IN)
    return content_of(book)


def short(page, name: str, value: object):
    """A cell. Raises ``TooLongError`` for a text that would be cut off."""
    if isinstance(value, str) and len(value) > LETTERS_AT_MOST:
        raise TooLongError(
            _("A text in “%(sheet)s” is too long for a workbook. Download JSON.")
            % {"sheet": name}
        )
    return as_cell(page, value)


KINDS = {"xlsx": as_xlsx, "json": as_json}
