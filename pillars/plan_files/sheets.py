"""The sheets of a plan's file: which records each holds, and its columns."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models

from pillars.imports.columns import Columns
from pillars.models import (
    Baseline,
    GlossaryTerm,
    Measure,
    Pillar,
    Plan,
    PlanItem,
    PlanSection,
    Priority,
    Resource,
    Result,
    Strategy,
    StudentGroup,
    Target,
)
from pillars.models.base import languages


@dataclass(frozen=True)
class Sheet:
    """Records of one kind, a row each."""

    name: str
    model: type[PlanItem]
    # The columns that say which record a row is; the first one is never empty.
    key: tuple[str, ...]
    # A translated field stands for its columns in all languages.
    fields: tuple[str, ...]
    # Read from a file and never written to one.
    private: tuple[str, ...] = ()
    # Whether several rows may have one key: they are then told apart by their order.
    repeats: bool = False

    @cached_property
    def said(self) -> list[str]:
        """The columns that say something of the record that the key names."""
        translated = set(self.model.translated_fields())
        named = []
        for name in [*self.fields, "source", "source_url", *self.private]:
            if name in translated:
                named += [f"{name}_{code}" for code in languages()]
            else:
                named.append(name)
        return named

    @cached_property
    def columns(self) -> list[str]:
        """All columns, in the order in which a file has them."""
        return [*self.key, *(name for name in self.said if name not in self.key)]

    @cached_property
    def header(self) -> Columns:
        """What a header names; the columns go by their own names alone."""
        return Columns(tuple(self.columns), tuple(self.needed), label=str)

    @property
    def needed(self) -> list[str]:
        """The columns without which no row can be understood."""
        return [name for name in self.key if name != "group"]

    def field(self, column: str) -> models.Field:
        return self.model._meta.get_field(column)


_RETIRABLE = ("is_retired", "retirement_note")
_COUNTED = ("state", "value")

# In the order in which records stand on each other.
SHEETS = {
    sheet.name: sheet
    for sheet in [
        Sheet(
            "plan",
            Plan,
            ("slug",),
            (
                *("slug", "first_year", "last_year", "title", "short_title"),
                "organization",
                *("singular_goal", "vision", "summary", "official_document"),
                *("contact_email", "contact_phone", "contact_url"),
            ),
        ),
        Sheet(
            "sections",
            PlanSection,
            ("kind", "position"),
            ("kind", "position", "title", "body"),
            repeats=True,
        ),
        Sheet(
            "groups", StudentGroup, ("code",), ("code", "title", "family", "position")
        ),
        Sheet("glossary", GlossaryTerm, ("code",), ("code", "term", "also", "meaning")),
        Sheet(
            "pillars",
            Pillar,
            ("number",),
            ("number", "title", "subtitle", "summary", "accent", *_RETIRABLE),
        ),
        Sheet(
            "priorities",
            Priority,
            ("code",),
            ("title", "notice", "statement", "why", *_RETIRABLE),
        ),
        Sheet("strategies", Strategy, ("code",), ("text", "level", *_RETIRABLE)),
        Sheet(
            "resources",
            Resource,
            ("priority", "position"),
            (
                *("position", "strategy", "title", "url", "description", "kind"),
                "language",
            ),
            repeats=True,
        ),
        Sheet(
            "measures",
            Measure,
            ("code",),
            (
                *("title", "definition", "unit", "unit_kind", "decimals"),
                *("direction", "target_kind", "next_update_due"),
                *("override_status", "override_reason", *_RETIRABLE),
            ),
        ),
        Sheet(
            "baselines",
            Baseline,
            ("measure", "group"),
            ("school_year", *_COUNTED, "note"),
            private=("student_count",),
        ),
        Sheet(
            "targets",
            Target,
            ("measure", "group", "school_year"),
            ("school_year", "value", "low", "high", "wording", "note"),
        ),
        Sheet(
            "results",
            Result,
            ("measure", "group", "school_year"),
            (
                *("school_year", *_COUNTED, "observed_on", "starts_new_series"),
                *("break_reason", "note"),
            ),
            private=("student_count",),
        ),
    ]
}
# A sheet that only lists what may be chosen.
CHOICES = "choices"


def choices_of(sheet: Sheet, column: str) -> list[str]:
    """The values that a column may have, where they are a closed list."""
    if column in {"code", "priority", "measure", "group", "strategy"}:
        return []
    return [value for value, _label in sheet.field(column).choices or [] if value]
