"""What the desk’s forms share: both languages side by side, and what is missing."""

from functools import partial

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.urls import path
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.utils import get_translation_fields
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet

from pillars.hierarchy.labels import form_link
from pillars.hierarchy.parents import paths_up
from pillars.models import PlanItem
from pillars.permissions import rules
from pillars.translations.reading import keys_with_missing_text
from pillars.translations.status import TextState, texts_of

from .conflicts import Guarded
from .forms.bad_addresses import NumberField, OddRequests
from .forms.form_tags import dress
from .forms.ordering import FIELD, OrderedRows, last_if_empty
from .forms.text_preview import TextPreview
from .history import views as history
from .history.delete import DeletesWithChildren, delete
from .kept import KeptTyping
from .locks import KeepsLocks, ShowsLocks
from .rights import AS_READ, FormRights, PartForm, RowRights

EMPTY = "–"
# Texts of a line or two: their boxes are small.
SHORT_TEXTS = {"editors_note", "note", "retirement_note", "source", "text"}


def side_by_side(*names: str) -> list[tuple[str, ...]]:
    """Rows for a form: each text in one row, its languages beside each other."""
    return [tuple(get_translation_fields(name)) for name in names]


ORIGIN = [*side_by_side("source"), "source_url", "editors_note"]


def texts(*names: str) -> tuple:
    return (_("Texts"), {"fields": side_by_side(*names)})


def place(*rows) -> tuple:
    return (_("Place in the plan"), {"fields": rows})


def origin() -> tuple:
    return (_("Source and editors’ note"), {"fields": ORIGIN})


def more(*rows) -> tuple:
    """What a row of an inline keeps closed: these fields, and where it comes from."""
    return (
        _("Notes and source"),
        {"classes": ["collapse"], "fields": [*rows, *ORIGIN]},
    )


def retirement() -> tuple:
    fields = ["is_retired", *side_by_side("retirement_note")]
    return (_("Retirement"), {"classes": ["collapse"], "fields": fields})


def in_each_language(*names: str) -> list[str]:
    """The columns of texts, for ``search_fields``."""
    return [column for name in names for column in get_translation_fields(name)]


def languages_missing_of(record: PlanItem) -> list[str]:
    """The names of the languages that lack a text which another language has."""
    lacking = {
        text.language for text in texts_of(record) if text.state == TextState.MISSING
    }
    return [str(name) for code, name in settings.LANGUAGES if code in lacking]


class MissingLanguage(admin.SimpleListFilter):
    title = _("missing language")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, queryset):
        if self.value() in dict(settings.LANGUAGES):
            keys = keys_with_missing_text(queryset.model, self.value())
            return queryset.filter(pk__in=keys)
        return queryset


class LinesField(forms.CharField):
    """A text of several lines, their ends as the plan keeps them and not as sent."""

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class DeskFields:
    """Fields as the desk shows them, in a form of their own or in a row."""

    compressed_fields = False
    form = PartForm
    readonly_preprocess_fields = AS_READ
    formfield_overrides = {
        models.DecimalField: {"form_class": NumberField},
        models.TextField: {"form_class": LinesField},
        models.URLField: {"assume_scheme": "https"},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField):
            name = getattr(db_field, "translated_field", db_field).name
            field.widget.attrs["rows"] = 2 if name in SHORT_TEXTS else 5
        if field is not None:
            dress(field, db_field)
        return last_if_empty(field) if db_field.name == FIELD else field

    def get_queryset(self, request):
        # What a record stands in says which of its texts are wanted, and names it.
        records = super().get_queryset(request)
        return records.select_related(*paths_up(self.model))

    @admin.display(description=_("languages missing"), empty_value=EMPTY)
    def languages_missing(self, record):
        return ", ".join(languages_missing_of(record)) or None


class DeskAdmin(
    Guarded,
    KeptTyping,
    DeletesWithChildren,
    ShowsLocks,
    FormRights,
    DeskFields,
    TextPreview,
    OddRequests,
    ModelAdmin,
    TranslationAdmin,
):
    warn_unsaved_form = True

    class Media:
        css = {"all": ["pillars/desk_forms.css"]}
        js = ["pillars/desk_forms.js"]

    def get_urls(self):
        """Before the forms, whose addresses take everything else."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        version = self.admin_site.admin_view(partial(history.version, desk=self))
        return [
            path("<str:key>/history/<int:number>/", version, name=name),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        return history.history(request, self, object_id)

    def view_on_site(self, record):
        if not hasattr(record, "get_absolute_url"):
            return None
        return settings.PREVIEW_PREFIX + record.get_absolute_url()

    @admin.display(description=_("retired"), ordering="is_retired", empty_value=EMPTY)
    def retired(self, record):
        return _("Yes") if record.is_retired else None


class RowFormSet(PaginationInlineFormSet):
    """Rows of an inline; each is headed by what tells it apart."""

    @staticmethod
    def heading(row: PlanItem) -> str:
        return str(row)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if form.instance.pk:
            form.instance.get_inline_title = self.heading(form.instance)
        return form

    def full_clean(self):
        """The theme hides what is wrong with a row as a whole: a field says it."""
        super().full_clean()
        for form in self.forms:
            errors = form.errors.pop(NON_FIELD_ERRORS, None)
            if errors:
                first = form.visible_fields()[0]
                form.add_error(first.name, errors.as_data())

    def delete_existing(self, obj, commit=True):
        if commit:
            delete([obj])


class OrderedRowFormSet(OrderedRows, RowFormSet):
    """Rows of an inline that are put in order by hand."""


class DeskRows(
    KeepsLocks, RowRights, DeskFields, StackedInline, TranslationStackedInline
):
    """Children in their parent's form."""

    extra = 0
    formset = RowFormSet

    def choose_among(self, formset, name, records, or_else):
        """Offer these records only, asked for once however many rows there are."""
        field = formset.form.base_fields.get(name)
        if field is not None:
            field.queryset = records
            field.empty_label = or_else
            field.choices = list(field.choices)


class LinkedRows(DeskFields, TabularInline):
    """Children that have forms of their own: a table of links to them."""

    extra = 0
    hide_title = True
    fields = readonly_fields = ["form_link", "languages_missing"]

    def has_view_permission(self, request, obj=None):
        return rules.may_view(request.user, self.model)

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("code and title"))
    def form_link(self, record):
        return form_link(record)
