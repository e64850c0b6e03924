"""Items by the names that a person types: ``1A``, ``2016-19/1A``, or their row's."""

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.snapshot import ItemId


class NoSuchItemError(ValueError):
    """A person named an item that there is none of, or several."""


class NamedItems:
    """
    The items of today, of the last edition and of all codes ever used.

    A code without its plan's address is of the current plan, or of the one that has it.
    """

    def __init__(self, candidate: Candidate):
        last, working = candidate.last.snapshot, candidate.working
        self.items = {item: item for item in [*last.by_item, *working.by_item]}
        self.with_code: dict[str, dict[str, ItemId]] = {}
        # Who has a code today comes last, and so before whoever had it.
        for slug, codes in [
            *candidate.last.codes.items(),
            *last.codes_ever_used({}).items(),
            *working.codes_ever_used({}).items(),
        ]:
            for code, item in codes.items():
                self.items[f"{slug}/{code}".upper()] = item
                self.with_code.setdefault(code.upper(), {})[slug] = item
        self.current = next(
            (
                row.fields["slug"]
                for row in [*working.of_kind("plan"), *last.of_kind("plan")]
                if row.fields["is_current"]
            ),
            "",
        )

    def find(self, name: str) -> ItemId:
        """The item that a person means. Raises ``NoSuchItemError`` for none."""
        item = self.items.get(name) or self.items.get(name.upper())
        if item is not None:
            return item
        plans = self.with_code.get(name.upper(), {})
        if self.current in plans:
            return plans[self.current]
        if len(plans) > 1:
            several = " or ".join(f"{slug}/{name}" for slug in sorted(plans))
            raise NoSuchItemError(f"Several plans have {name!r}. Write {several}.")
        if not plans:
            raise NoSuchItemError(
                f"There is no item {name!r}. Write a code such as 1A or 1D-M2, with its"
                " plan's address before it where that is not the current plan:"
                " 2016-19/1A."
            )
        return next(iter(plans.values()))
