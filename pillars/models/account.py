"""What a person at the desk is responsible for, and the desk's language for them."""

from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import LanguageField, LanguagesField, languages


class Account(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        related_name="account",
        on_delete=models.CASCADE,
    )
    pillars = models.ManyToManyField(
        "pillars.Pillar",
        verbose_name=_("pillars looked after"),
        related_name="+",
        blank=True,
        help_text=_("A pillar editor may change these, and is reminded of them."),
    )
    text_languages = LanguagesField(
        _("languages looked after"),
        help_text=_("A translator may write these, and is reminded of them."),
    )
    desk_language = LanguageField(
        _("language of the desk"),
        blank=True,
        help_text=_("Also that of e-mails. Empty: what the browser asks for."),
    )
    reminded_at = models.DateTimeField(
        _("last reminded"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        permissions = [
            ("change_own_pillars", _("Can change all in the pillars looked after")),
            ("write_texts", _("Can write texts in the languages looked after")),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def of(cls, user) -> Self:
        """Unsaved for whoever never had one."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    @staticmethod
    def desk_language_of(user) -> str:
        """The language that a person chose for the desk; empty if they chose none."""
        try:
            language = user.account.desk_language
        except (AttributeError, ObjectDoesNotExist):  # Nobody is signed in, or no row.
            return ""
        return language if language in languages() else ""

    @property
    def writes(self) -> list[str]:
        """In the site's order."""
        return [code for code in languages() if code in self.text_languages]


def person_name(user: AbstractBaseUser | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
