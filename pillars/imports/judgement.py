"""What comes of judging a file: what its rows would do, and what is wrong with it."""

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import models

from pillars.history.field_text import value_as_text
from pillars.models import PlanItem

from .problems import Problem


class Kind(Enum):
    """What saving a row would do: to a record, or to a text of one."""

    NEW = "new"
    CHANGED = "changed"
    WRITTEN = "written"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    BLANK = "blank"


SAVED = (Kind.NEW, Kind.CHANGED, Kind.WRITTEN, Kind.CONFIRMED)


@dataclass(frozen=True)
class Change:
    field: models.Field
    before: Any
    after: Any

    def __str__(self) -> str:
        return f"{self.label} {self.was or '–'} → {self.becomes or '–'}"

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    @property
    def was(self) -> str:
        return value_as_text(self.field, self.before)

    @property
    def becomes(self) -> str:
        return value_as_text(self.field, self.after)

    @property
    def said(self) -> list[str]:
        return [self.field.name, plain(self.before), plain(self.after)]

    def put(self, record: PlanItem) -> None:
        """Let the record say what the file says; it is not saved."""
        setattr(record, self.field.name, self.after)


@dataclass(frozen=True)
class Judgement:
    """All rows of a file, judged together."""

    rows: list[Any]
    problems: list[Problem]
    read_as: str
    # What is right only if it is meant: nothing is saved before a person says so.
    questions: list[Problem] = field(default_factory=list, kw_only=True)

    def of(self, *kinds: Kind) -> list[Any]:
        return [row for row in self.rows if row.kind in kinds]

    @cached_property
    def new(self) -> list[Any]:
        return self.of(Kind.NEW)

    @cached_property
    def changed(self) -> list[Any]:
        return self.of(Kind.CHANGED)

    @cached_property
    def unchanged(self) -> list[Any]:
        return self.of(Kind.UNCHANGED)

    @cached_property
    def blank(self) -> list[Any]:
        return self.of(Kind.BLANK)

    @cached_property
    def to_save(self) -> list[Any]:
        return self.of(*SAVED)

    @property
    def said(self) -> list:
        """What would change, as plain facts."""
        raise NotImplementedError

    @property
    def digest(self) -> str:
        """Stands for what would change: another one means that something moved."""
        facts = [self.said, len(self.questions)]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def changes_in(
    model: type[PlanItem], record: PlanItem | None, said: dict[str, Any]
) -> list[Change]:
    """What a row would change in a record of a model, or fill in if there is none."""
    found = []
    for column, after in said.items():
        before = None if record is None else getattr(record, column)
        if not is_same(before, after):
            found.append(Change(model._meta.get_field(column), before, after))
    return found


def is_same(before: Any, after: Any) -> bool:
    """Whether nothing would change; nothing and an empty text are the same."""
    if isinstance(before, str):
        before = before.strip()
    return (before if before != "" else None) == (after if after != "" else None)


def plain(value: Any) -> str:
    """A value as a text that is the same wherever the value is: 53.00 is 53."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
