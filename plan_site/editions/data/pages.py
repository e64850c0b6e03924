"""
Each page for machines: what it shows in the active language, under the names that the
plan's file and the tables have.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.html import strip_tags

from pillars.history.field_text import YEARS
from pillars.imports.plans.sheets import SHEETS
from pillars.models import Measure, Pillar, Plan, PlanItem, Priority, StudentGroup
from pillars.models.measured_series import Series
from pillars.public import readings
from pillars.public.status_counts import GroupCounts, StatusCounts
from plan_site.editions.document.document import Document
from plan_site.editions.public.changelog import PublicEntry, ReadersLog

from .dataset import dataset_of
from .tables import ROW, STATUS, Row, measures_of, rows_of, said, year

SHEET_OF = {sheet.model: sheet for sheet in SHEETS.values()}


def of_record(record: PlanItem) -> Row:
    sheet, row = SHEET_OF[type(record)], {}
    for name in (*sheet.key, *sheet.parents, *sheet.fields, "source", "source_url"):
        if name in record.translated_fields():
            row[f"{name}*"] = record.visible_texts(name)
        else:
            value = sheet.cell(record, name)
            row[name] = year(value) if name in YEARS else value
    found = said(row)
    if hasattr(record, "get_absolute_url"):
        found["url"] = settings.PUBLIC_URL + record.get_absolute_url()
    return found


def of_measure(measure: Measure) -> Row:
    """With the status at the top of its page."""
    (row,) = (row for row, _numbers in rows_of(measure) if row["decides"])
    return said({it: value for it, value in row.items() if "group" not in it})


def of_series(series: Series) -> Row:
    place = series.measure.series.index(series)
    row, numbers = rows_of(series.measure)[place]
    row = {name: row[name] for name in (*ROW, *STATUS)}
    return said(row) | {"numbers": [*map(said, numbers)]}


def of_entry(entry: PublicEntry) -> Row:
    names = ("kind", "code", "title", "reason")
    changes = [
        {name: getattr(change, name) for name in names}
        | {"lines": [strip_tags(line.sentence) for line in change.lines]}
        for change in entry.changes
    ]
    about = {"edition": entry.number, "day": entry.day, "note": entry.note}
    return about | {"changes": changes}


def lists(**records: Iterable) -> dict[str, list[dict]]:
    kinds = {Measure: of_measure, Series: of_series, PublicEntry: of_entry}
    return {
        name: [kinds.get(type(record), of_record)(record) for record in each]
        for name, each in records.items()
    }


def counts_of(plan: Plan) -> StatusCounts:
    return readings.current().status_counts(plan.slug)


def progress_page(plan: Plan) -> Row:
    counts = counts_of(plan)
    each = {name: getattr(counts, name) for name in ("by_status", "by_reason")}
    numbers = {
        name: {value: len(found) for value, found in by.items()}
        for name, by in each.items()
    }
    return numbers | lists(measures=measures_of(plan))


def dates_page(plan: Plan) -> Row:
    today = Document.in_scope().today
    coming = [it for it in measures_of(plan) if it.update_day(today)]
    return lists(reviews=plan.reviews.all(), measures=coming)


def changes_page(plan: Plan) -> Row:
    return lists(editions=ReadersLog(Document.in_scope(), plan.slug).entries())


# By the last word of their address.
PAGES: dict[str, Callable[[Plan], dict]] = {
    "about": lambda plan: lists(sections=plan.sections.all()),
    "changes": changes_page,
    "data": dataset_of,
    "dates": dates_page,
    "glossary": lambda plan: lists(glossary=plan.terms.all()),
    "measures": lambda plan: lists(measures=measures_of(plan)),
    "offices": lambda plan: lists(offices=plan.offices.all()),
    "progress": progress_page,
}


def plan_page(plan: Plan) -> Row:
    counts = counts_of(plan)
    return of_record(plan) | lists(
        groups=plan.groups.all(),
        pillars=[pillar for pillar in counts.pillars if not pillar.is_unnamed],
        priorities=counts.priorities,
        measures=measures_of(plan),
    )


def pillar_page(pillar: Pillar) -> Row:
    own = readings.current().without_priorities(pillar)
    measures = lists(measures=pillar.measures.all())
    if own:
        return of_record(pillar) | parts_of(own) | measures
    return of_record(pillar) | lists(priorities=pillar.named_priorities) | measures


def priority_page(priority: Priority) -> Row:
    measures = lists(measures=priority.measures.all())
    return of_record(priority) | parts_of(priority) | measures


def parts_of(priority: Priority) -> Row:
    return lists(
        strategies=priority.strategies.all(),
        resources=priority.resources.all(),
        notes=priority.notes.all(),
    )


def measure_page(measure: Measure) -> Row:
    rows = lists(series=measure.worst_first, notes=measure.notes.all())
    return of_measure(measure) | rows


def group_page(group: StudentGroup) -> Row:
    counts = GroupCounts(group, counts_of(group.plan))
    return of_record(group) | lists(series=counts.series)


RECORDS: dict[type[PlanItem], Callable] = {
    Pillar: pillar_page,
    Priority: priority_page,
    Measure: measure_page,
}
