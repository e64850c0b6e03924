"""The desk's forms for resources, alone and in their priority's form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from pillars.models import Resource, Strategy

from .base import DeskAdmin
from .forms import fields
from .forms.ordering import FIELD
from .rows import DeskRows, OrderedRowFormSet


class ResourceForm(fields.PartForm):
    """A resource's texts; what the link check found goes with the address it asked."""

    def clean(self):
        if any(name.startswith("url_") for name in self.changed_data):
            self.instance.checked_on, self.instance.check_result = None, ""
        return super().clean()


class LinkState(admin.SimpleListFilter):
    title = _("link")
    parameter_name = "link"

    def lookups(self, request, model_admin):
        return [
            ("dead", _("Dead links")),
            ("good", _("Good links")),
            ("unchecked", _("Not checked yet")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "dead":
            return queryset.exclude(check_result="")
        if self.value() in {"good", "unchecked"}:
            unchecked = self.value() == "unchecked"
            return queryset.filter(check_result="", checked_on__isnull=unchecked)
        return queryset


class ResourceRows(DeskRows):
    model = Resource
    form = ResourceForm
    formset = OrderedRowFormSet
    ordering_field = FIELD
    fieldsets = [
        fields.section(
            None,
            *fields.side_by_side("title", "url", "description"),
            ("strategy", "kind"),
            ("language", "position"),
        ),
        fields.more(),
    ]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        strategies = Strategy.objects.select_related("priority__pillar")
        strategies = strategies.filter(priority=obj)
        self.choose_among(formset, "strategy", strategies, _("None of them"))
        return formset


@admin.register(Resource)
class ResourceAdmin(DeskAdmin):
    form = ResourceForm
    list_display = ["title", "kind", "language", "priority", "found", "checked_on"]
    list_filter = ["kind", "language", LinkState]
    autocomplete_fields = ["priority", "strategy"]
    readonly_fields = ["checked_on", "found"]
    texts = ["title", "url", "description"]
    place = [("priority", "strategy"), ("kind", "language", "position")]
    own_sections = [fields.section(_("Link check"), ("checked_on", "found"))]

    @admin.display(
        description=Resource._meta.get_field("check_result").verbose_name,
        ordering="check_result",
    )
    def found(self, resource):
        if resource.checked_on and not resource.check_result:
            return _("good")
        return resource.check_result_text() or None
