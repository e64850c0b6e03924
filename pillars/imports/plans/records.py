"""The records that a plan's file names, by their codes: the plan's, and the file's."""

import re
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from pillars import codes
from pillars.hierarchy.tree import PARENTS
from pillars.imports.files.cells import CellError, read_cell, read_group
from pillars.imports.files.dataset import Row
from pillars.imports.results.importer import as_the_plan_writes_it
from pillars.models import Measure, Plan, PlanItem, Priority, Strategy

from .sheets import SHEETS, Key, Sheet

PARENT_SHEETS = {"measure": "measures", "priority": "priorities"}
# How codes are written, and an example.
CODES = {
    Priority: (codes.PRIORITY, "1A"),
    Strategy: (rf"{codes.PRIORITY}\.[1-9]\d?", "1A.3"),
    Measure: (codes.MEASURE, "1D-M2"),
}


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
        if (code,) not in self.known[name]:
            expected = _("There is no %(code)s in the sheet “%(sheet)s”.")
            raise CellError(expected % {"code": code, "sheet": name})
        return self.valid(self.known[name][code,])

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
        if sheet.model in CODES:
            pattern, example = CODES[sheet.model]
            return checked_code(pattern, as_the_plan_writes_it(text), example)
        if not text and column != "position":
            raise CellError(_("It cannot be empty."))
        if column in PARENT_SHEETS:
            return self.find(PARENT_SHEETS[column], as_the_plan_writes_it(text))
        return read_cell(sheet.field(column), row.cell(column))

    def location(self, sheet: Sheet, key: dict[str, Any]) -> dict[str, Any]:
        """Where a new record belongs, by field. Raises ``CellError``."""
        code = key.get("code", "")
        if sheet.model is Priority:
            return {"pillar": self.find("pillars", int(code[0])), "letter": code[1]}
        if sheet.model is Strategy:
            place, _point, number = code.partition(".")
            priority = self.find("priorities", place)
            return {"priority": priority, "number": int(number)}
        if sheet.model is Measure:
            place = code.partition("-")[0]
            pillar = self.find("pillars", int(place[0]))
            priority = self.find("priorities", place) if place[1:] else None
            return {**key, "pillar": pillar, "priority": priority}
        if PARENTS[sheet.model] == ["plan"]:
            plan = next(iter(self.known["plan"].values()), None)
            return {**key, "plan": self.valid(plan)}
        return key


def checked_code(pattern: str, code: str, example: str) -> str:
    if not re.fullmatch(pattern, code, re.ASCII):
        raise CellError(_("Expected a code such as %(code)s.") % {"code": example})
    return code
