"""What each kind of record belongs to, and what belongs to it: defined here alone."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import PROTECT, ForeignKey, Model

from pillars import models
from pillars.models import Pillar, Plan, PlanItem

NUMBERS = (models.Baseline, models.Target, models.Result)
# The fields that lead to what a record belongs to, the nearest last. The kinds are in
# the plan's order, each after what it belongs to.
PARENTS = {
    Plan: [],
    **dict.fromkeys([models.PlanSection, models.HelpLine], ["plan"]),
    **dict.fromkeys([models.StudentGroup, models.GlossaryTerm], ["plan"]),
    **dict.fromkeys([models.Office, models.Review, Pillar], ["plan"]),
    models.Priority: ["pillar"],
    **dict.fromkeys(
        [models.PriorityNote, models.Strategy, models.Resource], ["priority"]
    ),
    models.Measure: ["pillar", "priority"],
    **dict.fromkeys([*NUMBERS, models.MeasureNote], ["measure"]),
}
KINDS = tuple(PARENTS)
BY_NAME = {kind._meta.model_name: kind for kind in KINDS}
BY_LABEL = {kind._meta.label_lower: kind for kind in KINDS}


def parent_kind(kind: type[PlanItem], name: str) -> type[PlanItem]:
    return kind._meta.get_field(name).related_model


def path_to(whole: type[PlanItem], kind: type[PlanItem]) -> str | None:
    """None where a kind of record does not belong to it."""
    if kind is whole:
        return ""
    if not PARENTS[kind]:
        return None
    name = PARENTS[kind][0]
    rest = path_to(whole, parent_kind(kind, name))
    return None if rest is None else "__".join(filter(None, [name, rest]))


def paths_up(kind: type[PlanItem]) -> list[str]:
    """For ``select_related``."""
    return [
        "__".join(filter(None, [name, rest]))
        for name in PARENTS[kind]
        for rest in paths_up(parent_kind(kind, name)) or [""]
    ]


TO_PLAN = {kind: path_to(Plan, kind) for kind in KINDS}
TO_PILLAR = {
    kind: path for kind in KINDS if (path := path_to(Pillar, kind)) is not None
}


def plan_of(record: Model | None) -> Plan | None:
    """None for what is in no plan, or not yet."""
    return follow(record, TO_PLAN[type(record)]) if type(record) in TO_PLAN else None


def pillar_of(record: Model) -> Pillar | None:
    path = TO_PILLAR.get(type(record))
    return None if path is None else follow(record, path)


def follow(record: Model, path: str) -> Model | None:
    """None if a step of the path is not given yet."""
    for step in filter(None, path.split("__")):
        if getattr(record, f"{step}_id") is None:
            return None
        record = getattr(record, step)
    return record


def pillar_key_of(record: Model) -> int | None:
    """Without reading the pillar."""
    path = TO_PILLAR.get(type(record))
    if not path:
        return None if path is None else record.pk
    way, _slash, last = path.rpartition("__")
    try:
        return getattr(follow(record, way), f"{last}_id", None)
    except ObjectDoesNotExist:
        return None


def kind_of_row(record: Model) -> type[PlanItem]:
    return getattr(record, "instance_type", type(record))


def parent_field(record: Model) -> str | None:
    """The nearest that is given: a measure's priority before its pillar."""
    names = reversed(PARENTS[kind_of_row(record)])
    return next(
        (name for name in names if getattr(record, f"{name}_id") is not None), None
    )


def above(record: PlanItem) -> PlanItem | None:
    name = parent_field(record)
    return name and getattr(record, name)


def named(record: PlanItem) -> PlanItem:
    """Itself; of a level that its plan lacks, the one that stands above it."""
    while getattr(record, "is_unnamed", False):
        record = above(record)
    return record


def nearest_parent(record: Model) -> tuple[type[PlanItem], int] | None:
    """Its kind and key; of a row of a history too."""
    name = parent_field(record)
    if name is None:
        return None
    return parent_kind(kind_of_row(record), name), getattr(record, f"{name}_id")


def withdrawn_by(record: PlanItem | None) -> PlanItem | None:
    """The retired record that takes this one out, if any: itself, or one above it."""
    while record and not getattr(record, "is_retired", False):
        record = above(record)
    return record


# The rows that are written in a record's own form, with the field that leads to it.
ROWS = {
    Plan: dict.fromkeys([models.PlanSection, models.HelpLine], "plan"),
    models.Priority: dict.fromkeys(
        [models.PriorityNote, models.Strategy, models.Resource], "priority"
    ),
    models.Measure: dict.fromkeys([*NUMBERS, models.MeasureNote], "measure"),
}

Subtree = dict[type[PlanItem], dict[int, PlanItem]]


def subtree(records: Iterable[PlanItem]) -> Subtree:
    """
    Records, read anew, with all that belongs to them, in a fixed number of queries.
    Whoever changes them holds their plan, so that nothing more comes to belong to them.
    """
    found: Subtree = {model: {} for model in KINDS}
    for record in records:
        found[type(record)][record.pk] = record
    for model, fields in PARENTS.items():
        if found[model]:
            found[model] = model._base_manager.in_bulk(list(found[model]))
        for name in fields:
            parents = found[parent_kind(model, name)]
            # Measures are in the order of their priorities, and some have none.
            for record in model._base_manager.filter(**{f"{name}__in": list(parents)}):
                here = found[model].setdefault(record.pk, record)
                setattr(here, name, parents[getattr(here, f"{name}_id")])
    return found


def in_order(found: Subtree) -> Iterator[PlanItem]:
    """Each record after what it belongs to."""
    for model in KINDS:
        yield from found[model].values()


def broken_links(record: PlanItem) -> list[ForeignKey]:
    return [
        field
        for field in record._meta.concrete_fields
        if field.remote_field is not None
        and (key := getattr(record, field.attname)) is not None
        and not field.related_model._base_manager.filter(pk=key).exists()
    ]


def links_astray(record: PlanItem, plan: Plan) -> list[ForeignKey]:
    """Those to a student group or an office of another plan than the record's own."""
    return [
        link
        for link in record._meta.concrete_fields
        if PARENTS.get(link.related_model) == ["plan"]
        and getattr(record, link.attname) is not None
        and getattr(record, link.name).plan_id != plan.pk
    ]


def blocking_rows(found: Subtree) -> list[PlanItem]:
    """The other records that need a student group or an office that was found."""
    return [
        row
        for kind in KINDS
        for link in kind._meta.concrete_fields
        if link.related_model in KINDS and link.name not in PARENTS[kind]
        if link.remote_field.on_delete is PROTECT
        for row in kind._base_manager.filter(
            **{f"{link.name}__in": list(found[link.related_model])}
        )
        .exclude(pk__in=list(found[kind]))
        .select_related(*paths_up(kind))
    ]
