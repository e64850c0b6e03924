"""The sheets of a plan's file: which records each has, and its columns."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Field

from pillars import models
from pillars.codes import anchor
from pillars.hierarchy.tree import PARENTS, TO_PLAN, paths_up
from pillars.imports.files.columns import Columns
from pillars.models import Plan, PlanItem
from pillars.models.base import MonthField, languages
from pillars.models.coded import Coded, Unnamable
from pillars.words import FIELDS

Key = tuple
# What records refer to beside what they belong to.
REFERENCES = ("group", "office", "strategy__priority__pillar")
# Columns with codes of other records, which may be empty.
CODES_ABOVE = {"group", "office", "pillar", "priority", "strategy"}
CODES = {"code", "measure", *CODES_ABOVE}


@dataclass(frozen=True)
class Sheet:
    """Records of one kind, one per row; its columns have no other names."""

    model: type[PlanItem]
    # The columns that say which record a row is.
    key: tuple[str, ...]
    # The others, which readers see. A translated field stands for its columns in all
    # languages.
    fields: tuple[str, ...]
    # The codes of what a record belongs to, where they are no part of its key.
    parents: tuple[str, ...] = ()
    # Beside its key, what a new record cannot be without.
    required: tuple[str, ...] = ()
    # Never published: read from a file and never written to one.
    private: tuple[str, ...] = ()
    # Whether several rows may have one key: their order then tells them apart.
    repeats: bool = False

    @cached_property
    def value_columns(self) -> list[str]:
        """The columns that say something of the record."""
        translated, columns = self.model.translated_fields(), []
        for name in [*self.fields, "source", "source_url", *self.private]:
            in_languages = [f"{name}_{code}" for code in languages()]
            columns += in_languages if name in translated else [name]
        return columns

    @cached_property
    def columns(self) -> Columns:
        required = tuple(name for name in self.key if name not in CODES_ABOVE)
        names = (*self.key, *self.parents, *self.value_columns)
        return Columns(names, (*required, *self.required))

    @property
    def is_coded(self) -> bool:
        return issubclass(self.model, Coded)

    def field(self, column: str) -> Field:
        return self.model._meta.get_field(column)

    def choices(self, column: str) -> list[str]:
        """The values of a column, where only some are possible."""
        if column in CODES:
            return []
        return [value for value, _label in self.field(column).choices or [] if value]

    def records(self, plan: Plan | None) -> list[PlanItem]:
        """A plan's records that have a name, in its own order."""
        if plan is None:
            return []
        names = {field.name for field in self.model._meta.fields}
        more = [path for path in REFERENCES if path.partition("__")[0] in names]
        found = self.model._base_manager.filter(
            **{TO_PLAN[self.model] or "pk": plan.pk}
        )
        if issubclass(self.model, Unnamable):
            found = found.exclude(code="")
        # Thousands of numbers share the few records of what they belong to.
        found = found.prefetch_related(*paths_up(self.model), *more)
        return [*found.order_by(*PARENTS[self.model][:1], *self.model._meta.ordering)]

    def cell(self, record: PlanItem, column: str) -> object:
        """What a file says of a record in a column; of another record its code."""
        if column == "pillar" and "priority" in self.key:
            priority = record.priority
            value = priority.pillar if priority.is_unnamed else None
        else:
            value = getattr(record, column)
        value = getattr(value, "code", value)
        if isinstance(value, datetime.date):
            is_month = isinstance(self.field(column), MonthField)
            return f"{value:%Y-%m}" if is_month else value
        return ", ".join(value) if isinstance(value, list) else value

    def key_of(self, record: PlanItem) -> Key:
        return self.key_in(getattr(record, column) for column in self.key)

    def key_in(self, parts: Iterable) -> Key:
        """The parts of a key, however a code is typed."""
        parts = map(code_or_value, parts)
        return tuple(
            anchor(part) if self.is_coded and isinstance(part, str) else part
            for part in parts
        )


def code_or_value(part: object) -> object:
    """Of a record its code; of one that has none, that of what is above it."""
    if isinstance(part, Unnamable) and part.is_unnamed:
        part = getattr(part, "pillar", "")
    return getattr(part, "code", part)


OWN_COUNT = (
    *("measure_count", "own_count", "own_count_word", "own_count_text"),
    *("own_count_source", "own_count_url"),
)
OF_THE_OUTLINE = ("office", "is_retired", "retirement_note")
NOTE = ("office", "day", "what_happened", "why", "what_comes_next")
# Each after what its records belong to.
SHEETS = {
    "plan": Sheet(
        models.Plan,
        ("slug",),
        (
            *("first_year", "last_year", "first_month", "title", "short_title"),
            *("organization", "singular_goal", "vision", "summary"),
            *("official_document", "contact_email", "contact_phone"),
            *("contact_phone_name", "contact_url", *OWN_COUNT),
            *("adopted_edition", "license_name", "license_url"),
            *("public_languages", "requires_all_texts", "has_pillars"),
            *("has_priorities", *FIELDS),
        ),
    ),
    "sections": Sheet(
        models.PlanSection, ("kind", "position"), ("title", "body"), repeats=True
    ),
    "help_lines": Sheet(models.HelpLine, ("language",), ("text", "position")),
    "groups": Sheet(models.StudentGroup, ("code",), ("title", "family", "position")),
    "glossary": Sheet(models.GlossaryTerm, ("code",), ("term", "also", "meaning")),
    "offices": Sheet(
        models.Office, ("code",), ("title", "email", "phone", "url", "position")
    ),
    "reviews": Sheet(
        models.Review, ("day",), ("title", "measures", "report_url", "recording_url")
    ),
    "pillars": Sheet(
        models.Pillar,
        ("code",),
        (
            *("position", "title", "unofficial_in", "subtitle", "summary", "accent"),
            *("own_count", "own_total", *OF_THE_OUTLINE),
        ),
    ),
    "priorities": Sheet(
        models.Priority,
        ("code",),
        (
            *("position", "title", "unofficial_in", "notice", "statement", "why"),
            *OF_THE_OUTLINE,
        ),
        parents=("pillar",),
    ),
    "priority_notes": Sheet(
        models.PriorityNote,
        ("priority", "school_year"),
        NOTE,
        parents=("pillar",),
        required=("office", "day"),
    ),
    # Where the plan has no priorities, what belongs to one names its pillar instead.
    "strategies": Sheet(
        models.Strategy,
        ("code", "priority"),
        (
            *("position", "text", "level"),
            *("stage", "stage_since", "stage_text", "stage_reason", *OF_THE_OUTLINE),
        ),
        parents=("pillar",),
    ),
    "resources": Sheet(
        models.Resource,
        ("priority", "position"),
        ("strategy", "title", "url", "description", "kind", "language"),
        parents=("pillar",),
        repeats=True,
    ),
    "measures": Sheet(
        models.Measure,
        ("code",),
        (
            *("position", "part_of", "title", "definition", "unit_before"),
            *("unit_one", "unit", "unit_kind", "decimals", "direction"),
            *("target_kind", "is_featured", "of_every_100", "next_update_due"),
            *("override_status", "override_reason"),
            *OF_THE_OUTLINE,
        ),
        parents=("pillar", "priority"),
    ),
    "baselines": Sheet(
        models.Baseline,
        ("measure", "group"),
        ("school_year", "state", "value", "decimals", "note"),
        private=("student_count",),
    ),
    "targets": Sheet(
        models.Target,
        ("measure", "group", "school_year"),
        ("value", "low", "high", "decimals", "wording", "note"),
    ),
    "results": Sheet(
        models.Result,
        ("measure", "group", "school_year"),
        (
            *("state", "value", "decimals", "observed_on", "starts_new_series"),
            *("break_reason", "note"),
        ),
        private=("student_count",),
    ),
    "measure_notes": Sheet(
        models.MeasureNote,
        ("measure", "school_year"),
        NOTE,
        required=("office", "day"),
    ),
}
