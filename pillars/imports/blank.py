"""The file to fill in: this plan's measures with what is known of one school year."""

import csv
import datetime
import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook

from pillars import school_years
from pillars.enums import State
from pillars.models import Measure, Plan, Result
from pillars.permissions import rules

from .columns import COLUMNS, label, letters
from .judgement import plain
from .tables import ROWS_AT_MOST
from .texts import FORMULA_SIGNS
from .written import as_cell, content_of, head, offer

WIDTHS = {"title": 60, "group": 20, "state": 28, "note_en": 40, "note_es": 40}


def year_for(plan: Plan, today: datetime.date) -> int:
    """The school year that results are due for: today's, or the plan's nearest."""
    return min(max(school_years.containing(today), plan.first_year), plan.last_year)


def rows(plan: Plan, year: int, person=None) -> Iterator[dict[str, object]]:
    """
    One row for each measure and group, with the result that it has already.

    With a person, those alone whose results that person may change.
    """
    measures = Measure.objects.filter(pillar__plan=plan).live()
    if person is not None:
        measures = rules.places_open_to(person, "change", Result, measures)
    for measure in measures.with_series():
        for series in measure.series:
            found = [row for row in series.results if row.school_year == year]
            yield {
                "code": measure.code,
                "title": measure.title,
                "group": series.group.code if series.group else "",
                "school_year": school_years.label(year),
                **(known(found[0]) if found else {}),
            }


def known(result: Result) -> dict[str, object]:
    said = {
        column: getattr(result, column)
        for column in COLUMNS
        if column not in {"code", "title", "group", "school_year"}
    }
    return {**said, "state": str(State(result.state).label)}


def as_csv(plan: Plan, year: int, person=None) -> bytes:
    """The file as CSV, with the mark by which Excel knows that it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([label(column) for column in COLUMNS])
    for row in rows(plan, year, person):
        writer.writerow([as_text(row.get(column)) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def as_text(value: object) -> str:
    text = plain(value)
    # A text that begins like a formula would be worked out.
    is_formula = text.startswith(FORMULA_SIGNS) and not isinstance(value, Decimal)
    return f"'{text}" if is_formula else text


def as_xlsx(plan: Plan, year: int, person=None) -> bytes:
    """The file as a workbook; the states can be chosen from a list."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Results")
    for place, column in enumerate(COLUMNS):
        sheet.column_dimensions[letters(place)].width = WIDTHS.get(column, 16)
    head(sheet, map(label, COLUMNS))
    for row in rows(plan, year, person):
        sheet.append([as_cell(sheet, row.get(column)) for column in COLUMNS])
    states = book.create_sheet(_("States"))
    for state in State:
        states.append([str(state.label)])
    listed = f"'{states.title}'!$A$1:$A${len(State)}"
    offer(sheet, COLUMNS.index("state"), listed, ROWS_AT_MOST + 1)
    return content_of(book)
