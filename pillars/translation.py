"""Which texts are written once a language; and with them, each record's history."""

import simple_history
from django.db.models import TextField
from modeltranslation.fields import TranslationFieldDescriptor
from modeltranslation.translator import TranslationOptions, register, translator

from . import models
from .hierarchy.tree import KINDS
from .history.recording import HistoryRow, Recorder
from .rules.texts import visible_text

# A language whose text shows nothing has none: another one's is read in its place.
TranslationFieldDescriptor.meaningful_value = lambda _self, it, _none: visible_text(it)


class Sourced(TranslationOptions):
    fields = ("source",)


class Titled(Sourced):
    fields = ("title",)
    required_languages = {"en": ("title",)}


class Noted(Sourced):
    fields = ("note",)


@register(models.Plan)
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


@register(models.PlanSection)
class PlanSectionTranslation(Titled):
    fields = ("body",)
    required_languages = {"en": ("title", "body")}


@register(models.Pillar)
class PillarTranslation(Titled):
    fields = ("subtitle", "summary", "retirement_note")


@register(models.Priority)
class PriorityTranslation(Titled):
    fields = ("notice", "statement", "why", "retirement_note")


@register(models.Strategy)
class StrategyTranslation(Sourced):
    fields = ("text", "retirement_note")
    required_languages = {"en": ("text",)}


@register(models.Resource)
class ResourceTranslation(Titled):
    fields = ("url", "description")
    required_languages = {"en": ("title", "url")}


@register(models.Measure)
class MeasureTranslation(Titled):
    fields = ("definition", "unit", "override_reason", "retirement_note")


@register(models.Target)
class TargetTranslation(Noted):
    fields = ("wording",)
    required_languages = {"en": ("wording",)}


@register(models.Result)
class ResultTranslation(Noted):
    fields = ("break_reason",)


@register(models.GlossaryTerm)
class GlossaryTermTranslation(Sourced):
    fields = ("term", "also", "meaning")
    required_languages = {"en": ("term", "meaning")}


translator.register(models.StudentGroup, Titled)
translator.register(models.Baseline, Noted)

# After the languages' columns are there: a history that began before has none of them.
for recorded in KINDS:
    simple_history.register(
        recorded,
        app="pillars",
        records_class=Recorder,
        bases=[HistoryRow],
        history_change_reason_field=TextField(null=True),
    )
