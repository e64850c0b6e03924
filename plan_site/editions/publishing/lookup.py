"""What a person names: an item by its code, a column of its rows by a path."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from pillars.history.field_text import TITLES
from pillars.models import Baseline
from plan_site.editions.document import public_fields
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import Change, FieldChange
from plan_site.editions.document.snapshot import OF_A_YEAR, ItemId, Row

from .publish import PublishingError

UNKNOWN = _(
    "“%(text)s” is no column that can be taken out. Write one such as why_en,"
    " baseline:value, target:2025:value, result:2022:value,"
    " result:2022:middle-schools:value, measurenote:2024:why_en or helpline:3:text."
)


def resolve_item(name: str, candidate: Candidate) -> ItemId:
    """The item that has or had a code. Raises ``PublishingError`` for none or many."""
    last, working = candidate.last.snapshot, candidate.working
    if name in last.by_item or name in working.by_item:
        return name
    found: dict[str, ItemId] = {}
    # Who has a code today comes last, and so before whoever had it.
    for codes_of in (
        candidate.last.codes,
        last.codes_ever_used({}),
        working.codes_ever_used({}),
    ):
        for slug, codes in codes_of.items():
            for code, item in codes.items():
                if name.upper() in {code.upper(), f"{slug}/{code}".upper()}:
                    found[slug] = item
    if not found:
        raise PublishingError(
            f"There is no item {name!r}. Write a code such as 1A or 1D-M2, with its"
            " plan's address before it where that is not the current plan:"
            " 2016-19/1A."
        )
    plans = [*working.of_kind("plan"), *last.of_kind("plan")]
    current = [row.fields["slug"] for row in plans if row.fields["is_current"]]
    # A code alone is of the current plan, or of the one that has it.
    if current and current[0] in found:
        return found[current[0]]
    if len(found) > 1:
        several = " or ".join(f"{slug}/{name}" for slug in sorted(found))
        raise PublishingError(f"Several plans have {name!r}. Write {several}.")
    return next(iter(found.values()))


@dataclass(frozen=True)
class FieldPath:
    """A column of an item's row, or of a part of it, as ``plansection:3:body_en``."""

    item: ItemId
    model: type[Model]
    column: str
    # The keys of the rows; numbers are named by a year and groups that they had.
    rows: frozenset[int] = frozenset()
    year: int | None = None
    groups: frozenset[int | None] = frozenset({None})
    # Each year and group that those numbers ever had.
    years: frozenset[tuple[int, int | None]] = frozenset()

    @classmethod
    def read(cls, item: ItemId, text: str, rows: Iterable[Row]) -> "FieldPath":
        """``rows`` may have its group. Raises ``PublishingError`` if it is no path."""
        item_label, _colon, key = item.partition(":")
        *where, column = text.split(":")
        label = f"pillars.{where.pop(0)}" if where else item_label
        model = public_fields.BY_LABEL.get(label)
        _parent, whole = public_fields.PART_OF.get(label, ("", label))
        if model is None or whole != item_label or not can_be_empty(model, column):
            raise PublishingError(UNKNOWN % {"text": text})
        try:
            if label.removeprefix("pillars.") not in OF_A_YEAR:
                row = int(where.pop(0)) if whole != label else int(key)
                path = cls(item, model, column, frozenset({row}))
            else:
                year = None if model is Baseline else int(where.pop(0))
                groups = groups_coded(where.pop(0), rows) if where else {None}
                path = cls(item, model, column, year=year, groups=frozenset(groups))
        except (IndexError, ValueError):
            raise PublishingError(UNKNOWN % {"text": text}) from None
        if where or not path.groups:
            raise PublishingError(UNKNOWN % {"text": text})
        return path

    def with_its_rows(self, rows: Iterable[Row]) -> Self:
        """The same, with the numbers that ever had its year, wherever they went."""
        had = [
            (row.pk, (row.fields["school_year"], row.fields.get("group")))
            for row in rows
            if row.item == self.item and row.model == self.label
        ]
        keys = frozenset(key for key, year in had if self._is_at(*year))
        years = frozenset(year for key, year in had if key in keys)
        return replace(self, rows=keys, years=years)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def field(self) -> tuple[str, str]:
        return public_fields.field_and_language(self.model, self.column)

    def holds(self, row: Row) -> bool:
        return row.model == self.label and row.pk in self.rows

    def is_of(self, change: Change, line: FieldChange, values: Set) -> bool:
        """Whether a line of the log is about it; its rows ever had these values."""
        if (
            change.item != self.item
            or line.model != self.model
            or (line.field, line.language) != self.field
        ):
            return False
        if line.year is None:
            return line.key in self.rows
        has_moved = (line.year, line.group) in self.years and values & {*line.sides}
        return bool(has_moved) or self._is_at(line.year, line.group)

    def title_language(self, change: Change) -> str:
        name, language = self.field
        is_title = name in TITLES and self.label not in public_fields.PART_OF
        return language if is_title and change.item == self.item else ""

    def _is_at(self, year: int, group: int | None) -> bool:
        return self.year in {None, year} and group in self.groups


def can_be_empty(model: type[Model], name: str) -> bool:
    """Whether a public column may be without a value, and carries nothing else."""
    return name != "translation_state" and any(
        (column.null or column.blank or name in TITLES) and not column.is_relation
        for column in public_fields.public_columns(model)
        if column.name == name
    )


def groups_coded(code: str, rows: Iterable[Row]) -> set[int]:
    return {
        row.pk
        for row in rows
        if row.kind == "studentgroup" and row.fields["code"] == code
    }
