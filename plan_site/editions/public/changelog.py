"""The readers' log: what each edition changed, but minor changes, in their language."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.history.field_text import value_as_text
from pillars.models import Measure, StudentGroup, Target
from pillars.text import formatting, units
from plan_site.editions.document.diff import (
    Change,
    FieldChange,
    LogEntry,
    without_repetition,
)
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId, in_language

KINDS = {
    "added": pgettext_lazy("change log", "Added"),
    "changed": pgettext_lazy("change log", "Changed"),
    "removed": pgettext_lazy("change log", "Removed"),
    "retired": pgettext_lazy("change log", "Retired"),
    "corrected": _("Correction"),
}
SIDES = ("before", "after")
GONE = _("something that is gone")


class Line(NamedTuple):
    name: str
    before: str | Promise
    after: str | Promise


class PublicChange:
    """A change in the active language; of another's, only that there was one."""

    def __init__(self, change: Change):
        self.item, self.kind, self.code = change.item, change.kind, change.code
        self.label = KINDS[change.kind]
        self.title, self.title_language = in_language(change.title)
        self.reason, self.reason_language = in_language(change.reason)
        self.lines = [
            Line(
                line_name(field, group_name(field.group)),
                *(shown(change, field, side) for side in SIDES),
            )
            for field in without_repetition(change.fields)
            if field.language in {"", get_language()}
        ]
        self.is_in_another_language = bool(change.fields) and not self.lines


class PublicEntry(NamedTuple):
    number: int
    day: datetime.date
    note: str
    rolled_back_from: int | None
    # The first one that had the plan.
    is_first: bool
    changes: list[PublicChange]


class ReadersLog:
    def __init__(self, edition: Document, plan: str):
        self.log, plans = edition.log, edition.plans
        self.plan = plans.get(plan)
        # What changed under a former address is part of the plan's log, too.
        self.addresses = {slug for slug, item in plans.items() if item == self.plan}
        self.first = self.first_number(self.plan)

    def shown(self) -> Iterator[tuple[LogEntry, list[Change]]]:
        """The editions that readers are shown, the newest first, and the changes."""
        for entry in self.log:
            changes = [
                change
                for change in entry.changes
                if not change.minor and change.plan in self.addresses
            ]
            note = entry.number > self.first and entry.note.get(get_language())
            if changes or note or entry.number == self.first:
                yield entry, changes

    def first_number(self, item: ItemId | None) -> int:
        """The edition that first had an item: 1, unless a later one brought it."""
        for entry in reversed(self.log):
            for change in entry.changes:
                if change.item == item and change.kind in {"added", "removed"}:
                    return entry.number if change.kind == "added" else 1
        return 1

    def last_change(self, items: list[ItemId]) -> LogEntry | None:
        """The entry shown that last changed a page's items; the first is its own."""
        # A plan's page shows everything.
        whole, first = items == [self.plan], self.first_number(items[0])
        for entry, changes in self.shown():
            about = (whole or change.item in items for change in changes)
            if any(about) or entry.number == first:
                return entry
        return None

    def entries(self) -> Iterator[PublicEntry]:
        for entry, changes in self.shown():
            yield PublicEntry(
                entry.number,
                datetime.date.fromisoformat(entry.day),
                entry.note.get(get_language(), ""),
                entry.rolled_back_from,
                entry.number == self.first,
                list(map(PublicChange, changes)),
            )

    def corrections_of(
        self, item: ItemId
    ) -> Iterator[tuple[PublicEntry, PublicChange]]:
        for entry in self.entries():
            for change in entry.changes:
                if change.item == item and change.kind == "corrected":
                    yield entry, change


def line_name(field: FieldChange, group: str) -> str:
    """A field in words: "Result 2023–24, middle schools: value"."""
    name = str(field.column.verbose_name) if field.column else field.field
    if field.year is None:
        return name
    kind = capfirst(field.model._meta.verbose_name)
    where = f"{kind} {school_years.label(field.year)}"
    return f"{', '.join(filter(None, [where, group]))}: {name}"


def group_name(key: int | None) -> str:
    """Empty for all students, and for a group that is gone."""
    return str(StudentGroup.objects.filter(pk=key).first() or "") if key else ""


def shown(change: Change, field: FieldChange, side: str) -> str | Promise:
    """A value as a page writes it, also where it is missing or hidden."""
    value, column = getattr(field, side), field.column
    if field.hidden:
        return _("hidden to protect students")
    if value is None:
        return _("nothing")
    if column is None:
        return str(value)
    if isinstance(column, models.DecimalField):
        return number(change, field, side)
    if column.is_relation:
        keys = keys_in(value)
        found = column.related_model.objects.in_bulk(keys)
        return "; ".join(str(found.get(key, GONE)) for key in keys)
    return value_as_text(column, column.to_python(value))


def keys_in(value: object) -> list[object]:
    """Of a link to one record, or to many."""
    return value if isinstance(value, list) else [value]


def number(change: Change, field: FieldChange, side: str) -> str:
    """A number as it was written then; two that differ never look the same."""
    text, key = getattr(field, side), change.item.partition(":")[2]
    if change.written:
        columns = {column.name for column in Measure._meta.concrete_fields}
        written = change.written[side]
        measure = Measure(**{name: written[name] for name in columns & {*written}})
    else:
        measure = Measure.objects.filter(pk=key).first()
    if measure is None:
        return text
    both = {
        side: field.model(decimals=decimals).as_entered(field.column.to_python(text))
        for side, text, decimals in zip(
            SIDES, field.sides, field.decimals or (None, None), strict=True
        )
        if text is not None
    }
    unit = units.unit_of(measure)
    unit = units.distinct_unit(both[side], both.values(), unit)
    if field.model is Target:
        return formatting.aim_text(both[side], measure.target_kind, unit)
    return units.value_text(both[side], unit)
