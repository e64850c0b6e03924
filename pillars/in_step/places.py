"""Where a record stands: its plan, its pillar, what it is called, where it is read."""

from functools import cached_property

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pillars import school_years
from pillars.lineage import pillar_of, plan_of
from pillars.models import Pillar, Plan, PlanItem, PlanSection, Resource, StudentGroup
from pillars.models.series import YearValue
from pillars.places import form_of


class Place:
    """Where a record stands. Fetch the record with what it stands in."""

    def __init__(self, record: PlanItem):
        self.record = record

    @property
    def key(self) -> str:
        """What names the record in an address: ``pillars.priority:12``."""
        return f"{self.record._meta.label_lower}:{self.record.pk}"

    @property
    def kind(self) -> str:
        """What the record is: a priority, a measure of success."""
        return str(self.record._meta.verbose_name)

    @property
    def name(self) -> str:
        """What the record is called, its code first if it has one."""
        record = self.record
        if isinstance(record, YearValue):
            year = school_years.label(record.school_year)
            group = record.group or _("All students")
            return f"{record.measure.code}, {year}, {group}"
        if isinstance(record, Resource):
            return f"{record.priority.code} {record}"
        return str(record)

    @cached_property
    def pillar(self) -> Pillar | None:
        return pillar_of(self.record)

    @property
    def plan(self) -> Plan:
        return plan_of(self.record)

    @property
    def part(self) -> str:
        """Its part of the plan: ``pillar-3``, or ``plan-1`` if it is of no pillar."""
        if self.pillar:
            return f"pillar-{self.pillar.pk}"
        return f"plan-{self.plan.pk}"

    @property
    def order(self) -> tuple:
        """Sorts records by plan and pillar, what is of no pillar first, rows last."""
        number = self.pillar.number if self.pillar else 0
        is_row = isinstance(self.record, YearValue)
        row_of = self.record.measure.sort_key if is_row else ""
        return -self.plan.first_year, self.plan.slug, number, row_of

    @property
    def form_url(self) -> str:
        return form_of(self.record)

    def address_in(self, language: str) -> str:
        """Where readers of a language find the record; empty where it is not public."""
        if not self.plan.is_public:
            return ""
        with translation.override(language):
            try:
                return self._address()
            except NoReverseMatch:  # A code or an address that is still unfinished.
                return ""

    def preview_in(self, language: str) -> str:
        """The record's place in the preview, if it is to be public."""
        address = self.address_in(language)
        return settings.PREVIEW_PREFIX + address if address else ""

    def public_url_in(self, language: str) -> str:
        address = self.address_in(language)
        return settings.PUBLIC_URL + address if address else ""

    def _address(self) -> str:
        record = self.record
        if isinstance(record, PlanSection):
            about = reverse("pillars:about", args=[record.plan.slug])
            return f"{about}#{record.anchor}"
        if isinstance(record, StudentGroup):
            return reverse("pillars:measures", args=[record.plan.slug])
        if isinstance(record, Resource):
            record = record.priority
        elif isinstance(record, YearValue):
            record = record.measure
        return record.get_absolute_url()
