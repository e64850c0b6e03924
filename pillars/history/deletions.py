"""What was deleted and is not back, act by act."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef

from pillars.hierarchy.tree import KINDS, nearest_parent
from pillars.models import PlanItem

from .field_text import RecordNames
from .recording import DELETED, DELETED_TOGETHER, TAKEN_BACK

ROWS_AT_MOST = 2000


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
    rows = [row for model in KINDS for row in last_rows(model)]
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
