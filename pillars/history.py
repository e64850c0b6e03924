"""The history of a record and of its rows, in people’s words: who, when, what."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import PlanItem
from .naming import Line, Names
from .recording import (
    BASELINE,
    BROUGHT_BACK,
    CHANGED,
    CREATED,
    DELETED,
    REVERTED,
    TAKEN_BACK,
    Reason,
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
    def when(self) -> datetime.datetime:
        return self.row.history_date

    @property
    def who(self) -> str:
        """The person’s name; empty where nobody was signed in."""
        return who(self.row)

    @property
    def reason(self) -> Reason:
        return Reason.read(self.row.history_change_reason)

    @property
    def kind(self) -> str:
        code = self.reason.code
        if code in {REVERTED, BROUGHT_BACK, TAKEN_BACK}:
            return code
        return OF_TYPE[self.row.history_type]

    @property
    def label(self) -> Promise:
        """What happened, in a word."""
        return WORDS[self.kind]

    @property
    def is_told(self) -> bool:
        """Whether there is anything to say: the site’s own notes are no news."""
        return bool(self.lines or str(self.reason)) or self.kind != "changed"

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


def who(row: models.Model) -> str:
    """Who wrote a row of the history; empty where nobody was signed in."""
    user = row.history_user
    return (user.get_full_name() or user.get_username()) if user else ""


def timeline(model: type[PlanItem], key: int) -> Timeline:
    """A record’s history with that of its rows; so many queries, however long."""
    own = list(recorded(model).filter(id=key))
    rows = {child: rows_below(child, field, key) for child, field in below(model)}
    everything = [*own, *(row for child in rows.values() for row in child)]
    names = Names(everything)
    moments = {row.history_id: row.history_date for row in own}
    events = [
        Event(row, "", lines, moments.get(version_of(row)))
        for row, _before, lines in steps(own, names)
    ]
    for child, field in below(model):
        for row, before, lines in steps(rows[child], names, without=field):
            # A row that was moved is told of where it came from and where it went.
            if key in {getattr(one, f"{field}_id", None) for one in (row, before)}:
                events.append(Event(row, names.of_row(row), lines))
    told = [event for event in events if event.is_told]
    told.sort(key=lambda event: (event.when, event.row.history_id), reverse=True)
    baseline = next((row for row in own if is_baseline(row)), None)
    oldest = min((row.history_date for row in everything), default=None)
    return Timeline(told, baseline, oldest)


def recorded(model: type[PlanItem]) -> models.QuerySet:
    """A model’s history, each record’s oldest row first, with who wrote each."""
    return model.history.select_related("history_user").order_by("id", "history_id")


def below(model: type[PlanItem]) -> list[tuple[type[PlanItem], str]]:
    """The kinds of rows in a record’s form, with the field that leads to it."""
    return list(ROWS.get(model, {}).items())


def rows_below(model: type[PlanItem], field: str, key: int) -> list[models.Model]:
    """The history of each row that belongs to a record, or once did."""
    ever = model.history.filter(**{f"{field}_id": key}).order_by().values("id")
    return list(recorded(model).filter(id__in=ever))


def is_baseline(row: models.Model) -> bool:
    """Whether a row says what was before, not what somebody did."""
    return Reason.read(row.history_change_reason).code == BASELINE


def version_of(row: models.Model) -> int | None:
    """The version that a revert went back to."""
    reason = Reason.read(row.history_change_reason)
    is_one = reason.code == REVERTED and reason.argument.isdecimal()
    return int(reason.argument) if is_one else None


def steps(
    rows: Iterable[models.Model], names: Names, without: str = ""
) -> Iterator[tuple[models.Model, models.Model | None, list[Line]]]:
    """Each row that is somebody’s act, the row before it, and what it changed."""
    before: dict[int, models.Model] = defaultdict(lambda: None)
    for row in rows:
        last, before[row.id] = before[row.id], row
        if is_baseline(row):
            continue
        if row.history_type == DELETED:
            yield row, last, names.lines(row, None, without)
        elif row.history_type == CREATED:
            yield row, None, names.lines(None, row, without)
        else:
            yield row, last, names.lines(last, row) if last is not None else []
