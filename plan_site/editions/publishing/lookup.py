"""What a person names: an item by its code, an office by its name."""

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.snapshot import ItemId

from .publish import PublishingError


def resolve_item(name: str, candidate: Candidate) -> ItemId:
    """
    The item that has or had a code, or an office's name. Raises ``PublishingError`` for
    none or many.
    """
    last, working = candidate.last.snapshot, candidate.working
    if name in last.by_item or name in working.by_item:
        return name

    found = offices_called(name, candidate) | items_with_code(name, candidate)
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


def offices_called(name: str, candidate: Candidate) -> dict[str, ItemId]:
    """By the addresses of their plans."""
    offices = {
        item: slug
        for item, (slug, _code, title) in candidate.names.names.items()
        if item.startswith("pillars.office:")
        and any(is_meant(name, slug, text) for text in title.values())
    }
    found = {slug: item for item, slug in offices.items()}
    if len(found) < len(offices):
        several = " or ".join(sorted(offices))
        raise PublishingError(f"Several are called {name!r}. Write {several}.")
    return found


def items_with_code(name: str, candidate: Candidate) -> dict[str, ItemId]:
    """By the addresses of their plans."""
    ever_used = candidate.working.codes_ever_used(candidate.last.codes)
    return {
        slug: item
        for slug, codes in ever_used.items()
        for code, item in codes.items()
        if is_meant(name, slug, code)
    }


def is_meant(name: str, slug: str, text: str) -> bool:
    return name.upper() in {text.upper(), f"{slug}/{text}".upper()}
