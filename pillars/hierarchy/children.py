"""How the plan's records hang on each other: what goes with what, and after what."""

from collections.abc import Iterable, Iterator

from django.db.models import ForeignKey

from pillars.models import (
    Baseline,
    Measure,
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

from .parents import KINDS, PARENTS, parent_kind

# The rows that are written in a record's own form, with the field that leads to it.
ROWS = {
    Plan: {PlanSection: "plan"},
    Priority: {Strategy: "priority", Resource: "priority"},
    Measure: {Baseline: "measure", Target: "measure", Result: "measure"},
}

Found = dict[type[PlanItem], dict[int, PlanItem]]


def hanging_on(records: Iterable[PlanItem], lock: bool = False) -> Found:
    """
    Records with all that belongs to them; so many queries, however much that is.

    Locked, they are as they are now, and nothing more is hung on them meanwhile.
    """
    found: Found = {model: {} for model in KINDS}
    for record in records:
        found[type(record)][record.pk] = record
    if lock:
        found = {model: locked(model, some) for model, some in found.items()}
    for model, fields in PARENTS.items():
        for name in fields:
            above = found[parent_kind(model, name)]
            if not above:
                continue
            below = model._base_manager.filter(**{f"{name}__in": list(above)})
            for record in below.select_for_update() if lock else below:
                here = found[model].setdefault(record.pk, record)
                setattr(here, name, above[getattr(here, f"{name}_id")])
    return found


def locked(model: type[PlanItem], keys: Iterable[int]) -> dict[int, PlanItem]:
    """Records of a model that are there still, by key, held until all is done."""
    keys = list(keys)
    if not keys:
        return {}
    held = model._base_manager.select_for_update().filter(pk__in=keys)
    return {record.pk: record for record in held.order_by("pk")}


def all_of(found: Found) -> Iterator[PlanItem]:
    """What was found, each record after what it belongs to."""
    for model in KINDS:
        yield from found[model].values()


def nearest_parent(record: PlanItem) -> tuple[type[PlanItem], int] | None:
    """The model and key of what a record, or a row of its history, belongs to."""
    model = getattr(record, "instance_type", type(record))
    for name in reversed(PARENTS[model]):
        key = getattr(record, f"{name}_id")
        if key is not None:
            return parent_kind(model, name), key
    return None


def broken_links(record: PlanItem) -> list[ForeignKey]:
    """The columns of a record that lead to another one which is no more."""
    return [
        field
        for field in record._meta.concrete_fields
        if field.remote_field is not None
        and (key := getattr(record, field.attname)) is not None
        and not field.related_model._base_manager.filter(pk=key).exists()
    ]


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
