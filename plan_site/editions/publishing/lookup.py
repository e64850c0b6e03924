"""What a person names: an item by its code, an office by its name."""

from collections import defaultdict

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.snapshot import ItemId, Snapshot

from .publish import PublishingError


def resolve_item(name: str, candidate: Candidate) -> ItemId:
    """
    The item that has or had a code, or an office's name. Raises ``PublishingError`` for
    none or many.
    """
    last, working = candidate.last.snapshot, candidate.working
    if name in last.by_item or name in working.by_item:
        return name
    used = working.codes_ever_used(candidate.last.codes)
    found: dict[str, ItemId] = {
        slug: item
        # A code comes before a name, and who has one today before who had it.
        for named in (names_of_offices(last), names_of_offices(working), used)
        for slug, items in named.items()
        for called, item in items.items()
        if name.upper() in {called.upper(), f"{slug}/{called}".upper()}
    }
    if not found:
        raise PublishingError(
            f"There is no item {name!r}. Write a code such as 1A or 1D-M2, or the name"
            " of an office, with its plan's address before it where that is not the"
            " current plan: 2016-19/1A."
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


def names_of_offices(snapshot: Snapshot) -> dict[str, dict[str, ItemId]]:
    """By plan, what only one of its offices is called in any language."""
    found = defaultdict(lambda: defaultdict(set))
    for row in snapshot.of_kind("office"):
        for name in row.title.values():
            found[snapshot.plan_slugs[row.item]][name].add(row.item)
    return {
        slug: {name: item for name, (item, *others) in names.items() if not others}
        for slug, names in found.items()
    }
