"""Places: which column of which rows of an item a person means."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Model
from django.utils.translation import gettext as _

from plan_site.editions.document import public_fields
from plan_site.editions.document.diff import Change, FieldChange
from plan_site.editions.document.snapshot import NUMBERED, TITLES, ItemId, Row


class NoSuchPlaceError(ValueError):
    """A person named a column that is none, or none that can be emptied."""


@dataclass(frozen=True)
class Place:
    """
    A column of an item's own row, or of one of the rows that are part of it.

    ``why_en`` · ``result:2022:value`` · ``result:2022:middle-schools:value`` ·
    ``baseline:value`` · ``target:2025:wording_es`` · ``plansection:3:body_en``.
    """

    item: ItemId
    model: type[Model]
    column: str
    # The keys of the rows; numbers are named by the year and the groups they stood in.
    rows: frozenset[int] = frozenset()
    year: int | None = None
    groups: frozenset[int | None] = frozenset({None})
    # Each year and group in which those numbers ever stood.
    stood: frozenset[tuple[int, int | None]] = frozenset()

    @classmethod
    def read(cls, item: ItemId, text: str, rows: Iterable[Row]) -> "Place":
        """
        The place that a text names; ``rows`` are all in which its group may be found.

        Raises ``NoSuchPlaceError`` for a text that names none.
        """
        label, _colon, key = item.partition(":")
        *where, column = text.split(":")
        kind = where.pop(0) if where else label.partition(".")[2]
        model = public_fields.BY_LABEL.get(f"pillars.{kind}")
        if model is None or whole_of(model) != label or not can_be_empty(model, column):
            raise no_such_place(text)
        try:
            if kind not in NUMBERED:
                row = int(where.pop(0)) if model in public_fields.PART_OF else int(key)
                place = cls(item, model, column, frozenset({row}))
            else:
                year = None if kind == "baseline" else int(where.pop(0))
                groups = groups_coded(where.pop(0), rows) if where else {None}
                place = cls(item, model, column, year=year, groups=frozenset(groups))
        except (IndexError, ValueError):
            raise no_such_place(text) from None
        if where or not place.groups:
            raise no_such_place(text)
        return place

    def with_its_rows(self, rows: Iterable[Row]) -> Self:
        """The same, with the numbers that ever stood there, wherever they went."""
        ours = [row for row in rows if row.item == self.item]
        stood = [(row.pk, at(row)) for row in ours if row.model == self.label]
        keys = frozenset(key for key, there in stood if self._is_at(*there))
        spots = frozenset(there for key, there in stood if key in keys)
        return replace(self, rows=keys, stood=spots)

    @property
    def label(self) -> str:
        return public_fields.label(self.model)

    @property
    def field(self) -> tuple[str, str]:
        return public_fields.field_and_language(self.model, self.column)

    def holds(self, row: Row) -> bool:
        return row.model == self.label and row.pk in self.rows

    def is_of(self, change: Change, line: FieldChange, told: Set = frozenset()) -> bool:
        """Whether a line of the log is about the column, or about a row that left."""
        if (
            change.item != self.item
            or line.model != self.model
            or (line.field, line.language) != self.field
        ):
            return False
        if line.year is None:
            return line.key in self.rows
        there = line.year, line.group
        moved = there in self.stood and not told.isdisjoint(line.sides)
        return moved or self._is_at(*there)

    def names(self, change: Change) -> str:
        """The language of a change's title if that is the column, else nothing."""
        name, language = self.field
        is_title = name in TITLES and self.model not in public_fields.PART_OF
        return language if is_title and change.item == self.item else ""

    def _is_at(self, year: int, group: int | None) -> bool:
        return self.year in {None, year} and group in self.groups


def at(row: Row) -> tuple[int, int | None]:
    return row.fields["school_year"], row.fields["group"]


def whole_of(model: type[Model]) -> str:
    """The name of the model that a model's rows are part of, or its own."""
    parent = public_fields.PART_OF.get(model)
    return public_fields.label(
        model._meta.get_field(parent).related_model if parent else model
    )


def can_be_empty(model: type[Model], name: str) -> bool:
    """Whether a public column may be without a value, and carries nothing else."""
    for column in public_fields.public_columns(model):
        if column.name == name:
            return (
                (column.null or column.blank)
                and not column.is_relation
                and name != "translation_state"
            )
    return False


def groups_coded(code: str, rows: Iterable[Row]) -> set[int]:
    """The keys of the student groups that have, or had, a code."""
    return {
        row.pk
        for row in rows
        if row.kind == "studentgroup" and row.fields["code"] == code
    }


def no_such_place(text: str) -> NoSuchPlaceError:
    return NoSuchPlaceError(
        _(
            "“%(text)s” is no column that can be taken out. Write one such as why_en,"
            " baseline:value, target:2025:value, result:2022:value or"
            " result:2022:middle-schools:value."
        )
        % {"text": text}
    )
