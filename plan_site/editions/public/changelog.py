"""The readers' log: what each edition changed, but minor changes, in their language."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from django.utils.text import capfirst

from pillars.hierarchy.tree import above, paths_up
from pillars.models import PlanItem, StudentGroup
from plan_site.editions.document.diff import Change, LogEntry
from plan_site.editions.document.document import Document
from plan_site.editions.document.names import in_language
from plan_site.editions.document.public_fields import BY_LABEL
from plan_site.editions.document.records import item_of
from plan_site.editions.document.snapshot import ItemId

from .sentences import Line, lines_of


class PublicChange:
    """A change in the active language; of another's, only that there was one."""

    def __init__(self, change: Change, groups: Mapping[int, str], url: str = ""):
        self.item, self.kind, self.code = change.item, change.kind, change.code
        self.url = url
        self.title, self.title_language = in_language(change.title)
        self.reason, self.reason_language = in_language(change.reason)
        self.lines: list[Line] = list(lines_of(change, groups))
        self.is_in_another_language = bool(change.fields) and not self.lines

    @property
    def kind_of_item(self) -> str:
        model = BY_LABEL[self.item.partition(":")[0]]
        return capfirst(str(model._meta.verbose_name))


class PublicEntry(NamedTuple):
    number: int
    day: datetime.date
    note: str
    note_language: str
    rolled_back_from: int | None
    # The first one that had the plan.
    is_first: bool
    changes: list[PublicChange]


class ReadersLog:
    def __init__(self, edition: Document, plan: str):
        self.log, plans = edition.log, edition.plans
        self.slug, self.plan = plan, plans.get(plan)
        self.first = self.first_number(self.plan)

    def of_plan(self) -> Iterator[tuple[LogEntry, list[Change]]]:
        """All editions, the newest first, and what each changed in the plan."""
        slug = self.slug
        for entry in self.log:
            # What changed under a former address, which another plan may have now.
            former = self.slug_before(entry, slug)
            yield entry, [one for one in entry.changes if one.plan in {slug, former}]
            slug = former

    def shown(self) -> Iterator[tuple[LogEntry, list[Change]]]:
        """The editions that readers are shown, the newest first, and the changes."""
        for entry, own in self.of_plan():
            changes = [change for change in own if not change.minor]
            # A note on other plans alone is in their logs.
            note = any(entry.note.values()) and (own or not entry.changes)
            if entry.number == self.first:
                yield entry, []
            elif entry.number > self.first and (changes or note):
                yield entry, changes

    def slug_before(self, entry: LogEntry, slug: str) -> str:
        own = (change for change in entry.changes if change.item == self.plan)
        fields = (field for change in own for field in change.fields)
        return next((it.before for it in fields if it.field == "slug"), None) or slug

    def first_number(self, item: ItemId | None) -> int:
        """The edition that first had an item: 1, unless a later one brought it."""
        for entry in reversed(self.log):
            for change in entry.changes:
                if change.item == item and change.kind in {"added", "removed"}:
                    return entry.number if change.kind == "added" else 1
        return 1

    @property
    def last_return(self) -> int:
        """The last edition that added the plan; 0 if it was always there."""
        changes = ((it.number, own) for it in self.log for own in it.changes)
        own = (n for n, it in changes if it.item == self.plan and it.kind == "added")
        return max(own, default=0)

    def last_change(self, items: list[ItemId]) -> LogEntry | None:
        """The entry shown that last changed a page's items; the first is its own."""
        # A plan's page shows everything.
        whole, first = items == [self.plan], self.first_number(items[0])
        for entry, changes in self.shown():
            about = (whole or change.item in items for change in changes)
            if any(about) or entry.number == first:
                return entry
        return None

    def entries(self) -> Iterator[PublicEntry]:
        yield from self.public_entries(list(self.shown()))

    def public_entries(
        self, shown: list[tuple[LogEntry, list[Change]]]
    ) -> Iterator[PublicEntry]:
        urls = addresses_of(change for _entry, some in shown for change in some)
        for entry, changes in shown:
            yield PublicEntry(
                entry.number,
                datetime.date.fromisoformat(entry.day),
                *in_language(entry.note),
                entry.rolled_back_from,
                entry.number == self.first,
                [
                    PublicChange(it, self.groups, urls.get(it.item, ""))
                    for it in changes
                ],
            )

    def corrections_of(self, item: ItemId) -> Iterator[tuple[LogEntry, PublicChange]]:
        for entry, changes in self.shown():
            for change in changes:
                if change.item == item and change.kind == "corrected":
                    yield entry, PublicChange(change, self.groups)

    @cached_property
    def groups(self) -> dict[int, str]:
        groups = StudentGroup.objects.filter(plan__slug=self.slug)
        return {group.pk: str(group) for group in groups}


def address_of(record: PlanItem) -> str:
    """Of its own page, or of the one that it is on."""
    if not hasattr(record, "get_absolute_url"):
        record = above(record)
    return record.get_absolute_url()


def addresses_of(changes: Iterable[Change]) -> dict[ItemId, str]:
    """Where readers find what is still there, in a query for each kind of record."""
    keys = defaultdict(set)
    for change in changes:
        label, _colon, key = change.item.partition(":")
        keys[BY_LABEL[label]].add(key)
    return {
        item_of(record): address_of(record)
        for model, some in keys.items()
        for record in model.objects.filter(pk__in=some).select_related(*paths_up(model))
    }
