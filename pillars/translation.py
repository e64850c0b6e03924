"""Which texts are written once a language; and with them, each record's history."""

import simple_history
from django.db import models
from modeltranslation.fields import TranslationFieldDescriptor
from modeltranslation.translator import TranslationOptions, register

from .hierarchy.tree import KINDS
from .history.recording import HistoryRow, Recorder
from .models import (
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
from .rules.visible_text import shown

# A language whose text shows nothing has none: another one's is read in its place.
TranslationFieldDescriptor.meaningful_value = lambda _self, text, _none: shown(text)


class Sourced(TranslationOptions):
    """Every record says where it comes from, in each language."""

    fields = ("source",)


class Titled(Sourced):
    """A record with a title."""

    fields = ("title",)
    required_languages = {"en": ("title",)}


class Noted(Sourced):
    """A row of a series, with a note for readers."""

    fields = ("note",)


@register(Plan)
class PlanTranslation(Titled):
    fields = (
        "short_title",
        "organization",
        "singular_goal",
        "vision",
        "summary",
        "official_document",
        "contact_url",
    )
    required_languages = {"en": ("title", "short_title", "organization")}


@register(PlanSection)
class PlanSectionTranslation(Titled):
    fields = ("body",)
    required_languages = {"en": ("title", "body")}


@register(Pillar)
class PillarTranslation(Titled):
    fields = ("subtitle", "summary", "retirement_note")


@register(Priority)
class PriorityTranslation(Titled):
    fields = ("notice", "statement", "why", "retirement_note")


@register(Strategy)
class StrategyTranslation(Sourced):
    fields = ("text", "retirement_note")
    required_languages = {"en": ("text",)}


@register(Resource)
class ResourceTranslation(Titled):
    fields = ("url", "description")
    required_languages = {"en": ("title", "url")}


@register(Measure)
class MeasureTranslation(Titled):
    fields = ("definition", "unit", "override_reason", "retirement_note")


@register(Baseline)
class BaselineTranslation(Noted):
    pass


@register(Target)
class TargetTranslation(Noted):
    fields = ("wording",)
    required_languages = {"en": ("wording",)}


@register(Result)
class ResultTranslation(Noted):
    fields = ("break_reason",)


@register(StudentGroup)
class StudentGroupTranslation(Titled):
    pass


@register(GlossaryTerm)
class GlossaryTermTranslation(Sourced):
    fields = ("term", "also", "meaning")
    required_languages = {"en": ("term", "meaning")}


# After the languages' columns are there: a history that began before has none of them.
for recorded in KINDS:
    simple_history.register(
        recorded,
        app="pillars",
        records_class=Recorder,
        bases=[HistoryRow],
        history_change_reason_field=models.TextField(null=True),
    )
