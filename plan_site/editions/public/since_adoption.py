"""What has changed since a plan was adopted: then and now, with the reasons given."""

from collections.abc import Mapping
from functools import cached_property

from django.utils.text import capfirst

from pillars.models import Plan
from plan_site.editions.document.diff import LogEntry
from plan_site.editions.document.document import Document
from plan_site.editions.document.names import in_language
from plan_site.editions.document.net_changes import NetChange, net_changes
from plan_site.editions.document.public_fields import BY_LABEL

from .changelog import PublicChange, ReadersLog, addresses_of


class PublicNetChange(PublicChange):
    def __init__(self, net: NetChange, groups: Mapping[int, str], url: str):
        super().__init__(net.change, groups, url)
        # The editions that the log shows, each with the reason and its language.
        self.steps = [
            (entry, *in_language(change.reason))
            for entry, change in net.steps
            if not change.minor
        ]

    @property
    def heading(self) -> str:
        model = BY_LABEL[self.item.partition(":")[0]]
        name = "verbose_name" if model is Plan else "verbose_name_plural"
        return capfirst(str(getattr(model._meta, name)))


class SinceAdoption:
    """Minor changes count, too: what was then is not what is now."""

    def __init__(self, edition: Document, plan: Plan):
        self.log = ReadersLog(edition, plan.slug)
        named = plan.adopted_edition or 0
        named = named if named <= edition.number else 0
        # Nothing is known of what changed while the plan was gone.
        self.start = max(self.log.first, self.log.last_return, named)

    @property
    def adopted(self) -> LogEntry | None:
        return next((it for it in self.log.log if it.number == self.start), None)

    @cached_property
    def changes(self) -> list[PublicNetChange]:
        """By kind of item."""
        history = [it for it in self.log.of_plan() if it[0].number > self.start]
        found = net_changes(reversed(history))
        urls = addresses_of(net.change for net in found)
        groups = self.log.groups
        return [
            PublicNetChange(net, groups, urls.get(net.change.item, "")) for net in found
        ]
