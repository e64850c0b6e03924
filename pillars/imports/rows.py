"""A row of a file: whose result it is, and what it says of it."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pillars import codes
from pillars.enums import State
from pillars.models import Measure, Plan, Result, StudentGroup
from pillars.models.series import USABLE, VALUE_OPTIONAL
from pillars.permissions import rules
from pillars.rules.texts import visible_text

from . import cells
from .cells import CellError
from .columns import COLUMNS, Header
from .lines import LineReader
from .numbers import read_value
from .tables import Cell

KEY = {"code", "title", "group", "school_year"}
READERS = {
    "state": cells.read_state,
    "student_count": cells.read_count,
    "observed_on": cells.read_day,
    "source_url": cells.read_address,
}


@dataclass(frozen=True)
class Known:
    """What the database holds, fetched once however long the file is."""

    plan: Plan
    measures: dict[str, Measure]
    groups: dict[str, StudentGroup]
    results: dict[tuple, Result]
    # Whose rights count; nobody's where a command reads the file.
    person: Any = None

    @classmethod
    def of(cls, plan: Plan, person=None) -> "Known":
        measures = Measure.objects.filter(pillar__plan=plan)
        results = Result.objects.filter(measure__pillar__plan=plan)
        return cls(
            plan,
            {
                measure.code: measure
                for measure in measures.select_related("pillar", "priority__pillar")
            },
            {group.code.casefold(): group for group in plan.groups.all()},
            {
                (result.measure_id, result.group_id, result.school_year): result
                for result in results
            },
            person,
        )

    def may_save(self, measure: Measure, is_new: bool) -> bool:
        if self.person is None:
            return True
        allowed = rules.may_add if is_new else rules.may_change_all
        return allowed(self.person, Result, measure)


class RowReader(LineReader):
    def __init__(self, known: Known, header: Header, line: int, row: list[Cell]):
        super().__init__(header, line, row)
        self.known = known

    @property
    def is_blank(self) -> bool:
        """Whether the row names a result and says nothing about it."""
        return not any(self.text(column) for column in COLUMNS if column not in KEY)

    def measure(self) -> Measure | None:
        text = self.text("code")
        measure = self.known.measures.get(as_the_plan_writes_it(text))
        if measure is None:
            self.wrong("code", _("Expected the code of one of this plan’s measures."))
        elif measure.withdrawn_by:
            expected = _("The measure is retired. Remove the row.")
            self.wrong("code", expected)
        return measure

    def place(self) -> tuple[StudentGroup | None, int | None]:
        group = year = None
        try:
            group = cells.read_group(self.text("group"), self.known.groups)
        except CellError as error:
            self.wrong("group", str(error))
        try:
            year = cells.read_year(self.text("school_year"), self.known.plan)
        except CellError as error:
            self.wrong("school_year", str(error))
        return group, year

    def values(self, measure: Measure | None) -> dict[str, Any]:
        """What the row says, by field; what it has no column for stays as it is."""
        said = {}
        for column in COLUMNS:
            if column in KEY or column == "value" or not self.has(column):
                continue
            try:
                said[column] = READERS.get(column, visible_text)(self.text(column))
            except CellError as error:
                self.wrong(column, str(error))
        if measure is not None:
            self.read_value(measure, said)
        return said

    def read_value(self, measure: Measure, said: dict[str, Any]) -> None:
        """Add the value, and see that it and the state go together."""
        said["value"] = None
        if self.text("value"):
            try:
                said["value"] = read_value(self.cell("value"), measure)
            except CellError as error:
                self.wrong("value", str(error))
                return
        state, has_value = said.get("state"), said["value"] is not None
        if state is None:
            return
        if state in USABLE and not has_value:
            self.wrong(
                "value",
                _("The state “%(state)s” needs a value.") % {"state": state.label},
            )
        elif has_value and state not in [*USABLE, *VALUE_OPTIONAL]:
            self.wrong(
                "value",
                _("The state “%(state)s” goes without a value. Empty the cell.")
                % {"state": State(state).label},
            )


def as_the_plan_writes_it(code: str) -> str:
    """A measure's code, however its letters and its hyphen were typed."""
    code = "-".join(part.strip() for part in re.split("[-–—‐‑]", code))
    if re.fullmatch(codes.MEASURE, code, re.ASCII):
        return codes.canonical_measure_code(code)
    return code
