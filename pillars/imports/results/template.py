"""The file to fill in: a plan's measures, with their results of one school year."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from pillars import school_years
from pillars.enums import State
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
