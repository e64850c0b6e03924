"""The history of a record and of its rows, in people’s words: who, when, what."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import PlanItem
from .naming import Line, Names
from .recording import (
    BROUGHT_BACK,
    CHANGED,
    CREATED,
    DELETED,
    REVERTED,
    TAKEN_BACK,
)
from .tree import ROWS

WORDS = {
    "created": _("Created"),
    "changed": _("Changed"),
    "deleted": _("Deleted"),
    "reverted": _("Reverted"),
    "brought-back": _("Brought back"),
    "taken-back": _("Taken back from an edition"),
}
OF_TYPE = {CREATED: "created", CHANGED: "changed", DELETED: "deleted"}


@dataclass(frozen=True)
class Event:
    """One thing that happened to a record or to one of its rows."""

    row: models.Model
    # The row’s name; empty for the record itself.
    name: str
    lines: list[Line]
    # The moment of the version that a revert went back to.
    version: datetime.datetime | None = None

    @property
    def kind(self) -> str:
        code = self.row.reason.code
        if code in {REVERTED, BROUGHT_BACK, TAKEN_BACK}:
            return code.removeprefix("@")
        return OF_TYPE[self.row.history_type]

    @property
    def label(self) -> Promise:
        """What happened, in a word."""
        return WORDS[self.kind]

    @property
    def is_told(self) -> bool:
        """Whether there is anything to say: the site’s own notes are no news."""
        return bool(self.lines or str(self.row.reason)) or self.kind != "changed"

    @property
    def is_version(self) -> bool:
        """Whether it left a version of the record itself that one can go back to."""
        return not self.name and self.row.history_type != DELETED


@dataclass(frozen=True)
class Timeline:
    """All that is recorded of a record, the newest first."""

    events: list[Event]
    # The record as it was before its first recorded change, if it is older than that.
    baseline: models.Model | None
    since: datetime.datetime | None


def timeline(model: type[PlanItem], key: int) -> Timeline:
    """A record’s history with that of its rows; so many queries, however long."""
    own = list(recorded(model).filter(id=key))
    below = [
        (field, rows_below(child, field, key))
        for child, field in ROWS.get(model, {}).items()
    ]
    everything = [*own, *(row for _field, rows in below for row in rows)]
    names = Names(everything)
    moments = {str(row.history_id): row.history_date for row in own}
    events = [
        Event(row, "", lines(names, row, before), moments.get(row.reason.argument))
        for row, before in steps(own)
    ]
    for field, rows in below:
        for row, before in steps(rows):
            # A row that was moved is told of where it came from and where it went.
            if key in {getattr(one, f"{field}_id", None) for one in (row, before)}:
                said = lines(names, row, before, without=field)
                events.append(Event(row, names.of_row(row), said))
    told = [event for event in events if event.is_told]
    told.sort(
        key=lambda event: (event.row.history_date, event.row.history_id), reverse=True
    )
    baseline = next((row for row in own if row.is_baseline), None)
    oldest = min((row.history_date for row in everything), default=None)
    return Timeline(told, baseline, oldest)


def recorded(model: type[PlanItem]) -> models.QuerySet:
    """A model’s history, each record’s oldest row first, with who wrote each."""
    return model.history.select_related("history_user").order_by("id", "history_id")


def rows_below(model: type[PlanItem], field: str, key: int) -> list[models.Model]:
    """The history of each row that belongs to a record, or once did."""
    ever = model.history.filter(**{f"{field}_id": key}).order_by().values("id")
    return list(recorded(model).filter(id__in=ever))


def steps(
    rows: Iterable[models.Model],
) -> Iterator[tuple[models.Model, models.Model | None]]:
    """Each row that is somebody’s act, and the row before it if it had one."""
    before: dict[int, models.Model] = {}
    for row in rows:
        last, before[row.id] = before.get(row.id), row
        if not row.is_baseline:
            yield row, None if row.history_type == CREATED else last


def lines(names: Names, row, before, without: str = "") -> list[Line]:
    """What a row changed; where it began or ended a record, all that this said."""
    if row.history_type == CHANGED:
        return names.lines(before, row) if before is not None else []
    said = (None, row) if row.history_type == CREATED else (row, None)
    return names.lines(*said, without)
