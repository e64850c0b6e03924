"""What was deleted and is not back: act by act, the newest first."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef

from .lineage import KINDS
from .models import PlanItem
from .naming import Names
from .recording import DELETED, DELETED_TOGETHER, TAKEN_BACK
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
    def kinds(self) -> set[type[PlanItem]]:
        return {row.instance_type for row in self.rows}

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many of each kind went, in the plan's order."""
        kinds = Counter(row.instance_type for row in self.rows)
        return [(kind._meta.verbose_name_plural, kinds[kind]) for kind in kinds]

    @property
    def lines(self) -> list[str]:
        """Each record that went, by its name."""
        return [self.names.of_row(row) for row in self.rows]


def deletions() -> list[Deletion]:
    """All acts that deleted what is not there today, the newest first."""
    rows = [row for model in KINDS for row in last_rows(model)]
    names = Names(rows)
    acts = [Deletion(sorted(act, key=place_of), names) for act in acts_of(rows)]
    return sorted(acts, key=lambda act: act.rows[0].history_date, reverse=True)


def place_of(row: models.Model) -> tuple[int, int]:
    """Where a row stands among those of its act: after what it belonged to."""
    return KINDS.index(row.instance_type), row.id


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
    marked, others = defaultdict(list), []
    for row in sorted(
        rows, key=lambda row: (row.history_user_id or 0, row.history_date)
    ):
        if row.reason.code in {DELETED_TOGETHER, TAKEN_BACK}:
            marked[row.reason.argument].append(row)
        elif others and went_together(others[-1][-1], row):
            others[-1].append(row)
        else:
            others.append([row])
    return [*marked.values(), *others]


def went_together(row: models.Model, after: models.Model) -> bool:
    """Whether two rows that no act marked went by the same hand at once."""
    is_one_hand = row.history_user_id == after.history_user_id
    return is_one_hand and after.history_date - row.history_date <= AT_ONCE
