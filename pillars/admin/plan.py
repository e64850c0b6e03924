"""The desk's forms for a plan, its sections, its groups and its glossary."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from pillars import plan_pages, school_years
from pillars.models import GlossaryTerm, Plan, PlanSection, StudentGroup
from pillars.plan_files import pages as file_pages

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


class SectionRows(DeskRows):
    model = PlanSection
    show_change_link = True
    fieldsets = [
        (None, {"fields": [*side_by_side("title", "body"), ("kind", "position")]}),
        more(),
    ]


@admin.register(Plan)
class PlanAdmin(DeskAdmin):
    list_display = [
        "title",
        "slug",
        "school_years",
        "is_public",
        "is_current",
        "is_locked",
        "languages_missing",
    ]
    list_filter = ["is_public", MissingLanguage]
    search_fields = [*in_each_language("title", "short_title", "organization"), "slug"]
    inlines = [SectionRows]
    # One plan is in force: another takes its place by an act that says what follows.
    readonly_fields = ["is_current"]
    change_form_outer_before_template = "admin/pillars/plan/_plan_acts.html"
    fieldsets = [
        texts(
            "title", "short_title", "organization", "singular_goal", "vision", "summary"
        ),
        (
            _("Address and years"),
            {
                "fields": [
                    "slug",
                    ("first_year", "last_year"),
                    ("is_public", "is_current"),
                ]
            },
        ),
        (
            _("Links and contact"),
            {
                "fields": [
                    *side_by_side("official_document", "contact_url"),
                    ("contact_email", "contact_phone"),
                ]
            },
        ),
        origin(),
    ]

    def get_urls(self):
        """What is done with a plan as a whole has pages of its own."""
        own = [
            path(route, self.admin_site.admin_view(view), name=f"pillars_plan_{name}")
            for route, view, name in [*plan_pages.DESK, *file_pages.DESK]
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=_("school years"), ordering="first_year")
    def school_years(self, plan):
        first, last = plan.first_year, plan.last_year
        return f"{school_years.label(first)} … {school_years.label(last)}"


@admin.register(PlanSection)
class PlanSectionAdmin(DeskAdmin):
    list_display = ["title", "kind", "plan", "languages_missing"]
    list_filter = ["plan", "kind", MissingLanguage]
    list_select_related = ["plan"]
    search_fields = in_each_language("title", "body")
    fieldsets = [
        texts("title", "body"),
        place(("plan", "kind", "position")),
        origin(),
    ]


@admin.register(StudentGroup)
class StudentGroupAdmin(DeskAdmin):
    list_display = ["code", "title", "family", "plan", "languages_missing"]
    list_display_links = ["code", "title"]
    list_filter = ["plan", "family", MissingLanguage]
    list_select_related = ["plan"]
    search_fields = [*in_each_language("title"), "code"]
    fieldsets = [
        texts("title"),
        place(("plan", "code"), ("family", "position")),
        origin(),
    ]


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(DeskAdmin):
    list_display = ["term", "code", "plan", "languages_missing"]
    list_filter = ["plan", MissingLanguage]
    list_select_related = ["plan"]
    search_fields = [*in_each_language("term", "also", "meaning"), "code"]
    fieldsets = [
        texts("term", "also", "meaning"),
        place(("plan", "code")),
        origin(),
    ]
