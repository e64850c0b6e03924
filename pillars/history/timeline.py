"""
The history of a record and of its rows: who changed what, and when; and what was
deleted and is not back, act by act.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy import tree
from pillars.hierarchy.tree import ROWS, nearest_parent
from pillars.models import PlanItem

from .field_text import FieldChange, RecordNames
from .recording import (
    BROUGHT_BACK,
    CHANGED,
    CREATED,
    DELETED,
    DELETED_TOGETHER,
    REVERTED,
    TAKEN_BACK,
)

# By what a row's reason says, or else by its type: a name for pages, and in words.
KINDS = {
    REVERTED: ("reverted", _("Reverted")),
    BROUGHT_BACK: ("brought-back", _("Brought back")),
    TAKEN_BACK: ("taken-back", _("Restored from an edition")),
    CREATED: ("created", _("Created")),
    CHANGED: ("changed", _("Changed")),
    DELETED: ("deleted", _("Deleted")),
}
ROWS_AT_MOST = 2000
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
        return (KINDS.get(self.row.reason.code) or KINDS[self.row.history_type])[0]

    @property
    def label(self) -> Promise:
        return dict(KINDS.values())[self.kind]

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


@dataclass(frozen=True)
class Deletion:
    """One act: the last rows of all that it deleted, each after what it belonged to."""

    rows: list[models.Model]
    names: RecordNames

    @property
    def key(self) -> str:
        first = self.rows[0]
        return f"{first.instance_type._meta.model_name}-{first.history_id}"

    @cached_property
    def tops(self) -> list[models.Model]:
        """The rows that belonged to nothing else in the act."""
        inside = {(row.instance_type, row.id) for row in self.rows}
        return [row for row in self.rows if nearest_parent(row) not in inside]

    @property
    def top_names(self) -> list[str]:
        return list(map(self.names.kind_and_name, self.tops))

    @property
    def all_names(self) -> list[str]:
        return list(map(self.names.kind_and_name, self.rows))

    @property
    def kinds(self) -> set[type[PlanItem]]:
        return {row.instance_type for row in self.rows}

    @property
    def counts(self) -> Iterable[tuple[str, int]]:
        """How many of each kind were deleted, in the plan's order."""
        kinds = (row.instance_type._meta.verbose_name_plural for row in self.rows)
        return Counter(kinds).items()


def deletions() -> list[Deletion]:
    """All acts that deleted what is not there today, the newest first."""
    rows = [row for model in tree.KINDS for row in last_rows(model)]
    names, place = RecordNames(rows), {row: at for at, row in enumerate(rows)}
    acts = [Deletion(sorted(act, key=place.get), names) for act in acts_of(rows)]
    return sorted(acts, key=lambda act: act.rows[0].history_date, reverse=True)


def last_rows(model: type[PlanItem]) -> list[models.Model]:
    """The last row of each record of a model that is gone."""
    # By key, not by date as the library has it: the clocks of machines differ.
    later = model.history.filter(
        id=OuterRef("id"), history_id__gt=OuterRef("history_id")
    )
    present = model._base_manager.filter(pk=OuterRef("id"))
    gone = model.history.filter(~Exists(later), ~Exists(present), history_type=DELETED)
    newest = gone.select_related("history_user").order_by("-history_id")[:ROWS_AT_MOST]
    return sorted(newest, key=lambda row: row.id)


def acts_of(rows: list[models.Model]) -> Iterable[list[models.Model]]:
    """What was deleted past the desk is of no act: each row by itself."""
    acts = defaultdict(list)
    for row in rows:
        is_of_an_act = row.reason.code in {DELETED_TOGETHER, TAKEN_BACK}
        acts[row.reason.argument if is_of_an_act else row].append(row)
    return acts.values()
