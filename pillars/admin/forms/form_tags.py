"""What a form shows around each text: its help, badge, limit and preview."""

from dataclasses import dataclass

from django import template
from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString
from modeltranslation.fields import TranslationField

from pillars.hierarchy.tree import plan_of
from pillars.models import PlanItem
from pillars.models.base import languages
from pillars.rules.texts import visible_text

from .error_summary import faults_of
from .help_texts import MARKDOWN, READS_BEST, help_of
from .translation_badges import Badge, badge_of

register = template.Library()
register.simple_tag(faults_of, name="faults")


def room_of(column: models.Field) -> int | None:
    """How many characters a page has room for, where a text may have no more."""
    original = getattr(column, "translated_field", None)
    if isinstance(original, models.CharField) and not isinstance(
        original, models.URLField
    ):
        return original.max_length
    return None


def dress(field, column: models.Field) -> None:
    """
    Give a form's field the help that it shows, and its input the language it is in.

    A row that has a text in each language says its help once, with the first one.
    """
    original = getattr(column, "translated_field", column)
    language = getattr(column, "language", None)
    room = room_of(column)
    if words := help_of(column.model, original.name, room):
        field.help_text = words if language in {None, languages()[0]} else ""
    if language:
        field.widget.attrs["lang"] = language
    if room:
        # A browser would cut what is pasted without a word; saving says it is too long.
        field.widget.attrs.pop("maxlength", None)


@dataclass(frozen=True)
class Text:
    """One text of a form, in one language, with all that is said around it."""

    id: str
    help: str
    # The row's help stands with its first language; the others point to it.
    help_id: str
    language: str
    badge: Badge | None
    limit: int | None
    best: int | None
    preview: str

    @property
    def badge_id(self) -> str:
        return f"{self.id}_badge"


@register.filter
def as_text(field) -> Text | None:
    """A form's field as a text of the plan; nothing for any other field."""
    if field.is_readonly:
        form, name = field.form, field.field["name"]
    else:
        form, name = field.field.form, field.field.name
    record = getattr(form, "instance", None)
    if not isinstance(record, PlanItem):
        return None
    column = next((f for f in record._meta.concrete_fields if f.name == name), None)
    if not isinstance(column, TranslationField):
        return None
    original, language = column.translated_field.name, column.language
    model, room = type(record), room_of(column)
    is_first = language == languages()[0]
    texts = {code: written(form, f"{original}_{code}") for code in languages()}
    return Text(
        id=input_id(form, name),
        help=help_of(model, original, room) if is_first else "",
        help_id=f"{input_id(form, f'{original}_{languages()[0]}')}_helptext",
        language=language,
        badge=badge_of(record, original, language, texts),
        limit=room,
        best=READS_BEST.get(model, {}).get(original),
        preview=preview_address(record, original, language),
    )


def written(form, name: str) -> str:
    """A text as the form holds it now, typed or saved."""
    if name in form.fields:
        return visible_text(form[name].value())
    return visible_text(getattr(form.instance, name))


def input_id(form, name: str) -> str:
    """The id that a form's input has, or would have if it could be changed."""
    return form.auto_id % form.add_prefix(name)


def preview_address(record: PlanItem, name: str, language: str) -> str:
    """Where a Markdown text is shown as readers will get it; empty for other texts."""
    if name not in MARKDOWN.get(type(record), ()):
        return ""
    plan = plan_of(record)
    return reverse(
        f"admin:pillars_{record._meta.model_name}_preview_text",
        query={"language": language, **({"plan": plan.pk} if plan else {})},
    )


@register.inclusion_tag("desk/forms/_saved_value.html")
def saved_value(conflict, field) -> dict:
    """What others saved of a field since the form was opened."""
    name = "" if field.is_readonly else field.field.html_name
    return {"saved": conflict.beside.get(name), "name": name}


@register.simple_tag
def input_of(field, text: Text) -> SafeString:
    """A text's input, tied to its help, its badge, its count and its errors."""
    bound = field.field
    described_by = [
        text.help_id,
        *([text.badge_id] if text.badge else []),
        *([f"{text.id}_error"] if bound.errors else []),
    ]
    return bound.as_widget(attrs={"aria-describedby": " ".join(described_by)})
