"""
Today's suppression for older texts. What was hidden once, as the working copy's history
knows by row and value, stays hidden in all that is older until somebody enters that
very value again as one that is shown, which the check list asks about.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import Model, Q

from pillars.enums import State
from pillars.models.series import as_published
from pillars.rules.suppression import HIDDEN

from . import records
from .diff import Change, FieldChange, LogEntry
from .records import plain
from .snapshot import COUNTED, ItemId, Row, RowKey, Snapshot

# What a value is known by: its kind, measure, school year (none for a baseline: there
# is but one) and group. A row may have had several.
ValueKey = tuple[str, int, int | None, int | None]


@dataclass(frozen=True)
class Hidden:
    """What readers must not be shown today, by row and by the value's key."""

    rows: dict[RowKey, str]
    keys: dict[ValueKey, str]
    # The values that were hidden there once, and whether they are so today.
    values: dict[ValueKey, dict[str, bool]]
    # What the last document hides, whatever was entered since.
    last: dict[ValueKey, str]

    def in_rows(self, rows: Iterable[Row]) -> Snapshot:
        return Snapshot.of(map(self._in_row, rows))

    def _in_row(self, row: Row) -> Row:
        if row.kind not in COUNTED:
            return row
        key = key_of_row(row)
        state = self.rows.get(row.key) or self.keys.get(key)
        if state is None and self.values[key].get(row.fields["value"]):
            state = State.SUPPRESSED.value
        if state is None or not State(row.fields["state"]).has_value:
            return row
        return row.with_fields(state=state, value=None, decimals=None)

    def in_change(self, change: Change) -> Change:
        lines = (
            line.hide() if self._has_value_of(change, line) else line
            for line in change.fields
        )
        is_told = change.statuses and change.item not in self.measures
        statuses = change.statuses if is_told else None
        return replace(change, fields=tuple(lines), statuses=statuses)

    @cached_property
    def measures(self) -> set[ItemId]:
        """Of which a value is hidden, or was: a status would tell something of it."""
        once = (key for key, values in self.values.items() if any(values.values()))
        keys = (*self.keys, *once)
        return {f"pillars.measure:{measure}" for _kind, measure, *_place in keys}

    def _has_value_of(self, change: Change, line: FieldChange) -> bool:
        if line.field != "value" or line.year is None:
            return False
        measure = int(change.item.partition(":")[2])
        key = value_key(line.kind, measure, line.year, line.group)
        return key in self.keys or any(map(self.values[key].get, line.sides))

    def in_log(self, log: Iterable[LogEntry]) -> tuple[LogEntry, ...]:
        return tuple(entry.with_each(self.in_change) for entry in log)

    def with_last(self) -> "Hidden":
        return replace(self, keys=self.last | self.keys)

    def as_data(self, rows: Iterable[Row]) -> list[list]:
        """The keys as the document stores them that comes next and has these rows."""
        keys = self.last | self.keys
        for row in rows:
            if row.kind in COUNTED and row.fields["value"] is not None:
                keys.pop(key_of_row(row), None)
        return sorted(([*key, state] for key, state in keys.items()), key=str)


def hidden_today(stored: Iterable[list]) -> Hidden:
    """What the working copy hides today, and what it hid once."""
    rows: dict[RowKey, str] = {}
    keys: dict[ValueKey, str] = {}
    values: dict[ValueKey, dict[str, bool]] = defaultdict(dict)
    shown: set[ValueKey] = set()
    for model in records.COUNTED:
        remember(model, values)
        for record in model._base_manager.using("default").only(
            "measure", "school_year", "group", "state", "value", "student_count"
        ):
            state, value = as_published(record)
            key = key_of_record(model, record)
            if state in HIDDEN:
                rows[model._meta.label_lower, record.pk] = keys[key] = state.value
            else:
                shown.add(key)
                show(values[key], value)
    # What the last document hid stays hidden where the working copy is silent, as when
    # an editor has deleted the row.
    last = {tuple(key): state for *key, state in stored}
    left = {key: state for key, state in last.items() if key not in shown}
    return Hidden(rows, left | keys, values, last)


def remember(model: type[Model], values: dict[ValueKey, dict[str, bool]]) -> None:
    """Add the values of measures of which a row was hidden, the oldest first."""
    keys, ever, hid = defaultdict(set), defaultdict(set), defaultdict(dict)
    history = model.history.using("default").order_by("history_id")
    few = Q(student_count__lt=settings.PRIVACY_THRESHOLD)
    hidden = history.filter(Q(state__in=HIDDEN) | few).order_by().values("measure_id")
    for past in history.filter(measure_id__in=hidden):
        state, value = as_published(past)
        keys[past.id].add(key_of_record(model, past))
        ever[past.id] |= {plain(past.value)} - {None}
        if state in HIDDEN:
            hid[past.id] = dict.fromkeys(ever[past.id], True)
        show(hid[past.id], value)
        for key in keys[past.id]:
            values[key] |= hid[past.id]


def show(hid: dict[str, bool], value: Decimal | None) -> None:
    if plain(value) in hid:
        hid[plain(value)] = False


def value_key(kind: str, measure: int, year: int, group: int | None) -> ValueKey:
    return kind, measure, None if kind == "baseline" else year, group


def key_of_record(model: type[Model], record: Model) -> ValueKey:
    year, group = record.school_year, record.group_id
    return value_key(model._meta.model_name, record.measure_id, year, group)


def key_of_row(row: Row) -> ValueKey:
    names = ("measure", "school_year", "group")
    return value_key(row.kind, *(row.fields[name] for name in names))
