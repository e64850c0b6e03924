"""What is done to a plan as a whole: it is made the current one, locked, unlocked."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from pillars.history.recording import change_reason
from pillars.models import Plan


class PlanActError(RuntimeError):
    """What cannot be done to a plan, with the reason for the editor."""


def held(plan: Plan) -> Plan:
    """A plan as it is now; nobody else writes it until the transaction ends."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def save(plan: Plan, reason: str, user: AbstractBaseUser | None) -> None:
    """Save a plan, with the reason and who it was in its history."""
    with change_reason(reason, user):
        plan.save()


@transaction.atomic
def lock(plan: Plan, reason: str, user: AbstractBaseUser | None = None) -> None:
    plan = held(plan)
    if not plan.is_locked:
        plan.is_locked, plan.unlock_reason = True, ""
        save(plan, reason, user)


@transaction.atomic
def unlock(plan: Plan, reason: str, user: AbstractBaseUser | None = None) -> None:
    """Let a plan be changed again, for a reason that is kept."""
    plan = held(plan)
    if plan.is_locked:
        plan.is_locked, plan.unlock_reason = False, reason
        save(plan, reason, user)


@transaction.atomic
def make_current(plan: Plan, user: AbstractBaseUser | None = None) -> Plan | None:
    """
    Make a plan the one in force, and public; the former one is locked and returned.

    Raises ``PlanActError`` for a plan that is locked itself.
    """
    plans = {one.pk: one for one in Plan.objects.select_for_update().order_by("pk")}
    plan = plans[plan.pk]
    if plan.is_locked:
        raise PlanActError(_("“%(plan)s” is locked. Unlock it first.") % {"plan": plan})
    former = next((one for one in plans.values() if one.is_current), None)
    if former == plan and plan.is_public:
        return None
    reason = _("The current plan is now %(slug)s.") % {"slug": plan.slug}
    if former and former != plan:
        former.is_current, former.is_locked, former.unlock_reason = False, True, ""
        save(former, reason, user)
    plan.is_current = plan.is_public = True
    save(plan, reason, user)
    return former if former != plan else None
