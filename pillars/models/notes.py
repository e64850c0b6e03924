"""
What the district says of its plan: what happened in a year, why, what comes next, and
when the Board looked at it.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pillars.codes import anchor
from pillars.words import word_lazy

from .base import AddressField, OfYear, PlanItem, to_plan, to_priority
from .plan_parts import Office
from .series import to_measure

UNKNOWN_MEASURES = _("This plan has no measure with such a code: %(codes)s.")
TEXTS = ("what_happened", "why", "what_comes_next")


def once(name: str, about: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        name=name,
        fields=[about, "school_year"],
        violation_error_message=_("There is already a note for that school year."),
    )


class YearNote(PlanItem, OfYear):
    what_happened = models.TextField(_("what happened"), blank=True)
    why = models.TextField(_("why"), blank=True)
    what_comes_next = models.TextField(_("what comes next"), blank=True)
    day = models.DateField(_("signed on"))
    office = models.ForeignKey(
        Office,
        verbose_name=_("signed by"),
        related_name="+",
        on_delete=models.PROTECT,
    )

    class Meta(OfYear.Meta):
        abstract = True
        verbose_name = _("note for a year")
        verbose_name_plural = _("notes for a year")
        # The newest stands open, the older ones are folded below.
        ordering = ["-school_year", "pk"]

    def clean(self):
        super().clean()
        if not self.is_written:
            raise ValidationError(_("Write at least one of the three texts."))

    @property
    def is_written(self) -> bool:
        """Not once all of its texts were redacted."""
        return any(any(self.visible_texts(name).values()) for name in TEXTS)


class PriorityNote(YearNote):
    about = "priority"
    priority = to_priority(related_name="notes", on_delete=models.CASCADE)

    class Meta(YearNote.Meta):
        constraints = [once("priority_note_once_a_year", "priority")]


class MeasureNote(YearNote):
    measure = to_measure(related_name="notes")

    class Meta(YearNote.Meta):
        constraints = [once("measure_note_once_a_year", "measure")]


class Review(PlanItem):
    """The day on which the Board looked, or will look, at some measures."""

    plan = to_plan(related_name="reviews", on_delete=models.CASCADE)
    day = models.DateField(_("day"))
    title = models.CharField(
        _("meeting"), max_length=200, help_text=_("Such as “Regular Board meeting”.")
    )
    measures = models.CharField(
        word_lazy("measures"),
        max_length=1000,
        blank=True,
        help_text=_("Their codes, separated by commas: 1A-M1, 1D-M2."),
    )
    report_url = AddressField(_("address of the report"), max_length=500, blank=True)
    recording_url = AddressField(
        _("address of the recording"), max_length=500, blank=True
    )

    class Meta:
        verbose_name = _("review by the Board")
        verbose_name_plural = _("reviews by the Board")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="review_once_a_day",
                fields=["plan", "day"],
                violation_error_message=_("This plan already has a review that day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("editions:dates", args=[self.plan.slug])

    @property
    def measure_codes(self) -> list[str]:
        """Each once, however often it was typed."""
        codes = map(str.strip, self.measures.split(","))
        return list(dict.fromkeys(filter(None, codes)))

    def rename_measures(self, codes: Mapping[str, str]) -> list[str]:
        """
        Put codes as ``codes`` write them, by how addresses do; returns those that are
        not among them.
        """
        own = self.measure_codes
        self.measures = ", ".join(codes.get(anchor(code), code) for code in own)
        return [code for code in own if anchor(code) not in codes]
