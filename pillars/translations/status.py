"""Whether a text is missing or behind in one language; decided only here."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy.tree import plan_of, withdrawn_by
from pillars.models import PlanItem
from pillars.models.base import languages
from pillars.models.translated import Confirmation
from pillars.rules.behind import Behind
from pillars.text.diff import Step, steps
from pillars.text.language_names import language_name

from .location import Location

# Other forms of a glossary term, which a language may not have.
OPTIONAL_FIELDS = {"also"}


class TextState(models.TextChoices):
    MISSING = "missing", _("missing")
    BEHIND = "behind", _("behind")
    CONFIRMED = "confirmed", _("confirmed as it is")
    IN_STEP = "in_step", _("in step")


OPEN = (TextState.MISSING, TextState.BEHIND)


@dataclass(frozen=True)
class Text:
    """One field of a record in one language."""

    record: PlanItem
    field: str
    language: str

    @cached_property
    def location(self) -> Location:
        return Location(self.record)

    @cached_property
    def wordings(self) -> dict[str, str]:
        return self.record.visible_texts(self.field)

    @property
    def wording(self) -> str:
        return self.wordings[self.language]

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def source_name(self) -> str:
        return language_name(self.source)

    @property
    def column(self) -> str:
        return f"{self.field}_{self.language}"

    @property
    def label(self) -> str:
        return str(self.record._meta.get_field(self.field).verbose_name)

    @cached_property
    def state(self) -> TextState:
        if self.field not in needed_texts(type(self.record)):
            return TextState.IN_STEP
        if not self.wording:
            missing = any(self.wordings.values())
            return TextState.MISSING if missing else TextState.IN_STEP
        if self.since:
            return TextState.BEHIND
        return TextState.CONFIRMED if self.confirmation else TextState.IN_STEP

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def behind(self) -> Behind | None:
        return self.record.behind(self.field).get(self.language)

    @property
    def since(self) -> datetime.date | None:
        return self.behind and self.behind.since

    @property
    def confirmation(self) -> Confirmation | None:
        return self.record.confirmation(self.field, self.language)

    @property
    def others(self) -> list[str]:
        return [code for code in languages() if code != self.language]

    @cached_property
    def source(self) -> str:
        """The language to translate from: the one that changed, or the first one."""
        written = [code for code in self.others if self.wordings[code]] or self.others
        is_written = self.behind and self.behind.source in written
        return self.behind.source if is_written else written[0]

    @property
    def source_wording(self) -> str:
        return self.wordings[self.source]

    @cached_property
    def changes(self) -> list[Step]:
        """In the source language, since both had the same meaning."""
        if self.state != TextState.BEHIND or not self.behind.before:
            return []
        return list(steps(self.behind.before, self.wordings[self.behind.source]))

    @property
    def preview_url(self) -> str:
        return self.location.preview_in(self.language)

    @property
    def limit(self) -> int | None:
        return self.record._meta.get_field(self.column).max_length

    @property
    def key(self) -> str:
        """``pillars.priority:12:why:es``, for addresses and files."""
        return f"{self.location.key}:{self.field}:{self.language}"

    @property
    def anchor(self) -> str:
        """``priority-12-why-es``."""
        kind = self.record._meta.model_name
        return f"{kind}-{self.record.pk}-{self.field}-{self.language}"

    @cached_property
    def digest(self) -> str:
        """It changes with the wordings and the state."""
        facts = [self.key, sorted(self.wordings.items()), self.state, str(self.since)]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


@lru_cache
def worded_texts(kind: type[PlanItem]) -> list[str]:
    """Without URLs, which only one language may have."""
    translated = kind.translated_fields()
    return [
        column.name
        for column in kind._meta.concrete_fields
        if column.name in translated and not isinstance(column, models.URLField)
    ]


def needed_texts(kind: type[PlanItem]) -> list[str]:
    """The texts that every language needs if one has them."""
    return [name for name in worded_texts(kind) if name not in OPTIONAL_FIELDS]


def shown_texts(record: PlanItem) -> list[str]:
    """The texts that readers can see: of a retired record only the note."""
    if withdrawn_by(record):
        return ["retirement_note"] if getattr(record, "is_retired", False) else []
    return [name for name in worded_texts(type(record)) if name != "retirement_note"]


def texts_to_translate(record: PlanItem) -> list[str]:
    """Empty for a locked plan."""
    plan = plan_of(record)
    if plan is not None and plan.is_locked:
        return []
    needed = needed_texts(type(record))
    return [name for name in shown_texts(record) if name in needed]


def texts_of(record: PlanItem) -> Iterator[Text]:
    """Those that are missing, behind or confirmed."""
    for field in texts_to_translate(record):
        for language in languages():
            text = Text(record, field, language)
            if text.state != TextState.IN_STEP:
                yield text
