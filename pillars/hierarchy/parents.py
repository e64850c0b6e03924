"""
What each kind of record stands in: its nearest records above, its pillar, its plan.

The one place that says it; all that looks upward or downward in the plan asks here.
"""

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

from pillars.models import (
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

# The fields that lead to what a record stands in, the nearest last: without it there
# is no such record. The kinds are in the plan's order, each after what it stands in.
PARENTS = {
    Plan: [],
    **dict.fromkeys([PlanSection, StudentGroup, GlossaryTerm, Pillar], ["plan"]),
    Priority: ["pillar"],
    **dict.fromkeys([Strategy, Resource], ["priority"]),
    Measure: ["pillar", "priority"],
    **dict.fromkeys([Baseline, Target, Result], ["measure"]),
}
KINDS = tuple(PARENTS)
BY_NAME = {kind._meta.model_name: kind for kind in KINDS}
BY_LABEL = {kind._meta.label_lower: kind for kind in KINDS}


def parent_kind(kind: type[PlanItem], name: str) -> type[PlanItem]:
    """The kind of record to which one of the fields of ``PARENTS`` leads."""
    return kind._meta.get_field(name).related_model


def path_to(whole: type[PlanItem], kind: type[PlanItem]) -> str | None:
    """The path from a kind of record to what all of it stands in; None for none."""
    if kind is whole:
        return ""
    if not PARENTS[kind]:
        return None
    name = PARENTS[kind][0]
    rest = path_to(whole, parent_kind(kind, name))
    return None if rest is None else "__".join(filter(None, [name, rest]))


def paths_up(kind: type[PlanItem]) -> list[str]:
    """The paths to all that a kind of record stands in, for ``select_related``."""
    return [
        "__".join(filter(None, [name, rest]))
        for name in PARENTS[kind]
        for rest in paths_up(parent_kind(kind, name)) or [""]
    ]


# How each kind's rows lead to the plan, and those of a pillar to their pillar.
TO_PLAN = {kind: path_to(Plan, kind) for kind in KINDS}
TO_PILLAR = {
    kind: path for kind in KINDS if (path := path_to(Pillar, kind)) is not None
}


def plan_of(record: Model | None) -> Plan | None:
    """The plan that a record belongs to; None for what is in no plan, or not yet."""
    return followed(record, TO_PLAN[type(record)]) if type(record) in TO_PLAN else None


def pillar_of(record: Model) -> Pillar | None:
    path = TO_PILLAR.get(type(record))
    return None if path is None else followed(record, path)


def followed(record: Model, path: str) -> Model | None:
    """What a path leads to from a record; None if a step of it is not given yet."""
    for step in filter(None, path.split("__")):
        if getattr(record, f"{step}_id") is None:
            return None
        record = getattr(record, step)
    return record


def pillar_key_of(record: Model) -> int | None:
    """The key of the pillar that a record belongs to, without asking for the pillar."""
    path = TO_PILLAR.get(type(record))
    if not path:
        return None if path is None else record.pk
    way, _slash, last = path.rpartition("__")
    try:
        return getattr(followed(record, way), f"{last}_id", None)
    except ObjectDoesNotExist:
        return None


def above(record: PlanItem) -> PlanItem | None:
    """The record that a record stands in: a measure's priority before its pillar."""
    for name in reversed(PARENTS[type(record)]):
        if getattr(record, f"{name}_id") is not None:
            return getattr(record, name)
    return None


def line(record: PlanItem) -> list[PlanItem]:
    """A record and all that it stands in, up to its plan."""
    found = []
    while record is not None:
        found.append(record)
        record = above(record)
    return found


def is_withdrawn(record: PlanItem) -> bool:
    """Whether a record, or what it stands in, was retired."""
    return any(getattr(one, "is_retired", False) for one in line(record))
