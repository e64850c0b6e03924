"""What a desk form says around each text, and the summary of its errors."""

from collections.abc import Iterator
from typing import NamedTuple

from django import forms, template
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from pillars.hierarchy.tree import plan_of
from pillars.history.field_text import YEARS, value_as_text
from pillars.models import PlanItem
from pillars.models.base import MonthField, languages
from pillars.rules.texts import visible_text
from pillars.text.language_names import language_name
from pillars.translations.status import Text, TextState, texts_to_translate

from .help_texts import MARKDOWN, READS_BEST, help_of

register = template.Library()


def room_of(column: models.Field) -> int | None:
    """How many characters a page has room for, where a text may have no more."""
    original = getattr(column, "translated_field", None)
    if isinstance(original, models.CharField) and not isinstance(
        original, models.URLField
    ):
        return original.max_length
    return None


def dress(field, column: models.Field) -> None:
    original = getattr(column, "translated_field", column)
    room = room_of(column)
    field.help_text = help_of(column.model, original.name, room) or field.help_text
    if language := getattr(column, "language", None):
        field.widget.attrs["lang"] = language
    if room:
        # A browser would cut what is pasted without a word; saving says it is too long.
        field.widget.attrs.pop("maxlength", None)


def form_and_column(field) -> tuple[forms.ModelForm, models.Field | None]:
    """Without a column where a field is none of a record of the plan."""
    if field.is_readonly:
        form, name = field.form, field.field["name"]
    else:
        form, name = field.field.form, field.field.name
    record = getattr(form, "instance", None)
    columns = record._meta.concrete_fields if isinstance(record, PlanItem) else ()
    return form, next((each for each in columns if each.name == name), None)


@register.filter
def as_told(field) -> str:
    """A number, year or month that cannot be changed, as the history tells it."""
    form, column = form_and_column(field)
    kinds = (models.DecimalField, MonthField)
    is_one = isinstance(column, kinds) or getattr(column, "name", "") in YEARS
    value = getattr(form.instance, column.name) if is_one else None
    return value_as_text(column, value)


@register.filter
def as_text(field) -> dict[str, object] | None:
    """What a form says of a field with a text of the plan; None for any other."""
    form, column = form_and_column(field)
    if not isinstance(column, TranslationField):
        return None
    record, name = form.instance, column.name
    original, language = column.translated_field.name, column.language
    room, first = room_of(column), languages()[0]
    texts = {code: current_text(form, f"{original}_{code}") for code in languages()}
    return {
        "id": input_id(form, name),
        # The languages share one help text, which stands with the first.
        "help": help_of(type(record), original, room) if language == first else "",
        "help_id": f"{input_id(form, f'{original}_{first}')}_helptext",
        "language": language,
        "badge": badge_of(record, original, language, texts),
        "limit": room,
        "best": READS_BEST.get(type(record), {}).get(original),
        "preview": preview_address(record, original, language),
    }


def current_text(form, name: str) -> str:
    is_open = name in form.fields
    return visible_text(form[name].value() if is_open else getattr(form.instance, name))


def input_id(form, name: str) -> str:
    """The id that a form's input has, or would have if it could be changed."""
    return form.auto_id % form.add_prefix(name)


def badge_of(
    record: PlanItem, field: str, language: str, wordings: dict[str, str]
) -> dict[str, object] | None:
    """Of a missing text, or one behind; ``wordings`` are those in the form."""
    if field not in texts_to_translate(record):
        return None
    if not wordings[language]:
        message = _("Missing in %(language)s") % {"language": language_name(language)}
        badge = {"state": TextState.MISSING, "message": message}
        return badge if any(wordings.values()) else None
    text = Text(record, field, language)
    # The other text may have just been emptied in the form.
    if not text.behind or not wordings.get(text.behind.source):
        return None
    message = _("Behind since %(day)s: the %(language)s text changed") % {
        "day": date_format(text.since, "DATE_FORMAT"),
        "language": language_name(text.behind.source),
    }
    query = {"record": text.location.key}
    page = reverse("admin:pillars_plan_translations", query=query)
    link = f"{page}#{text.anchor}"
    return {"state": TextState.BEHIND, "message": message, "link": link}


def preview_address(record: PlanItem, name: str, language: str) -> str:
    """Where a Markdown text is shown as readers will get it; empty for other texts."""
    if name not in MARKDOWN.get(type(record), ()):
        return ""
    plan = plan_of(record)
    return reverse(
        f"admin:pillars_{record._meta.model_name}_preview_text",
        query={"language": language, **({"plan": plan.pk} if plan else {})},
    )


@register.filter
def saved_of(conflict, field):
    """What others saved of a field since the form was opened, if anything."""
    return None if field.is_readonly else conflict.by_input.get(field.field.html_name)


@register.simple_tag
def input_of(field, text: dict) -> SafeString:
    bound = field.field
    described_by = [text["help_id"]]
    if text["badge"]:
        described_by.append(f"{text['id']}_badge")
    if bound.errors:
        described_by.append(f"{text['id']}_error")
    return bound.as_widget(attrs={"aria-describedby": " ".join(described_by)})


class FormError(NamedTuple):
    message: str
    # The id of its input, its label and its row, as far as there are any.
    id: str = ""
    label: str = ""
    row: str = ""


@register.simple_tag
def error_summary(adminform, inlines) -> list[FormError]:
    found = list(form_errors(adminform.form))
    for inline in inlines:
        found += [FormError(str(error)) for error in inline.formset.non_form_errors()]
        kind = capfirst(str(inline.opts.verbose_name))
        for number, form in enumerate(inline.formset.forms, start=1):
            row, name = form.instance, f"{kind} #{number}"
            if row.pk:
                # A number's own name says its kind and its school year.
                name = capfirst(str(getattr(row, "place", row))) or name
            found += form_errors(form, name)
    return found


def form_errors(form, row: str = "") -> Iterator[FormError]:
    for name, errors in form.errors.items():
        field = None if name == NON_FIELD_ERRORS else form[name]
        place = ("", "")
        if field and not field.is_hidden:
            place = (field.id_for_label or field.auto_id, capfirst(str(field.label)))
        yield from (FormError(str(message), *place, row) for message in errors)
