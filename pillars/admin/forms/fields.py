"""The fields of the desk's forms: places, inputs, and which of them are open."""

import datetime
from decimal import Decimal

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField
from modeltranslation.utils import get_translation_fields
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextInputWidget,
)

from pillars.hierarchy.tree import paths_up, plan_of
from pillars.models.base import LanguagesField, MonthField, Retirable
from pillars.permissions import rules
from pillars.rules.values import decimals_of
from pillars.translations.status import TextState, texts_of

from .choice_labels import refuse_astray
from .form_tags import dress
from .ordering import AT_THE_END, FIELD, next_position

# Texts of a line or two: their boxes are small.
SHORT_TEXTS = {
    *("editors_note", "note", "retirement_note", "source", "text", "stage_reason"),
}
# As a browser sends it.
MONTH = "%Y-%m"


def side_by_side(*names: str) -> list[tuple[str, ...]]:
    """Rows for a form: each text in one row, its languages beside each other."""
    return [tuple(get_translation_fields(name)) for name in names]


ORIGIN = [*side_by_side("source"), "source_url", "editors_note"]


def section(title, *rows, **options) -> tuple:
    """A fieldset; each row is a field or a tuple of fields beside each other."""
    return (title, {"fields": rows, **options})


def collapsed(title, *rows) -> tuple:
    return section(title, *rows, classes=["collapse"])


def more(*rows) -> tuple:
    """What a row of an inline shows on request: these fields, and where it is from."""
    return collapsed(_("Notes and source"), *rows, *ORIGIN)


def retirement() -> tuple:
    return collapsed(_("Retirement"), "is_retired", *side_by_side("retirement_note"))


class PartForm(forms.ModelForm):
    """A form that may lack fields of its record: their errors stand above it."""

    # What was found while saving; and of a form that is only shown, that however right
    # it is, it is not to save.
    refusal, is_only_shown = None, False

    def is_valid(self):
        return super().is_valid() and not self.is_only_shown

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.prefix and FIELD in self.fields and cleaned.get(FIELD) is None:
            cleaned[FIELD] = self.instance.position = next_position(self)
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        if not self.prefix:
            refuse_astray(self, plan_of(self.instance))

    def add_error(self, field, error):
        if not hasattr(error, "error_dict"):
            super().add_error(field, error)
            return
        for name, found in error.error_dict.items():
            if name != NON_FIELD_ERRORS and name not in self.fields:
                label = capfirst(self._meta.model._meta.get_field(name).verbose_name)
                texts = ({"field": label, "message": one.messages[0]} for one in found)
                words = gettext("%(field)s: %(message)s")
                name, found = NON_FIELD_ERRORS, [words % text for text in texts]
            super().add_error(name, found)


class LinesField(forms.CharField):
    """A text of several lines, their ends as the plan stores them and not as sent."""

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class NumberField(forms.DecimalField):
    """A number as people write it: 84.0 is another text than 84, and never 8.4E+1."""

    def prepare_value(self, value):
        return f"{value:f}" if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        is_other = super().has_changed(initial, data)
        if is_other or not data:
            return is_other
        return decimals_of(self.to_python(data)) != decimals_of(initial)

    def to_python(self, value):
        number = super().to_python(value)
        if number is not None:
            # Before anything compares it, which a signaling NaN does not bear.
            self.validate(number)
        return number


class MonthInput(UnfoldAdminTextInputWidget):
    input_type = "month"

    def format_value(self, value):
        return value.strftime(MONTH) if isinstance(value, datetime.date) else value


class MonthFormField(forms.DateField):
    """A browser without inputs for months leaves writing it to the editor."""

    widget = MonthInput
    input_formats = [MONTH, "%m/%Y"]
    default_error_messages = {"invalid": _("Write a month, such as 2024-08.")}


class DeskSections:
    """Mixed into a form's admin: what it names, between what all records have."""

    texts = place = own_sections = ()

    def get_fieldsets(self, request, obj=None):
        sections = [
            section(_("Texts"), *side_by_side(*self.texts)),
            section(_("Place in the plan"), *self.place),
            *self.own_sections,
            section(_("Source and editors’ note"), *ORIGIN),
            *([retirement()] if issubclass(self.model, Retirable) else []),
        ]
        return [section for section in sections if section[1]["fields"]]


class DeskFields:
    compressed_fields = False
    form = PartForm
    formfield_overrides = {
        models.DecimalField: {"form_class": NumberField},
        models.TextField: {"form_class": LinesField},
        models.URLField: {"assume_scheme": "https"},
        MonthField: {"form_class": MonthFormField, "widget": MonthInput},
        LanguagesField: {"widget": UnfoldAdminCheckboxSelectMultipleWidget},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField):
            name = getattr(db_field, "translated_field", db_field).name
            field.widget.attrs["rows"] = 2 if name in SHORT_TEXTS else 5
        if isinstance(db_field, TranslationField):
            # The record says whether no language has it.
            field.required = False
        if field is not None:
            dress(field, db_field)
        if db_field.name == FIELD:
            field.required, field.initial, field.help_text = False, None, AT_THE_END
        return field

    def get_queryset(self, request):
        # What a record stands in names it, and says which texts it must have.
        links = [field.name for field in self.opts.fields if field.many_to_one]
        records = super().get_queryset(request)
        return records.select_related(*links, *paths_up(self.model))

    def get_readonly_fields(self, request, obj=None):
        columns = {column.name for column in self.opts.concrete_fields}
        closed = columns - rules.fields_open_to(request.user, *self.about(obj))
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [
            *super().get_readonly_fields(request, obj),
            *(name for name in shown if name in closed),
        ]

    def about(self, obj) -> tuple:
        """What ``rules`` are asked about: a record, or rows of a kind under one."""
        in_parent = isinstance(self, InlineModelAdmin)
        return (self.model, obj) if in_parent else (obj or self.model,)

    def has_view_permission(self, request, obj=None):
        return rules.may_view(request.user, self.about(obj)[0])

    def has_delete_permission(self, request, obj=None):
        return rules.may_delete(request.user, *self.about(obj))

    @admin.display(description=_("languages missing"))
    def languages_missing(self, record):
        missing = {t.language for t in texts_of(record) if t.state == TextState.MISSING}
        missing &= {*plan_of(record).written_languages}
        names = [str(name) for code, name in settings.LANGUAGES if code in missing]
        return ", ".join(names) or None

    @admin.display(description=_("retired"), ordering="is_retired")
    def retired(self, record):
        return _("Yes") if record.is_retired else None
