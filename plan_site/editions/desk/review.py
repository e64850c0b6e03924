"""
What changed since the last live edition, item by item, for the review page.

Made from the candidate's rows alone, without queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pillars.models import PlanItem
from plan_site.editions.checks import choice_checks
from plan_site.editions.checks.messages import admin_url
from plan_site.editions.document import public_fields
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import NOT_FOR_READERS, FieldChange, diff_rows
from plan_site.editions.document.snapshot import ItemId, Row, digest
from plan_site.editions.public.changelog import KINDS
from plan_site.editions.publishing.rollback import rollback_notes

from .access import desk_url
from .diff_view import Line, Lines, table_rows

KIND_ORDER = [
    *("plan", "studentgroup", "glossaryterm", "pillar", "priority", "strategy"),
    *("resource", "measure"),
]


@dataclass(frozen=True)
class Entry:
    item: ItemId
    kind: str
    words: str
    title: str
    lines: list[Line]
    # The names of the items that have to be published with it.
    needs: list[str]
    digest: str
    asks_reason: bool
    # A sentence on the rollback that withdrew it; empty if none did.
    rolled_back: str
    admin_url: str

    @property
    def anchor(self) -> str:
        return anchor_of(self.item)

    @property
    def is_whole(self) -> bool:
        """Whether the item is new or removed: its texts are then collapsed."""
        return self.kind in {"added", "removed"}

    @property
    def rows(self) -> SafeString:
        return table_rows(self.lines, "after" if self.kind == "added" else "before")


@dataclass(frozen=True)
class Part:
    """A pillar's or priority's section of the page."""

    title: str
    entries: list[Entry] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)


class Review:
    def __init__(self, candidate: Candidate):
        self.candidate = candidate
        self.names = candidate.names
        last, working = candidate.last.snapshot, candidate.working
        self.old, self.new = last.by_item, working.by_item
        self.rows = last.items | working.items

    @cached_property
    def entries(self) -> list[Entry]:
        """In the order of the plan's outline."""
        lines = Lines(self.candidate.last.snapshot, self.candidate.working)
        needing_reasons = self.items_needing_reasons()
        withdrawn = rollback_notes(self.candidate)
        entries = []
        for change in self.candidate.all_changes:
            item = change.item
            old, new = self.old.get(item, []), self.new.get(item, [])
            changes = change.fields or tuple(diff_rows(old, new))
            entries.append(
                Entry(
                    item=item,
                    kind=change.kind,
                    words=self.names.words(item),
                    title=self.title(item),
                    lines=list(lines.of(changes, old, new)),
                    needs=sorted(map(self.names.words, self.candidate.needs[item])),
                    digest=digest([old, new])[:8],
                    asks_reason=item in needing_reasons,
                    rolled_back=withdrawn.get(item, ""),
                    admin_url=admin_url(item) if new else "",
                )
            )
        return sorted(entries, key=lambda entry: self.position(entry.item))

    def items_needing_reasons(self) -> set[ItemId]:
        """Items whose published numbers change."""
        full = self.candidate.choose(self.candidate.needs, {})
        missing = choice_checks.reasons_missing(full)
        return {finding.item for finding in missing}

    @property
    def parts(self) -> Iterator[Part]:
        """By pillar, then by priority."""
        for pillar, group in groupby(self.entries, lambda e: self.pillar_title(e.item)):
            parts = [
                Part(title, list(entries))
                for title, entries in groupby(
                    group, lambda e: self.priority_title(e.item)
                )
            ]
            yield Part(pillar, parts=parts)

    def title(self, item: ItemId) -> str:
        """Empty for an item without a code."""
        return self.names.title(item) if self.names.get(item).code else ""

    def ancestors(self, item: ItemId) -> dict[str, Row]:
        """Rows from an item up to its pillar, by kind; former ones if they are gone."""
        row, found = self.rows[item], {}
        while row is not None:
            found[row.kind] = row
            row = self.parent(row)
        return found

    def parent(self, row: Row) -> Row | None:
        for name in ("priority", "pillar"):
            key = row.fields.get(name)
            if key is not None:
                return self.rows.get(f"pillars.{name}:{key}")
        return None

    def position(self, item: ItemId) -> tuple:
        ancestors, (label, key) = self.ancestors(item), item.split(":")
        kind = label.partition(".")[2]
        order = KIND_ORDER.index(kind)
        if "pillar" not in ancestors:
            return (0, 0, "", 0, order, self.names.get(item).code, int(key))
        pillar = ancestors["pillar"].fields
        priority = ancestors.get("priority")
        letter = priority.fields["letter"] if priority else ""
        last = 1 if kind == "measure" and not letter else 0
        return (
            pillar["plan"],
            pillar["number"],
            letter,
            last,
            order,
            self.own_sort_key(item),
            int(key),
        )

    def own_sort_key(self, item: ItemId) -> str:
        """A sort key within its kind: 1A.10 comes after 1A.9."""
        values = self.rows[item].fields
        return str(values.get("sort_key") or f"{values.get('number') or 0:06}")

    def pillar_title(self, item: ItemId) -> str:
        pillar = self.ancestors(item).get("pillar")
        return self.heading(pillar) if pillar else _("The plan as a whole")

    def priority_title(self, item: ItemId) -> str:
        priority = self.ancestors(item).get("priority")
        return self.heading(priority) if priority else ""

    def heading(self, row: Row) -> str:
        return f"{self.names.words(row.item)} – {self.title(row.item)}"


def anchor_of(item: ItemId) -> str:
    return item.removeprefix("pillars.").replace(":", "-")


def kind_labels() -> dict[str, str]:
    return KINDS | {"added": _("New")}


def changed_items() -> list[dict[str, object]]:
    """In the order of the plan."""
    review = Review(Candidate.now())
    changed = sorted(review.candidate.chosen, key=review.position)
    return [
        {
            "words": review.names.words(item),
            "title": review.title(item),
            "url": edit_url(item, review),
            "is_there": item in review.new,
        }
        for item in changed
    ]


def edit_url(item: ItemId, review: Review) -> str:
    """The item's form, at its first change; the review page if it was removed."""
    old, new = review.old.get(item), review.new.get(item)
    if not new:
        return f"{desk_url('review')}#{anchor_of(item)}"
    if not old:
        return admin_url(item)
    first = next(diff_rows(old, new, NOT_FOR_READERS), None)
    return (
        f"{admin_url(item)}#{field_anchor(item, first)}" if first else admin_url(item)
    )


def field_anchor(item: ItemId, change: FieldChange) -> str:
    """A changed field in its form, or the rows that it is in."""
    if change.model._meta.label_lower == item.partition(":")[0]:
        return "_".join(filter(None, ["id", change.field, change.language]))
    return f"{row_prefix(change.model)}-group"


def row_prefix(model: type[PlanItem]) -> str:
    """The prefix of a model's rows in its parent's form."""
    column, _whole = public_fields.PART_OF[model._meta.label_lower]
    parent = model._meta.get_field(column)
    return parent.remote_field.get_accessor_name()
