"""
Today's suppression for older texts: what is hidden today is hidden in all of them.

An older document, and each line of the log, may hold a value from before the editors
hid it, or from before the privacy threshold rose. A value is known by its measure, its
kind, its school year and its group; a row may have stood in several such places.

What was hidden once is remembered by the history of the working copy, by row and value:
it stays hidden in all that is older until somebody enters that very value again as one
that is shown, which the check list asks about.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from pillars.enums import State
from pillars.rules.suppression import HIDDEN

from . import public_fields
from .snapshot import COUNTED, Row, as_published, key_of, plain

# Kind, measure, school year (none for a baseline: there is but one) and group.
Place = tuple[str, int, int | None, int | None]
RowKey = tuple[str, int]


@dataclass(frozen=True)
class Hidden:
    """What readers must not be shown today, by row and by place."""

    rows: dict[RowKey, str]
    places: dict[Place, str]
    # The values that were hidden there once, and whether they are so today.
    values: dict[Place, dict[str, bool]]

    def in_rows(self, rows: Iterable[Row]) -> list[Row]:
        """Rows of a document, without the values that are hidden today."""
        return [self._in_row(row) for row in rows]

    def _in_row(self, row: Row) -> Row:
        if not is_counted(row):
            return row
        place = place_of(row)
        state = self.rows.get(key_of(row)) or self.places.get(place)
        if state is None and self.values[place].get(row["fields"]["value"]):
            state = State.SUPPRESSED.value
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
        row, measure = line["row"], change["item"].partition(":")[2]
        if line["field"] != "value" or "year" not in row:
            return False
        place = a_place(row["kind"], int(measure), row["year"], row["group"])
        sides = line["before"], line["after"]
        return place in self.places or any(map(self.values[place].get, sides))

    def after(self, last: dict) -> "Hidden":
        """The same, with all that a document hides, whatever was entered since."""
        return replace(self, places=places_in(last) | self.places)

    def as_data(self, last: dict, rows: Iterable[Row]) -> list[list]:
        """The places as the document keeps them that comes after ``last``."""
        every = self.after(last).places
        for row in filter(is_counted, rows):
            if row["fields"]["value"] is not None:
                every.pop(place_of(row), None)
        return sorted(([*place, state] for place, state in every.items()), key=str)


def today(last: dict) -> Hidden:
    """
    What the working copy hides today, and what it hid once.

    What the last document says was hidden stays so if the working copy no longer has a
    word on it, as when an editor has deleted the row.
    """
    rows: dict[RowKey, str] = {}
    places: dict[Place, str] = {}
    values: dict[Place, dict[str, bool]] = defaultdict(dict)
    shown: set[Place] = set()
    for model in COUNTED:
        remember(model, values)
        for record in model._base_manager.using("default").only(
            "measure", "school_year", "group", "state", "value", "student_count"
        ):
            state, value = as_published(record)
            place = stands_at(model, record)
            if state in HIDDEN:
                rows[public_fields.label(model), record.pk] = places[place] = (
                    state.value
                )
            else:
                shown.add(place)
                show(values[place], value)
    left = {p: state for p, state in places_in(last).items() if p not in shown}
    return Hidden(rows, left | places, values)


def remember(model: type[Model], values: dict[Place, dict[str, bool]]) -> None:
    """Add what the rows of a model hid once, at each place where they ever stood."""
    stood, said, hid = defaultdict(set), defaultdict(set), defaultdict(dict)
    for past in once_hidden(model):
        key, (state, value) = past.id, as_published(past)
        stood[key].add(stands_at(model, past))
        said[key] |= {plain(past.value)} - {None}
        if state in HIDDEN:
            hid[key] = dict.fromkeys(said[key], True)
        show(hid[key], value)
        for place in stood[key]:
            values[place] |= hid[key]


def show(hid: dict[str, bool], value: Decimal | None) -> None:
    """Note that somebody entered a value, hidden once, as one that is shown."""
    if plain(value) in hid:
        hid[plain(value)] = False


def once_hidden(model: type[Model]) -> QuerySet:
    """The history of the measures of which a row was hidden, the oldest first."""
    history = model.history.using("default")
    few = Q(student_count__lt=settings.PRIVACY_THRESHOLD)
    hidden = history.filter(Q(state__in=HIDDEN) | few).order_by().values("measure_id")
    return history.filter(measure_id__in=hidden).order_by("history_id")


def places_in(document: dict) -> dict[Place, str]:
    """The places that a document keeps as hidden, with their states."""
    return {tuple(place): state for *place, state in document.get("hidden", ())}


def is_counted(row: Row) -> bool:
    """Whether a row carries a value that counts students."""
    return public_fields.BY_LABEL[row["model"]] in COUNTED


def a_place(kind: str, measure: int, year: int, group: int | None) -> Place:
    """What a value is known by."""
    return kind, measure, None if kind == "baseline" else year, group


def stands_at(model: type[Model], record: Model) -> Place:
    """What the value of a record, or of its past, is known by."""
    kind = model._meta.model_name
    return a_place(kind, record.measure_id, record.school_year, record.group_id)


def place_of(row: Row) -> Place:
    kind = row["model"].partition(".")[2]
    values = row["fields"]
    return a_place(kind, values["measure"], values["school_year"], values["group"])


def without_value(row: Row, state: str = State.SUPPRESSED.value) -> Row:
    """A baseline or a result in a state that has no value."""
    return {**row, "fields": {**row["fields"], "state": state, "value": None}}


def veiled(line: dict) -> dict:
    """A line of the log that says that something changed, but not from what to what."""
    return {**line, "before": None, "after": None, "hidden": True}
