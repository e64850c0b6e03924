"""The desk's forms for resources, alone and in their priority's form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from pillars.models import Resource, Strategy

from .base import (
    DeskAdmin,
    DeskRows,
    MissingLanguage,
    in_each_language,
    more,
    origin,
    place,
    side_by_side,
    texts,
)


class ResourceRows(DeskRows):
    model = Resource
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *side_by_side("title", "url", "description"),
                    ("strategy", "kind"),
                    ("language", "position"),
                ]
            },
        ),
        more(),
    ]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        strategies = Strategy.objects.select_related("priority__pillar")
        strategies = strategies.filter(priority=obj)
        self.choose_among(formset, "strategy", strategies, _("None of them"))
        return formset


@admin.register(Resource)
class ResourceAdmin(DeskAdmin):
    list_display = ["title", "kind", "language", "priority", "languages_missing"]
    list_filter = [
        "priority__pillar__plan",
        "priority__pillar",
        "kind",
        "language",
        MissingLanguage,
    ]
    list_select_related = ["priority__pillar"]
    search_fields = in_each_language("title", "url", "description")
    autocomplete_fields = ["priority", "strategy"]
    readonly_fields = ["checked_on", "check_result"]
    fieldsets = [
        texts("title", "url", "description"),
        place(("priority", "strategy"), ("kind", "language", "position")),
        origin(),
        (_("Link check"), {"fields": [("checked_on", "check_result")]}),
    ]
