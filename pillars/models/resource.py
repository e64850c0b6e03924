"""Resources: what a priority points its readers to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pillars.enums import ResourceKind
from pillars.words import word_lazy

from .base import AddressField, LanguageField, PlanItem, languages, to_priority
from .outline import Strategy


class Resource(PlanItem):
    priority = to_priority(related_name="resources", on_delete=models.CASCADE)
    strategy = models.ForeignKey(
        Strategy,
        verbose_name=word_lazy("strategy"),
        related_name="resources",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
    )
    title = models.CharField(_("title"), max_length=200)
    url = AddressField(
        _("address"),
        max_length=500,
        help_text=_("If there is a page in the other language, give it there."),
    )
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=ResourceKind.choices,
        default=ResourceKind.WEB_PAGE,
    )
    language = LanguageField(
        _("language it is in"),
        blank=True,
        help_text=_("Leave empty where it is in both, or has no language."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    checked_on = models.DateField(
        _("link last checked"), null=True, blank=True, editable=False
    )
    check_result = models.CharField(
        _("what the check found"), max_length=200, blank=True, editable=False
    )

    class Meta:
        verbose_name = word_lazy("resource")
        verbose_name_plural = word_lazy("resources")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or self.url

    def clean(self):
        super().clean()
        if self.strategy_id and self.strategy.priority_id != self.priority_id:
            message = _("That strategy belongs to another priority.")
            raise ValidationError({"strategy": message})

    def addresses(self) -> dict[str, str]:
        """By language, without empty ones."""
        urls = {code: getattr(self, f"url_{code}") for code in languages()}
        return {code: url for code, url in urls.items() if url}

    def check_result_text(self) -> str:
        """In the current language: ``es: no responde``."""
        parts = [
            part.rpartition(": ") for part in self.check_result.split("; ") if part
        ]
        return "; ".join(f"{code}{colon}{gettext(text)}" for code, colon, text in parts)
