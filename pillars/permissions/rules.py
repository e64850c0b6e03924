"""
Who may do what to the plan at the desk. Rights come from permissions, never from a
group's name, and add up: Django's own for the whole plan, ``change_own_pillars`` and
``write_texts`` for what a person is responsible for; none to change a locked plan. Of a
model they say whether there is any such record, or any ``under`` the one named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from pillars.hierarchy.tree import KINDS, TO_PILLAR, TO_PLAN, pillar_key_of, plan_of
from pillars.models import Account, Measure, Pillar, Plan, PlanItem, Priority

OWN_PILLARS = "pillars.change_own_pillars"
TEXTS = "pillars.write_texts"
WRITE = ("add", "change", "delete")
# Also to lock a plan, to unlock it, and to make it the current one.
CHANGE_PLANS = "pillars.change_plan"
# The fields of a pillar that concern the whole plan.
PLAN_WIDE = {Pillar: {"plan", "code", "position", "is_retired"}}

# What a form does not offer: a level that a plan lacks, and where nothing of it may be.
LACKING = {
    (Pillar, Plan): {"has_pillars": False},
    (Priority, Pillar): {"plan__has_priorities": False},
    (Measure, Priority): {"code": ""},
}

Asked = PlanItem | type[PlanItem]


@dataclass(frozen=True)
class Reach:
    """What a person is responsible for, as far as they may change it."""

    pillars: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()


def reach(user) -> Reach:
    """Read once for each request."""
    if hasattr(user, "_reach"):
        return user._reach
    user._reach = Reach()
    for_pillars, for_texts = user.has_perm(OWN_PILLARS), user.has_perm(TEXTS)
    if (for_pillars or for_texts) and not user.is_superuser:
        account = Account.of(user)
        pillars = account.pillars.values_list("pk", flat=True) if account.pk else ()
        user._reach = Reach(
            frozenset(pillars if for_pillars else ()),
            frozenset(account.writes if for_texts else ()),
        )
    return user._reach


def rights_over(acts: Iterable[str], kinds: Iterable[type]) -> set[str]:
    names = [kind._meta.model_name for kind in kinds]
    return {f"pillars.{act}_{name}" for act in acts for name in names}


def model_of(record: Asked) -> type[PlanItem]:
    return record if isinstance(record, type) else type(record)


def has_permission(user, act: str, record: Asked) -> bool:
    """Of all records of a kind."""
    return user.has_perm(f"pillars.{act}_{model_of(record)._meta.model_name}")


def looks_after(user, record: Asked, under: PlanItem | None = None) -> bool:
    if model_of(record) not in TO_PILLAR:
        return False
    pillars = reach(user).pillars
    place = under if isinstance(record, type) else record
    return bool(pillars) if place is None else pillar_key_of(place) in pillars


def may_view(user, record: Asked) -> bool:
    return has_permission(user, "view", record) or may_change(user, record)


def is_in_locked_plan(record: Asked, under: PlanItem | None = None) -> bool:
    plan = plan_of(under if isinstance(record, type) else record)
    return plan is not None and plan.is_locked


def may_change_all(user, record: Asked, under: PlanItem | None = None) -> bool:
    """Numbers, codes and texts."""
    may = has_permission(user, "change", record) or looks_after(user, record, under)
    return may and not is_in_locked_plan(record, under)


def may_change(user, record: Asked, under: PlanItem | None = None) -> bool:
    writes = bool(reach(user).languages) and not is_in_locked_plan(record, under)
    return writes or may_change_all(user, record, under)


def may_write(user, record: Asked, language: str) -> bool:
    writes = language in reach(user).languages and not is_in_locked_plan(record)
    return writes or may_change_all(user, record)


def _may(user, record: Asked, under: PlanItem | None = None, *, act: str) -> bool:
    own = model_of(record) is not Pillar and looks_after(user, record, under)
    return (has_permission(user, act, record) or own) and not is_in_locked_plan(
        record, under
    )


may_add = partial(_may, act="add")
may_delete = partial(_may, act="delete")


def may_change_something(user) -> bool:
    return any(may_change(user, model) or may_add(user, model) for model in KINDS)


def may_view_all(user) -> bool:
    return all(may_view(user, model) for model in KINDS)


def may_make_a_plan(user) -> bool:
    return user.has_perms(rights_over(["add"], KINDS))


def may_rewrite_the_plan(user) -> bool:
    return user.has_perms(rights_over(WRITE, KINDS))


def fields_open_to(user, record: Asked, under: PlanItem | None = None) -> set[str]:
    """The columns of a record that a person may change; of a new one, for a model."""
    model = model_of(record)
    every = {column.name for column in model._meta.concrete_fields}
    is_new = isinstance(record, type) and under is None
    if is_in_locked_plan(record, under):
        return set()
    if has_permission(user, "change", record) or (is_new and may_add(user, model)):
        return every
    if looks_after(user, record, under):
        return every - PLAN_WIDE.get(model, set())
    texts = {
        f"{field}_{language}"
        for field in model.translated_fields()
        for language in reach(user).languages
    }
    is_row = isinstance(record, type)
    return texts or (every if is_row and may_add(user, model, under) else set())


def places_open_to(user, act: str, model: type[PlanItem], places: QuerySet) -> QuerySet:
    """Of the records that a form offers, those under which a person may add one."""
    path = TO_PILLAR.get(places.model)
    if path is None or has_permission(user, act, model):
        return places
    return places.filter(**{f"{path or 'pk'}__in": reach(user).pillars})


def open_places(user, act: str, model: type[PlanItem], places: QuerySet) -> QuerySet:
    """What a form offers to put a record in: nothing in a locked plan."""
    path = TO_PLAN[places.model]
    places = places.exclude(**{f"{path}__is_locked" if path else "is_locked": True})
    if lacking := LACKING.get((model, places.model)):
        places = places.exclude(**lacking)
    return places_open_to(user, act, model, places)


class LockedError(PermissionDenied):
    def __init__(self, plan: Plan):
        words = _("“%(plan)s” is locked: nothing in it can be changed.")
        super().__init__(words % {"plan": plan})
        self.plan = plan


def hold_plans(model: type[Model], keys: Iterable[int]) -> list[Plan]:
    """
    The plans of records; nobody locks or unlocks them until the transaction ends. Call
    it before anything is asked about those records.
    """
    path = TO_PLAN[model] or "pk"
    plans = model._base_manager.filter(pk__in=list(keys)).order_by().values(path)
    # Others may still add records to the plan meanwhile.
    rows = Plan._base_manager.select_for_update(no_key=True).filter(pk__in=plans)
    return list(rows.order_by("pk"))


def refuse_locked(*records: Model) -> None:
    """Hold the plans of records; ``LockedError`` if one of them is locked."""
    keys = {plan.pk for plan in map(plan_of, records) if plan is not None}
    for plan in hold_plans(Plan, keys):
        if plan.is_locked:
            raise LockedError(plan)


def last_lock(plan: Plan) -> Model | None:
    history = plan.history.select_related("history_user").order_by("history_id")
    opened = history.filter(is_locked=False).last()
    since = opened.history_id if opened else 0
    return history.filter(is_locked=True, history_id__gt=since).first()
