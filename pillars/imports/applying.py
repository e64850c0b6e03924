"""Saving what a file of results says: all of it, or nothing."""

from collections.abc import Callable

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pillars.history.recording import change_reason
from pillars.models import Measure, Plan, Result

from .judgement import Kind
from .judging import Judged, ResultsJudgement, judge
from .tables import Table


class ChangedMeanwhileError(Exception):
    """What the file would change is no longer what was looked at."""


def apply(
    table: Table,
    plan: Plan,
    seen: str,
    user: AbstractBaseUser | None = None,
    each: Callable[[], None] = lambda: None,
    person: AbstractBaseUser | None = None,
) -> ResultsJudgement:
    """
    Save what a table changes, if that is still what ``seen`` is the digest of.

    ``user`` enters the results; ``person``, if given, must have the right to. Raises
    ``ChangedMeanwhileError`` if it is another; nothing is saved then.
    """
    try:
        with transaction.atomic():
            hold(plan)
            plan.refresh_from_db(fields=["is_locked"])
            if plan.is_locked:
                raise ChangedMeanwhileError
            judgement = judge(table, plan, person)
            if judgement.problems or judgement.digest != seen:
                raise ChangedMeanwhileError
            for row in judgement.to_save:
                row.result.entered_by = user
                with change_reason(_("From a file"), user):
                    row.result.save()
                if user is not None:
                    note(user, row)
                each()
    except IntegrityError:
        raise ChangedMeanwhileError from None
    return judgement


def hold(plan: Plan) -> None:
    """Let nobody else write results of these measures until all are saved."""
    list(Plan.objects.filter(pk=plan.pk).select_for_update().values_list("pk"))
    measures = Measure.objects.filter(pillar__plan=plan).select_for_update(of=["self"])
    results = Result.objects.filter(measure__pillar__plan=plan)
    # A new result waits too: it needs its measure's row to stay.
    for rows in [measures, results.select_for_update(of=["self"])]:
        list(rows.order_by("pk").values_list("pk"))


def note(user: AbstractBaseUser, row: Judged) -> None:
    """Tell a result's history who wrote it, and what."""
    flag, what = ADDITION, {"added": {}}
    if row.kind is Kind.CHANGED:
        fields = [change.label for change in row.changes]
        flag, what = CHANGE, {"changed": {"fields": fields}}
    LogEntry.objects.log_actions(user.pk, [row.result], flag, [what])
