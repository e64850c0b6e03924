"""
How the history is kept: what a record was before its first change, and why it changed.

A plan is loaded without history. So the first change that is recorded keeps the record
as it was, too: no change is without its “before”. Saving what is already there is no
change and leaves no trace.
"""

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils import timezone
from simple_history.models import HistoricalRecords

from .models import PlanItem
from .models.base import languages

CREATED, CHANGED, DELETED = "+", "~", "-"

# Reasons that the desk gives itself are kept as codes: each reader has a language.
MARK = "@"
BASELINE = "baseline"
REVERTED = "reverted"
DELETED_TOGETHER = "deleted"
BROUGHT_BACK = "brought-back"
TAKEN_BACK = "taken-back"
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
        code, _space, rest = (kept or "").removeprefix(MARK).partition(" ")
        if not (kept or "").startswith(MARK) or code not in CODES:
            return cls(words=kept or "")
        argument, _space, words = rest.partition(" ")
        return cls(code, argument, words)

    @property
    def kept(self) -> str:
        """What an act keeps besides the rows of its history."""
        return self.argument.partition("+")[2]

    def __str__(self) -> str:
        if not self.code:
            return self.words
        return " ".join(filter(None, [MARK + self.code, self.argument, self.words]))


@contextlib.contextmanager
def because(code: str, words: str = "", kept: str = "") -> Iterator[str]:
    """
    Whatever is saved or deleted meanwhile is one act, and the history says why.

    What is ``kept`` with the act has no spaces, and is read as ``Reason.kept``.
    """
    act = "+".join(filter(None, [uuid.uuid4().hex, kept]))
    reason = str(Reason(code, act, words))
    token = _reason.set(reason)
    try:
        yield reason
    finally:
        _reason.reset(token)


class Recorded(HistoricalRecords):
    """The history of one model."""

    def create_historical_record(self, instance, history_type, using=None):
        before = instance.__dict__.pop("as_it_was", None)
        if history_type == CHANGED and before is not None:
            if not differs(instance, before):
                return
            keep_baseline(instance, before)
        super().create_historical_record(instance, history_type, using)

    def get_change_reason_for_object(self, instance, history_type, using):
        own = super().get_change_reason_for_object(instance, history_type, using)
        return own or _reason.get()


def differs(record: PlanItem, before: dict[str, object]) -> bool:
    """Whether a record says anything else than what was stored."""
    for field in record._meta.concrete_fields:
        if field.attname in before:
            now = field.to_python(getattr(record, field.attname))
            was = before[field.attname]
            if now != was and not (is_nothing(now) and is_nothing(was)):
                return True
    return False


def is_nothing(value: object) -> bool:
    """Whether a column holds no value: a form leaves an empty text, a file none."""
    return value is None or value == ""


def keep_baseline(record: PlanItem, before: dict[str, object]) -> None:
    """Record what a record was, unless its history has begun."""
    history = type(record).history
    if not history.filter(id=record.pk).exists():
        history.create(
            **with_shadows(type(record), before),
            history_type=CHANGED,
            history_change_reason=str(Reason(BASELINE)),
            history_date=timezone.now(),
        )


def with_shadows(model: type[PlanItem], row: dict[str, object]) -> dict[str, object]:
    """A row with the columns that no language owns, as the first language has them."""
    first = languages()[0]
    shadows = {name: row[f"{name}_{first}"] or "" for name in model.translated_fields()}
    return {**row, **shadows}


def values_of(record: PlanItem) -> dict[str, object]:
    """What ``stored_values`` gives, from memory."""
    return {name: getattr(record, name) for name in record.stored_columns()}


def note(record: PlanItem, kind: str, before: dict | None = None) -> None:
    """Record what was written past ``save()``, in a transaction with it."""
    if before is not None:
        record.as_it_was = before
    recorder = Recorded()
    recorder.manager_name = "history"
    recorder.create_historical_record(record, kind)
