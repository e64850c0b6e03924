"""
Which fields of the plan the public reads and which it never does. Each is in one of the
two lists, which a test checks; a translated field stands for all its columns.
"""

from functools import cache

from django.db.models import Field, ManyToManyField

from pillars.hierarchy.tree import BY_LABEL, PARENTS, parent_kind
from pillars.models import (
    Baseline,
    GlossaryTerm,
    Measure,
    Pillar,
    Plan,
    PlanSection,
    Priority,
    Resource,
    Result,
    Strategy,
    StudentGroup,
    Target,
)

_SHARED = ["source", "source_url", "translation_state"]
_RETIRABLE = ["is_retired", "retirement_note"]
_YEAR = ["measure", "school_year", "group", "note"]

PUBLIC = {
    Plan: [
        *_SHARED,
        *("title", "short_title", "slug", "first_year", "last_year", "organization"),
        *("singular_goal", "vision", "summary", "official_document"),
        *("contact_email", "contact_phone", "contact_url", "is_public", "is_current"),
    ],
    PlanSection: [*_SHARED, "plan", "kind", "title", "body", "position"],
    StudentGroup: [*_SHARED, "plan", "code", "title", "family", "position"],
    GlossaryTerm: [*_SHARED, "plan", "code", "term", "also", "meaning"],
    Pillar: [
        *_SHARED,
        *_RETIRABLE,
        *("plan", "number", "title", "subtitle", "summary", "accent"),
    ],
    Priority: [
        *_SHARED,
        *_RETIRABLE,
        *("pillar", "letter", "title", "notice", "statement", "why"),
    ],
    Strategy: [*_SHARED, *_RETIRABLE, "priority", "number", "text", "level"],
    Resource: [
        *_SHARED,
        *("priority", "strategy", "title", "url", "description", "kind"),
        *("language", "position"),
    ],
    Measure: [
        *_SHARED,
        *_RETIRABLE,
        *("pillar", "priority", "code", "sort_key", "title", "definition", "unit"),
        *("unit_kind", "decimals", "direction", "target_kind", "next_update_due"),
        *("override_status", "override_reason"),
    ],
    Baseline: [*_SHARED, *_YEAR, "state", "value"],
    Target: [*_SHARED, *_YEAR, "value", "low", "high", "wording"],
    Result: [
        *_SHARED,
        *_YEAR,
        *("state", "value", "observed_on", "starts_new_series", "break_reason"),
    ],
}

_DESK = ["editors_note", "paired_wordings", "confirmations"]

PRIVATE = {
    **dict.fromkeys(PUBLIC, _DESK),
    Plan: [*_DESK, "is_locked", "unlock_reason"],
    Resource: [*_DESK, "checked_on", "check_result"],
    Baseline: [*_DESK, "student_count"],
    Result: [*_DESK, "student_count", "entered_by"],
}

# The rows that are compared, chosen and published as part of another row: by label,
# the column that leads to it, and its label.
PART_OF = {
    "pillars.plansection": ("plan", "pillars.plan"),
    "pillars.baseline": ("measure", "pillars.measure"),
    "pillars.target": ("measure", "pillars.measure"),
    "pillars.result": ("measure", "pillars.measure"),
}
# Likewise, the next row on a row's way to its plan.
ABOVE = {
    label: (names[0], parent_kind(model, names[0])._meta.label_lower)
    for label, model in BY_LABEL.items()
    if (names := PARENTS[model])
}
# The kinds of rows that others are in, the nearest first.
LEVELS = ("priority", "pillar", "plan")
ORDER = {label: place for place, label in enumerate(BY_LABEL)}


@cache
def public_columns(model) -> list[Field]:
    translated = set(model.translated_fields())
    return [
        column
        for column in model._meta.concrete_fields
        if (getattr(column, "translated_field", None) or column).name in PUBLIC[model]
        and column.name not in translated
    ]


def public_links(model) -> list[ManyToManyField]:
    return [link for link in model._meta.many_to_many if link.name in PUBLIC[model]]


def field_and_language(model, column: str) -> tuple[str, str]:
    """A column as the field that it is part of, and its language if it has one."""
    field = model._meta.get_field(column)
    translated = getattr(field, "translated_field", None)
    return (translated.name, field.language) if translated else (column, "")
