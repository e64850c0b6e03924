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

    def limit_choices(self, fields, obj):
        if "strategy" in fields:
            strategies = Strategy.objects.select_related("priority__pillar")
            fields["strategy"].queryset = strategies.filter(priority=obj)


@admin.register(Resource)
class ResourceAdmin(DeskAdmin):
    form = ResourceForm
    list_display = ["title", "kind", "language", "priority", "found", "checked_on"]
    list_filter = [
        *("kind", "language"),
        *(
            (name, admin.EmptyFieldListFilter)
            for name in ("check_result", "checked_on")
        ),
    ]
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
