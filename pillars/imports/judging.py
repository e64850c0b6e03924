"""What a table of results would change, row by row, and what is wrong with it."""

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from pillars import school_years
from pillars.enums import State
from pillars.models import Measure, Plan, Result, StudentGroup

from .columns import label
from .numbers import PERCENTS
from .problems import Problem
from .rows import Known, RowReader
from .tables import Table


class Kind(Enum):
    """What saving a row would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BLANK = "blank"


@dataclass(frozen=True)
class Change:
    """One field of a result, as it is and as it would be."""

    field: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        return label(self.field)

    @property
    def was(self) -> str:
        return shown(self.field, self.before)

    @property
    def becomes(self) -> str:
        return shown(self.field, self.after)


@dataclass(frozen=True)
class Judged:
    """A row that can be saved: whose result it is, and what would become of that."""

    line: int
    measure: Measure
    group: StudentGroup | None
    year: int
    result: Result
    kind: Kind
    changes: list[Change] = field(default_factory=list)
    remark: str = ""

    @property
    def key(self) -> tuple:
        return self.measure.pk, self.group.pk if self.group else None, self.year

    @property
    def school_year(self) -> str:
        return school_years.label(self.year)


@dataclass(frozen=True)
class Judgement:
    """All rows of a table, judged together."""

    plan: Plan
    rows: list[Judged]
    problems: list[Problem]
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
    def blank(self) -> list[Judged]:
        return self.of(Kind.BLANK)

    @cached_property
    def to_save(self) -> list[Judged]:
        return self.of(Kind.NEW, Kind.CHANGED)

    @property
    def digest(self) -> str:
        """Stands for what would change: another one means that something moved."""
        said = [
            [
                *row.key,
                row.kind.value,
                [[c.field, plain(c.before), plain(c.after)] for c in row.changes],
            ]
            for row in self.to_save
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def judge(table: Table, plan: Plan, person=None) -> Judgement:
    """
    What the rows would change in a plan, if a person may. Nothing is saved.

    Without a person everything may be changed, as for a command.
    """
    known = Known.of(plan, person)
    rows, problems, seen = [], list(table.problems), {}
    for line, cells in table.rows:
        reader = RowReader(known, table.header, line, cells)
        row = judge_row(reader, seen)
        problems += reader.problems
        if row is not None:
            rows.append(row)
    return Judgement(plan, rows, sorted(problems), table.read_as)


def judge_row(reader: RowReader, seen: dict[tuple, int]) -> Judged | None:
    """One row, or nothing if something is wrong with it."""
    measure = reader.measure()
    group, year = reader.place()
    said = {} if reader.is_blank else reader.values(measure)
    if reader.problems:
        return None
    key = (measure.pk, group.pk if group else None, year)
    if key in seen:
        expected = _("Line %(line)s is for the same measure, group and school year.")
        reader.wrong("code", expected % {"line": seen[key]})
        return None
    seen[key] = reader.line
    found = reader.known.results.get(key)
    result = found or Result(school_year=year)
    result.measure, result.group = measure, group
    about = (reader.line, measure, group, year, result)
    if reader.is_blank:
        return Judged(*about, Kind.BLANK)
    changes = [
        Change(name, getattr(result, name) if found else None, after)
        for name, after in said.items()
        if not is_same(getattr(result, name) if found else None, after)
    ]
    if changes and not reader.known.may_save(measure, is_new=found is None):
        reader.wrong("code", not_yours())
        return None
    for change in changes:
        setattr(result, change.field, change.after)
    if found is None:
        return Judged(*about, Kind.NEW, changes, remark(measure, said))
    if changes:
        return Judged(*about, Kind.CHANGED, changes, remark(measure, said))
    return Judged(*about, Kind.UNCHANGED)


def not_yours() -> str:
    return _("You may not change this measure’s results. Remove the row.")


def is_same(before: Any, after: Any) -> bool:
    """Whether nothing would change; nothing and an empty text are the same."""
    if isinstance(before, str):
        before = before.strip()
    return (before if before != "" else None) == (after if after != "" else None)


def remark(measure: Measure, said: dict[str, Any]) -> str:
    """What is likely a mistake, though it may be meant."""
    value = said.get("value")
    if measure.unit_kind in PERCENTS and value is not None and 0 < abs(value) < 1:
        return _("Less than one percent: is %(value)s meant, or %(hundredfold)s?") % {
            "value": plain(value),
            "hundredfold": plain(value * 100),
        }
    return ""


def plain(value: Any) -> str:
    """A value as a text that is the same wherever the value is: 53.00 is 53."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def shown(name: str, value: Any) -> str:
    """A value as the desk shows it."""
    if name == "state" and value:
        return str(State(value).label)
    return plain(value)
