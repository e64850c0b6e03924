"""What stands before and after a record in the plan's order."""

from collections.abc import Iterable

from pillars.models import Priority


def neighbours(
    priority: Priority, all_priorities: Iterable[Priority]
) -> dict[str, Priority | None]:
    """The priorities just before and after one; None at the plan's ends."""
    ordered = [None, *all_priorities, None]
    for before, here, after in zip(ordered, ordered[1:], ordered[2:], strict=False):
        if here == priority:
            return {"previous": before, "next": after}
    return {}
