"""What was deleted and is not back: act by act, the newest first."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef

from .history import who
from .lineage import BY_NAME, KINDS
from .models import PlanItem
from .naming import Names
from .recording import DELETED, DELETED_TOGETHER, TAKEN_BACK, Reason
from .tree import nearest_parent

# Rows that went within this time by the same hand went together.
AT_ONCE = datetime.timedelta(seconds=1)
ROWS_AT_MOST = 2000


@dataclass(frozen=True)
class Deletion:
    """One act: the last rows of all that it deleted, each after what it belonged to."""

    rows: list[models.Model]
    names: Names

    @property
    def key(self) -> str:
        """What an address or a form calls it: its first row."""
        first = self.rows[0]
        return f"{first.instance_type._meta.model_name}-{first.history_id}"

    @property
    def when(self) -> datetime.datetime:
        return self.rows[0].history_date

    @property
    def who(self) -> str:
        """The person's name; empty where nobody was signed in."""
        return who(self.rows[0])

    @property
    def reason(self) -> Reason:
        return Reason.read(self.rows[0].history_change_reason)

    @cached_property
    def tops(self) -> list[models.Model]:
        """The rows that belonged to nothing else in the act."""
        inside = {(row.instance_type, row.id) for row in self.rows}
        return [row for row in self.rows if nearest_parent(row) not in inside]

    @property
    def named(self) -> list[str]:
        """What was deleted, in a line for each of what stood at the top."""
        return [self.names.of_row(row) for row in self.tops]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many of each kind went, in the plan's order."""
        counts = Counter(row.instance_type for row in self.rows)
        return [
            (model._meta.verbose_name_plural, counts[model])
            for model in KINDS
            if counts[model]
        ]

    @property
    def lines(self) -> list[str]:
        """Each record that went, by its name."""
        return [self.names.of_row(row) for row in self.rows]


def deletions(allowed: Iterable[type[PlanItem]] = KINDS) -> list[Deletion]:
    """All acts that deleted what is not there today, the newest first."""
    rows = [row for model in KINDS for row in last_rows(model)]
    names = Names(rows)
    allowed = set(allowed)
    acts = [
        Deletion(in_order(act), names)
        for act in acts_of(rows)
        if {row.instance_type for row in act} <= allowed
    ]
    return sorted(acts, key=lambda act: act.when, reverse=True)


def last_rows(model: type[PlanItem]) -> Iterator[models.Model]:
    """The last row of each record of a model that is gone."""
    later = model.history.filter(
        id=OuterRef("id"), history_id__gt=OuterRef("history_id")
    )
    there = model._base_manager.filter(pk=OuterRef("id"))
    gone = model.history.filter(~Exists(later), ~Exists(there), history_type=DELETED)
    return gone.select_related("history_user").order_by("-history_id")[:ROWS_AT_MOST]


def acts_of(rows: list[models.Model]) -> list[list[models.Model]]:
    """Rows by the act that they were part of."""
    marked, single = defaultdict(list), []
    for row in rows:
        reason = Reason.read(row.history_change_reason)
        if reason.code in {DELETED_TOGETHER, TAKEN_BACK}:
            marked[reason.argument].append(row)
        else:
            single.append(row)
    single.sort(key=lambda row: (row.history_user_id or 0, row.history_date))
    acts: list[list[models.Model]] = []
    for row in single:
        last = acts[-1][-1] if acts else None
        together = (
            last is not None
            and last.history_user_id == row.history_user_id
            and row.history_date - last.history_date <= AT_ONCE
        )
        if together:
            acts[-1].append(row)
        else:
            acts.append([row])
    return [*marked.values(), *acts]


def in_order(rows: list[models.Model]) -> list[models.Model]:
    """Rows of an act, each after what it belonged to."""
    place = {model: number for number, model in enumerate(KINDS)}
    return sorted(rows, key=lambda row: (place[row.instance_type], row.id))


def deletion(key: str) -> Deletion | None:
    """The act that a key names, if what it deleted is still gone."""
    name, _dash, number = key.rpartition("-")
    if name not in BY_NAME or not number.isdecimal():
        return None
    for act in deletions():
        if act.key == key:
            return act
    return None
