"""The plan's outline: pillars and their priorities."""

from functools import partial
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from pillars.enums import Accent, Level
from pillars.words import word_lazy

from .base import (
    LanguagesField,
    PlanItem,
    Retirable,
    RetirableQuerySet,
    to_pillar,
    to_plan,
)
from .coded import Unnamable
from .measure import Measure, MeasureQuerySet
from .plan_parts import Answerable
from .strategy import Strategy

unofficial_in = partial(
    LanguagesField,
    _("title not official in"),
    help_text=_(
        "In these languages the title is a translation of this site; the official one"
        " stands under it."
    ),
)


class PriorityQuerySet(models.QuerySet["Priority"]):
    def live(self) -> Self:
        return self.filter(is_retired=False, pillar__is_retired=False)

    def with_outline(self, measures: MeasureQuerySet | None = None) -> Self:
        """Fetch all that a priority's page shows; its live measures unless given."""
        if measures is None:
            measures = Measure.objects.live().with_series()
        return self.select_related("pillar__plan").prefetch_related(
            *("office__plan", "pillar__office__plan", "notes__office__plan"),
            Prefetch(
                "strategies",
                queryset=Strategy.objects.live().prefetch_related("office__plan"),
            ),
            Prefetch(
                "strategies",
                queryset=Strategy.objects.filter(is_retired=True),
                to_attr="retired_strategies",
            ),
            "resources",
            Prefetch("measures", queryset=measures),
        )

    def in_plan(self, slug: str) -> Self:
        return self.filter(pillar__plan__slug=slug, pillar__plan__is_public=True)


class PillarQuerySet(RetirableQuerySet):
    def named(self) -> Self:
        return self.exclude(code="")

    def with_measures(self) -> Self:
        live = Priority.objects.filter(is_retired=False)
        measures = Measure.objects.live().with_series()
        return self.select_related("plan").prefetch_related(
            Prefetch("priorities", queryset=live),
            Prefetch("measures", queryset=measures),
        )

    def in_plan(self, slug: str) -> Self:
        return self.filter(plan__slug=slug, plan__is_public=True)


class Pillar(PlanItem, Unnamable, Answerable, Retirable):
    plan = to_plan(related_name="pillars", on_delete=models.PROTECT)
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(
        _("subtitle"),
        max_length=300,
        blank=True,
        help_text=_("Its official one-line statement."),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("What it is about, in plain words. Markdown."),
    )
    accent = models.CharField(
        _("color"), max_length=10, choices=Accent.choices, default=Accent.BLUE
    )
    unofficial_in = unofficial_in()
    own_count = models.PositiveSmallIntegerField(
        _("the district’s own count"),
        null=True,
        blank=True,
        help_text=_("Of how many measures the district itself reports it."),
    )
    own_total = models.PositiveSmallIntegerField(
        _("out of how many"), null=True, blank=True
    )

    objects = PillarQuerySet.as_manager()

    class Meta:
        verbose_name = word_lazy("pillar")
        verbose_name_plural = word_lazy("pillars")
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="pillar_code_once_per_plan",
                fields=["plan", "code"],
                violation_error_message=_(
                    "This plan already has a pillar with that code."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan) if self.is_unnamed else super().__str__()

    def clean(self):
        super().clean()
        if self.own_total is not None and (self.own_count or 0) > self.own_total:
            raise ValidationError(
                {"own_count": _("That is more than there are in all.")}
            )

    def get_absolute_url(self) -> str:
        if self.is_unnamed:
            return self.plan.get_absolute_url()
        return self.address_in(self.plan)

    @property
    def named_priorities(self) -> list["Priority"]:
        return [one for one in self.priorities.all() if not one.is_unnamed]

    @property
    def unnamed_priority(self) -> "Priority | None":
        return next((one for one in self.priorities.all() if one.is_unnamed), None)


class Priority(PlanItem, Unnamable, Answerable, Retirable):
    answers_with = ("pillar",)
    pillar = to_pillar(related_name="priorities")
    title = models.CharField(_("title"), max_length=200)
    unofficial_in = unofficial_in()
    notice = models.CharField(
        _("notice"),
        max_length=300,
        blank=True,
        help_text=_(
            "A line under the title, for instance that the name awaits confirmation."
        ),
    )
    statement = models.TextField(
        word_lazy("our priority"),
        blank=True,
        help_text=_("Its official one-line statement, shown large under the title."),
    )
    why = models.TextField(
        word_lazy("why this matters"), blank=True, help_text=_("Markdown.")
    )
    # When somebody last said where all of its strategies stand.
    stages_checked_on = models.DateField(null=True, editable=False)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name = word_lazy("priority")
        verbose_name_plural = word_lazy("priorities")
        ordering = ["pillar__plan", "pillar__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="priority_code_once_per_pillar",
                fields=["pillar", "code"],
                violation_error_message=_(
                    "This pillar already has a priority with that code."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pillar) if self.is_unnamed else super().__str__()

    def get_absolute_url(self) -> str:
        if self.is_unnamed:
            return self.pillar.get_absolute_url()
        return self.address_in(self.pillar.plan)

    @property
    def accent(self) -> str:
        return self.pillar.accent

    @property
    def strategies_by_level(self) -> dict[str, list[Strategy]]:
        strategies = self.strategies.all()
        return {level: [s for s in strategies if s.level == level] for level in Level}
