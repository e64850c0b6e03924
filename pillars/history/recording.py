"""
Records each change with who made it and why; the first one also what was before it.
Loading a plan, or saving what is already there, leaves no trace.
"""

import uuid
from collections.abc import Iterable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from simple_history.models import HistoricalRecords

from pillars.contexts import within
from pillars.models import PlanItem
from pillars.models.account import person_name

CREATED, CHANGED, DELETED = "+", "~", "-"

# The desk's own reasons are stored as codes, because each reader has a language.
BASELINE = "@baseline"
REVERTED = "@reverted"
DELETED_TOGETHER = "@deleted"
BROUGHT_BACK = "@brought-back"
TAKEN_BACK = "@taken-back"
CODES = {BASELINE, REVERTED, DELETED_TOGETHER, BROUGHT_BACK, TAKEN_BACK}

# The reason and the author of what is saved.
_given: ContextVar[tuple] = ContextVar("given", default=(None, None))


@dataclass(frozen=True)
class Reason:
    """Why a record changed: a code of ours with its argument, or a person's words."""

    code: str = ""
    argument: str = ""
    words: str = ""

    @classmethod
    def parse(cls, stored: str | None) -> "Reason":
        parts = (stored or "").split(" ", 2)
        return cls(*parts) if parts[0] in CODES else cls(words=stored or "")

    @classmethod
    def of_act(cls, code: str) -> "Reason":
        """One act on several records."""
        return cls(code, uuid.uuid4().hex)

    def __str__(self) -> str:
        return " ".join(filter(None, [self.code, self.argument, self.words]))


def change_reason(
    reason: Reason | str, author: AbstractBaseUser | None = None
) -> AbstractContextManager:
    """The author of what is saved or deleted meanwhile is else the person signed in."""
    return within(_given, (str(reason), author))


class HistoryRow(models.Model):
    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """Empty where nobody was signed in."""
        return person_name(self.history_user)

    @property
    def reason(self) -> Reason:
        return Reason.parse(self.history_change_reason)

    @property
    def is_baseline(self) -> bool:
        """Whether it says what was before, not what somebody did."""
        return self.reason.code == BASELINE


class Recorder(HistoricalRecords):
    def create_historical_record(self, instance, history_type, using=None):
        before = instance.__dict__.pop("as_it_was", None)
        if history_type == CHANGED and before is not None:
            if not changed_columns(before, instance, instance._meta.concrete_fields):
                return
            if not instance.history.exists():
                with change_reason(BASELINE):
                    super().create_historical_record(before, CHANGED, using)
        super().create_historical_record(instance, history_type, using)

    def get_change_reason_for_object(self, instance, history_type, using):
        own = super().get_change_reason_for_object(instance, history_type, using)
        return _given.get()[0] or own

    def get_history_user(self, instance):
        reason, author = _given.get()
        if reason == BASELINE:
            return None
        return author or super().get_history_user(instance)


def changed_columns(
    before: models.Model, after: models.Model, columns: Iterable[models.Field]
) -> list[models.Field]:
    """The columns in which two states differ; each is a record or a history's row."""

    def value(record: models.Model, field: models.Field) -> object:
        stored = getattr(record, field.attname)
        # A form stores no text as an empty one, a file as none.
        return None if stored == "" else field.to_python(stored)

    return [field for field in columns if value(before, field) != value(after, field)]


def record_change(
    record: PlanItem, history_type: str, before: PlanItem | None = None
) -> None:
    """Record what was written past ``save()``, in the same transaction."""
    record.as_it_was = before
    recorder = Recorder()
    recorder.manager_name = "history"
    recorder.create_historical_record(record, history_type)
