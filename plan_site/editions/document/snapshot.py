"""
Snapshots: the public rows and fields of all public plans, as plain data. An item is
what is compared, chosen and published as one: a measure with its series, a plan with
its sections, any other row by itself. It is called ``pillars.pillar:2``.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

from django.db import models

from pillars.codes import segment
from pillars.history.field_text import TITLES
from pillars.rules.texts import visible_text

from . import public_fields as fields

ItemId = str
RowKey = tuple[str, int]

COUNTED = {"baseline", "result"}
NUMBERED = {*COUNTED, "target"}
# Told from others of their kind by their year, and numbers also by their group.
OF_A_YEAR = {*NUMBERED, "prioritynote", "measurenote"}
CODED = {"pillar", "priority", "strategy", "measure"}


class ItemName(NamedTuple):
    """The address of an item's plan, its code if it has one, its title by language."""

    plan: str
    code: str
    title: dict[str, str]


@dataclass(frozen=True, eq=False)
class Row:
    """A public record; ``fields`` maps columns to JSON values."""

    model: str
    pk: int
    fields: dict[str, object]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.said == other.said

    @property
    def said(self) -> tuple[RowKey, dict[str, object]]:
        """A column that is empty may as well be missing: columns come and go."""
        return self.key, {
            name: it for name, it in self.fields.items() if it is not None
        }

    @property
    def key(self) -> RowKey:
        return self.model, self.pk

    @property
    def kind(self) -> str:
        return self.model.partition(".")[2]

    @property
    def is_unnamed(self) -> bool:
        """Whether it stands for a level that its plan lacks: nobody is shown it."""
        return self.kind in {"pillar", "priority"} and not self.fields["code"]

    @property
    def item(self) -> ItemId:
        return self._whole(fields.PART_OF) or f"{self.model}:{self.pk}"

    @property
    def above(self) -> ItemId | None:
        """The next item on the way to its plan."""
        return self._whole(fields.ABOVE)

    def _whole(self, wholes: dict[str, tuple[str, str]]) -> ItemId | None:
        column, label = wholes.get(self.model, ("", ""))
        return f"{label}:{self.fields[column]}" if column else None

    @property
    def title(self) -> dict[str, str]:
        for field in TITLES:
            texts = {
                name.removeprefix(f"{field}_"): text
                for name, text in self.fields.items()
                if name.startswith(f"{field}_") and visible_text(text)
            }
            if texts:
                return texts
        return {}

    def with_fields(self, **values) -> Self:
        return replace(self, fields=self.fields | values)

    def links(self) -> Iterator[ItemId]:
        """The items that it cannot be without."""
        model = fields.BY_LABEL[self.model]
        for column in fields.public_columns(model):
            key = self.fields.get(column.name)
            if isinstance(column, models.ForeignKey) and key is not None:
                yield f"{column.related_model._meta.label_lower}:{key}"

    def unique_keys(self) -> Iterator[tuple]:
        """What no other row may share with this one, by the rules of the database."""
        model = fields.BY_LABEL[self.model]
        public = {column.name for column in fields.public_columns(model)}
        for rule in model._meta.constraints:
            if isinstance(rule, models.UniqueConstraint) and public >= {*rule.fields}:
                key = tuple(self.fields.get(name) for name in rule.fields)
                # A rule with a condition holds only where its columns say something.
                if rule.condition is None or not {None, False} & {*key}:
                    yield self.model, rule.name, key
        for column in fields.public_columns(model):
            if column.unique and not column.primary_key:
                yield self.model, column.name, self.fields[column.name]


@dataclass(frozen=True)
class Snapshot:
    """Rows in a fixed order, in which each comes after those that it points to."""

    rows: tuple[Row, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        return cls(
            tuple(sorted(rows, key=lambda row: (fields.ORDER[row.model], row.pk)))
        )

    def as_data(self) -> tuple[Row, ...]:
        return self.rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row.kind in kinds]

    @cached_property
    def by_item(self) -> dict[ItemId, list[Row]]:
        rows = defaultdict(list)
        for row in self.rows:
            rows[row.item].append(row)
        return dict(rows)

    @cached_property
    def items(self) -> dict[ItemId, Row]:
        return {row.item: row for row in self.rows if row.model not in fields.PART_OF}

    @cached_property
    def names(self) -> dict[ItemId, ItemName]:
        return {
            item: ItemName(self.plan_slugs[item], self.codes.get(item, ""), row.title)
            for item, row in self.items.items()
        }

    @cached_property
    def codes(self) -> dict[ItemId, str]:
        """Of those that the plan gives one; none of a level that it lacks."""
        return {
            item: row.fields["code"]
            for item, row in self.items.items()
            if row.kind in CODED and row.fields["code"]
        }

    @cached_property
    def plan_slugs(self) -> dict[ItemId, str]:
        """The address of the plan that each item belongs to, empty without one."""
        slugs: dict[ItemId, str] = {}
        for row in self.rows:
            slug = row.fields["slug"] if row.above is None else slugs.get(row.above, "")
            slugs.setdefault(row.item, slug)
        return slugs

    def codes_ever_used(self, before: dict) -> dict[str, dict[str, ItemId]]:
        """
        By plan, each code with its first item, as codes are never given again; with
        them, as ``groups/english-learners``, those of student groups.
        """
        used = {slug: dict(codes) for slug, codes in before.items()}
        codes = {
            item: code
            for item, code in self.codes.items()
            if not self.is_coded_within(item)
        }
        for row in self.of_kind("studentgroup"):
            codes[row.item] = group_address(row.fields["code"], row.pk)
        for item, code in codes.items():
            used.setdefault(self.plan_slugs[item], {}).setdefault(code, item)
        return used

    def is_coded_within(self, item: ItemId) -> bool:
        """
        Whether it is a strategy whose code is of use in its priority alone, such as 1:
        others may have it, too.
        """
        row = self.items[item]
        if row.kind != "strategy":
            return False
        above = row.above
        while above in self.items and above not in self.codes:
            above = self.items[above].above
        code_above = segment(self.codes.get(above, ""))
        return not segment(self.codes[item]).startswith(code_above)

    def changed_items(self, after: "Snapshot") -> list[ItemId]:
        """The items of which anything differs, in the order of the plan's records."""
        old, new, items = self.by_item, after.by_item, self.items | after.items
        changed = [item for item in items if old.get(item) != new.get(item)]
        return [row.item for row in Snapshot.of(map(items.get, changed))]


def group_address(code: str, pk: object = "") -> str:
    """Of a student group's page, below its plan's."""
    return f"groups/{segment(code) or pk}"


def as_bytes(content: object) -> bytes:
    """Plain data, and a document's parts, as JSON: the same for the same content."""
    return json.dumps(
        content,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        default=as_data,
    ).encode()


def as_data(part: object) -> object:
    """All that a part has, unless it says itself what of it is stored."""
    return part.as_data() if hasattr(part, "as_data") else vars(part)


def digest(content: object) -> str:
    return hashlib.sha256(as_bytes(content)).hexdigest()
