"""Texts in each language, kept in step."""

import datetime
from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from pillars.rules.behind import Behind, changed_languages, texts_behind
from pillars.rules.texts import Wording, visible_text


def languages() -> tuple[str, ...]:
    return settings.MODELTRANSLATION_LANGUAGES


class Confirmation(NamedTuple):
    """Who said, and when, that a text still says what the one that changed says."""

    by: str
    on: datetime.date


class Translated(models.Model):
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

    class Meta:
        abstract = True

    @classmethod
    def translated_fields(cls) -> list[str]:
        return list(translator.get_options_for_model(cls).all_fields)

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
            # The site may have given a language up.
            if source in languages():
                found[code] = Behind(behind.since, source, before)
        return found

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

    def visible_texts(self, field: str) -> dict[str, str]:
        """By language, empty where readers would see nothing."""
        columns = {code: f"{field}_{code}" for code in languages()}
        return {code: visible_text(getattr(self, columns[code])) for code in columns}

    def columns_to_write(self, field: str) -> list[str]:
        """
        The empty ones of a text that is needed: in all languages of the plan's readers
        where it asks for all texts, else only if none of them has it.
        """
        plan = self.own_plan
        codes = plan.languages if plan else languages()
        texts = self.visible_texts(field)
        empty = [code for code in codes if not texts[code]]
        is_enough = plan and not plan.requires_all_texts and len(empty) < len(codes)
        return [] if is_enough else [f"{field}_{code}" for code in empty]

    @property
    def own_plan(self) -> models.Model | None:
        """None if it is in none yet."""
        record = self
        while record and not hasattr(record, "languages"):
            above = ("plan", "pillar", "priority", "measure")
            found = (getattr(record, name, None) for name in above)
            record = next(filter(None, found), None)
        return record

    def keep_in_step(self, field: str, before: Self, today: datetime.date) -> None:
        old, new = before.visible_texts(field), self.visible_texts(field)
        changed = changed_languages(old, new)
        if changed:
            leading = self.own_plan.languages
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
