"""
What changed since the last live edition, item by item, as an editor reviews it.

It is made from the candidate's rows alone, so that its cost does not grow with queries.
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

from .diff_view import Line, Lines, as_rows
from .frame import desk_url

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
    # What else has to go out with it, in words.
    needs: list[str]
    seal: str
    asks_reason: bool
    # Which rollback withdrew what it says, in words.
    rolled_back: str
    admin_url: str

    @property
    def anchor(self) -> str:
        return anchor_of(self.item)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is new or removed, so that its texts may stay folded."""
        return self.kind in {"added", "removed"}

    @property
    def rows(self) -> SafeString:
        return as_rows(self.lines, "after" if self.kind == "added" else "before")


@dataclass(frozen=True)
class Part:
    """A pillar's or a priority's share of the page."""

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
        asking = self.items_needing_reasons()
        withdrawn = rollback_notes(self.candidate)
        found = []
        for change in self.candidate.all_changes:
            item = change.item
            old, new = self.old.get(item, []), self.new.get(item, [])
            some = change.fields or tuple(diff_rows(old, new))
            found.append(
                Entry(
                    item=item,
                    kind=change.kind,
                    words=self.names.words(item),
                    title=self.title(item),
                    lines=list(lines.of(some, old, new)),
                    needs=sorted(map(self.names.words, self.candidate.needs[item])),
                    seal=digest([old, new])[:8],
                    asks_reason=item in asking,
                    rolled_back=withdrawn.get(item, ""),
                    admin_url=admin_url(item) if new else "",
                )
            )
        return sorted(found, key=lambda entry: self.position(entry.item))

    def items_needing_reasons(self) -> set[ItemId]:
        """Items whose published numbers change."""
        everything = self.candidate.choose(self.candidate.needs, {})
        missing = choice_checks.reasons_missing(everything)
        return {finding.item for finding in missing}

    @property
    def parts(self) -> Iterator[Part]:
        """By pillar, then by priority."""
        for pillar, some in groupby(self.entries, lambda e: self.pillar_title(e.item)):
            parts = [
                Part(title, list(few))
                for title, few in groupby(some, lambda e: self.priority_title(e.item))
            ]
            yield Part(pillar, parts=parts)

    def title(self, item: ItemId) -> str:
        """In the editor's language if there is one; empty without a code."""
        return self.names.title(item) if self.names.get(item).code else ""

    def place(self, item: ItemId) -> dict[str, Row]:
        """Rows from an item up to its pillar, by kind: of today, else of before."""
        row, found = self.rows[item], {}
        while row is not None:
            found[row.kind] = row
            row = self.above(row)
        return found

    def above(self, row: Row) -> Row | None:
        for name in ("priority", "pillar"):
            key = row.fields.get(name)
            if key is not None:
                return self.rows.get(f"pillars.{name}:{key}")
        return None

    def position(self, item: ItemId) -> tuple:
        place, (label, key) = self.place(item), item.split(":")
        kind = label.partition(".")[2]
        order = KIND_ORDER.index(kind)
        if "pillar" not in place:
            return (0, 0, "", 0, order, self.names.get(item).code, int(key))
        pillar = place["pillar"].fields
        letter = place["priority"].fields["letter"] if "priority" in place else ""
        last = 1 if kind == "measure" and not letter else 0
        return (
            pillar["plan"],
            pillar["number"],
            letter,
            last,
            order,
            self.own_number(item),
            int(key),
        )

    def own_number(self, item: ItemId) -> str:
        """A sort key within its kind: 1A.10 comes after 1A.9."""
        values = self.rows[item].fields
        return str(values.get("sort_key") or f"{values.get('number') or 0:06}")

    def pillar_title(self, item: ItemId) -> str:
        pillar = self.place(item).get("pillar")
        return self.heading(pillar) if pillar else _("The plan as a whole")

    def priority_title(self, item: ItemId) -> str:
        priority = self.place(item).get("priority")
        return self.heading(priority) if priority else ""

    def heading(self, row: Row) -> str:
        return f"{self.names.words(row.item)} – {self.title(row.item)}"


def anchor_of(item: ItemId) -> str:
    return item.removeprefix("pillars.").replace(":", "-")


def labels() -> dict[str, str]:
    return KINDS | {"added": _("New")}


def changed_items() -> list[dict[str, object]]:
    """In the order of the plan."""
    found = Review(Candidate.now())
    changed = sorted(found.candidate.chosen, key=found.position)
    return [
        {
            "words": found.names.words(item),
            "title": found.title(item),
            "place": place_of(item, found),
            "is_there": item in found.new,
        }
        for item in changed
    ]


def place_of(item: ItemId, review: Review) -> str:
    """An item's form, at its first change; for a removed one, the review page."""
    old, new = review.old.get(item), review.new.get(item)
    if not new:
        return f"{desk_url('review')}#{anchor_of(item)}"
    if not old:
        return admin_url(item)
    first = next(diff_rows(old, new, NOT_FOR_READERS), None)
    return f"{admin_url(item)}#{anchor(item, first)}" if first else admin_url(item)


def anchor(item: ItemId, change: FieldChange) -> str:
    """Where a changed field is in its form: the field, or the rows it is in."""
    if change.model._meta.label_lower == item.partition(":")[0]:
        return "_".join(filter(None, ["id", change.field, change.language]))
    return f"{rows_of(change.model)}-group"


def rows_of(model: type[PlanItem]) -> str:
    """The prefix of a model's rows in its parent's form."""
    column, _whole = public_fields.PART_OF[model._meta.label_lower]
    parent = model._meta.get_field(column)
    return parent.remote_field.get_accessor_name()
