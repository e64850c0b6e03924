"""Saving what a file that came back says: all of it, or nothing."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from pillars.admin.translations.actions import save, set_confirmed
from pillars.imports.applying import ChangedMeanwhileError
from pillars.imports.judgement import Kind
from pillars.imports.tables import Table

from .judging import TextsJudgement, judge


def apply(table: Table, user: AbstractBaseUser, seen: str) -> TextsJudgement:
    """
    Save what a file writes, if that is still what ``seen`` is the digest of.

    Raises ``ChangedMeanwhileError`` if it is not; nothing is saved then.
    """
    with transaction.atomic():
        judgement = judge(table, user, lock=True)
        if judgement.problems or judgement.digest != seen:
            raise ChangedMeanwhileError
        for _record, rows in judgement.by_record:
            for row in rows:
                if row.kind is Kind.CONFIRMED:
                    set_confirmed(user, row.text)
            save(user, [row.text for row in rows], _("from a file"))
    return judgement
