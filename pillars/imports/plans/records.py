"""The records that a plan's file names, by their codes: the plan's, and the file's."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from pillars.codes import segment
from pillars.hierarchy.tree import PARENTS
from pillars.imports.files.cells import CellError, read_cell, read_group
from pillars.imports.files.dataset import Row
from pillars.models import Measure, Plan, PlanItem, Priority, Strategy
from pillars.models.coded import Coded

from .sheets import SHEETS, Key, Sheet

PARENT_SHEETS = {"measure": "measures", "priority": "priorities"}


class Records:
    """The records of a plan and of its file, by sheet and key."""

    def __init__(self, plan: Plan | None):
        self.stored: dict[str, dict[Key, list[PlanItem]]] = {}
        for name, sheet in SHEETS.items():
            found = self.stored[name] = defaultdict(list)
            for record in sheet.records(plan):
                found[sheet.key_of(record)].append(record)
        # What a key refers to; None where its row in the file is wrong.
        self.known: dict[str, dict[Key, PlanItem | None]] = {
            name: {key: records[0] for key, records in found.items()}
            for name, found in self.stored.items()
        }

    def find(self, name: str, code: object) -> PlanItem:
        """Raises ``CellError`` if it is not there, or its row is wrong."""
        for (known, *_more), record in self.known[name].items():
            if segment(known) == segment(code):
                return self.valid(record)
        expected = _("There is no %(code)s in the sheet “%(sheet)s”.")
        raise CellError(expected % {"code": code, "sheet": name})

    def above(self, name: str, code: str) -> PlanItem:
        """What has the longest code that this one begins with."""
        found = [known for (known,) in self.known[name] if code.startswith(known)]
        return self.find(name, max(found, key=len, default=code))

    def valid(self, record: PlanItem | None) -> PlanItem:
        if record is None:
            raise CellError  # Its own row says what is wrong.
        return record

    def find_group(self, text: str) -> PlanItem | None:
        known = self.known["groups"].items()
        groups = {code.casefold(): group for (code,), group in known}
        if text.casefold() in groups:
            return self.valid(groups[text.casefold()])
        return read_group(text, groups)

    def key_part(self, row: Row, sheet: Sheet, column: str) -> Any:
        """A value of a key, or the record that it refers to. Raises ``CellError``."""
        text = row.text(column)
        if column == "group":
            return self.find_group(text)
        if column == "code" and issubclass(sheet.model, Coded):
            return self.as_known(sheet, text)
        if not text and column != "position":
            raise CellError(_("It cannot be empty."))
        if column in PARENT_SHEETS:
            return self.find(PARENT_SHEETS[column], text)
        return read_cell(sheet.field(column), row.cell(column))

    def as_known(self, sheet: Sheet, text: str) -> str:
        """A code as the plan writes it, however it was typed."""
        [name] = [name for name, each in SHEETS.items() if each is sheet]
        known = {segment(code): code for (code, *_more) in self.known[name]}
        return known.get(segment(text), text)

    def location(self, sheet: Sheet, key: dict[str, Any]) -> dict[str, Any]:
        """Where a new record belongs, by field. Raises ``CellError``."""
        code = key.get("code", "")
        if sheet.model is Priority:
            return {**key, "pillar": self.above("pillars", code)}
        if sheet.model is Strategy:
            return {**key, "priority": self.above("priorities", code)}
        if sheet.model is Measure:
            pillar = self.above("pillars", code)
            known = [priority for (priority,) in self.known["priorities"]]
            has_priority = any(map(code.startswith, known))
            priority = self.above("priorities", code) if has_priority else None
            return {**key, "pillar": pillar, "priority": priority}
        if PARENTS[sheet.model] == ["plan"]:
            plan = next(iter(self.known["plan"].values()), None)
            return {**key, "plan": self.valid(plan)}
        return key
