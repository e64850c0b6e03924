"""
Today's suppression for older texts: what is hidden today is hidden in all of them.

An older document, and each line of the log, may hold a value from before the editors
hid it, or from before the privacy threshold rose. A value is known by its measure, its
kind, its school year and its group; a row may have stood in several such places.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.conf import settings

from pillars.enums import State
from pillars.suppression import HIDDEN, published

from . import fields
from .snapshot import COUNTED, Row, key_of

# Kind, measure, school year (none for a baseline: there is but one) and group.
Place = tuple[str, int, int | None, int | None]
RowKey = tuple[str, int]


@dataclass(frozen=True)
class Hidden:
    """What readers must not be shown today, by row and by place."""

    rows: dict[RowKey, str]
    places: dict[Place, str]
    # Where rows that are hidden today stood before: old lines of the log speak of that.
    former: dict[Place, str] = field(default_factory=dict)

    def in_rows(self, rows: Iterable[Row]) -> list[Row]:
        """Rows of a document, without the values that are hidden today."""
        return [self._in_row(row) for row in rows]

    def _in_row(self, row: Row) -> Row:
        if not is_counted(row):
            return row
        state = self.rows.get(key_of(row)) or self.places.get(place_of(row))
        if state is None or not State(row["fields"]["state"]).has_value:
            return row
        return without_value(row, state)

    def in_log(self, log: Iterable[dict]) -> list[dict]:
        """A document's log, without the values that are hidden today."""
        return [
            {**entry, "changes": [self._in_change(c) for c in entry["changes"]]}
            for entry in log
        ]

    def _in_change(self, change: dict) -> dict:
        lines = [
            veiled(line) if self._has_value_of(change, line) else line
            for line in change["fields"]
        ]
        return {**change, "fields": lines}

    def _has_value_of(self, change: dict, line: dict) -> bool:
        place = line_place(change, line) if line["field"] == "value" else None
        return place in self.places or place in self.former

    def also_known_as(self, rows: Iterable[Row]) -> "Hidden":
        """The same, with the other places that rows hidden today have had."""
        places = {
            place_of(row): self.rows[key_of(row)]
            for row in rows
            if key_of(row) in self.rows and place_of(row) not in self.places
        }
        return replace(self, former={**self.former, **places})

    def as_data(self) -> list[list]:
        """The places as a document keeps them."""
        every = {**self.former, **self.places}
        data = [[*place, state] for place, state in every.items()]
        return sorted(data, key=str)


def today(last: dict) -> Hidden:
    """
    What the working copy hides today.

    What the last document says was hidden stays so if the working copy no longer has a
    word on it, as when an editor has deleted the row.
    """
    rows: dict[RowKey, str] = {}
    places: dict[Place, str] = {}
    shown: set[Place] = set()
    for model in COUNTED:
        label = fields.label(model)
        for record in model._base_manager.using("default").only(
            "measure", "school_year", "group", "state", "value", "student_count"
        ):
            state, _value = published(
                State(record.state),
                record.value,
                record.student_count,
                settings.PRIVACY_THRESHOLD,
            )
            place = a_place(
                record._meta.model_name,
                record.measure_id,
                record.school_year,
                record.group_id,
            )
            if state in HIDDEN:
                rows[label, record.pk] = places[place] = state.value
            else:
                shown.add(place)
    for *place, state in last.get("hidden", ()):
        if tuple(place) not in shown:
            places.setdefault(tuple(place), state)
    return Hidden(rows, places).also_known_as(last["snapshot"])


def is_counted(row: Row) -> bool:
    """Whether a row carries a value that counts students."""
    return fields.BY_LABEL[row["model"]] in COUNTED


def a_place(kind: str, measure: int, year: int, group: int | None) -> Place:
    """What a value is known by."""
    return kind, measure, None if kind == "baseline" else year, group


def place_of(row: Row) -> Place:
    """What a baseline's or a result's value is known by."""
    kind = row["model"].partition(".")[2]
    values = row["fields"]
    return a_place(kind, values["measure"], values["school_year"], values["group"])


def line_place(change: dict, line: dict) -> Place | None:
    """What the value in a line of the log is known by, if the line is of one."""
    row = line["row"]
    if "year" not in row:
        return None
    measure = int(change["item"].partition(":")[2])
    return a_place(row["kind"], measure, row["year"], row["group"])


def without_value(row: Row, state: str = State.SUPPRESSED.value) -> Row:
    """A baseline or a result in a state that has no value."""
    return {**row, "fields": {**row["fields"], "state": state, "value": None}}


def veiled(line: dict) -> dict:
    """A line of the log that says that something changed, but not from what to what."""
    return {**line, "before": None, "after": None, "hidden": True}
