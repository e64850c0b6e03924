"""
The readers' log: what each edition changed, in the reader's language.

It is read from the document's own log, so that a page, a feed and a file say the same.
Minor changes are kept in the document and left out here.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.models import Measure, StudentGroup, Target
from pillars.text import formatting
from plan_site.editions.document import diff
from plan_site.editions.document.diff import FieldChange, LogEntry, without_repetition
from plan_site.editions.document.document import Document
from plan_site.editions.document.item_names import in_language
from plan_site.editions.document.snapshot import ItemId

KINDS = {
    "added": _("Added"),
    "changed": _("Changed"),
    "removed": _("Removed"),
    "retired": _("Retired"),
    "corrected": _("Correction"),
}
ROWS = {"baseline": _("Baseline"), "target": _("Target"), "result": _("Result")}


@dataclass(frozen=True)
class Line:
    name: str
    before: str | Promise
    after: str | Promise


@dataclass(frozen=True)
class Change:
    item: str
    kind: str
    code: str
    title: str
    title_language: str
    lines: list[Line]
    reason: str
    # Nothing that a reader of this language sees is different.
    is_in_another_language: bool

    @property
    def label(self) -> Promise:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Entry:
    """One edition in the readers' log."""

    number: int
    day: datetime.date
    note: str
    rolled_back_from: int | None
    # The first one that had the plan.
    is_first: bool
    changes: list[Change]


class ReadersLog:
    """The log of one plan, as a reader of the active language gets it."""

    def __init__(self, edition: Document, plan: str):
        self.log, plans = edition.log, edition.plans
        self.plan = plans.get(plan)
        # What changed under a former address is part of the plan's log, too.
        self.addresses = {slug for slug, item in plans.items() if item == self.plan}
        self.first = self.first_number(self.plan)

    def told(self) -> Iterator[tuple[LogEntry, list[diff.Change]]]:
        """The editions that readers are told of, the newest first, and the changes."""
        for entry in self.log:
            changes = [
                change
                for change in entry.changes
                if not change.minor and change.plan in self.addresses
            ]
            note = entry.number > self.first and entry.note.get(get_language())
            if changes or note or entry.number == self.first:
                yield entry, changes

    def first_number(self, item: str | None) -> int:
        """The edition that first had an item: 1, unless a later one brought it."""
        for entry in reversed(self.log):
            for change in entry.changes:
                if change.item == item and change.kind in {"added", "removed"}:
                    return entry.number if change.kind == "added" else 1
        return 1

    def last_change(self, shown: list[ItemId]) -> LogEntry | None:
        """
        The entry of the edition that last changed what a page shows, if one is told.

        The first of the items shown is the page's own; a plan's page shows everything.
        """
        whole, first = shown == [self.plan], self.first_number(shown[0])
        for entry, changes in self.told():
            about = (whole or change.item in shown for change in changes)
            if any(about) or entry.number == first:
                return entry
        return None

    def entries(self) -> Iterator[Entry]:
        for entry, changes in self.told():
            yield Entry(
                entry.number,
                datetime.date.fromisoformat(entry.day),
                entry.note.get(get_language(), ""),
                entry.rolled_back_from,
                entry.number == self.first,
                self.readable(changes),
            )

    def corrections_of(self, item: str) -> Iterator[tuple[Entry, Change]]:
        """The corrections that one item's numbers have had, the newest first."""
        for entry in self.entries():
            for change in entry.changes:
                if change.item == item and change.kind == "corrected":
                    yield entry, change

    def readable(self, changes: list[diff.Change]) -> list[Change]:
        """Changes in the active language; of others, only that there was one."""
        return [
            Change(
                item=change.item,
                kind=change.kind,
                code=change.code,
                title=in_language(change.title)[0],
                title_language=in_language(change.title)[1],
                lines=list(self.lines(change)),
                reason=change.reason.get(get_language(), ""),
                is_in_another_language=bool(change.fields)
                and not any(self.lines(change)),
            )
            for change in changes
        ]

    def lines(self, change: diff.Change) -> Iterator[Line]:
        """The fields of a change that concern a reader of the active language."""
        for field in without_repetition(change.fields):
            if field.language in {"", get_language()}:
                yield Line(
                    line_name(field),
                    shown(change, field, "before"),
                    shown(change, field, "after"),
                )


def line_name(field: FieldChange) -> str:
    """A field in words: "Result 2023–24, middle schools: value"."""
    name = str(field.column.verbose_name) if field.column else field.field
    if field.year is None:
        return name
    where = f"{ROWS[field.kind]} {school_years.label(field.year)}"
    if field.group is not None:
        group = StudentGroup.objects.filter(pk=field.group).first()
        where = f"{where}, {group}" if group else where
    return f"{where}: {name}"


def shown(change: diff.Change, field: FieldChange, side: str) -> str | Promise:
    """A value as a page writes it: what is missing or hidden is said to be so."""
    value, column = getattr(field, side), field.column
    if field.hidden:
        return _("suppressed for privacy")
    if value is None:
        return _("nothing")
    if field.field == "school_year":
        return school_years.label(value)
    if isinstance(column, models.DecimalField):
        return number(change, field, side)
    if isinstance(column, models.BooleanField):
        return _("yes") if value else _("no")
    if column is not None and column.choices:
        return dict(column.flatchoices).get(value, str(value))
    if isinstance(column, models.ForeignKey):
        record = column.related_model.objects.filter(pk=value).first()
        return str(record or _("something that is gone"))
    if isinstance(column, models.ManyToManyField):
        found = column.related_model.objects.in_bulk(value)
        gone = _("something that is gone")
        return "; ".join(str(found.get(key, gone)) for key in value)
    return str(value)


def number(change: diff.Change, field: FieldChange, side: str) -> str:
    """A number as it was written then; two that differ never look the same."""
    measure, text = measure_of(change, side), getattr(field, side)
    if measure is None:
        return text
    value = field.column.to_python(text)
    both = [field.column.to_python(one) for one in field.sides if one is not None]
    unit = formatting.distinct_unit(value, both, measure)
    if field.model is Target:
        return formatting.aim_text(value, measure.target_kind, unit)
    return formatting.value_text(value, unit)


def measure_of(change: diff.Change, side: str) -> Measure | None:
    """The measure of a change as it was then, or as it is where nothing says that."""
    if change.written:
        return Measure(**change.written[side])
    key = change.item.partition(":")[2]
    return Measure.objects.filter(pk=key).first()
