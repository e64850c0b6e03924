"""What all records of the plan share: texts in each language, kept in step."""

import datetime
from functools import partial
from typing import NamedTuple, Self

from django.conf import settings
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField
from modeltranslation.translator import NotRegistered, translator

from pillars.rules.behind import Behind, changed_languages, texts_behind
from pillars.rules.texts import Wording, visible_text

SCHOOL_YEAR_LIMITS = [
    validators.MinValueValidator(1990),
    validators.MaxValueValidator(2100),
]


def languages() -> tuple[str, ...]:
    return settings.MODELTRANSLATION_LANGUAGES


to_plan = partial(models.ForeignKey, "pillars.Plan", verbose_name=_("plan"))
to_pillar = partial(
    models.ForeignKey,
    "pillars.Pillar",
    verbose_name=_("pillar"),
    on_delete=models.PROTECT,
)
to_priority = partial(models.ForeignKey, "pillars.Priority", verbose_name=_("priority"))


class AddressField(models.URLField):
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

    def deconstruct(self):
        """As what it is in the database: migrations need not know of its rules."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class LanguageField(models.CharField):
    """The code of one of the site's languages."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": 10, "choices": settings.LANGUAGES}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """As it was at first: a further language is no change for migrations."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs["choices"] = [("en", "English"), ("es", "Spanish")]
        return name, "django.db.models.CharField", args, kwargs


class Confirmation(NamedTuple):
    """Who said, and when, that a text still says what the one that changed says."""

    by: str
    on: datetime.date


class PlanItem(models.Model):
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
    translation_state = models.JSONField(
        _("translation state"), default=dict, blank=True, editable=False
    )
    paired_wordings = models.JSONField(
        _("wordings that belong together"), default=dict, blank=True, editable=False
    )
    confirmations = models.JSONField(
        _("who said that the meaning did not change"),
        default=dict,
        blank=True,
        editable=False,
    )

    # Off while an earlier version is restored, which has a state of its own.
    follows_languages = True

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk and not self._state.adding:
            # The history needs it, too.
            self.as_it_was = type(self)._base_manager.filter(pk=self.pk).first()
            if self.follows_languages and self.as_it_was is not None:
                for field in self.translated_fields():
                    self._keep_in_step(field, self.as_it_was, timezone.localdate())
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
        excluded = exclude or ()
        for column in self._meta.concrete_fields:
            if isinstance(column, TranslationField) and column.name not in excluded:
                text = getattr(self, column.name)
                setattr(self, column.name, text and visible_text(text))
        super().clean_fields(exclude)

    @classmethod
    def translated_fields(cls) -> list[str]:
        try:
            return list(translator.get_options_for_model(cls).all_fields)
        except NotRegistered:
            return []

    def get_absolute_url_in(self, language: str) -> str:
        with translation.override(language):
            return self.get_absolute_url()

    def wording_of(self, field: str) -> Wording:
        """In the active language, or else in the first one that has it."""
        language = translation.get_language()
        for code in (language, *languages()):
            if text := visible_text(getattr(self, f"{field}_{code}")):
                return Wording(text, code)
        return Wording("", language)

    def behind(self, field: str) -> dict[str, Behind]:
        """The texts that are behind, by language."""
        saved = self.translation_state.get(field)
        if not saved:
            return {}
        wordings = self.paired_wordings.get(field) or {}
        found = {}
        for code, stored in saved.items():
            behind = Behind.parse(stored)
            first = next((each for each in languages() if each not in saved), code)
            source = behind.source or first
            # Of the time of two languages: both wordings as they belonged together.
            own = wordings.get(code)
            before = (own if isinstance(own, dict) else wordings).get(source)
            found[code] = Behind(behind.since, source, before)
        return found

    def behind_since(self, field: str, language: str) -> datetime.date | None:
        behind = self.behind(field).get(language)
        return behind and behind.since

    def confirmation(self, field: str, language: str) -> Confirmation | None:
        saved = self.confirmations.get(field, {}).get(language)
        if not saved:
            return None
        return Confirmation(saved["by"], datetime.date.fromisoformat(saved["on"]))

    def confirm_meaning(
        self, field: str, language: str, by: str, on: datetime.date
    ) -> None:
        """Unsaved. Raises ``ValueError`` if the text is not behind."""
        behind = self.behind(field)
        if language not in behind:
            raise ValueError(f"{field} is not behind in {language}.")
        confirmation = {"by": by, "on": on.isoformat(), "of": behind[language].source}
        del behind[language]
        self._note_behind(field, behind)
        self.confirmations.setdefault(field, {})[language] = confirmation

    def take_back_confirmation(self, field: str, language: str, was: Behind) -> None:
        """Have a text behind again, as it was before."""
        self._note_behind(field, self.behind(field) | {language: was})
        self._drop_confirmations(field, {language})

    def visible_texts(self, field: str) -> dict[str, str]:
        """By language, empty where readers would see nothing."""
        columns = {code: f"{field}_{code}" for code in languages()}
        return {code: visible_text(getattr(self, columns[code])) for code in columns}

    @property
    def languages_of_readers(self) -> list[str]:
        """In which the plan that it is in is public."""
        above = ("measure", "priority", "pillar", "plan")
        keys = (name for name in above if getattr(self, f"{name}_id", None))
        return getattr(self, next(keys)).languages_of_readers

    def _keep_in_step(self, field: str, before: Self, today: datetime.date) -> None:
        old, new = before.visible_texts(field), self.visible_texts(field)
        changed = changed_languages(old, new)
        if changed:
            leading = self.languages_of_readers
            behind = texts_behind(self.behind(field), old, new, leading, today)
            self._note_behind(field, behind)
            self._drop_confirmations(field, changed)

    def _note_behind(self, field: str, behind: dict[str, Behind]) -> None:
        for column, values in {
            "translation_state": {code: it.stored for code, it in behind.items()},
            "paired_wordings": {
                code: {it.source: it.before}
                for code, it in behind.items()
                if it.before is not None
            },
        }.items():
            saved = getattr(self, column)
            saved.pop(field, None)
            if values:
                saved[field] = values

    def _drop_confirmations(self, field: str, changed: set[str]) -> None:
        """Those of the texts that changed, and those that were confirmed by them."""
        kept = {
            code: saved
            for code, saved in self.confirmations.pop(field, {}).items()
            if "of" in saved and not changed & {code, saved["of"]}
        }
        if kept:
            self.confirmations[field] = kept


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
        missing = [
            f"retirement_note_{code}"
            for code in languages()
            if self.is_retired and not getattr(self, f"retirement_note_{code}")
        ]
        if missing:
            message = _("Say in each language where the matter went.")
            raise ValidationError(dict.fromkeys(missing, message))
