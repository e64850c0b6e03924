"""
The steps of every import: read, match, validate, preview, apply if nothing changed.

A kind of file is an ``Importer``: it describes what one of its rows is.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.history.field_text import value_as_text
from pillars.history.recording import change_reason
from pillars.models import PlanItem, Result

from .columns import Columns, UnreadableFileError
from .csv_reader import read_csv
from .dataset import BYTES_AT_MOST, TOO_BIG, Databook, Problem, Row
from .xlsx import ZIP, read_one_sheet, read_workbook

LOCKED = gettext_lazy(
    "“%(plan)s” is locked: nothing in it can be changed. Unlock it first."
)


class ChangedMeanwhileError(Exception):
    """What the file would change is no longer what the preview showed."""


class Kind(Enum):
    """What saving a row does to a record, or to a text of one."""

    NEW = "new"
    CHANGED = "changed"
    WRITTEN = "written"
    CONFIRMED = "confirmed"
    MOVED = "moved"  # Somebody changed the text since the file was made.
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


@dataclass(frozen=True)
class RowResult:
    """What saving a row without problems does to its record."""

    row: Row
    # What identifies the record, as JSON has it.
    key: list
    kind: Kind
    record: PlanItem | None
    changes: list[Change] = field(default_factory=list)

    @classmethod
    def of(
        cls, row: Row, key: list, record: PlanItem, values: Mapping[str, Any]
    ) -> Self:
        """A row whose values are set on its record, which is not saved."""
        is_new, changes = record.pk is None, []
        for column, after in values.items():
            before = None if is_new else getattr(record, column)
            if comparable(before) != comparable(after):
                changes.append(Change(record._meta.get_field(column), before, after))
            # Also what compares alike: a stored number has more decimals.
            setattr(record, column, after)
        kind = Kind.CHANGED if changes else Kind.UNCHANGED
        return cls(row, key, Kind.NEW if is_new else kind, record, changes)

    @property
    def name(self) -> str:
        return " ".join(str(part) for part in self.key if part not in (None, ""))


@dataclass
class ImportResult:
    """What comes of a file: what its rows would do, and what is wrong with them."""

    book: Databook
    problems: list[Problem]
    # What is right only if it is meant: nothing is saved before a person says so.
    questions: list[Problem] = field(default_factory=list)
    rows: list[RowResult] = field(default_factory=list)

    def of(self, *kinds: Kind) -> list[RowResult]:
        return [row for row in self.rows if row.kind in kinds]

    @property
    def to_save(self) -> list[RowResult]:
        return self.of(*SAVED)

    @property
    def digest(self) -> str:
        """Another one means that what the file would do is no longer the same."""
        facts = []
        for row in self.of(*SAVED, Kind.MOVED):
            changes = [[one.field.name, one.before, one.after] for one in row.changes]
            facts.append([row.row.sheet, row.key, row.kind.value, changes])
        text = json.dumps([facts, len(self.questions)], default=str)
        return hashlib.sha256(text.encode()).hexdigest()


class Importer:
    """
    One kind of file, as one person imports it; a command may do so without one.

    A kind gives its ``columns`` by sheet (a single table has a sheet without a name),
    and what follows.
    """

    columns: Mapping[str, Columns]

    def __init__(self, user: AbstractBaseUser | None = None):
        self.user = user

    def match(self, rows: list[Row], lock: bool) -> None:
        """
        Load what rows refer to, in as many queries for any number of rows.

        With ``lock`` nobody else changes it until the transaction ends.
        """
        raise NotImplementedError

    def validate(self, row: Row) -> RowResult | None:
        """What saving a row does; its problems and questions are noted on the row."""
        raise NotImplementedError

    def validate_together(self, result: ImportResult) -> None:
        """Note what is wrong, or to be asked, about rows beside each other."""

    def log(self, result: ImportResult) -> None:
        """Write down in the desk's own log what a person saved."""

    def read(self, content: bytes) -> Databook:
        """Raises ``UnreadableFileError``. What a file is, its content says."""
        if len(content) > BYTES_AT_MOST:
            raise UnreadableFileError(TOO_BIG)
        if content.startswith(ZIP):
            return read_workbook(content, self.read_sheets)
        return self.read_text(content)

    def read_sheets(self, workbook) -> Databook:
        return read_one_sheet(workbook, self.columns[""])

    def read_text(self, content: bytes) -> Databook:
        return read_csv(content, self.columns[""])

    def preview(self, book: Databook, lock: bool = False) -> ImportResult:
        """What a file would do. Nothing is saved."""
        result = ImportResult(book, list(book.problems))
        rows = [
            Row(dataset, line, cells, result.problems, result.questions)
            for dataset in book.datasets.values()
            for line, cells in dataset.rows
        ]
        self.match(rows, lock)
        results = [(row, self.validate(row)) for row in rows]
        result.rows = [found for row, found in results if found and row.is_valid]
        self.validate_together(result)
        sheets = ["", *self.columns]
        for problems in (result.problems, result.questions):
            problems.sort(key=lambda one: (sheets.index(one.sheet), one.line))
        return result

    def apply(self, book: Databook, seen: str) -> ImportResult:
        """
        Save all that a file says, if it is still what ``seen`` is the digest of.

        Raises ``ChangedMeanwhileError``, and saves nothing, if it is no longer.
        """
        try:
            with transaction.atomic():
                result = self.preview(book, lock=True)
                if result.problems or result.digest != seen:
                    raise ChangedMeanwhileError
                with change_reason(_("From a file"), self.user):
                    self.save(result)
                if self.user is not None:
                    self.log(result)
        except IntegrityError:
            raise ChangedMeanwhileError from None
        return result

    def save(self, result: ImportResult) -> None:
        for row in result.to_save:
            self.save_record(row.record)

    def save_record(self, record: PlanItem) -> None:
        if isinstance(record, Result):
            record.entered_by = self.user
        record.save()


def comparable(value: Any) -> Any:
    """Nothing and an empty text are the same, and white space around one is none."""
    value = value.strip() if isinstance(value, str) else value
    return None if value == "" else value
