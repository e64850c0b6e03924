"""What stands before and after a record in the plan's order."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Priority


@dataclass(frozen=True)
class Neighbours:
    """The priorities just before and after one; None at the plan's ends."""

    previous: Priority | None
    next: Priority | None


def neighbours(priority: Priority, all_priorities: Iterable[Priority]) -> Neighbours:
    ordered = [None, *all_priorities, None]
    for before, here, after in zip(ordered, ordered[1:], ordered[2:], strict=False):
        if here == priority:
            return Neighbours(before, after)
    return Neighbours(None, None)
