"""What a book would create and change, row by row, and what is wrong with it."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from pillars.imports.judging import Kind, is_same, plain
from pillars.imports.problems import Problem, locked
from pillars.models import Plan, PlanItem

from .known import Known
from .reading import Book
from .rows import RowJudge
from .sheets import SHEETS


@dataclass(frozen=True)
class Change:
    """One column of a record, as it is and as it would be."""

    field: models.Field
    before: Any
    after: Any

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    @property
    def was(self) -> str:
        return self.in_words(self.before)

    @property
    def becomes(self) -> str:
        return self.in_words(self.after)

    def in_words(self, value: Any) -> str:
        """A value as the desk shows it."""
        if not self.field.choices:
            return plain(value)
        return str(dict(self.field.flatchoices).get(value) or plain(value))


@dataclass(frozen=True)
class Judged:
    """A row that can be saved: its record, and what would become of that."""

    sheet: str
    line: int
    name: str
    kind: Kind
    record: PlanItem
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Judgement:
    """All rows of a book, judged together."""

    plan: Plan | None
    slug: str
    rows: list[Judged]
    problems: list[Problem]
    # The names of records that the plan has and the file does not, by sheet.
    absent: dict[str, list[str]]
    read_as: str

    def of(self, *kinds: Kind) -> list[Judged]:
        return [row for row in self.rows if row.kind in kinds]

    @cached_property
    def new(self) -> list[Judged]:
        return self.of(Kind.NEW)

    @cached_property
    def changed(self) -> list[Judged]:
        return self.of(Kind.CHANGED)

    @cached_property
    def unchanged(self) -> list[Judged]:
        return self.of(Kind.UNCHANGED)

    @cached_property
    def to_save(self) -> list[Judged]:
        return self.of(Kind.NEW, Kind.CHANGED)

    @property
    def digest(self) -> str:
        """Stands for what would change: another one means that something moved."""
        said = [
            [row.sheet, row.name, row.kind.value]
            + [[c.field.name, plain(c.before), plain(c.after)] for c in row.changes]
            for row in self.to_save
        ]
        whose = [self.slug, self.plan.pk if self.plan else None]
        return hashlib.sha256(json.dumps([whose, said]).encode()).hexdigest()


def judge(book: Book) -> Judgement:
    """What a book would make of its plan. Nothing is saved."""
    problems, rows, absent = list(book.problems), [], {}
    plan, slug = plan_in(book)
    if plan is not None and plan.is_locked:
        problems.append(Problem(1, "slug", slug, locked(plan), "plan"))
    known = Known(plan)
    for name, table in book.tables.items():
        sheet = SHEETS[name]
        if any(column not in table.header.places for column in sheet.needed):
            continue  # Its header says so already.
        seen: dict[tuple, int] = {}
        for line, cells in table.rows:
            row = RowJudge(sheet, known, table.header, line, cells, book.has_gaps)
            record, said = row.judge(seen)
            problems += row.problems
            if not row.problems and record is not None:
                rows.append(judged(row, record, said))
        absent[name] = [
            str(record)
            for key, records in known.stored[name].items()
            for record in records[seen.get(key, 0) if sheet.repeats else key in seen :]
        ]
    # A row that is wrong may stand for any record: nothing is said to be absent then.
    absent = {name: records for name, records in absent.items() if records}
    absent = {} if problems else absent
    place = {name: number for number, name in enumerate(["", *SHEETS])}
    problems.sort(key=lambda one: (place[one.sheet], one.line))
    return Judgement(plan, slug, rows, problems, absent, book.read_as)


def plan_in(book: Book) -> tuple[Plan | None, str]:
    """The plan that a book names, if there is one already, and its address."""
    table = book.tables.get("plan")
    if not table or not table.rows or "slug" not in table.header.places:
        return None, ""
    _line, cells = table.rows[0]
    place = table.header.places["slug"]
    slug = plain(cells[place]).strip() if place < len(cells) else ""
    return Plan.objects.filter(slug=slug).first(), slug


def judged(row: RowJudge, record: PlanItem, said: dict[str, Any]) -> Judged:
    """What saving a sound row would do; the record then says what the row says."""
    is_new = record.pk is None
    changes = []
    for column, after in said.items():
        before = None if is_new else getattr(record, column)
        if not is_same(before, after):
            changes.append(Change(row.sheet.field(column), before, after))
            setattr(record, column, after)
    kind = Kind.NEW if is_new else Kind.CHANGED if changes else Kind.UNCHANGED
    return Judged(row.sheet.name, row.line, row.name, kind, record, changes)
