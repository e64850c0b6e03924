"""
Each page for machines: what it shows in the active language, under the names that the
plan's file and the tables have.
"""

from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import get_language

from pillars.history.field_text import YEARS
from pillars.imports.plans.sheets import SHEETS
from pillars.models import Measure, Pillar, Plan, PlanItem, Priority, StudentGroup
from pillars.models.measured_series import Series
from pillars.public import readings
from pillars.public.status_counts import GroupCounts, StatusCounts
from plan_site.editions.document.document import Document
from plan_site.editions.public.changelog import PublicEntry, ReadersLog

from .dataset import dataset_of
from .tables import MEASURE, NUMBER, ROW, STATUS, measures_of, numbers_of, said, year

SHEET_OF = {sheet.model: sheet for sheet in SHEETS.values()}
OF_MEASURE = {name: ROW[name] for name in ("measure", "title*")} | STATUS | MEASURE


def of_record(record: PlanItem) -> dict:
    sheet = SHEET_OF[type(record)]
    names = (*sheet.key, *sheet.parents, *sheet.fields, "source", "source_url")
    found = said({name: partial(cell, name) for name in names}, record)
    if hasattr(record, "get_absolute_url"):
        found["url"] = settings.PUBLIC_URL + record.get_absolute_url()
    return found


def cell(name: str, record: PlanItem) -> object:
    if name in record.translated_fields():
        return record.wording_of(name)
    value = SHEET_OF[type(record)].cell(record, name)
    return year(value) if name in YEARS else value


def of_measure(measure: Measure) -> dict:
    """With the status at the top of its page; several pages have it."""
    key = "said", get_language(), measure.pk
    make = partial(said, OF_MEASURE, measure.deciding)
    return readings.current().piece(key, make)


def of_series(series: Series) -> dict:
    numbers = [said(NUMBER, number) for number in numbers_of(series)]
    return said(ROW | STATUS, series) | {"numbers": numbers}


def of_entry(entry: PublicEntry) -> dict:
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


def progress_page(plan: Plan) -> dict:
    counts = counts_of(plan)
    each = {name: getattr(counts, name) for name in ("by_status", "by_reason")}
    numbers = {
        name: {value: len(found) for value, found in by.items()}
        for name, by in each.items()
    }
    return numbers | lists(measures=measures_of(plan))


def dates_page(plan: Plan) -> dict:
    today = Document.in_scope().today
    coming = [it for it in measures_of(plan) if it.update_day(today)]
    return lists(reviews=plan.reviews.all(), measures=coming)


def changes_page(plan: Plan) -> dict:
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


def plan_page(plan: Plan) -> dict:
    counts = counts_of(plan)
    return of_record(plan) | lists(
        groups=plan.groups.all(),
        pillars=[pillar for pillar in counts.pillars if not pillar.is_unnamed],
        priorities=counts.priorities,
        measures=measures_of(plan),
    )


def pillar_page(pillar: Pillar) -> dict:
    own = readings.current().without_priorities(pillar)
    measures = lists(measures=pillar.measures.all())
    if own:
        return of_record(pillar) | parts_of(own) | measures
    return of_record(pillar) | lists(priorities=pillar.named_priorities) | measures


def priority_page(priority: Priority) -> dict:
    measures = lists(measures=priority.measures.all())
    return of_record(priority) | parts_of(priority) | measures


def parts_of(priority: Priority) -> dict:
    return lists(
        strategies=priority.strategies.all(),
        resources=priority.resources.all(),
        notes=priority.notes.all(),
    )


def measure_page(measure: Measure) -> dict:
    rows = lists(series=measure.worst_first, notes=measure.notes.all())
    return of_measure(measure) | rows


def group_page(group: StudentGroup) -> dict:
    counts = GroupCounts(group, counts_of(group.plan))
    return of_record(group) | lists(series=counts.series)


RECORDS: dict[type[PlanItem], Callable] = {
    Pillar: pillar_page,
    Priority: priority_page,
    Measure: measure_page,
}
