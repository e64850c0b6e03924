"""Which texts are written once a language; and with them, each record's history."""

import simple_history
from django.db.models import TextField
from modeltranslation.fields import TranslationFieldDescriptor
from modeltranslation.translator import translator

from . import models
from .hierarchy.tree import KINDS
from .history.recording import HistoryRow, Recorder
from .models import PlanItem
from .rules.texts import visible_text
from .words import FIELDS

# A language whose text shows nothing has none: another one's is read in its place.
TranslationFieldDescriptor.meaningful_value = lambda _self, it, _none: visible_text(it)


TITLE = ("title",)


def register(kind: type[PlanItem], *texts: str, required: tuple[str, ...] = ()) -> None:
    """Of the ``required`` texts each is in some language."""
    kind.required_texts = required
    translator.register(kind, fields=("source", *texts), required_languages=())


register(
    models.Plan,
    *("title", "short_title", "organization", "singular_goal", "vision", "summary"),
    *("official_document", "contact_url", "contact_phone_name"),
    *("own_count_word", "own_count_text", "own_count_source"),
    *FIELDS,
    required=("title", "short_title", "organization"),
)
register(models.PlanSection, "title", "body", required=("title", "body"))
register(
    models.Pillar, "title", "subtitle", "summary", "retirement_note", required=TITLE
)
register(
    models.Priority,
    *("title", "notice", "statement", "why", "retirement_note"),
    required=TITLE,
)
register(
    models.Strategy,
    *("text", "stage_text", "stage_reason", "retirement_note"),
    required=("text",),
)
register(models.Resource, "title", "url", "description", required=("title", "url"))
register(
    models.Measure,
    *("title", "definition", "unit_before", "unit_one", "unit", "of_every_100"),
    *("override_reason", "retirement_note"),
    required=TITLE,
)
register(models.StudentGroup, "title", required=TITLE)
register(models.Office, "title", "url", required=TITLE)
register(models.HelpLine)
register(models.Review, "title", "report_url", "recording_url", required=TITLE)
for note in (models.PriorityNote, models.MeasureNote):
    register(note, "what_happened", "why", "what_comes_next")
register(models.Baseline, "note")
register(models.Target, "note", "wording", required=("wording",))
register(models.Result, "note", "break_reason")
register(models.GlossaryTerm, "term", "also", "meaning", required=("term", "meaning"))

# After the languages' columns are there: a history that began before has none of them.
for recorded in KINDS:
    simple_history.register(
        recorded,
        app="pillars",
        records_class=Recorder,
        bases=[HistoryRow],
        history_change_reason_field=TextField(null=True),
    )
