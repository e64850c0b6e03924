"""Saving what a plan's file says: all of it, or nothing."""

from collections.abc import Callable

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pillars.history.recording import change_reason
from pillars.imports.applying import ChangedMeanwhileError
from pillars.models import Plan, Result
from pillars.plans import lifecycle

from .judging import BookJudgement, judge, plan_in
from .reading import Book


def apply(
    book: Book,
    seen: str,
    user: AbstractBaseUser | None = None,
    each: Callable[[], None] = lambda: None,
) -> Plan:
    """
    Save what a book says, if that is still what ``seen`` is the digest of.

    Gives the plan. Raises ``ChangedMeanwhileError`` if it is not; nothing is saved.
    """
    try:
        with transaction.atomic():
            plan, _slug = plan_in(book)
            if plan is not None:
                lifecycle.held(plan)
            judgement = judge(book)
            if judgement.problems or judgement.digest != seen:
                raise ChangedMeanwhileError
            save(judgement, user, each)
            plan, _slug = plan_in(book)
            if user is not None:
                note(user, plan, judgement)
    except IntegrityError:
        raise ChangedMeanwhileError from None
    return plan


def save(judgement: BookJudgement, user, each: Callable[[], None]) -> None:
    """Save the rows, each after those that it stands on."""
    for row in judgement.to_save:
        if user is not None and isinstance(row.record, Result):
            row.record.entered_by = user
        with change_reason(_("From a file"), user):
            row.record.save()
        each()


def note(user: AbstractBaseUser, plan: Plan, judgement: BookJudgement) -> None:
    """Tell the desk's own log who brought the plan in."""
    flag = CHANGE if judgement.plan else ADDITION
    LogEntry.objects.log_actions(user.pk, [plan], flag, _("From a file"))
