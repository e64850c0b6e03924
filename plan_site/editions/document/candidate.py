"""The candidate: what the next edition would say, and which changes need each other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from .diff import Change, diff
from .document import Document
from .hide_again import Hidden, hidden_today
from .names import Names
from .records import take_snapshot
from .snapshot import ItemId, Snapshot, digest


@dataclass(frozen=True)
class Candidate:
    """The last live document with some items as the working copy has them now."""

    last: Document
    working: Snapshot
    chosen: frozenset[ItemId]
    reasons: dict[ItemId, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Candidate":
        """The candidate of everything that changed."""
        last, working = Document.last_live(), take_snapshot()
        return cls(last, working, frozenset(last.snapshot.changed_items(working)))

    @cached_property
    def names(self) -> Names:
        return Names(self.last.snapshot, self.working)

    def choose(
        self, chosen: Iterable[ItemId], reasons: dict[ItemId, dict]
    ) -> "Candidate":
        """Another choice from the same working copy, which is not read again."""
        chosen = frozenset(chosen) & frozenset(self.needs)
        # Unnamed records are shown to nobody: they go with what they are in.
        for item in self.needs:
            row = self.names.rows[item]
            if row.is_unnamed and (
                row.above in chosen | self.last.snapshot.items.keys()
            ):
                chosen |= {item}
        other = Candidate(self.last, self.working, chosen, reasons)
        other.__dict__["hide"] = self.hide
        return other

    @cached_property
    def seen(self) -> str:
        """The digest of what there is to choose from, whatever is chosen."""
        return digest([self.last.number, self.working])

    @cached_property
    def outcome(self) -> str:
        """The digest of what would go out, whatever else may have changed."""
        return digest([self.last.number, sorted(self.chosen), self.rows])

    @cached_property
    def rows(self) -> Snapshot:
        rows = [row for row in self.last.snapshot if row.item not in self.chosen]
        rows += [row for row in self.working if row.item in self.chosen]
        # What is hidden since goes hidden even with an item that was not chosen.
        return self.hide.in_rows(rows)

    @cached_property
    def hide(self) -> Hidden:
        return hidden_today(self.last.hidden)

    @cached_property
    def all_changes(self) -> list[Change]:
        return diff(self.last.snapshot, self.working)

    @cached_property
    def changes(self) -> list[Change]:
        return diff(self.last.snapshot, self.rows)

    @cached_property
    def needs(self) -> dict[ItemId, set[ItemId]]:
        return needed_items(self.last.snapshot, self.working)


def needed_items(before: Snapshot, after: Snapshot) -> dict[ItemId, set[ItemId]]:
    """For each changed item, the changed ones that it cannot be published without."""
    needs = {item: set() for item in before.changed_items(after)}
    # Codes that moved go together.
    moved = {
        item
        for item in needs.keys() & before.codes.keys() & after.codes.keys()
        if before.codes[item] != after.codes[item]
    }
    for item, other in links_between(after, needs):
        if other not in before.items or {item, other} <= moved:
            needs[item].add(other)
        if {item, other} <= moved:
            needs[other].add(item)
    for item, other in links_between(before, needs):
        if other not in after.items:
            needs[other].add(item)
    # Who takes a unique key waits for the one that gives it up.
    holders = {key: row.item for row in before for key in row.unique_keys()}
    for row in after:
        if row.item in needs:
            others = (holders.get(key, row.item) for key in row.unique_keys())
            needs[row.item] |= {*others} - {row.item}
    return needs


def links_between(
    snapshot: Snapshot, items: Iterable[ItemId]
) -> set[tuple[ItemId, ItemId]]:
    return {
        (row.item, other)
        for row in snapshot
        if row.item in items
        for other in row.links()
        if other in items and other != row.item
    }
