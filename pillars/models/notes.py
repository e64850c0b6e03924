"""
What the district says of its plan, dated and signed by an office: what happened in a
year, why, and what comes next.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import OfYear, PlanItem, to_priority
from .plan_parts import Office
from .series import to_measure

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
        if not any(
            text for name in TEXTS for text in self.visible_texts(name).values()
        ):
            raise ValidationError(_("Write at least one of the three texts."))


class PriorityNote(YearNote):
    about = "priority"
    priority = to_priority(related_name="notes", on_delete=models.CASCADE)

    class Meta(YearNote.Meta):
        constraints = [once("priority_note_once_a_year", "priority")]


class MeasureNote(YearNote):
    measure = to_measure(related_name="notes")

    class Meta(YearNote.Meta):
        constraints = [once("measure_note_once_a_year", "measure")]
