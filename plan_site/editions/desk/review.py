"""
What changed since the last live edition, item by item, for the review page.

Made from the candidate's rows alone, without queries.
"""

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from plan_site.editions.checks import choice_checks
from plan_site.editions.checks.messages import admin_url
from plan_site.editions.document import public_fields
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import Change, FieldChange, diff_rows
from plan_site.editions.document.names import Names
from plan_site.editions.document.snapshot import ItemId, Row, digest
from plan_site.editions.publishing.rollback import rollback_notes

from .access import desk_url
from .diff_view import Lines

KIND_LABELS = {
    "added": gettext_lazy("New"),
    "changed": pgettext_lazy("change log", "Changed"),
    "removed": pgettext_lazy("change log", "Removed"),
    "retired": pgettext_lazy("change log", "Retired"),
    "corrected": gettext_lazy("Correction"),
}


def entry_of(
    change: Change, names: Names, old: Sequence[Row] = (), new: Sequence[Row] = ()
) -> dict[str, object]:
    """A change as a page shows it; one that comes or goes whole has all of its rows."""
    item, fields = change.item, change.fields or tuple(diff_rows(old, new))
    plan = names.way_up(item).get("plan")
    public = plan.fields["public_languages"] if plan and new else ()
    return {
        "item": item,
        "anchor": anchor_of(item),
        "kind": change.kind,
        "label": KIND_LABELS[change.kind],
        "words": names.words(item),
        "title": names.title_of_coded(item),
        "lines": list(Lines(names, public).of(fields, old, new)),
    }


class Review:
    """What changed, in the order of the plan's outline."""

    def __init__(self, candidate: Candidate):
        self.candidate, self.names = candidate, candidate.names
        self.withdrawn = rollback_notes(candidate)
        full = candidate.choose(candidate.needs, {})
        self.altered = {found.item for found in choice_checks.reasons_missing(full)}
        self.changes = sorted(candidate.all_changes, key=self.position)

    @cached_property
    def entries(self) -> list[dict[str, object]]:
        return list(map(self.entry, self.changes))

    def entry(self, change: Change) -> dict[str, object]:
        item, way = change.item, self.names.way_up(change.item)
        sides = self.candidate.last.snapshot, self.candidate.working
        old, new = (side.by_item.get(item, []) for side in sides)
        return {
            **entry_of(change, self.names, old, new),
            # The headings that it is under.
            "pillar": self.heading(way, "pillar") or _("The plan as a whole"),
            "priority": self.heading(way, "priority"),
            # The names of the items that have to be published with it.
            "needs": sorted(map(self.names.words, self.candidate.needs[item])),
            "digest": digest([old, new])[:8],
            "asks_reason": item in self.altered,
            # A sentence on the rollback that withdrew it.
            "rolled_back": self.withdrawn.get(item),
            "url": url_of(change),
        }

    def heading(self, way: dict[str, Row], kind: str) -> str:
        return self.names.heading(way[kind].item) if kind in way else ""

    def position(self, change: Change) -> tuple:
        """What is of no pillar comes first."""
        way = self.names.way_up(change.item)
        return "pillar" in way, self.names.place(change.item)


def anchor_of(item: ItemId) -> str:
    return item.removeprefix("pillars.").replace(":", "-")


def url_of(change: Change) -> str:
    """The item's form, at its first change; the review page if it was removed."""
    if change.kind == "removed":
        return f"{desk_url('review')}#{anchor_of(change.item)}"
    shown = (line for line in change.fields if line.is_for_readers)
    anchors = (f"#{field_anchor(change.item, line)}" for line in shown)
    return admin_url(change.item) + next(anchors, "")


def field_anchor(item: ItemId, change: FieldChange) -> str:
    """A changed field in its form, or the rows that it is in."""
    label = change.model._meta.label_lower
    if label == item.partition(":")[0]:
        return "_".join(filter(None, ["id", change.field, change.language]))
    column, _whole = public_fields.PART_OF[label]
    to_parent = change.model._meta.get_field(column)
    return f"{to_parent.remote_field.get_accessor_name()}-group"
