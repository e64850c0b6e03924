"""
What changed since the last live edition, item by item, for the review page.

Made from the candidate's rows alone, without queries.
"""

from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Entry:
    item: ItemId
    kind: str
    words: str
    title: str
    # The headings that it is under.
    pillar: str
    priority: str
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


class Review:
    def __init__(self, candidate: Candidate):
        self.candidate, self.names = candidate, candidate.names
        self.old = candidate.last.snapshot.by_item
        self.new = candidate.working.by_item

    @cached_property
    def entries(self) -> list[Entry]:
        """In the order of the plan's outline."""
        lines = Lines(self.names)
        withdrawn = rollback_notes(self.candidate)
        full = self.candidate.choose(self.candidate.needs, {})
        altered = {message.item for message in choice_checks.reasons_missing(full)}
        entries = []
        for change in self.candidate.all_changes:
            item, way = change.item, self.names.way_up(change.item)
            old, new = self.old.get(item, []), self.new.get(item, [])
            changes = change.fields or tuple(diff_rows(old, new))
            entries.append(
                Entry(
                    item=item,
                    kind=change.kind,
                    words=self.names.words(item),
                    title=self.names.title_of_coded(item),
                    pillar=self.heading(way, "pillar") or _("The plan as a whole"),
                    priority=self.heading(way, "priority"),
                    lines=list(lines.of(changes, old, new)),
                    needs=sorted(map(self.names.words, self.candidate.needs[item])),
                    digest=digest([old, new])[:8],
                    asks_reason=item in altered,
                    rolled_back=withdrawn.get(item, ""),
                    admin_url=admin_url(item) if new else "",
                )
            )
        return sorted(entries, key=lambda entry: self.position(entry.item))

    def heading(self, way: dict[str, Row], kind: str) -> str:
        return self.names.heading(way[kind].item) if kind in way else ""

    def position(self, item: ItemId) -> tuple:
        """What is of no pillar comes first."""
        return "pillar" in self.names.way_up(item), self.names.place(item)


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
            "title": review.names.title_of_coded(item),
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
