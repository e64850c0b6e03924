"""The sheets of a plan's file: which records each has, and its columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Field

from pillars import models
from pillars.hierarchy.tree import TO_PLAN, paths_up
from pillars.imports.files.dataset import Columns
from pillars.models import Plan, PlanItem
from pillars.models.base import languages
from pillars.models.plan import OWN_WORDS

Key = tuple
# What records refer to beside what they belong to.
REFERENCES = ("group", "strategy__priority__pillar")


@dataclass(frozen=True)
class Sheet:
    """Records of one kind, one per row; its columns have no other names."""

    model: type[PlanItem]
    # The columns that say which record a row is; the first one is never empty.
    key: tuple[str, ...]
    # The others, which readers see. A translated field stands for its columns in all
    # languages.
    fields: tuple[str, ...]
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
        required = tuple(name for name in self.key if name != "group")
        return Columns((*self.key, *self.value_columns), required)

    def field(self, column: str) -> Field:
        return self.model._meta.get_field(column)

    def choices(self, column: str) -> list[str]:
        """The values of a column, where only some are possible."""
        if column in {"code", "priority", "strategy", "measure", "group"}:
            return []
        return [value for value, _label in self.field(column).choices or [] if value]

    def records(self, plan: Plan | None) -> list[PlanItem]:
        """A plan's records, in the order in which a file has them."""
        if plan is None:
            return []
        names = {field.name for field in self.model._meta.fields}
        more = [path for path in REFERENCES if path.partition("__")[0] in names]
        found = self.model._base_manager.order_by("pk")
        found = found.select_related(*paths_up(self.model), *more)
        found = found.filter(**{TO_PLAN[self.model] or "pk": plan.pk})
        return sorted(found, key=lambda record: natural_order(self.key_of(record)))

    def key_of(self, record: PlanItem) -> Key:
        return codes_in(getattr(record, column) for column in self.key)


def codes_in(parts: Iterable) -> Key:
    """The parts of a key, records by their codes."""
    return tuple(getattr(part, "code", part) for part in parts)


def natural_order(key: Key) -> str:
    """As people count: 1A.2 before 1A.10, all students before a group."""
    text = " ".join("" if part is None else str(part) for part in key)
    return re.sub(r"\d+", lambda digits: digits[0].zfill(6), text)


RETIRABLE = ("is_retired", "retirement_note")
# Each after what its records belong to.
SHEETS = {
    "plan": Sheet(
        models.Plan,
        ("slug",),
        (
            *("first_year", "last_year", "first_month", "title", "short_title"),
            *("organization", "singular_goal", "vision", "summary"),
            *("official_document", "contact_email", "contact_phone", "contact_url"),
            *("public_languages", "requires_all_texts", "has_pillars"),
            *("has_priorities", *OWN_WORDS),
        ),
    ),
    "sections": Sheet(
        models.PlanSection, ("kind", "position"), ("title", "body"), repeats=True
    ),
    "groups": Sheet(models.StudentGroup, ("code",), ("title", "family", "position")),
    "glossary": Sheet(models.GlossaryTerm, ("code",), ("term", "also", "meaning")),
    "pillars": Sheet(
        models.Pillar,
        ("code",),
        ("position", "title", "subtitle", "summary", "accent", *RETIRABLE),
    ),
    "priorities": Sheet(
        models.Priority,
        ("code",),
        ("position", "title", "notice", "statement", "why", *RETIRABLE),
    ),
    "strategies": Sheet(
        models.Strategy, ("code",), ("position", "text", "level", *RETIRABLE)
    ),
    "resources": Sheet(
        models.Resource,
        ("priority", "position"),
        ("strategy", "title", "url", "description", "kind", "language"),
        repeats=True,
    ),
    "measures": Sheet(
        models.Measure,
        ("code",),
        (
            *("position", "part_of", "title", "definition", "unit_before"),
            *("unit_one", "unit", "unit_kind", "decimals", "direction"),
            *("target_kind", "next_update_due", "override_status", "override_reason"),
            *RETIRABLE,
        ),
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
            *(
                "state",
                "value",
                "decimals",
                "observed_on",
                "starts_new_series",
                "break_reason",
            ),
            "note",
        ),
        private=("student_count",),
    ),
}
# A sheet that only lists what may be chosen.
CHOICES = "choices"
