"""What a row of a plan's file is: a record of the plan, found by its code."""

import copy
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.enums import State, TargetKind, UnitKind
from pillars.hierarchy.tree import PARENTS
from pillars.hierarchy.unnamed import fill_missing_levels
from pillars.imports.files.cells import CellError, entered_decimals, folded, read_cell
from pillars.imports.files.dataset import Row
from pillars.imports.files.pipeline import (
    LOCKED,
    Importer,
    ImportResult,
    Kind,
    RowResult,
)
from pillars.models import Measure, Plan, PlanItem
from pillars.models.base import languages
from pillars.models.coded import TAKEN
from pillars.models.number_errors import NumberFault, faults_in
from pillars.models.series import as_published, series_of

from .reader import read_json, read_sheets
from .records import Records
from .sheets import SHEETS, Key, Sheet, code_or_value

NUMBERS = ("baselines", "targets", "results")
ADDRESSED = ("pillars", "priorities", "measures")
SAME_LINE = gettext_lazy("The same is in line %(line)s. Leave one of them.")
SAME_ADDRESS = gettext_lazy(
    "Addresses would write it as line %(line)s of the sheet “%(sheet)s”. Give one of"
    " them another code."
)
# A kind of unit that older files have; it is money with this sign now.
DOLLARS = {"dollars", "dolares"}
# A change by percent is one whatever the measure counts.
IN_PERCENT = Measure(unit_kind=UnitKind.PERCENT, decimals=4)


class PlanImporter(Importer):
    columns = {name: sheet.columns for name, sheet in SHEETS.items()}

    read_sheets = staticmethod(read_sheets)
    read_text = staticmethod(read_json)

    def match(self, rows: list[Row], lock: bool) -> None:
        plans = Plan.objects.select_for_update() if lock else Plan.objects.all()
        row = next((row for row in rows if row.sheet == "plan"), None)
        self.slug = row.text("slug") if row else ""
        # The plan at that address, if there is one already.
        self.plan = plans.filter(slug=self.slug).first()
        if self.plan and self.plan.is_locked:
            row.problems.append(row.problem("slug", LOCKED % {"plan": self.plan}))
        self.records = Records(self.plan)
        # No code may be the address of a plan.
        self.slugs = {self.slug, *Plan.objects.values_list("slug", flat=True)}
        # The lines that have a key, by sheet.
        self.lines: dict[str, dict[Key, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        # The names of records that the plan has and the file does not, by sheet.
        self.absent: dict[str, list[str]] = {}

    def validate(self, row: Row) -> RowResult | None:
        sheet = SHEETS[row.sheet]
        parts = {
            column: row.read(column, self.records.key_part, row, sheet, column)
            for column in sheet.key
        }
        if not row.is_valid:
            return None
        key = sheet.key_in(parts.values())
        lines = self.lines[row.sheet][key]
        row.read(sheet.key[0], self.refuse_taken, row.sheet, key)
        found = self.row_result(row, sheet, parts, key) if row.is_valid else None
        if not lines:
            self.records.known[row.sheet][key] = found and found.record
        lines.append(row.line)
        return found

    def row_result(
        self, row: Row, sheet: Sheet, parts: dict[str, Any], key: Key
    ) -> RowResult | None:
        stored = self.records.stored[row.sheet].get(key, [])
        record = next(iter(stored[len(self.lines[row.sheet][key]) :]), None)
        location = {}
        if record is None or any(map(row.text, sheet.parents)):
            location = row.read(sheet.key[0], self.records.location, row, sheet)
        if not row.is_valid:
            return None
        if record is None:
            record = self.records.new(sheet, parts | location)
        values = location if record.pk else {}
        values |= self.read_values(row, sheet, record)
        if row.is_valid:
            check_rules(row, sheet, record, values)
        if not row.is_valid:
            return None
        name = [record.code] if sheet.is_coded else map(code_or_value, key)
        found = RowResult.of(row, list(name), record, values)
        self.records.note_position(record)
        return found

    def refuse_taken(self, sheet: str, key: Key) -> None:
        """Raises ``CellError`` for a key, or an address, that another record has."""
        if not SHEETS[sheet].repeats and (lines := self.lines[sheet].get(key)):
            raise CellError(SAME_LINE % {"line": lines[0]})
        for other in {*ADDRESSED} - {sheet} if sheet in ADDRESSED else ():
            if lines := self.lines[other].get(key):
                raise CellError(SAME_ADDRESS % {"sheet": other, "line": lines[0]})
            if key in self.records.known[other]:
                raise CellError(TAKEN)
        if sheet in ADDRESSED and key[0] in self.slugs:
            raise CellError(_("That is the address of a plan."))

    def read_values(self, row: Row, sheet: Sheet, record: PlanItem) -> dict[str, Any]:
        """What a row says, by column; what it does not say stays as it is."""
        values = {
            column: row.read(column, self.read_value, row, sheet, column, record)
            for column in filter(row.has, sheet.value_columns)
        }
        if folded(row.text("unit_kind")) in DOLLARS:
            signs = {f"unit_before_{code}": "$" for code in languages()}
            values |= {name: values.get(name) or sign for name, sign in signs.items()}
        if row.sheet in NUMBERS and not row.has("decimals"):
            values |= decimals_as_written(row, record, values)
        if "position" in values and not row.text("position"):
            del values["position"]
        # A file of what is public says nothing of a value that was hidden in it.
        hides = values.get("state") == State.SUPPRESSED and values.get("value") is None
        if hides and record.pk and as_published(record)[0] == State.SUPPRESSED:
            del values["state"]
            values.pop("value", None)
        return values

    def read_value(self, row: Row, sheet: Sheet, column: str, record: PlanItem) -> Any:
        if column == "strategy" and (code := row.text(column)):
            return self.records.find("strategies", code, record.priority)
        measure = getattr(record, "measure", None)
        is_change = measure and measure.target_kind == TargetKind.CHANGE_BY_PERCENT
        if column == "unit_kind" and folded(row.text(column)) in DOLLARS:
            return UnitKind.MONEY
        if row.sheet == "targets" and is_change:
            measure = IN_PERCENT
        return read_cell(sheet.field(column), row.cell(column), measure)

    def validate_together(self, result: ImportResult) -> None:
        """Numbers beside each other; those of a plan whose rows are all valid."""
        if result.problems:
            return
        rows = {id(row.record): row for row in result.rows}
        for record, column, fault, message in self.number_faults(result):
            # What is wrong with other records is found before publishing.
            row = rows.get(id(record))
            if row and fault.stops:
                row.row.refuse(column, message)
            elif row and row.kind is not Kind.UNCHANGED:
                row.row.ask(column, message)
        if not result.problems:
            for name in result.book.datasets:
                names = [
                    str(record)
                    for key, records in self.records.stored[name].items()
                    for record in records[len(self.lines[name][key]) :]
                ]
                self.absent |= {name: names} if names else {}

    def number_faults(self, result: ImportResult) -> Iterator[NumberFault]:
        """What is wrong, or asked, about all numbers as they would be."""
        records = defaultdict(list)
        for name in ("measures", *NUMBERS):
            new = [row.record for row in result.of(Kind.NEW) if row.row.sheet == name]
            stored = chain.from_iterable(self.records.stored[name].values())
            for record in [*stored, *new]:
                measure = record if name == "measures" else record.measure
                records[name, measure.code].append(record)
        for (name, code), (measure, *_more) in list(records.items()):
            if name == "measures" and not measure.is_retired:
                numbers = (records[part, code] for part in NUMBERS)
                for series in series_of(measure, *numbers):
                    yield from faults_in(series)

    def save(self, result: ImportResult, each: Callable[[], None]) -> None:
        super().save(result, each)
        fill_missing_levels(self.saved_plan())

    def save_record(self, record: PlanItem) -> None:
        """After what is above it: of unnamed records no row says that they are new."""
        for name in PARENTS[type(record)]:
            above = getattr(record, name)
            if above is not None and above.pk is None:
                self.save_record(above)
        super().save_record(record)

    def log(self, result: ImportResult) -> None:
        flag = CHANGE if self.plan else ADDITION
        plan = self.saved_plan()
        LogEntry.objects.log_actions(self.user.pk, [plan], flag, _("From a file"))

    def saved_plan(self) -> Plan:
        return self.records.plan


def decimals_as_written(
    row: Row, record: PlanItem, values: dict[str, Any]
) -> dict[str, int | None]:
    """Those of a new number, where a file has no column for them."""
    numbers = {
        column: values[column]
        for column in ("value", "low", "high")
        if values.get(column) is not None
    }
    is_new = any(getattr(record, name) != value for name, value in numbers.items())
    if not is_new or record.measure.unit_kind == UnitKind.YES_NO:
        return {}
    found = (entered_decimals(row.cell(name), numbers[name]) for name in numbers)
    return {"decimals": max((one for one in found if one is not None), default=None)}


def check_rules(
    row: Row, sheet: Sheet, record: PlanItem, values: dict[str, Any]
) -> None:
    """Check a record, as it would be, against the plan's own rules."""
    draft = copy.copy(record)
    for column, value in values.items():
        setattr(draft, column, value)
    own = {*(sheet.value_columns if record.pk is None else values), *sheet.key}
    fields = record._meta.fields
    relations = {field.name for field in fields if field.is_relation}
    others = {field.name for field in fields} - own | relations
    try:
        draft.clean_fields(exclude=others)
        draft.clean()
        draft.validate_constraints(exclude=relations)
    except ValidationError as error:
        for name, errors in error.update_error_dict({}).items():
            column = name if name in sheet.columns.names else sheet.key[0]
            for message in chain.from_iterable(one.messages for one in errors):
                row.refuse(column, message)
