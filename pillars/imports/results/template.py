"""The file to fill in: a plan's measures, with their results of one school year."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook

from pillars import school_years
from pillars.enums import State
from pillars.imports.files.cells import as_text
from pillars.imports.files.csv_reader import FORMULA_SIGNS
from pillars.imports.files.dataset import ROWS_AT_MOST
from pillars.imports.files.xlsx import content_of, offer_choices, write_sheet
from pillars.models import Measure, Plan, Result
from pillars.models.base import languages
from pillars.permissions import rules

from .importer import COLUMNS, VALUE_COLUMNS, label

WIDTHS = {"title": 60, "group": 20, "state": 28}
WIDTHS |= {f"note_{code}": 40 for code in languages()}


def rows(plan: Plan, year: int, person) -> Iterator[dict[str, object]]:
    """For each measure whose results a person may change, and each of its groups."""
    measures = Measure.objects.filter(pillar__plan=plan).live()
    measures = rules.places_open_to(person, "change", Result, measures)
    for measure in measures.with_series():
        for series in measure.series:
            row = {
                "code": measure.code,
                "title": measure.title,
                "group": series.group.code if series.group else "",
                "school_year": school_years.label(year),
            }
            for result in series.results:
                if result.school_year == year:
                    row |= {column: getattr(result, column) for column in VALUE_COLUMNS}
                    row["state"] = str(State(result.state).label)
            yield row


def as_csv(plan: Plan, year: int, person) -> bytes:
    """CSV with the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(label, COLUMNS.names))
    for row in rows(plan, year, person):
        writer.writerow(csv_cell(row.get(name)) for name in COLUMNS.names)
    return text.getvalue().encode("utf-8-sig")


def csv_cell(value: object) -> str:
    """A text that begins like a formula gets an apostrophe, so that it stays one."""
    text = as_text(value)
    is_formula = text.startswith(FORMULA_SIGNS) and not isinstance(value, Decimal)
    return f"'{text}" if is_formula else text


def as_xlsx(plan: Plan, year: int, person) -> bytes:
    """A workbook in which the states can be chosen from a list."""
    book, names = Workbook(), COLUMNS.names
    sheet = book.active
    sheet.title = _("Results")
    lines = (map(row.get, names) for row in rows(plan, year, person))
    widths = [WIDTHS.get(name, 16) for name in names]
    write_sheet(sheet, map(label, names), lines, widths)
    states = book.create_sheet(_("States"))
    for state in State:
        states.append([str(state.label)])
    formula = f"'{states.title}'!$A$1:$A${len(State)}"
    offer_choices(sheet, names.index("state"), formula, ROWS_AT_MOST + 1)
    return content_of(book)
