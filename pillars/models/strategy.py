"""The strategies of a priority, and where each of them stands."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pillars import codes
from pillars.enums import Level, Stage
from pillars.words import word_lazy

from .base import MonthField, PlanItem, Retirable, RetirableQuerySet, to_priority
from .coded import TAKEN, Coded
from .plan_parts import Answerable

STAGE_NEEDED = _("Choose where it stands, or leave month, sentence and reason empty.")
REASON_NEEDED = _("Say in each language why it was changed or dropped.")
# Of the pages that list strategies.
PLACES = {
    *("account", "figures", "office", "priorities", "resources", "share"),
    *("standing", "strategies", "why"),
}


class Strategy(PlanItem, Coded, Answerable, Retirable):
    answers_with = ("priority",)
    priority = to_priority(related_name="strategies", on_delete=models.PROTECT)
    text = models.TextField(_("text"))
    level = models.CharField(
        _("where it happens"), max_length=20, choices=Level.choices
    )
    stage = models.CharField(
        _("where it stands"), max_length=20, choices=Stage.choices, blank=True
    )
    stage_since = MonthField(_("month"), null=True, blank=True)
    stage_text = models.CharField(
        _("more about that"),
        max_length=300,
        blank=True,
        help_text=_("One sentence, such as “14 of 24 schools so far.”"),
    )
    stage_reason = models.TextField(
        _("reason"),
        blank=True,
        help_text=_("Readers see it. Of what was changed or dropped it is needed."),
    )

    objects = RetirableQuerySet.as_manager()

    class Meta:
        verbose_name = word_lazy("strategy")
        verbose_name_plural = word_lazy("strategies")
        ordering = ["priority", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="strategy_code_once_per_priority",
                fields=["priority", "code"],
                violation_error_message=_(
                    "This priority already has a strategy with that code."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self):
        super().clean()
        said = {self.stage_since}
        for name in ("stage_text", "stage_reason"):
            said.update(self.visible_texts(name).values())
        if not self.stage and any(said):
            raise ValidationError({"stage": STAGE_NEEDED})
        missing = self.needs_reason and self.columns_to_write("stage_reason")
        if missing:
            raise ValidationError(dict.fromkeys(missing, REASON_NEEDED))

    def get_absolute_url(self) -> str:
        return f"{self.priority.get_absolute_url()}#{self.anchor}"

    @property
    def needs_reason(self) -> bool:
        return self.stage in {Stage.CHANGED, Stage.DROPPED}

    def refuse_same_address(self) -> None:
        others = type(self)._base_manager.filter(priority=self.priority_id)
        alike = others.exclude(pk=self.pk).exclude(code=self.code)
        taken = {*map(codes.anchor, alike.values_list("code", flat=True)), *PLACES}
        if self.anchor in taken:
            raise ValidationError({"code": TAKEN})
