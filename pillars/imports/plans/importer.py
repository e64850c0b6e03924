"""What a row of a plan's file is: a record of the plan, found by its code."""

import copy
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pillars.enums import State, TargetKind, UnitKind
from pillars.imports.files.cells import CellError, read_cell
from pillars.imports.files.dataset import Row
from pillars.imports.files.pipeline import (
    LOCKED,
    Importer,
    ImportResult,
    Kind,
    RowResult,
)
from pillars.models import Measure, Plan, PlanItem
from pillars.models.number_errors import NumberFault, faults_in
from pillars.models.series import as_published, series_of

from .reader import read_json, read_sheets
from .records import Records
from .sheets import SHEETS, Sheet, codes_in

NUMBERS = ("baselines", "targets", "results")
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
        # How many rows have a key, by sheet.
        self.counts: dict[str, Counter] = defaultdict(Counter)
        # The names of records that the plan has and the file does not, by sheet.
        self.absent: dict[str, list[str]] = {}

    def validate(self, row: Row) -> RowResult | None:
        sheet = SHEETS[row.sheet]
        key = {
            column: row.read(column, self.records.key_part, row, sheet, column)
            for column in sheet.key
        }
        if not row.is_valid:
            return None
        codes = codes_in(key.values())
        number = self.counts[row.sheet][codes]
        if number and not sheet.repeats:
            row.refuse(sheet.key[0], _("It is there twice. Leave one of them."))
            return None
        record, found = self.record_of(row, sheet, key, codes), None
        values = self.read_values(row, sheet, record) if row.is_valid else {}
        if row.is_valid:
            check_rules(row, sheet, record, values)
        if row.is_valid:
            found = RowResult.of(row, list(codes), record, values)
        if number == 0:
            self.records.known[row.sheet][codes] = found and record
        return found

    def record_of(
        self, row: Row, sheet: Sheet, key: dict[str, Any], codes: tuple
    ) -> PlanItem | None:
        """The record that a row is about, which may be new; None if that is wrong."""
        location = row.read(sheet.key[0], self.records.location, sheet, key)
        if not row.is_valid:
            return None
        number = self.counts[row.sheet][codes]
        self.counts[row.sheet][codes] += 1
        stored = self.records.stored[row.sheet].get(codes, [])
        return stored[number] if number < len(stored) else sheet.model(**location)

    def read_values(self, row: Row, sheet: Sheet, record: PlanItem) -> dict[str, Any]:
        """What a row says, by column; what it does not say stays as it is."""
        values = {
            column: row.read(column, self.read_value, row, sheet, column, record)
            for column in filter(row.has, sheet.value_columns)
        }
        # A file of what is public says nothing of a value that was hidden in it.
        hides = values.get("state") == State.SUPPRESSED and values.get("value") is None
        if hides and record.pk and as_published(record)[0] == State.SUPPRESSED:
            del values["state"]
            values.pop("value", None)
        return values

    def read_value(self, row: Row, sheet: Sheet, column: str, record: PlanItem) -> Any:
        if column == "strategy" and (code := row.text(column)):
            strategy = self.records.find("strategies", code)
            if strategy.priority != record.priority:
                raise CellError(_("That strategy belongs to another priority."))
            return strategy
        measure = getattr(record, "measure", None)
        is_change = measure and measure.target_kind == TargetKind.CHANGE_BY_PERCENT
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
                    for record in records[self.counts[name][key] :]
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

    def log(self, result: ImportResult) -> None:
        flag = CHANGE if self.plan else ADDITION
        plan = self.saved_plan()
        LogEntry.objects.log_actions(self.user.pk, [plan], flag, _("From a file"))

    def saved_plan(self) -> Plan:
        return self.records.known["plan"][self.slug,]


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
