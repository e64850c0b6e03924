"""
The whole working copy at once: a query for each kind of record, put together here.

The desk's start page, its search and the reminders look at every record. Read like
this, their number of queries never grows.
"""

from collections.abc import Iterable
from functools import cached_property

from .models import (
    Baseline,
    GlossaryTerm,
    Measure,
    Pillar,
    Plan,
    PlanItem,
    PlanSection,
    Priority,
    Resource,
    Result,
    Strategy,
    StudentGroup,
    Target,
)

# Each kind of record, in the plan's order, and what its records are part of.
ABOVE = {
    Plan: "",
    PlanSection: "plan",
    StudentGroup: "plan",
    GlossaryTerm: "plan",
    Pillar: "plan",
    Priority: "pillar",
    Strategy: "priority",
    Resource: "priority",
    Measure: "pillar",
    Baseline: "measure",
    Target: "measure",
    Result: "measure",
}


class Gathered:
    """The records of some kinds, each joined to those that it points to."""

    def __init__(self, kinds: Iterable[type[PlanItem]] = ABOVE):
        self.kinds = list(kinds)
        # What a record is part of is read, too: it gives it its code and its place.
        self._rows = {
            kind: {row.pk: row for row in kind.objects.all()}
            for kind in ABOVE
            if kind in needed(self.kinds)
        }
        for kind, rows in self._rows.items():
            for name, others in self._joins(kind):
                for row in rows.values():
                    key = getattr(row, f"{name}_id")
                    if key is not None:
                        setattr(row, name, others[key])

    def of(self, kind: type[PlanItem]) -> list:
        """The records of a kind, in its own order; none if it was not asked for."""
        return list(self._rows[kind].values()) if kind in self.kinds else []

    def records(self) -> list[PlanItem]:
        """All records that were asked for, kind by kind."""
        return [row for kind in ABOVE for row in self.of(kind)]

    def under(self, record: PlanItem, kind: type[PlanItem]) -> list:
        """The records of a kind that are part of a record."""
        return self._children.get((kind, record), [])

    @cached_property
    def _children(self) -> dict[tuple, list]:
        found: dict[tuple, list] = {}
        for record in self.records():
            whole = above(record)
            if whole is not None:
                found.setdefault((type(record), whole), []).append(record)
        return found

    def _joins(self, kind):
        """The fields of a kind that point to records read here, with those records."""
        for field in kind._meta.concrete_fields:
            if field.is_relation and field.related_model in self._rows:
                yield field.name, self._rows[field.related_model]


def needed(kinds: Iterable[type[PlanItem]]) -> set[type[PlanItem]]:
    """Some kinds, and those that their records are part of."""
    found = set(kinds)
    for kind in reversed(ABOVE):
        if kind in found and ABOVE[kind]:
            found.add(kind._meta.get_field(ABOVE[kind]).related_model)
    return found | ({Priority} if Measure in found else set())


def above(record: PlanItem) -> PlanItem | None:
    """The record that a record is part of: a measure's priority before its pillar."""
    if isinstance(record, Measure) and record.priority_id:
        return record.priority
    name = ABOVE[type(record)]
    return getattr(record, name) if name else None


def line(record: PlanItem) -> list[PlanItem]:
    """A record and all that it is part of, up to its plan."""
    found = []
    while record is not None:
        found.append(record)
        record = above(record)
    return found


def plan_of(record: PlanItem) -> Plan:
    """The plan that a record belongs to."""
    return line(record)[-1]


def pillar_of(record: PlanItem) -> Pillar | None:
    """The pillar that a record belongs to, if it belongs to one."""
    return next((one for one in line(record) if isinstance(one, Pillar)), None)


def is_withdrawn(record: PlanItem) -> bool:
    """Whether a record, or what it is part of, was retired."""
    return any(getattr(one, "is_retired", False) for one in line(record))
