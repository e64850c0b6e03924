"""
The desk's forms for measures and their numbers, and for what is said of a year: alone
and in the form of what they belong to.
"""

from functools import partial

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.imports.results import pages
from pillars.models import Baseline, Measure, Result, Target
from pillars.models.notes import TEXTS, MeasureNote, PriorityNote
from pillars.permissions.rules import may_change_all
from pillars.rules.values import with_decimals
from pillars.search.desk import keys_found

from .base import DeskAdmin
from .forms.choice_labels import PlanItemFilter
from .forms.fields import collapsed, more, section, side_by_side
from .forms.number_questions import NumberForm, SeriesForm, tell_in_rows, warn
from .rows import DeskRows, RowFormSet

SIGNED = ("school_year", "day", "office")
VALUE = ("school_year", "group", "state", "value", "student_count")
NOTE = side_by_side("note")
BREAK = ["starts_new_series", *side_by_side("break_reason")]
TARGET = [*side_by_side("wording"), ("school_year", "group", "value", "low", "high")]


class SeriesFormSet(RowFormSet):
    """Rows of a series, one for each key: Django does not look at conditions."""

    def clean(self):
        super().clean()
        rows = [getattr(form, "cleaned_data", {}) for form in self.forms]
        once_per_group = self.model._meta.constraints[0]
        keys = [
            tuple(row.get(name) for name in once_per_group.fields)
            for row in rows
            if row.get("school_year") and not row.get("DELETE")
        ]
        if len(keys) > len(set(keys)):
            raise ValidationError(_("Two rows are for the same school year and group."))


class TargetFormSet(SeriesFormSet):
    # All rows of the same form: targets are held against the baseline.
    all_rows = ()

    def full_clean(self):
        super().full_clean()
        rows = self.all_rows if self.is_bound else ()
        if not any(part.total_error_count() for part in rows):
            tell_in_rows(self.instance, rows)


class NoteRows(DeskRows):
    fieldsets = [section(None, SIGNED, *side_by_side(*TEXTS)), more()]


class PriorityNoteRows(NoteRows):
    model = PriorityNote


class MeasureNoteRows(NoteRows):
    model = MeasureNote


class SeriesRows(DeskRows):
    form = NumberForm
    formset = SeriesFormSet


class BaselineRows(SeriesRows):
    model = Baseline
    fieldsets = [section(None, VALUE), more(*NOTE)]


class TargetRows(SeriesRows):
    model = Target
    formset = TargetFormSet
    fieldsets = [section(None, *TARGET), more(*NOTE)]


class ResultRows(SeriesRows):
    model = Result
    fieldsets = [section(None, VALUE), more(*NOTE, "observed_on", *BREAK)]


class OfYearAdmin(DeskAdmin):
    list_filter = ["school_year"]

    def found_by(self, words):
        about = self.opts.get_field(self.model.about)
        keys = keys_found(words, about.related_model)
        return super().found_by(words) | Q(**{f"{about.name}__in": keys})

    @admin.display(description=_("school year"), ordering="school_year")
    def year(self, row):
        return school_years.label(row.school_year)


class SeriesAdmin(OfYearAdmin):
    form = SeriesForm

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        warn(request, [form])

    @admin.display(description=_("value"), ordering="value")
    def number(self, row):
        if row.value is None:
            return None
        return f"{with_decimals(row.value, row.decimals or 0):f}"


@admin.register(Baseline)
class BaselineAdmin(SeriesAdmin):
    list_display = ["measure", "year", "group", "number", "state"]
    list_filter = ["state"]
    own_sections = [section(None, "measure", VALUE, *NOTE)]


@admin.register(Target)
class TargetAdmin(SeriesAdmin):
    list_display = ["measure", "year", "group", "wording"]
    own_sections = [section(None, "measure", *TARGET, *NOTE)]


@admin.register(Result)
class ResultAdmin(SeriesAdmin):
    list_display = ["measure", "year", "group", "number", "state"]
    list_filter = ["school_year", "state"]
    readonly_fields = ["entered_by"]
    rights = {"may_import": partial(may_change_all, record=Result)}
    pages = [
        ("in-bulk/", pages.bulk, "in_bulk"),
        (
            "in-bulk/<int:plan>/<int:year>.<str:kind>",
            pages.file_to_fill_in,
            "file_to_fill_in",
        ),
    ]
    own_sections = [
        section(None, "measure", VALUE, *NOTE, "observed_on", *BREAK, "entered_by")
    ]

    def save_model(self, request, obj, form, change):
        if may_change_all(request.user, obj):
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Measure)
class MeasureAdmin(DeskAdmin):
    list_display = ["code", "title", "belongs_to", "status", "target_kind", "retired"]
    list_display_links = ["code", "title"]
    list_filter = [("priority", PlanItemFilter), "target_kind", "is_retired"]
    inlines = [BaselineRows, TargetRows, ResultRows, MeasureNoteRows]
    texts = ["title", "definition"]
    place = [
        ("pillar", "priority"),
        ("code", "part_of", "position"),
        ("is_featured", "office"),
    ]
    own_sections = [
        section(
            _("How it is counted"),
            ("target_kind", "direction"),
            ("unit_kind", "decimals"),
            *side_by_side("unit_before", "unit_one", "unit", "of_every_100"),
            "next_update_due",
        ),
        collapsed(
            _("Status set by hand"),
            "override_status",
            *side_by_side("override_reason"),
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_series()

    def save_formset(self, request, form, formset, change):
        user, is_result = request.user, formset.model is Result
        if is_result and may_change_all(user, Result, form.instance):
            for row in formset.forms:
                # Saved in the rows that have changed.
                row.instance.entered_by = user
        super().save_formset(request, form, formset, change)

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        for formset in formsets:
            formset.all_rows = formsets
        if change and not any(formset.is_bound for formset in formsets):
            tell_in_rows(obj, formsets)
        return formsets, inlines

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn(request, (row for formset in formsets for row in formset.forms))

    @admin.display(description=_("belongs to"))
    def belongs_to(self, measure):
        return measure.priority or measure.pillar

    @admin.display(description=_("status"))
    def status(self, measure):
        if measure.is_related_figure:
            return _("related figure")
        return measure.progress.status.label


@admin.register(PriorityNote)
class PriorityNoteAdmin(OfYearAdmin):
    list_display = ["priority", "year", "office", "day"]
    texts, place = TEXTS, ["priority", SIGNED]


@admin.register(MeasureNote)
class MeasureNoteAdmin(OfYearAdmin):
    list_display = ["measure", "year", "office", "day"]
    texts, place = TEXTS, ["measure", SIGNED]
