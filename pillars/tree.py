"""How the plan's records hang on each other: what goes with what, and after what."""

from collections.abc import Iterable, Iterator

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

# What a record belongs to stands before it.
IN_ORDER = (
    *(Plan, PlanSection, StudentGroup, GlossaryTerm),
    *(Pillar, Priority, Strategy, Resource),
    *(Measure, Baseline, Target, Result),
)
BY_NAME = {model._meta.model_name: model for model in IN_ORDER}

# What a record belongs to, the nearest last: without it there is no such record.
PARENTS = {
    Plan: [],
    **dict.fromkeys([PlanSection, StudentGroup, GlossaryTerm, Pillar], ["plan"]),
    Priority: ["pillar"],
    **dict.fromkeys([Strategy, Resource], ["priority"]),
    Measure: ["pillar", "priority"],
    **dict.fromkeys([Baseline, Target, Result], ["measure"]),
}

# The rows that are written in a record's own form, with the field that leads to it.
ROWS = {
    Plan: {PlanSection: "plan"},
    Priority: {Strategy: "priority", Resource: "priority"},
    Measure: {Baseline: "measure", Target: "measure", Result: "measure"},
}

Found = dict[type[PlanItem], dict[int, PlanItem]]


def hanging_on(records: Iterable[PlanItem], lock: bool = False) -> Found:
    """Records with all that belongs to them; so many queries, however much that is."""
    found: Found = {model: {} for model in IN_ORDER}
    for record in records:
        found[type(record)][record.pk] = record
    for model, fields in PARENTS.items():
        for name in fields:
            above = found[model._meta.get_field(name).related_model]
            if not above:
                continue
            below = model._base_manager.filter(**{f"{name}__in": list(above)})
            for record in below.select_for_update() if lock else below:
                here = found[model].setdefault(record.pk, record)
                setattr(here, name, above[getattr(here, f"{name}_id")])
    return found


def all_of(found: Found) -> Iterator[PlanItem]:
    """What was found, each record after what it belongs to."""
    for model in IN_ORDER:
        yield from found[model].values()


def nearest_parent(record: PlanItem) -> tuple[type[PlanItem], int] | None:
    """The model and key of what a record, or a row of its history, belongs to."""
    model = getattr(record, "instance_type", type(record))
    for name in reversed(PARENTS[model]):
        key = getattr(record, f"{name}_id")
        if key is not None:
            return model._meta.get_field(name).related_model, key
    return None


def in_the_way(found: Found) -> list[PlanItem]:
    """The rows of other records that stand on a student group that was found."""
    if not found[StudentGroup]:
        return []
    return [
        row
        for model in (Baseline, Target, Result)
        for row in model._base_manager.filter(group__in=list(found[StudentGroup]))
        .exclude(pk__in=list(found[model]))
        .select_related("measure")
    ]
