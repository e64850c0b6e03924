"""A column of an item's rows, named by a path such as ``result:2022:value``."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Self

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from pillars.history.field_text import TITLES
from pillars.models.base import OfYear
from plan_site.editions.document import public_fields
from plan_site.editions.document.diff import Change, FieldChange, identity
from plan_site.editions.document.records import row_of
from plan_site.editions.document.snapshot import ItemId, Row

from .publish import PublishingError

UNKNOWN = _(
    "“%(text)s” is no column that can be taken out. Write one such as why_en,"
    " baseline:value, target:2025:value, result:2022:value,"
    " result:2022:middle-schools:value, measurenote:2024:why_en or helpline:3:text."
)


@dataclass(frozen=True)
class FieldPath:
    """A column of an item's row, or of a part of it, as ``plansection:3:body_en``."""

    item: ItemId
    model: type[Model]
    column: str
    # The keys of the rows, and by what the log tells these from others: those of a year
    # by each year and group that they ever had.
    rows: set[int]
    places: set[tuple]

    @classmethod
    def find(cls, item: ItemId, text: str, rows: list[Row]) -> Self:
        """``rows`` are those of all editions. Raises ``PublishingError``."""
        where, _colon, column = text.rpartition(":")
        codes: dict[int | None, set[str]] = defaultdict(set, {None: {""}})
        for row in rows:
            if row.kind == "studentgroup":
                codes[row.pk].add(row.fields["code"])
        model = public_fields.BY_LABEL.get(f"pillars.{where.partition(':')[0]}")
        if model and issubclass(model, OfYear):
            # They may have stood in a year that no edition knows.
            about = {f"{model.about}_id": int(item.partition(":")[2])}
            kept = versions(model, **about)
            rows = [*rows, *(row_of(getattr(one, "instance", one)) for one in kept)]
        own = [row for row in rows if row.item == item]
        found = {row.key for row in own if where in names_of(row, codes)}
        model = public_fields.BY_LABEL[min(found)[0]] if found else None
        if model is None or not can_be_empty(model, column):
            raise PublishingError(UNKNOWN % {"text": text})
        keys = {key for _label, key in found}
        places = {identity(row) for row in own if row.key in found}
        return cls(item, model, column, keys, places)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def field(self) -> tuple[str, str]:
        return public_fields.field_and_language(self.model, self.column)

    def holds(self, row: Row) -> bool:
        return row.model == self.label and row.pk in self.rows

    def is_of(self, change: Change, line: FieldChange) -> bool:
        """Whether a line of the log is about it, or about a row that had its place."""
        return (
            (change.item, line.model) == (self.item, self.model)
            and (line.field, line.language) == self.field
            and (line.key, line.year, line.group) in self.places
        )

    def title_language(self, change: Change) -> str:
        name, language = self.field
        is_title = name in TITLES and self.label not in public_fields.PART_OF
        return language if is_title and change.item == self.item else ""


def versions(model: type[Model], **which: object) -> list[Model]:
    """Records of the working copy, and what the history has of them."""
    managers = model._base_manager, model.history
    return [one for rows in managers for one in rows.using("default").filter(**which)]


def names_of(row: Row, codes: dict[int | None, set[str]]) -> set[str]:
    """What a row is called: by every code of its group, and an item by nothing."""
    if row.model not in public_fields.PART_OF:
        return {""}
    key, year, group = identity(row)
    if key is not None:
        return {f"{row.kind}:{key}"}
    place = row.kind if row.kind == "baseline" else f"{row.kind}:{year}"
    return {f"{place}:{code}".rstrip(":") for code in codes[group]}


def can_be_empty(model: type[Model], name: str) -> bool:
    """Whether a public column may be without a value, and carries nothing else."""
    return name != "translation_state" and any(
        (column.null or column.blank or name in TITLES) and not column.is_relation
        for column in public_fields.public_columns(model)
        if column.name == name
    )
