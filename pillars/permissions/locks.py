"""
Whether the plan of a record is locked: nothing in it changes.

A lock is the editors' own: the link check still notes what it finds, and a plan that is
locked is published as any other.
"""

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
    """What ``filter`` takes to leave a model's records of locked plans."""
    path = TO_PLAN[model]
    return {f"{path}__is_locked" if path else "is_locked": True}


class LockedError(PermissionDenied):
    """What would change a plan that is locked."""

    def __init__(self, plan: Plan):
        words = _("“%(plan)s” is locked: nothing in it can be changed.")
        super().__init__(words % {"plan": plan})
        self.plan = plan


def hold(model: type[Model], keys: Iterable[int]) -> list[Plan]:
    """
    The plans of records; nobody locks or unlocks them until the transaction ends.

    It comes before anything is asked about those records: whoever locks a plan at that
    moment is waited for.
    """
    path = TO_PLAN[model] or "pk"
    plans = model._base_manager.filter(pk__in=list(keys)).order_by().values(path)
    # What stands in a plan may be added meanwhile, as far as this row is concerned.
    held = Plan._base_manager.select_for_update(no_key=True).filter(pk__in=plans)
    return list(held.order_by("pk"))


def refuse_locked(*records: Model) -> None:
    """Hold the plans of records. Raises ``LockedError`` if one of them is locked."""
    keys = {plan.pk for plan in map(plan_of, records) if plan is not None}
    for plan in hold(Plan, keys):
        if plan.is_locked:
            raise LockedError(plan)


def locking(plan: Plan) -> Model | None:
    """The row of a locked plan's history that says since when, by whom, and why."""
    history = plan.history.select_related("history_user").order_by("history_id")
    opened = history.filter(is_locked=False).last()
    since = opened.history_id if opened else 0
    return history.filter(is_locked=True, history_id__gt=since).first()
