"""
How the history is kept: what a record was before its first change, and why it changed.

A plan is loaded without history. So the first change that is recorded keeps the record
as it was, too: no change is without its “before”. Saving what is already there is no
change and leaves no trace.
"""

import contextlib
import uuid
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import models
from simple_history.models import HistoricalRecords

from .models import PlanItem

CREATED, CHANGED, DELETED = "+", "~", "-"

# Reasons that the desk gives itself are kept as codes: each reader has a language.
BASELINE = "@baseline"
REVERTED = "@reverted"
DELETED_TOGETHER = "@deleted"
BROUGHT_BACK = "@brought-back"
TAKEN_BACK = "@taken-back"
CODES = {BASELINE, REVERTED, DELETED_TOGETHER, BROUGHT_BACK, TAKEN_BACK}

_reason: ContextVar[str | None] = ContextVar("reason", default=None)


@dataclass(frozen=True)
class Reason:
    """Why a record changed: a code of ours, what goes with it, or a person's words."""

    code: str = ""
    argument: str = ""
    words: str = ""

    @classmethod
    def read(cls, kept: str | None) -> "Reason":
        """The reason that a row of the history keeps."""
        parts = (kept or "").split(" ", 2)
        return cls(*parts) if parts[0] in CODES else cls(words=kept or "")

    @property
    def kept(self) -> str:
        """What an act keeps besides the rows of its history."""
        return self.argument.partition("+")[2]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.code, self.argument, self.words]))


@contextlib.contextmanager
def because(code: str, kept: str = "") -> Iterator[None]:
    """
    Whatever is saved or deleted meanwhile is one act, and the history says why.

    What is ``kept`` with the act has no spaces, and is read as ``Reason.kept``.
    """
    act = "+".join(filter(None, [uuid.uuid4().hex, kept]))
    token = _reason.set(str(Reason(code, act)))
    try:
        yield
    finally:
        _reason.reset(token)


class HistoryRow(models.Model):
    """What each row of a history can say of itself."""

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """The name of who wrote it; empty where nobody was signed in."""
        user = self.history_user
        return (user.get_full_name() or user.get_username()) if user else ""

    @property
    def reason(self) -> Reason:
        return Reason.read(self.history_change_reason)

    @property
    def is_baseline(self) -> bool:
        """Whether it says what was before, not what somebody did."""
        return self.reason.code == BASELINE


class Recorded(HistoricalRecords):
    """The history of one model."""

    def create_historical_record(self, instance, history_type, using=None):
        before = instance.__dict__.pop("as_it_was", None)
        if history_type == CHANGED and before is not None:
            if not changed_columns(before, instance, instance._meta.concrete_fields):
                return
            if not instance.history.exists():
                before._change_reason = str(Reason(BASELINE))
                before._history_user = None
                super().create_historical_record(before, CHANGED, using)
        super().create_historical_record(instance, history_type, using)

    def get_change_reason_for_object(self, instance, history_type, using):
        own = super().get_change_reason_for_object(instance, history_type, using)
        return own or _reason.get()


def changed_columns(
    before: models.Model, after: models.Model, columns: Iterable[models.Field]
) -> list[models.Field]:
    """Those of the columns in which two states of a record differ."""

    def value(record: models.Model, field: models.Field) -> object:
        # A form leaves an empty text where a file leaves none.
        said = getattr(record, field.attname)
        return None if said == "" else field.to_python(said)

    return [field for field in columns if value(before, field) != value(after, field)]


def note(record: PlanItem, kind: str, before: PlanItem | None = None) -> None:
    """Record what was written past ``save()``, in a transaction with it."""
    record.as_it_was = before
    recorder = Recorded()
    recorder.manager_name = "history"
    recorder.create_historical_record(record, kind)
