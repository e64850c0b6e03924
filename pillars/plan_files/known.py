"""What the plan has already, and what its file names: records by their codes."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from pillars import codes
from pillars.hierarchy.tree import TO_PLAN
from pillars.imports.cells import CellError, as_text, read_group
from pillars.imports.rows import as_the_plan_writes_it
from pillars.imports.tables import Cell
from pillars.models import Measure, Plan, PlanItem, Priority, Strategy

from . import values
from .sheets import SHEETS, Sheet

Key = tuple
# What a record's key takes beyond its own row.
ABOVE = {
    "priorities": ["pillar"],
    "strategies": ["priority__pillar"],
    "resources": ["priority__pillar", "strategy__priority__pillar"],
    "measures": ["pillar", "priority__pillar"],
    "baselines": ["measure", "group"],
    "targets": ["measure", "group"],
    "results": ["measure", "group"],
}


def key_of(sheet: Sheet, record: PlanItem) -> Key:
    """What names a record within its sheet."""
    parts = [getattr(record, column) for column in sheet.key]
    return tuple(getattr(part, "code", part) for part in parts)


class Known:
    """The records of a plan by sheet and key: those there are, and those to come."""

    def __init__(self, plan: Plan | None):
        self.stored: dict[str, dict[Key, list[PlanItem]]] = {}
        # What a key stands for in the file; None where its row is wrong.
        self.named: dict[str, dict[Key, PlanItem | None]] = defaultdict(dict)
        for name, sheet in SHEETS.items():
            found = self.stored[name] = defaultdict(list)
            for record in records_of(sheet, plan):
                found[key_of(sheet, record)].append(record)

    def find(self, name: str, key: Key) -> tuple[bool, PlanItem | None]:
        """Whether there is a record of that key, and the record if it is sound."""
        if key in self.named[name]:
            return True, self.named[name][key]
        stored = self.stored[name].get(key, [])
        return bool(stored), stored[0] if stored else None

    def group(self, text: str) -> PlanItem | None:
        """The student group that a code names; None for all students."""
        names = {*self.stored["groups"], *self.named["groups"]}
        groups = {code.casefold(): self.find("groups", (code,))[1] for (code,) in names}
        if groups.get(text.casefold(), "") is None:
            raise FaultyError
        return read_group(text, {c: group for c, group in groups.items() if group})


class FaultyError(Exception):
    """A record that is named has a row that is wrong itself: that is said there."""


def records_of(sheet: Sheet, plan: Plan | None) -> list[PlanItem]:
    """A plan's records of one kind, in the order in which a file has them."""
    if plan is None:
        return []
    path = TO_PLAN[sheet.model]
    records = sheet.model._base_manager.filter(**{path or "pk": plan.pk})
    records = records.select_related(*ABOVE.get(sheet.name, []))
    found = sorted(records, key=lambda record: record.pk)
    return sorted(found, key=lambda record: sorting_key(key_of(sheet, record)))


def sorting_key(key: Key) -> list:
    """Keys as people count: 1A.2 before 1A.10, all students before a group."""
    text = " ".join("" if part is None else str(part) for part in key)
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.split(r"(\d+)", text)
        if part
    ]


def parse(sheet: Sheet, column: str, cell: Cell):
    """A part of a key that refers to nothing. Raises ``CellError``."""
    text = as_text(cell)
    if sheet.name == "priorities":
        return matched(rf"{codes.PRIORITY}", text.upper(), "1A")
    if sheet.name == "strategies":
        return matched(rf"{codes.PRIORITY}\.[1-9]\d?", text.upper(), "1A.3")
    if sheet.name == "measures":
        code = as_the_plan_writes_it(text)
        return code if codes.is_measure_code(code) else matched("", text, "1D-M2")
    if not text and column != "position":
        raise CellError(_("It cannot be empty."))
    return values.read(sheet.field(column), cell)


def matched(pattern: str, text: str, example: str) -> str:
    if not pattern or not re.fullmatch(pattern, text, re.ASCII):
        raise CellError(_("Expected a code such as %(code)s.") % {"code": example})
    return text


def placed(sheet: Sheet, key: Key, known: Known) -> dict[str, object]:
    """Where a new record stands: the columns that its key fills."""
    (code, *_rest) = key
    if sheet.model is Priority:
        return {"pillar": above(known, "pillars", int(code[0])), "letter": code[1]}
    if sheet.model is Strategy:
        priority, _point, number = code.partition(".")
        return {
            "priority": above(known, "priorities", priority),
            "number": int(number),
        }
    if sheet.model is Measure:
        place = code.partition("-")[0]
        pillar = above(known, "pillars", int(place[0]))
        priority = above(known, "priorities", place) if place[1:] else None
        return {"pillar": pillar, "priority": priority, "code": code}
    return {}


def above(known: Known, name: str, code: object) -> PlanItem:
    """The record that another stands on. Raises ``CellError`` if there is none."""
    is_there, record = known.find(name, (code,))
    if not is_there:
        expected = _("There is no %(code)s in the sheet “%(sheet)s”.")
        raise CellError(expected % {"code": code, "sheet": name})
    if record is None:
        raise FaultyError
    return record
