"""
Which fields of the plan the public reads and which it never does: a test finds each in
one of two lists. Public is what a plan's file has, beside what is named here; a
translated field stands for all its columns.
"""

from functools import cache

from django.db.models import Field

from pillars.hierarchy.tree import BY_LABEL, NUMBERS, PARENTS, parent_kind
from pillars.imports.plans.sheets import SHEETS, Sheet
from pillars.models import (
    Baseline,
    HelpLine,
    MeasureNote,
    Plan,
    PlanSection,
    Priority,
    PriorityNote,
    Resource,
    Result,
)

_SHARED = ["source", "source_url", "translation_state"]
# What a file has no column for: codes say it, or the site decides.
_APART = {Plan: ["is_public", "is_current", "feed_id"]}


def public_names(sheet: Sheet) -> list[str]:
    """Without what a column of the file calls by another name, as its code."""
    model = sheet.model
    names = {*_SHARED, *PARENTS[model], *sheet.key, *sheet.fields}
    names |= {*_APART.get(model, [])}
    return [field.name for field in model._meta.fields if field.name in names]


PUBLIC = {sheet.model: public_names(sheet) for sheet in SHEETS.values()}

_DESK = ["editors_note", "paired_wordings", "confirmations"]

PRIVATE = {
    **dict.fromkeys(PUBLIC, _DESK),
    Plan: [*_DESK, "is_locked", "unlock_reason", "asks_for_stages"],
    Priority: [*_DESK, "stages_checked_on"],
    Resource: [*_DESK, "checked_on", "check_result"],
    Baseline: [*_DESK, "student_count"],
    Result: [*_DESK, "student_count", "entered_by"],
}

# By label, the column that leads to the next row on a row's way to its plan, and the
# label of that row.
ABOVE = {
    label: (names[0], parent_kind(model, names[0])._meta.label_lower)
    for label, model in BY_LABEL.items()
    if (names := PARENTS[model])
}
# Likewise, where the row is compared, chosen and published as part of that one.
PART_OF = {
    model._meta.label_lower: ABOVE[model._meta.label_lower]
    for model in (PlanSection, HelpLine, PriorityNote, *NUMBERS, MeasureNote)
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


def field_and_language(model, column: str) -> tuple[str, str]:
    """A column as the field that it is part of, and its language if it has one."""
    field = model._meta.get_field(column)
    translated = getattr(field, "translated_field", None)
    return (translated.name, field.language) if translated else (column, "")
