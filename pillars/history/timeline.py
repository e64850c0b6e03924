"""The history of a record and of its rows: who changed what, and when."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy.tree import ROWS
from pillars.models import PlanItem

from .field_text import FieldChange, RecordNames
from .recording import BROUGHT_BACK, CHANGED, CREATED, DELETED, REVERTED, TAKEN_BACK

KINDS = {
    **{CREATED: "created", CHANGED: "changed", DELETED: "deleted"},
    **{code: code.removeprefix("@") for code in (REVERTED, BROUGHT_BACK, TAKEN_BACK)},
}
LABELS = {
    "created": _("Created"),
    "changed": _("Changed"),
    "deleted": _("Deleted"),
    "reverted": _("Reverted"),
    "brought-back": _("Brought back"),
    "taken-back": _("Restored from an edition"),
}


RecordKey = tuple[type[PlanItem], int]


@dataclass(frozen=True)
class Event:
    row: models.Model
    before: models.Model | None
    # The row’s name; empty for the record itself.
    name: str
    changes: list[FieldChange]
    # The moment of the version that a revert went back to.
    version: datetime.datetime | None = None

    @property
    def key(self) -> RecordKey:
        return self.row.instance_type, self.row.id

    @property
    def kind(self) -> str:
        return KINDS.get(self.row.reason.code) or KINDS[self.row.history_type]

    @property
    def label(self) -> Promise:
        return LABELS[self.kind]

    @property
    def is_news(self) -> bool:
        """Not where the site alone noted something: no field, reason or act."""
        return bool(self.changes or str(self.row.reason)) or self.kind != "changed"

    @property
    def is_version(self) -> bool:
        """Whether it left a version of the record itself that one can go back to."""
        return not self.name and self.row.history_type != DELETED


@dataclass(frozen=True)
class Timeline:
    events: list[Event]
    # The record as it was before its first recorded change, if it is older than that.
    baseline: models.Model | None
    since: datetime.datetime | None


def timeline(model: type[PlanItem], key: int) -> Timeline:
    """A record’s history with that of its rows; so many queries, however long."""
    own = list(history_rows(model).filter(id=key))
    below = []
    for child, link in ROWS.get(model, {}).items():
        ever = child.history.filter(**{f"{link}_id": key}).order_by().values("id")
        below.append((link, list(history_rows(child).filter(id__in=ever))))
    everything = [*own, *(row for _link, rows in below for row in rows)]
    names = RecordNames(everything)
    dates = {str(row.history_id): row.history_date for row in own}
    events = [
        Event(row, old, "", names.changes(old, new), dates.get(row.reason.argument))
        for row, old, new in steps(own)
    ]
    events += [
        Event(row, old, names.kind_and_name(row), names.changes(old, new, without=link))
        for link, rows in below
        for row, old, new in steps(rows)
        # A row that moved is shown where it came from and where it went.
        if key in {getattr(state, f"{link}_id", None) for state in (old, new)}
    ]
    events = [event for event in events if event.is_news]
    events.sort(
        key=lambda event: (event.row.history_date, event.row.history_id), reverse=True
    )
    baseline = next((row for row in own if row.is_baseline), None)
    oldest = min((row.history_date for row in everything), default=None)
    return Timeline(events, baseline, oldest)


def history_rows(model: type[PlanItem]) -> models.QuerySet:
    """A model’s history, each record’s oldest row first, with who wrote each."""
    return model.history.select_related("history_user").order_by("id", "history_id")


def steps(
    rows: Iterable[models.Model],
) -> Iterator[tuple[models.Model, models.Model | None, models.Model | None]]:
    """Each row that is somebody’s act, and the states before and after it."""
    last: dict[int, models.Model] = {}
    for row in rows:
        before, last[row.id] = last.get(row.id, row), row
        if row.is_baseline:
            continue
        if row.history_type == CREATED:
            yield row, None, row
        elif row.history_type == DELETED:
            yield row, row, None
        else:
            yield row, before, row
