"""A record's plan, pillar, name and addresses."""

from contextlib import suppress
from functools import cached_property

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from pillars.hierarchy.labels import Labeled
from pillars.hierarchy.tree import above, pillar_of, plan_of
from pillars.models import HelpLine, Pillar, Plan, PlanItem, PlanSection, Resource
from pillars.models.base import OfYear


class Location(Labeled):
    """To save queries, load the record with all its parents."""

    def __init__(self, record: PlanItem):
        self.record = record

    @property
    def key(self) -> str:
        """``pillars.priority:12``, for addresses and files."""
        return f"{self.record._meta.label_lower}:{self.record.pk}"

    @property
    def name(self) -> str:
        record = self.record
        if isinstance(record, OfYear):
            return f"{self.code} {self.title}".strip()
        if isinstance(record, Resource):
            return f"{record.priority.code} {record}".strip()
        return str(record)

    @cached_property
    def pillar(self) -> Pillar | None:
        """None in a plan without pillars."""
        pillar = pillar_of(self.record)
        return pillar if pillar and not pillar.is_unnamed else None

    @property
    def plan(self) -> Plan:
        return plan_of(self.record)

    @property
    def part(self) -> str:
        """``pillar-3``, or ``plan-1`` without a pillar."""
        if self.pillar:
            return f"pillar-{self.pillar.pk}"
        return f"plan-{self.plan.pk}"

    @property
    def order(self) -> tuple:
        """By plan, newest first, then by pillar; records without a pillar first."""
        place = self.pillar.position if self.pillar else 0
        whole = self.record.whole if isinstance(self.record, OfYear) else None
        within = (whole.position, whole.pk) if whole else (0, 0)
        return -self.plan.first_year, self.plan.slug, place, *within

    def address_in(self, language: str, root: str = "") -> str:
        """Below ``root``; empty if the record has no public page."""
        # Its code or slug may not be finished yet.
        with translation.override(language), suppress(NoReverseMatch):
            return root + self._address() if self.plan.is_public else ""
        return ""

    def preview_in(self, language: str) -> str:
        return self.address_in(language, settings.PREVIEW_PREFIX)

    def _address(self) -> str:
        record = self.record
        if isinstance(record, PlanSection):
            about = reverse("pillars:about", args=[record.plan.slug])
            return f"{about}#{record.anchor}"
        if isinstance(record, (HelpLine, Resource, OfYear)):
            record = above(record)
        return record.get_absolute_url()
