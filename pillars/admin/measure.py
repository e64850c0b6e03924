"""The desk's form for measures of success, with all their numbers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from pillars.models import Measure, Result
from pillars.permissions.rules import may_change_all

from .base import DeskAdmin
from .forms import fields
from .forms.choice_labels import PlanItemFilter
from .forms.number_questions import tell_in_rows, warn
from .notes import MeasureNoteRows
from .series import BaselineRows, ResultRows, TargetRows


@admin.register(Measure)
class MeasureAdmin(DeskAdmin):
    list_display = ["code", "title", "belongs_to", "status", "target_kind", "retired"]
    list_display_links = ["code", "title"]
    list_filter = [("priority", PlanItemFilter), "target_kind", "is_retired"]
    autocomplete_fields = ["priority"]
    inlines = [BaselineRows, TargetRows, ResultRows, MeasureNoteRows]
    texts = ["title", "definition"]
    place = [
        ("pillar", "priority"),
        ("code", "part_of", "position"),
        ("is_featured", "office"),
    ]
    own_sections = [
        fields.section(
            _("How it is counted"),
            ("target_kind", "direction"),
            ("unit_kind", "decimals"),
            *fields.side_by_side("unit_before", "unit_one", "unit", "of_every_100"),
            "next_update_due",
        ),
        fields.collapsed(
            _("Status set by hand"),
            "override_status",
            *fields.side_by_side("override_reason"),
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
