"""What differs between two snapshots, by item, field and language, new fields too."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Self

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from pillars.rules.suppression import HIDDEN

from . import public_fields as fields
from .snapshot import NUMBERED, OF_A_YEAR, ItemId, Row, Snapshot

NUMBERS = {"value", "low", "high"}
# What editors are shown as a change, and readers are not: a number shows its decimals.
NOT_FOR_READERS = frozenset({"translation_state", "position", "is_featured"}).union(
    f"{kind}.decimals" for kind in NUMBERED
)
# How a measure's numbers are written, beside all of its unit.
WRITTEN_WITH = ("decimals", "target_kind")
YEAR_AND_GROUP = {"school_year", "group"}


@dataclass(frozen=True)
class FieldChange:
    """A field of one row, before and after, in one language if it has several."""

    kind: str
    field: str
    language: str
    before: object
    after: object
    # A row of a year is identified by that and its group, any other by its key.
    key: int | None = None
    year: int | None = None
    group: int | None = None
    # Those that a number was entered with before and after, if one is known.
    decimals: list[int | None] | None = None
    # Readers see that something changed, but not from what to what.
    hidden: bool = False
    redacted: bool = False

    @classmethod
    def read(cls, data: dict) -> Self:
        return cls(**data["row"], **{k: v for k, v in data.items() if k != "row"})

    def as_data(self) -> dict:
        place = {"year": self.year, "group": self.group}
        return {
            "row": {"kind": self.kind, **(place if self.year else {"key": self.key})},
            "field": self.field,
            "language": self.language,
            "before": self.before,
            "after": self.after,
            **({"decimals": self.decimals} if self.decimals else {}),
            **{name: True for name in ("hidden", "redacted") if getattr(self, name)},
        }

    @property
    def row(self) -> tuple:
        return self.kind, self.key, self.year, self.group

    @property
    def sides(self) -> tuple[object, object]:
        return self.before, self.after

    @property
    def is_for_readers(self) -> bool:
        return not {self.field, f"{self.kind}.{self.field}"} & NOT_FOR_READERS

    def hide(self, **marks: bool) -> Self:
        nothing = {"before": None, "after": None, "decimals": None}
        return replace(self, **nothing, hidden=True, **marks)

    @property
    def model(self) -> type[models.Model] | None:
        return fields.BY_LABEL.get(f"pillars.{self.kind}")

    @property
    def column(self) -> models.Field | None:
        """The model's field, unless it has gone since."""
        try:
            return self.model and self.model._meta.get_field(self.field)
        except FieldDoesNotExist:
            return None

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERED and self.field in NUMBERS


@dataclass(frozen=True)
class Change:
    """What became of an item; an item added or removed has no fields."""

    item: ItemId
    # Added, changed, removed, retired, or corrected: a published number was altered.
    kind: str
    # These three are as they are now or last were.
    plan: str
    code: str
    title: dict[str, str]
    fields: tuple[FieldChange, ...] = ()
    # Of a measure before and after, where that differs: how it wrote numbers, status.
    written: dict[str, dict] | None = None
    statuses: dict[str, str] | None = None
    minor: bool = False
    reason: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: dict) -> Self:
        changed = tuple(map(FieldChange.read, data["fields"]))
        return cls(**{**data, "fields": changed})

    def as_data(self) -> dict:
        data = vars(self)
        return {name: data[name] for name in data if data[name] is not None}


@dataclass(frozen=True)
class LogEntry:
    """One edition in a document's log; the day is in ISO format."""

    number: int
    day: str
    note: dict[str, str]
    rolled_back_from: int | None
    changes: tuple[Change, ...]

    @classmethod
    def read(cls, data: dict) -> Self:
        changes = tuple(map(Change.read, data["changes"]))
        return cls(**{**data, "changes": changes})

    def with_each(self, edit: Callable[[Change], Change]) -> Self:
        return replace(self, changes=tuple(map(edit, self.changes)))


def diff(
    before: Snapshot, after: Snapshot, without: Set[str] = frozenset()
) -> list[Change]:
    """The changes that lead from one snapshot to another, but those of some columns."""
    names, changes = before.names | after.names, []
    for item in before.changed_items(after):
        if (after.items.get(item) or before.items[item]).is_unnamed:
            continue
        old, new = before.by_item.get(item), after.by_item.get(item)
        changed, written = (), None
        if not old or not new:
            kind = "removed" if old else "added"
        elif changed := tuple(diff_rows(old, new, without)):
            kind = kind_of(changed)
            if any(change.is_number for change in changed):
                written = {"before": units(old), "after": units(new)}
        else:
            continue
        changes.append(Change(item, kind, *names[item], changed, written))
    return changes


def diff_rows(
    before: Iterable[Row], after: Iterable[Row], without: Set[str] = frozenset()
) -> Iterator[FieldChange]:
    old, new = ({row.key: row for row in rows} for rows in (before, after))
    for key in old | new:
        was, now = old.get(key), new.get(key)
        row = now or was
        parent, _label = fields.PART_OF.get(row.model, ("", ""))
        for column in (was or now).fields | row.fields:
            one, other = (side and side.fields.get(column) for side in (was, now))
            if one == other or {column, f"{row.kind}.{column}"} & {*without, parent}:
                continue
            names = fields.field_and_language(fields.BY_LABEL[row.model], column)
            change = FieldChange(row.kind, *names, one, other, *identity(row))
            if change.is_number:
                known = [side and side.fields.get("decimals") for side in (was, now)]
                if any(decimals is not None for decimals in known):
                    change = replace(change, decimals=known)
            yield change


def identity(row: Row) -> tuple[int | None, int | None, int | None]:
    """What tells a row from the others of its kind in an item: key, year, group."""
    if row.kind in OF_A_YEAR:
        return None, row.fields["school_year"], row.fields.get("group")
    return row.pk, None, None


def kind_of(changed: Sequence[FieldChange]) -> str:
    if any(change.field == "is_retired" and change.after for change in changed):
        return "retired"
    is_corrected = any(is_correction(change, changed) for change in changed)
    return "corrected" if is_corrected else "changed"


def units(rows: list[Row]) -> dict:
    (measure,) = (row for row in rows if row.kind == "measure")
    return {
        name: value
        for name, value in measure.fields.items()
        if value is not None and (name in WRITTEN_WITH or name.startswith("unit_"))
    }


def is_correction(change: FieldChange, others: Iterable[FieldChange]) -> bool:
    """Whether a number that readers had been given was altered, moved or removed."""
    if change.kind in NUMBERED and change.field in YEAR_AND_GROUP:
        return stays(change, others)
    return change.is_number and change.before is not None


def stays(change: FieldChange, others: Iterable[FieldChange]) -> bool:
    """Whether a number was there before and still is, if of another year."""
    years = (c for c in others if c.row == change.row and c.field == "school_year")
    return all(None not in year.sides for year in years)


def without_repetition(changed: Iterable[FieldChange]) -> list[FieldChange]:
    return [change for change in changed if not is_repetition(change, changed)]


def is_repetition(change: FieldChange, others: Iterable[FieldChange]) -> bool:
    """Whether other changed fields of its row, or there being a row, say as much."""
    same_row = (other for other in others if other.row == change.row)
    if change.field == "translation_state":
        return any(other.language for other in same_row)
    if change.field == "decimals":
        return any(other.is_number for other in same_row)
    if change.hidden:
        return any(c.field == "state" and c.after in HIDDEN for c in same_row)
    if stays(change, others):
        return False
    # A number that came or went is named by its year and group.
    is_one_sided_no = None in change.sides and False in change.sides
    return change.field in YEAR_AND_GROUP or is_one_sided_no


def as_text(changes: Iterable[Change]) -> Iterator[str]:
    """Each change as lines for a terminal; under it each field, before and after."""
    for change in changes:
        title = next(filter(None, change.title.values()), "")
        yield f"{change.kind:9} {change.code} {title}".rstrip()
        for line in change.fields:
            where = ".".join(filter(None, [line.field, line.language]))
            place = f"{line.kind} {line.year} " if line.year else ""
            yield f"    {place}{where}: {line.before} → {line.after}"
