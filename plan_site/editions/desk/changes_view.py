"""What changed since the last edition, each item with the place where it did."""

from pillars.models import PlanItem
from plan_site.editions.checks.messages import admin_url
from plan_site.editions.document import public_fields
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import NOT_FOR_READERS, FieldChange, diff_rows
from plan_site.editions.document.snapshot import ItemId

from .frame import desk_url
from .review import Review, anchor_of


def changed_items() -> list[dict[str, object]]:
    """Each changed item and its place at the desk, in the order of the plan."""
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
    """An item's form, at what changed first; what was removed is on the review page."""
    old, new = review.old.get(item), review.new.get(item)
    if not new:
        return f"{desk_url('review')}#{anchor_of(item)}"
    if not old:
        return admin_url(item)
    first = next(diff_rows(old, new, NOT_FOR_READERS), None)
    return f"{admin_url(item)}#{anchor(item, first)}" if first else admin_url(item)


def anchor(item: ItemId, change: FieldChange) -> str:
    """Where in an item's form a changed field is: itself, or the rows that it is in."""
    if public_fields.label(change.model) == item.partition(":")[0]:
        return "_".join(filter(None, ["id", change.field, change.language]))
    return f"{rows_of(change.model)}-group"


def rows_of(model: type[PlanItem]) -> str:
    """What a form calls the rows of a model that are part of its record."""
    parent = model._meta.get_field(public_fields.PART_OF[model])
    return parent.remote_field.get_accessor_name()
