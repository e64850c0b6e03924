"""What all records of the plan share."""

import re
import unicodedata
from functools import partial
from typing import Self

from django import forms
from django.conf import settings
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from pillars.rules.texts import visible_text
from pillars.school_years import label
from pillars.words import word_lazy

from .translated import Translated
from .translated import languages as languages

SCHOOL_YEAR_LIMITS = [
    validators.MinValueValidator(1990),
    validators.MaxValueValidator(2100),
]


to_plan = partial(models.ForeignKey, "pillars.Plan", verbose_name=_("plan"))
to_pillar = partial(
    models.ForeignKey,
    "pillars.Pillar",
    verbose_name=word_lazy("pillar"),
    on_delete=models.PROTECT,
)
to_priority = partial(
    models.ForeignKey, "pillars.Priority", verbose_name=word_lazy("priority")
)


class AsDjangos:
    """In migrations it is the field of Django's: they need not know of its rules."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return (
            name,
            f"django.db.models.{type(self).__bases__[-1].__name__}",
            args,
            kwargs,
        )


class AddressField(AsDjangos, models.URLField):
    default_validators = [
        # Codes of their own: a form has words of its own for Django's.
        validators.URLValidator(
            ["http", "https"],
            message=_("Write an address that begins with https:// or http://."),
            code="not_of_the_web",
        ),
        validators.RegexValidator(
            r"^\w+://[^/?#]*@",
            _("Take the user name and password out: readers would see them."),
            code="with_user",
            inverse_match=True,
        ),
    ]


class MonthField(AsDjangos, models.DateField):
    """The first day of a month; ``2024-08`` is read too."""

    def to_python(self, value):
        is_month = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}", value)
        day = super().to_python(f"{value}-01" if is_month else value)
        return day and day.replace(day=1)


class LanguagesField(AsDjangos, models.JSONField):
    """The codes of some of the site's languages, as a list."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=settings.LANGUAGES,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=kwargs["widget"],
        )


class LanguageField(AsDjangos, models.CharField):
    """The code of one of the site's languages."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": 10, "choices": settings.LANGUAGES}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """As it was at first: a further language is no change for migrations."""
        *field, kwargs = super().deconstruct()
        return *field, kwargs | {"choices": [("en", "English"), ("es", "Spanish")]}


class PlanItem(Translated):
    source = models.TextField(
        _("source"),
        blank=True,
        help_text=_("Where this comes from. Readers see it."),
    )
    source_url = AddressField(_("address of the source"), max_length=500, blank=True)
    editors_note = models.TextField(
        _("editors’ note"),
        blank=True,
        help_text=_("For editors only; it is never published."),
    )
    # Each of these is in some language.
    required_texts = ()
    # Off while an earlier version is restored, which has a state of its own.
    follows_languages = True

    class Meta:
        abstract = True

    def compose_texts(self) -> None:
        """An accent is one character with its letter, so that terms are found (NFC)."""
        texts = {name: text for name, text in vars(self).items() if type(text) is str}
        for name, text in texts.items():
            vars(self)[name] = unicodedata.normalize("NFC", text)

    def save(self, *args, **kwargs):
        self.compose_texts()
        if self.pk and not self._state.adding:
            # The history needs it, too.
            self.as_it_was = type(self)._base_manager.filter(pk=self.pk).first()
            if self.follows_languages and self.as_it_was is not None:
                for field in self.translated_fields():
                    self.keep_in_step(field, self.as_it_was, timezone.localdate())
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {
                    *kwargs["update_fields"],
                    "translation_state",
                    "paired_wordings",
                    "confirmations",
                }
        super().save(*args, **kwargs)

    def clean_fields(self, exclude=None):
        """Empty a text that shows nothing, so that a required one is asked for."""
        self.compose_texts()
        excluded = exclude or ()
        for column in self._meta.concrete_fields:
            if isinstance(column, TranslationField) and column.name not in excluded:
                text = getattr(self, column.name)
                setattr(self, column.name, text and visible_text(text))
        errors = {
            column: forms.Field.default_error_messages["required"]
            for text in self.required_texts
            if (column := f"{text}_{languages()[0]}") not in excluded
            and not any(self.visible_texts(text).values())
        }
        try:
            super().clean_fields(exclude)
        except ValidationError as found:
            errors |= found.update_error_dict({})
        if errors:
            raise ValidationError(errors)

    def get_absolute_url_in(self, language: str) -> str:
        with translation.override(language):
            return self.get_absolute_url()


class RetirableQuerySet(models.QuerySet):
    def live(self) -> Self:
        return self.filter(is_retired=False)


class Retirable(models.Model):
    is_retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_(
            "It leaves the plan. Its address stays and shows the note; its code is"
            " never given again."
        ),
    )
    retirement_note = models.TextField(
        _("note on where the matter went"),
        blank=True,
        help_text=_("Readers who follow an old link see it."),
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        missing = self.is_retired and self.columns_to_write("retirement_note")
        if missing:
            message = _("Say in each language where the matter went.")
            raise ValidationError(dict.fromkeys(missing, message))


class OfYear(models.Model):
    """A row of a measure or a priority that is about one school year."""

    # The row's group of students, where it has one.
    group_id = group = None
    # The field that leads to what it is about.
    about = "measure"

    school_year = models.PositiveSmallIntegerField(
        _("school year"),
        validators=SCHOOL_YEAR_LIMITS,
        help_text=_("The calendar year in which it begins: 2024 for 2024–25."),
    )

    class Meta:
        abstract = True
        ordering = ["school_year", "pk"]

    def __str__(self) -> str:
        return f"{self.whole.code} {self.school_year}".lstrip()

    @property
    def whole(self) -> PlanItem:
        return getattr(self, self.about)

    @property
    def place(self) -> str:
        """The row in words: ``target 2026–27 (English learners)``."""
        group = f" ({self.group})" if self.group else ""
        return f"{self._meta.verbose_name} {label(self.school_year)}{group}"
