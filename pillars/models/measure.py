"""Measures of success: what the plan wants to see change, and how it is counted."""

import datetime
from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pillars.enums import Direction, Status, TargetKind, UnitKind
from pillars.rules.updates import shown_day
from pillars.words import word_lazy

from .base import PlanItem, Retirable, to_pillar, to_priority
from .coded import Coded
from .measured_series import Measured
from .plan_parts import Answerable

# “At least” of what shall fall, or “at most” of what shall rise, says two things.
AGAINST_THEMSELVES = {
    (TargetKind.AT_LEAST, Direction.DOWN),
    (TargetKind.AT_MOST, Direction.UP),
}
# For a prefetch, each with the group of its rows.
SERIES = ("baselines__group", "targets__group", "results__group")


class MeasureQuerySet(models.QuerySet["Measure"]):
    def live(self) -> Self:
        return self.filter(is_retired=False, pillar__is_retired=False).exclude(
            priority__is_retired=True
        )

    def with_series(self) -> Self:
        """
        A number of queries that never grows; thousands of numbers share the few records
        of the groups.
        """
        measures = self.select_related("pillar__plan", "priority__pillar__plan")
        return measures.prefetch_related(*SERIES)

    def in_plan(self, slug: str) -> Self:
        return self.filter(pillar__plan__slug=slug, pillar__plan__is_public=True)


def contradictions(measure: "Measure") -> Iterator[tuple[str, Promise]]:
    """The fields of a measure that do not go together, each with what is wrong."""
    priority = measure.priority
    if measure.pillar_id and priority and priority.pillar_id != measure.pillar_id:
        yield "priority", _("That priority belongs to another pillar.")
    if (measure.target_kind, measure.direction) in AGAINST_THEMSELVES:
        yield "direction", _("The kind of target says the opposite.")
    if measure.override_status:
        for column in measure.columns_to_write("override_reason"):
            yield column, _("Give the public reason in each language.")


class Measure(PlanItem, Coded, Measured, Answerable, Retirable):
    answers_with = ("priority", "pillar")
    pillar = to_pillar(related_name="measures")
    priority = to_priority(
        related_name="measures",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Empty for a figure of the pillar as a whole."),
    )
    part_of = models.CharField(
        _("part of the plan’s measure"),
        max_length=20,
        blank=True,
        help_text=_(
            "Where one measure of the plan is several here, the same code in each, such"
            " as 3C-M2: they count as one."
        ),
    )
    title = models.CharField(_("title"), max_length=200)
    definition = models.TextField(
        _("definition"), blank=True, help_text=_("How it is counted. Markdown.")
    )
    unit_before = models.CharField(
        _("before the number"),
        max_length=40,
        blank=True,
        help_text=_("Such as “$”, or “index” in a language that says it first."),
    )
    unit_one = models.CharField(
        _("unit of one"),
        max_length=80,
        blank=True,
        help_text=_("After the number 1, such as “day”. Empty: as the unit."),
    )
    unit = models.CharField(
        _("unit"),
        max_length=80,
        blank=True,
        help_text=_(
            "What the number counts, such as “of schools”, “people a year” or “students"
            " per counselor”."
        ),
    )
    unit_kind = models.CharField(
        _("kind of unit"), max_length=20, choices=UnitKind.choices
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=0, validators=[MaxValueValidator(4)]
    )
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.UP
    )
    target_kind = models.CharField(
        _("kind of target"),
        max_length=20,
        choices=TargetKind.choices,
        help_text=_("A related figure has no target and is never given a status."),
    )
    is_featured = models.BooleanField(
        _("on the first page"),
        default=False,
        help_text=_("Among what is known so far, if it has a result."),
    )
    of_every_100 = models.CharField(
        _("of every 100"),
        max_length=120,
        blank=True,
    )
    next_update_due = models.DateField(_("next update due"), null=True, blank=True)
    override_status = models.CharField(
        _("status set by hand"),
        max_length=20,
        blank=True,
        choices=Status.choices,
        help_text=_(
            "Readers see it beside the status that the numbers give, with your reason."
        ),
    )
    override_reason = models.TextField(_("reason for that"), blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = word_lazy("measure of success")
        verbose_name_plural = word_lazy("measures of success")
        # Those of a pillar as a whole come last.
        ordering = [
            *("pillar__plan", "pillar__position"),
            F("priority__position").asc(nulls_last=True),
            *("position", "pk"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="measure_code_once_per_pillar",
                fields=["pillar", "code"],
                violation_error_message=_("That code is taken."),
            ),
            models.CheckConstraint(
                name="measure_within_goes_with_a_range",
                condition=(
                    Q(direction=Direction.WITHIN, target_kind=TargetKind.RANGE)
                    | (
                        ~Q(direction=Direction.WITHIN)
                        & ~Q(target_kind=TargetKind.RANGE)
                    )
                ),
                violation_error_message=_(
                    "“Within a range” and a target that is a range go together."
                ),
            ),
        ]

    def clean(self):
        super().clean()
        if errors := dict(contradictions(self)):
            raise ValidationError(errors)

    def get_absolute_url(self) -> str:
        return self.address_in(self.pillar.plan, "measure")

    def update_day(self, today: datetime.date) -> datetime.date | None:
        """The day set for its next result; a past one until that is entered."""
        results, first_month = self.results.all(), self.pillar.plan.first_month
        return shown_day(self.next_update_due, results, first_month, today)

    @property
    def is_related_figure(self) -> bool:
        """It is shown for context only: no target, no status, in no count."""
        return self.target_kind == TargetKind.NONE
