"""
What several editions changed together, by item: then and now. What came and went in
between, and what is again as it was, is no change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from .diff import Change, FieldChange, LogEntry, kind_of
from .public_fields import ORDER
from .snapshot import ItemId

RETIREMENT = {"is_retired", "retirement_note"}

# What tells a row from others: its kind, key, school year and group.
RowId = tuple


class NetChange(NamedTuple):
    """Of one item, and what led to it, the oldest first."""

    change: Change
    steps: list[tuple[LogEntry, Change]]


def net_changes(
    history: Iterable[tuple[LogEntry, Iterable[Change]]],
) -> list[NetChange]:
    """By kind of item; ``history`` has the oldest entry first."""
    by_item: dict[ItemId, list[tuple[LogEntry, Change]]] = defaultdict(list)
    for entry, changes in history:
        for change in changes:
            by_item[change.item].append((entry, change))
    ordered = (by_item[item] for item in sorted(by_item, key=place))
    found = [(net_change([it for _entry, it in own]), own) for own in ordered]
    return [NetChange(net, own) for net, own in found if net]


def place(item: ItemId) -> tuple[int, int]:
    label, _colon, key = item.partition(":")
    return ORDER[label], int(key)


def net_change(changes: Sequence[Change]) -> Change | None:
    """Of one item, the oldest first; None where it is as it was."""
    last, fields = changes[-1], merge(changes)
    was_there, is_there = changes[0].kind != "added", last.kind != "removed"
    net = replace(last, fields=(), statuses=None, written=None, reason={}, minor=False)
    if not is_there:
        return replace(net, kind="removed") if was_there else None
    if not was_there:
        retired = tuple(it for it in fields if it.field in RETIREMENT and it.after)
        return replace(net, kind="added", fields=retired)
    if any(change.kind == "removed" for change in changes):
        # The log does not say in what an item that came again differs.
        return replace(net, kind="returned")
    if not fields:
        return None
    statuses = ends(change.statuses for change in changes)
    return replace(
        net,
        kind=kind_of(fields),
        fields=fields,
        statuses=statuses if statuses and len({*statuses.values()}) > 1 else None,
        written=ends(change.written for change in changes),
    )


def ends(sides: Iterable[dict | None]) -> dict | None:
    known = [both for both in sides if both]
    return {**known[-1], "before": known[0]["before"]} if known else None


def merge(changes: Iterable[Change]) -> tuple[FieldChange, ...]:
    fields: dict[tuple, FieldChange] = {}
    for change in changes:
        moved = dict(moves(change.fields))
        known = [
            replace(it, year=row[2], group=row[3])
            for it in fields.values()
            for row in [moved.get(it.row, it.row)]
        ]
        fields = {}
        for it in (*known, *change.fields):
            key = (it.row, it.field, it.language)
            fields[key] = join(fields[key], it) if key in fields else it
    return tuple(it for it in fields.values() if it.hidden or it.before != it.after)


def moves(fields: Sequence[FieldChange]) -> Iterator[tuple[RowId, RowId]]:
    """Rows that stayed and are of another year or group: before, and now."""
    for row in dict.fromkeys(it.row for it in fields if it.year):
        own = {it.field: it.before for it in fields if it.row == row}
        stayed = all(
            None not in it.sides
            for it in fields
            if it.row == row and it.field == "school_year"
        )
        kind, key, year, group = row
        before = own.get("school_year", year), own.get("group", group)
        if stayed and before != (year, group):
            yield (kind, key, *before), row


def join(one: FieldChange, other: FieldChange) -> FieldChange:
    """What is hidden on one side is shown on neither."""
    if one.hidden or other.hidden:
        return other.hide(redacted=one.redacted or other.redacted)
    decimals = None
    if one.decimals or other.decimals:
        both = (None, None)
        decimals = [(one.decimals or both)[0], (other.decimals or both)[1]]
    return replace(other, before=one.before, decimals=decimals)
