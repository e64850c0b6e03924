"""A row of a plan's file: which record it is, and what it says of it."""

import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pillars.enums import State
from pillars.imports.cells import CellError
from pillars.imports.columns import Header
from pillars.imports.lines import LineReader
from pillars.imports.problems import Problem
from pillars.imports.rows import as_the_plan_writes_it
from pillars.imports.tables import Cell
from pillars.models import Plan, PlanItem

from . import values
from .known import FaultyError, Key, Known, above, matched, parse, placed
from .sheets import Sheet
from .writing import as_published

NUMBERS = ("baselines", "targets", "results")
WHOSE = {"plansection", "studentgroup", "glossaryterm", "pillar"}


class RowJudge(LineReader):
    """Reads one row, noting each problem with its sheet, line and column."""

    def __init__(
        self,
        sheet: Sheet,
        known: Known,
        header: Header,
        line: int,
        row: list[Cell],
        has_gaps: bool,
    ):
        super().__init__(header, line, row)
        self.sheet = sheet
        self.known = known
        self.has_gaps = has_gaps
        self.name = ""

    def says(self, column: str) -> bool:
        """Whether the row has the column: JSON may leave one out."""
        is_there = not self.has_gaps or self.cell(column) is not None
        return self.has(column) and is_there

    def problem(self, column: str, expected: str) -> Problem:
        return super().problem(column, expected)._replace(sheet=self.sheet.name)

    def judge(self, seen: dict[Key, int]) -> tuple[PlanItem | None, dict[str, Any]]:
        """The row's record and what it says; without a problem both are sound."""
        key, place = self.place()
        if key is None:
            return None, {}
        if place is None:
            # What stands on this row is not told the same once more.
            self.known.named[self.sheet.name].setdefault(key, None)
            return None, {}
        self.name = " ".join(str(part) for part in key if part not in {None, ""})
        number = seen.get(key, 0)
        if number and not self.sheet.repeats:
            self.wrong(self.sheet.key[0], _("It is there twice. Leave one of them."))
            return None, {}
        seen[key] = number + 1
        stored = self.known.stored[self.sheet.name].get(key, [])
        record = stored[number] if number < len(stored) else self.sheet.model(**place)
        said = self.said(record)
        if not self.problems:
            self.check(record, said)
        sound = None if self.problems else record
        self.known.named[self.sheet.name].setdefault(key, sound)
        return record, said

    def place(self) -> tuple[Key | None, dict[str, Any] | None]:
        """Which record the row is, and where that stands; nothing if it is unclear."""
        parts, place = [], {}
        for column in self.sheet.key:
            try:
                part, record = self.part(column)
            except CellError as error:
                self.wrong(column, str(error))
                return None, None
            except FaultyError:
                return None, None
            parts.append(part)
            if record is not part:
                place[column] = record
        try:
            place |= placed(self.sheet, tuple(parts), self.known)
            if self.sheet.model._meta.model_name in WHOSE:
                place["plan"] = self.plan()
        except CellError as error:
            self.wrong(self.sheet.key[0], str(error))
            return tuple(parts), None
        except FaultyError:
            return tuple(parts), None
        return tuple(parts), place

    def part(self, column: str) -> tuple[Any, Any]:
        """A part of the key, and the record that it refers to if it does."""
        text = self.text(column)
        if column == "measure":
            code = as_the_plan_writes_it(text)
            return code, above(self.known, "measures", code)
        if column == "priority":
            code = text.upper()
            return code, above(self.known, "priorities", code)
        if column == "group":
            group = self.known.group(text)
            return (group.code if group else None), group
        part = parse(self.sheet, column, self.cell(column))
        return part, part

    def plan(self) -> Plan:
        """The plan of the file. Raises ``FaultyError`` if that is wrong itself."""
        named = list(self.known.named["plan"].values())
        if not named or named[0] is None:
            raise FaultyError
        return named[0]

    def said(self, record: PlanItem) -> dict[str, Any]:
        """What the row says, by column; what it does not say stays as it is."""
        said = {}
        for column in filter(self.says, self.sheet.said):
            try:
                said[column] = self.value(column, record)
            except CellError as error:
                self.wrong(column, str(error))
            except FaultyError:
                return said
        return self.without_hidden(record, said)

    def value(self, column: str, record: PlanItem) -> Any:
        if column == "strategy":
            return self.strategy(self.text(column).upper(), record)
        measure = None
        if self.sheet.name in NUMBERS:
            is_target = self.sheet.name == "targets"
            measure = values.counted_like(record.measure, is_target)
        return values.read(self.sheet.field(column), self.cell(column), measure)

    def strategy(self, code: str, resource: PlanItem) -> PlanItem | None:
        """The strategy of a resource, which is one of its priority's."""
        if not code:
            return None
        matched(rf"{resource.priority.code}\.\d+", code, f"{resource.priority.code}.1")
        return above(self.known, "strategies", code)

    def without_hidden(self, record: PlanItem, said: dict[str, Any]) -> dict[str, Any]:
        """A file of what is public says nothing of a value that was hidden in it."""
        hidden = said.get("state") == State.SUPPRESSED and said.get("value") is None
        if hidden and record.pk and as_published(record)["state"] == State.SUPPRESSED:
            return {k: v for k, v in said.items() if k not in {"state", "value"}}
        return said

    def check(self, record: PlanItem, said: dict[str, Any]) -> None:
        """Hold the record, as it would be, against the plan's own rules."""
        draft = copy.copy(record)
        for column, value in said.items():
            setattr(draft, column, value)
        columns = self.sheet.said if record.pk is None else said
        own = {*columns, *self.sheet.key}
        names = [column.name for column in record._meta.fields]
        relations = {c.name for c in record._meta.fields if c.is_relation}
        for rule in [
            lambda: draft.clean_fields(exclude={*names} - own | relations),
            draft.clean,
            lambda: draft.validate_constraints(exclude=relations),
        ]:
            try:
                rule()
            except ValidationError as error:
                self.note(error)
                return

    def note(self, error: ValidationError) -> None:
        """What the plan's rules refuse, with the column that it is about."""
        for name, messages in error.update_error_dict({}).items():
            column = name if name in self.sheet.columns else self.sheet.key[0]
            for message in messages:
                for text in message.messages:
                    self.wrong(column, text)
