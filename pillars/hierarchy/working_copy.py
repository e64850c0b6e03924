"""All records that the scope reads at once, in one query for each kind of record."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import product

from pillars.models import PlanItem

from .tree import KINDS, PARENTS, above, named, parent_kind


class WorkingCopy:
    def __init__(self, kinds: Iterable[type[PlanItem]] = KINDS):
        self.kinds = list(kinds)
        # What a record is part of is read too, for its code and its place.
        read = set(self.kinds)
        for kind in reversed(KINDS):
            if kind in read:
                read.update(parent_kind(kind, name) for name in PARENTS[kind])
        self._rows = {
            kind: {row.pk: row for row in kind.objects.all()}
            for kind in KINDS
            if kind in read
        }
        for kind, rows in self._rows.items():
            joins = (f for f in kind._meta.concrete_fields if f.related_model in read)
            for row, field in product(rows.values(), joins):
                key = getattr(row, field.attname)
                if key is not None:
                    setattr(row, field.name, self._rows[field.related_model][key])

    def of(self, kind: type[PlanItem]) -> list:
        """
        In the kind's own order, without unnamed ones; none if it was not asked for.
        """
        rows = self._rows[kind].values() if kind in self.kinds else ()
        return [row for row in rows if not getattr(row, "is_unnamed", False)]

    def records(self) -> list[PlanItem]:
        return [row for kind in KINDS for row in self.of(kind)]

    def under(self, record: PlanItem, kind: type[PlanItem]) -> list:
        return self._children.get((kind, record), [])

    @cached_property
    def _children(self) -> dict[tuple, list]:
        """Those of an unnamed record are also its parent's."""
        found = defaultdict(list)
        for record in self.records():
            found[type(record), named(above(record))].append(record)
        return found
