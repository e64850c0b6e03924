"""What a row of a plan's file is: a record of the plan, found by its code."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.codes import anchor
from pillars.hierarchy.renumbering import move_codes
from pillars.hierarchy.tree import PARENTS
from pillars.hierarchy.unnamed import fill_missing_levels
from pillars.imports.files.cells import CellError
from pillars.imports.files.dataset import SAME_LINE, Row
from pillars.imports.files.pipeline import (
    LOCKED,
    Importer,
    ImportResult,
    Kind,
    RowResult,
)
from pillars.models import Plan, PlanItem, Review
from pillars.models.coded import TAKEN
from pillars.models.measured_series import series_of
from pillars.models.notes import UNKNOWN_MEASURES
from pillars.models.number_errors import NumberFault, faults_in
from pillars.text.language_names import language_name
from pillars.translations.status import TextState, texts_of

from .reader import read_json, read_sheets
from .records import Records
from .sheets import SHEETS, Key, Sheet, code_or_value
from .values import NUMBERS, check_rules, read_values

ADDRESSED = ("pillars", "priorities", "measures")
SAME_ADDRESS = gettext_lazy(
    "Addresses would write it as line %(line)s of the sheet “%(sheet)s”. Give one of"
    " them another code."
)
NAMED_AT_MOST = 200  # characters
MISSING = gettext_lazy("Texts that are missing in %(language)s: %(count)s (%(texts)s).")
STOPPING = gettext_lazy("The plan cannot be published without them.")
FALLING_BACK = gettext_lazy("Readers will see another language in their place.")


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
        # The lines that have a sheet's key.
        self.lines: dict[tuple[str, Key], list[int]] = defaultdict(list)
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
        lines = self.lines[row.sheet, key]
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
        record = next(iter(stored[len(self.lines[row.sheet, key]) :]), None)
        values = {}
        if record is None or any(map(row.text, sheet.parents)):
            values = row.read(sheet.key[0], self.records.location, row, sheet)
            if not row.is_valid:
                return None
        if record is None:
            record, values = self.records.new(sheet, parts | values), {}
        values |= read_values(row, sheet, record, self.records)
        if not row.is_valid:
            return None
        name = [record.code] if sheet.is_coded else map(code_or_value, key)
        found = RowResult.of(row, list(name), record, values)
        check_rules(row, sheet, record)
        self.records.note_position(record)
        return found if row.is_valid else None

    def refuse_taken(self, sheet: str, key: Key) -> None:
        """Raises ``CellError`` for a key, or an address, that another record has."""
        if not SHEETS[sheet].repeats and (lines := self.lines.get((sheet, key))):
            raise CellError(SAME_LINE % {"line": lines[0]})
        for other in {*ADDRESSED} - {sheet} if sheet in ADDRESSED else ():
            if lines := self.lines.get((other, key)):
                raise CellError(SAME_ADDRESS % {"sheet": other, "line": lines[0]})
            if key in self.records.known[other]:
                raise CellError(TAKEN)
        if sheet in ADDRESSED and key[0] in self.slugs:
            raise CellError(_("That is the address of a plan."))

    def validate_together(self, result: ImportResult) -> None:
        """Numbers beside each other; those of a plan whose rows are all valid."""
        if result.problems:
            return
        for row in result.rows:
            if isinstance(row.record, Review):
                self.refuse_unknown_measures(row)
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
                    for record in records[len(self.lines[name, key]) :]
                ]
                self.absent |= {name: names} if names else {}

    def refuse_unknown_measures(self, row: RowResult) -> None:
        """Measures come after the reviews, in the file or before it in the plan."""
        measures = self.records.known["measures"]
        codes = row.record.measure_codes
        if unknown := [code for code in codes if (anchor(code),) not in measures]:
            words = UNKNOWN_MEASURES % {"codes": ", ".join(unknown)}
            row.row.refuse("measures", words)

    def number_faults(self, result: ImportResult) -> Iterator[NumberFault]:
        """What is wrong, or asked, about all numbers as they would be."""
        records = defaultdict(list)
        for name in ("measures", *NUMBERS):
            new = [row.record for row in result.of(Kind.NEW) if row.row.sheet == name]
            stored = chain.from_iterable(self.records.stored[name].values())
            for record in chain(stored, new):
                measure = record if name == "measures" else record.measure
                records[name, measure.code].append(record)
        for (name, code), (measure, *_more) in list(records.items()):
            if name == "measures" and not measure.is_retired:
                numbers = (records[part, code] for part in NUMBERS)
                for series in series_of(measure, *numbers):
                    yield from faults_in(series)

    def save(self, result: ImportResult) -> None:
        super().save(result)
        for row in result.of(Kind.CHANGED):
            if any(change.field.name == "pillar" for change in row.changes):
                move_codes(row.record, "")  # Its measures go with a priority.
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


def missing_texts(records: Records, result: ImportResult) -> Iterator[str]:
    """
    What publishing the plan will miss, a line for each language of readers; none if the
    file cannot be saved.
    """
    if result.problems:
        return
    plan, found = records.plan, defaultdict(list)
    new = (row.record for row in result.of(Kind.NEW))
    for record in chain(records.all_stored(), new):
        for text in texts_of(record):
            if text.state == TextState.MISSING and text.language in plan.languages:
                found[text.language].append(f"{record}, {text.label}")
    consequence = STOPPING if plan.requires_all_texts else FALLING_BACK
    for language, texts in found.items():
        words = {
            "language": language_name(language),
            "count": len(texts),
            "texts": Truncator("; ".join(texts)).chars(NAMED_AT_MOST),
        }
        yield f"{MISSING % words} {consequence}"
