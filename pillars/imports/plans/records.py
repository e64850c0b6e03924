"""The records that a plan's file names, by their codes: the plan's, and the file's."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from pillars.codes import anchor
from pillars.hierarchy.tree import PARENTS
from pillars.imports.files.cells import CellError, read_group
from pillars.imports.files.dataset import Row
from pillars.imports.files.fields import read_cell
from pillars.models import Measure, Pillar, Plan, PlanItem, Priority
from pillars.models.coded import Unnamable

from .sheets import SHEETS, Key, Sheet, code_or_value

SHEETS_ABOVE = {"pillar": "pillars", "priority": "priorities"}
# The levels that a plan may lack, with its own word on it.
LACKING = {Pillar: "has_pillars", Priority: "has_priorities"}


def place_of(record: PlanItem) -> tuple:
    """What a record has its position in."""
    parents = (getattr(record, name) for name in PARENTS[type(record)])
    return (type(record), *(str(code_or_value(parent)) for parent in parents))


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
        # What stands for the levels that the plan lacks, by the code above.
        self.unnamed: dict[tuple[type[Unnamable], str], Unnamable] = {}
        # The last position below a record.
        self.last: dict[tuple, int] = {}
        for record in self.all_stored():
            self.note_position(record)

    def all_stored(self) -> Iterator[PlanItem]:
        for records in self.stored.values():
            yield from chain.from_iterable(records.values())

    @property
    def plan(self) -> Plan:
        return self.valid(next(iter(self.known["plan"].values()), None))

    def note_position(self, record: PlanItem) -> None:
        place = place_of(record)
        position = getattr(record, "position", 0)
        self.last[place] = max(position, self.last.get(place, 0))

    def new(self, sheet: Sheet, fields: dict[str, Any]) -> PlanItem:
        record = sheet.model(**fields)
        if "position" in sheet.fields:
            record.position = self.last.get(place_of(record), 0) + 1
        return record

    def find(self, name: str, code: str, *above: PlanItem) -> PlanItem:
        """Raises ``CellError`` if it is not there, or its row is wrong."""
        key = SHEETS[name].key_in([code, *above])
        if key not in self.known[name]:
            expected = _("There is no %(code)s in the sheet “%(sheet)s”.")
            raise CellError(expected % {"code": code, "sheet": name})
        return self.valid(self.known[name][key])

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
        if column == "priority":
            return self.priority_of(row)
        if not text and column != "position":
            raise CellError(_("It cannot be empty."))
        if column == "measure":
            return self.find("measures", text)
        return text if sheet.is_coded else read_cell(sheet.field(column), text)

    def priority_of(self, row: Row) -> Priority:
        """That of a strategy or a resource. Raises ``CellError``."""
        if self.plan.has_priorities:
            return self.above(row, "priority")
        return self.stand_in(Priority, pillar=self.pillar_of(row))

    def pillar_of(self, row: Row) -> Pillar:
        if self.plan.has_pillars:
            return self.above(row, "pillar")
        return self.stand_in(Pillar, plan=self.plan)

    def above(self, row: Row, column: str) -> PlanItem:
        """What a row names, or what has the longest code that its own begins with."""
        name, code = SHEETS_ABOVE[column], row.text("code")
        if text := row.text(column) or self.longest(name, code):
            return self.find(name, text)
        if not code:
            raise CellError(_("It cannot be empty."))
        expected = _(
            "%(code)s begins with no code in the sheet “%(sheet)s”. Say in the column"
            " “%(column)s” where it belongs."
        )
        raise CellError(expected % {"code": code, "sheet": name, "column": column})

    def longest(self, name: str, code: str) -> str:
        """Empty for none. 11 does not begin with 1."""
        code = anchor(code)
        found = [
            known
            for (known,) in self.known[name]
            if code.startswith(known)
            and not (known[-1].isdigit() and code[len(known) :][:1].isdigit())
        ]
        return max(found, key=len, default="")

    def stand_in(self, model: type[Unnamable], **parent: PlanItem) -> Unnamable:
        """The unnamed record below one where the plan lacks a level, stored or new."""
        [(field, above)] = parent.items()
        key = model, getattr(above, "code", "")
        if key not in self.unnamed:
            stored = model._base_manager.filter(code="", **{field: above.pk}).first()
            self.unnamed[key] = stored or model()
            setattr(self.unnamed[key], field, above)
        return self.unnamed[key]

    def location(self, row: Row, sheet: Sheet) -> dict[str, PlanItem | None]:
        """What a record belongs to beside its key, by field. Raises ``CellError``."""
        if sheet.model in LACKING and not getattr(self.plan, LACKING[sheet.model]):
            raise CellError(_("The plan has none of these: its sheet “plan” says so."))
        if sheet.model is Priority:
            return {"pillar": self.pillar_of(row)}
        if sheet.model is Measure:
            return self.location_of_measure(row)
        return {"plan": self.plan} if PARENTS[sheet.model] == ["plan"] else {}

    def location_of_measure(self, row: Row) -> dict[str, PlanItem | None]:
        # Nothing beside the code of a pillar: a measure of the pillar as a whole.
        is_of_pillar = row.text("pillar") and row.has("priority")
        code = row.text("priority")
        if self.plan.has_priorities and not is_of_pillar:
            code = code or self.longest("priorities", row.text("code"))
        priority = self.find("priorities", code) if code else None
        if priority and not row.text("pillar"):
            return {"pillar": priority.pillar, "priority": priority}
        pillar = self.pillar_of(row)
        if priority and priority.pillar != pillar:
            raise CellError(_("That priority belongs to another pillar."))
        return {"pillar": pillar, "priority": priority}
