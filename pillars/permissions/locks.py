"""Plans in which editors can change nothing; they are published like any other."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _

from pillars.hierarchy.tree import TO_PLAN, plan_of
from pillars.models import Plan


def is_locked(record: Model | None) -> bool:
    plan = plan_of(record)
    return plan is not None and plan.is_locked


def in_locked_plan(model: type[Model]) -> dict[str, bool]:
    """For ``filter``."""
    path = TO_PLAN[model]
    return {f"{path}__is_locked" if path else "is_locked": True}


class LockedError(PermissionDenied):
    def __init__(self, plan: Plan):
        words = _("“%(plan)s” is locked: nothing in it can be changed.")
        super().__init__(words % {"plan": plan})
        self.plan = plan


def hold(model: type[Model], keys: Iterable[int]) -> list[Plan]:
    """
    The plans of records; nobody locks or unlocks them until the transaction ends.

    Call it before anything is asked about those records.
    """
    path = TO_PLAN[model] or "pk"
    plans = model._base_manager.filter(pk__in=list(keys)).order_by().values(path)
    # Others may still add records to the plan meanwhile.
    rows = Plan._base_manager.select_for_update(no_key=True).filter(pk__in=plans)
    return list(rows.order_by("pk"))


def refuse_locked(*records: Model) -> None:
    """Hold the plans of records; ``LockedError`` if one of them is locked."""
    keys = {plan.pk for plan in map(plan_of, records) if plan is not None}
    for plan in hold(Plan, keys):
        if plan.is_locked:
            raise LockedError(plan)


def locking(plan: Plan) -> Model | None:
    """The row of a locked plan's history that says when, who, and why."""
    history = plan.history.select_related("history_user").order_by("history_id")
    opened = history.filter(is_locked=False).last()
    since = opened.history_id if opened else 0
    return history.filter(is_locked=True, history_id__gt=since).first()
