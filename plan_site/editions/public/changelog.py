"""
The readers' log: what each edition changed, in the reader's language.

It is read from the document's own log, so that a page, a feed and a file say the same.
Minor changes are kept in the document and left out here.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.models import Measure, StudentGroup, Target
from pillars.rules import visible_text
from pillars.text import formatting
from plan_site.editions.document import diff, public_fields

KINDS = {
    "added": _("Added"),
    "changed": _("Changed"),
    "removed": _("Removed"),
    "retired": _("Retired"),
    "corrected": _("Correction"),
}
SIDES = ("before", "after")
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

    def __init__(self, edition: dict, plan: str):
        self.log = edition.get("log", [])
        plans = edition.get("plans", {})
        self.plan = plans.get(plan)
        # What changed under a former address is part of the plan's log, too.
        self.addresses = {slug for slug, item in plans.items() if item == self.plan}
        self.first = self.first_number(self.plan)

    def told(self) -> Iterator[tuple[dict, list[dict]]]:
        """The editions that readers are told of, the newest first, and the changes."""
        for entry in self.log:
            changes = [
                change
                for change in entry["changes"]
                if not change["minor"] and change["plan"] in self.addresses
            ]
            note = entry["number"] > self.first and entry["note"].get(get_language())
            if changes or note or entry["number"] == self.first:
                yield entry, changes

    def first_number(self, item: str | None) -> int:
        """The edition that first had an item: 1, unless a later one brought it."""
        for entry in reversed(self.log):
            for change in entry["changes"]:
                if change["item"] == item and change["kind"] in {"added", "removed"}:
                    return entry["number"] if change["kind"] == "added" else 1
        return 1

    def last_change(self, shown: list[str]) -> dict | None:
        """
        The entry of the edition that last changed what a page shows, if one is told.

        The first of the items shown is the page's own; a plan's page shows everything.
        """
        whole, first = shown == [self.plan], self.first_number(shown[0])
        for entry, changes in self.told():
            about = (whole or change["item"] in shown for change in changes)
            if any(about) or entry["number"] == first:
                return entry
        return None

    def entries(self) -> Iterator[Entry]:
        for entry, changes in self.told():
            yield Entry(
                entry["number"],
                datetime.date.fromisoformat(entry["day"]),
                entry["note"].get(get_language(), ""),
                entry["rolled_back_from"],
                entry["number"] == self.first,
                self.readable(changes),
            )

    def corrections_of(self, item: str) -> Iterator[tuple[Entry, Change]]:
        """The corrections that one item's numbers have had, the newest first."""
        for entry in self.entries():
            for change in entry.changes:
                if change.item == item and change.kind == "corrected":
                    yield entry, change

    def readable(self, changes: list[dict]) -> list[Change]:
        """Changes in the active language; of others, only that there was one."""
        return [
            Change(
                item=change["item"],
                kind=change["kind"],
                code=change["code"],
                title=in_language(change["title"])[0],
                title_language=in_language(change["title"])[1],
                lines=list(self.lines(change)),
                reason=change["reason"].get(get_language(), ""),
                is_in_another_language=bool(change["fields"])
                and not any(self.lines(change)),
            )
            for change in changes
        ]

    def lines(self, change: dict) -> Iterator[Line]:
        """The fields of a change that concern a reader of the active language."""
        for field in diff.telling(change["fields"]):
            if field["language"] in {"", get_language()}:
                yield Line(
                    line_name(change, field),
                    shown(change, field, "before"),
                    shown(change, field, "after"),
                )


def in_language(texts: dict[str, str]) -> tuple[str, str]:
    """A text in the active language, else in another, with the language it is in."""
    active = get_language()
    for code in (active, *texts):
        if text := visible_text.shown(texts.get(code)):
            return text, code
    return "", active


def line_name(change: dict, field: dict) -> str:
    """A field in words: "Result 2023–24, middle schools: value"."""
    row = field["row"]
    column = model_field(row, field["field"])
    name = str(column.verbose_name) if column else field["field"]
    if "year" not in row:
        return name
    where = f"{ROWS[row['kind']]} {school_years.label(row['year'])}"
    if row["group"] is not None:
        group = StudentGroup.objects.filter(pk=row["group"]).first()
        where = f"{where}, {group}" if group else where
    return f"{where}: {name}"


def model_field(row: dict, name: str) -> models.Field | None:
    """The model's field of a change, unless it has gone since."""
    model = public_fields.BY_LABEL.get(f"pillars.{row['kind']}")
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def shown(change: dict, field: dict, side: str) -> str | Promise:
    """A value as a page writes it: what is missing or hidden is said to be so."""
    value = field[side]
    if field.get("hidden"):
        return _("suppressed for privacy")
    if value is None:
        return _("nothing")
    if field["field"] == "school_year":
        return school_years.label(value)
    column = model_field(field["row"], field["field"])
    if isinstance(column, models.DecimalField):
        return number(change, field, column, side)
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


def number(change: dict, field: dict, column: models.DecimalField, side: str) -> str:
    """A number as it was written then; two that differ never look the same."""
    measure = measure_of(change, side)
    if measure is None:
        return field[side]
    value = column.to_python(field[side])
    both = [column.to_python(field[name]) for name in SIDES if field[name] is not None]
    unit = formatting.told_apart(value, both, measure)
    if column.model is Target:
        return formatting.aim_text(value, measure.target_kind, unit)
    return formatting.value_text(value, unit)


def measure_of(change: dict, side: str) -> Measure | None:
    """The measure of a change as it was then, or as it is where nothing says that."""
    if "written" in change:
        return Measure(**change["written"][side])
    key = change["item"].partition(":")[2]
    return Measure.objects.filter(pk=key).first()
