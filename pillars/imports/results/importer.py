"""What a row of a results file is: the result of a measure, a group and a year."""

import copy
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars import school_years
from pillars.codes import segment
from pillars.enums import State
from pillars.hierarchy.tree import paths_up, withdrawn_by
from pillars.imports.files.cells import (
    CellError,
    entered_decimals,
    folded,
    read_group,
    read_school_year,
)
from pillars.imports.files.columns import Columns
from pillars.imports.files.dataset import Row
from pillars.imports.files.fields import choices_by_name, read_cell
from pillars.imports.files.pipeline import (
    ChangedMeanwhileError,
    Importer,
    ImportResult,
    Kind,
    RowResult,
)
from pillars.models import Measure, Plan, Result
from pillars.models.base import languages
from pillars.models.number_errors import message_of, value_questions
from pillars.models.series import USABLE, VALUE_OPTIONAL
from pillars.permissions import rules

SAME_RESULT = gettext_lazy(
    "Line %(line)s is for the same measure, group and school year."
)
FORBIDDEN = gettext_lazy("You may not change this measure’s results. Remove the row.")


def label(column: str) -> str:
    model = Measure if column in {"code", "title"} else Result
    return str(model._meta.get_field(column).verbose_name)


COLUMNS = Columns(
    # In the order of the template. The title is for people: only the code counts.
    names=(
        *("code", "title", "group", "school_year", "state", "value", "student_count"),
        *(f"{name}_{code}" for name in ("note", "source") for code in languages()),
        *("source_url", "observed_on"),
    ),
    required=("code", "school_year", "state", "value"),
    label=label,
)
# The columns that say something of the result that the others name.
VALUE_COLUMNS = COLUMNS.names[4:]


class ResultsImporter(Importer):
    columns = {"": COLUMNS}

    def __init__(self, plan: Plan, user=None, checks_rights: bool = True):
        super().__init__(user)
        self.plan = plan
        # A command may change all results, in whoever's name it enters them.
        self.checks_rights = checks_rights

    def match(self, rows: list[Row], lock: bool) -> None:
        measures = Measure.objects.filter(pillar__plan=self.plan)
        measures = measures.select_related(*paths_up(Measure)).order_by("pk")
        results = Result.objects.filter(measure__pillar__plan=self.plan).order_by("pk")
        if lock:
            self.plan = Plan.objects.select_for_update().get(pk=self.plan.pk)
            if self.plan.is_locked:
                raise ChangedMeanwhileError
            # A new result waits too: it needs its measure's row to stay.
            measures = measures.select_for_update(of=["self"])
            results = results.select_for_update(of=["self"])
        self.measures = {measure.segment: measure for measure in measures}
        groups = self.plan.groups.all()
        self.groups = {group.code.casefold(): group for group in groups}
        self.results = {
            (result.measure_id, result.group_id, result.school_year): result
            for result in results
        }
        self.lines: dict[tuple, int] = {}
        # Copied for each new one: its defaults are slow to find.
        self.new_result = Result()

    def validate(self, row: Row) -> RowResult | None:
        measure = row.read("code", self.find_measure, row.text("code"))
        group = row.read("group", read_group, row.text("group"), self.groups)
        year = row.read("school_year", self.read_year, row.text("school_year"))
        is_blank = not any(map(row.text, VALUE_COLUMNS))
        values = {} if is_blank else self.read_values(row, measure)
        if not row.is_valid:
            return None
        key = (measure.pk, group and group.pk, year)
        if key in self.lines:
            row.refuse("code", SAME_RESULT % {"line": self.lines[key]})
            return None
        self.lines[key] = row.line
        result = self.results.get(key) or copy.copy(self.new_result)
        result.measure, result.group, result.school_year = measure, group, year
        name = [measure.code, group and group.code, school_years.label(year)]
        if is_blank:
            return RowResult(row, name, Kind.BLANK, result)
        if "value" in values and values["value"] != result.value:
            result.decimals = entered_decimals(row.cell("value"), values["value"])
        found = RowResult.of(row, name, result, values)
        self.check_changes(row, found)
        return found

    def check_changes(self, row: Row, found: RowResult) -> None:
        measure = found.record.measure
        may_save = rules.may_add if found.kind is Kind.NEW else rules.may_change_all
        is_checked = self.checks_rights and found.changes
        if is_checked and not may_save(self.user, Result, measure):
            row.refuse("code", FORBIDDEN)
        for change in found.changes:
            if change.field.name == "value":
                for fault in value_questions(change.after, measure):
                    row.ask("value", message_of(fault, measure, change.after))

    def find_measure(self, text: str) -> Measure:
        measure = self.measures.get(segment(text))
        if measure is None:
            raise CellError(_("Expected the code of one of this plan’s measures."))
        if withdrawn_by(measure):
            raise CellError(_("The measure is retired. Remove the row."))
        return measure

    def read_year(self, text: str) -> int:
        year = read_school_year(text)
        if not self.plan.first_year <= year <= self.plan.last_year:
            expected = _("Expected one of the plan’s school years, %(years)s.")
            raise CellError(expected % {"years": self.plan.years})
        return year

    def read_values(self, row: Row, measure: Measure | None) -> dict[str, Any]:
        """What a row says, by field; what has no column stays as it is."""
        values = {}
        for column in filter(row.has, VALUE_COLUMNS):
            field, cell = Result._meta.get_field(column), row.cell(column)
            if column == "state":
                values[column] = row.read(column, read_state, field, row.text(column))
            else:
                values[column] = row.read(column, read_cell, field, cell, measure)
        state, has_value = values["state"], values["value"] is not None
        message = ""
        if measure and state in USABLE and not row.text("value"):
            message = _("The state “%(state)s” needs a value.")
        elif has_value and state and state not in [*USABLE, *VALUE_OPTIONAL]:
            message = _("The state “%(state)s” has no value. Empty the cell.")
        if message:
            row.refuse("value", message % {"state": State(state).label})
        return values

    def log(self, result: ImportResult) -> None:
        for kind, flag in ((Kind.NEW, ADDITION), (Kind.CHANGED, CHANGE)):
            records = [row.record for row in result.of(kind)]
            LogEntry.objects.log_actions(self.user.pk, records, flag, _("From a file"))


def read_state(field: models.Field, text: str) -> str:
    """A mistake, also an empty cell, is answered with the labels."""
    state = choices_by_name(field).get(folded(text))
    if state is None:
        labels = "; ".join(map(str, State.labels))
        raise CellError(_("Expected one of these: %(values)s.") % {"values": labels})
    return state
