"""
Whether the plan of a record is locked: nothing in it changes.

A lock is the editors' own: the link check still notes what it finds, and a plan that is
locked is published as any other.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Model

from .lineage import TO_PLAN, plan_of
from .models import Plan


def is_locked(record: Model | None) -> bool:
    """Whether nothing of a record may be changed, since its plan is locked."""
    plan = plan_of(record)
    return plan is not None and plan.is_locked


def in_locked_plan(model: type[Model]) -> dict[str, bool]:
    """What ``filter`` takes to leave a model's records of locked plans."""
    path = TO_PLAN[model]
    return {f"{path}__is_locked" if path else "is_locked": True}


@dataclass(frozen=True)
class Lock:
    """A plan's lock as a form shows it: since when, by whom, and why."""

    plan: Plan
    day: datetime.datetime | None
    by: str
    reason: str

    @classmethod
    def of(cls, plan: Plan) -> "Lock":
        """A locked plan's lock, read from its history."""
        history = plan.history.select_related("history_user")
        opened = history.filter(is_locked=False).order_by("history_id").last()
        shut = history.filter(is_locked=True, history_id__gt=opened.pk if opened else 0)
        first = shut.order_by("history_id").first()
        if first is None:
            return cls(plan, None, "", "")
        by = str(first.history_user or "")
        return cls(plan, first.history_date, by, first.history_change_reason or "")
