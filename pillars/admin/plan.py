"""The desk's forms for a plan, its sections, its groups and its glossary."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from pillars import school_years, words
from pillars.codes import anchor
from pillars.hierarchy.tree import plan_of
from pillars.imports.plans import pages as file_pages
from pillars.imports.translators import pages as translators
from pillars.models import (
    GlossaryTerm,
    HelpLine,
    Measure,
    Office,
    Plan,
    PlanSection,
    Review,
    StudentGroup,
)
from pillars.models.notes import UNKNOWN_MEASURES
from pillars.permissions import rules
from pillars.plans import views

from .base import DeskAdmin
from .forms import fields
from .forms.languages import PlanForm
from .forms.ordering import FIELD, OrderedList
from .history.views import recently_deleted
from .rows import DeskRows, OrderedRowFormSet
from .translations.listing import translations
from .views import search


class SectionRows(DeskRows):
    model = PlanSection
    formset = OrderedRowFormSet
    ordering_field = FIELD
    show_change_link = True
    fieldsets = [
        fields.section(
            None, *fields.side_by_side("title", "body"), ("kind", "position")
        ),
        fields.more(),
    ]


class HelpLineForm(fields.PartForm):
    class Meta:
        # Arabic is read from the right here, too.
        widgets = {"text": UnfoldAdminTextInputWidget({"dir": "auto"})}


class HelpLineRows(DeskRows):
    model = HelpLine
    form = HelpLineForm
    formset = OrderedRowFormSet
    ordering_field = FIELD
    fieldsets = [fields.section(None, ("language", "position"), "text"), fields.more()]


@admin.register(Plan)
class PlanAdmin(DeskAdmin):
    form = PlanForm
    list_display = [
        "title",
        "slug",
        "school_years",
        "is_public",
        "is_current",
        "is_locked",
    ]
    list_filter = ["is_public"]
    inlines = [SectionRows, HelpLineRows]
    pages = [
        ("search/", search, "search"),
        ("recently-deleted/", recently_deleted, "recently_deleted"),
        *views.DESK,
        *file_pages.DESK,
        ("translations/", translations, "translations"),
        *translators.URLS,
    ]
    rights = {
        "may_bring_in_a_file": rules.may_rewrite_the_plan,
        "may_start_the_next": rules.may_make_a_plan,
        "may_download": rules.may_view_all,
    }
    # One plan is in force: another takes its place by an act that says what follows.
    readonly_fields = ["is_current"]
    change_form_outer_before_template = "desk/plans/_plan_acts.html"
    texts = [
        *("title", "short_title", "organization"),
        *("singular_goal", "vision", "summary"),
    ]
    own_sections = [
        fields.section(
            _("Address and years"),
            "slug",
            ("first_year", "last_year", "first_month"),
            ("is_public", "is_current"),
            ("public_languages", "requires_all_texts"),
            ("has_pillars", "has_priorities"),
            "asks_for_stages",
        ),
        fields.collapsed(_("Own words"), *fields.side_by_side(*words.FIELDS)),
        fields.section(
            _("Links and contact"),
            *fields.side_by_side("official_document", "contact_url"),
            ("contact_email", "contact_phone"),
            *fields.side_by_side("contact_phone_name"),
        ),
        fields.collapsed(
            _("The district’s own count"),
            ("measure_count", "own_count", "own_count_url"),
            *fields.side_by_side(
                "own_count_word", "own_count_text", "own_count_source"
            ),
        ),
        fields.collapsed(
            _("Adoption and license"),
            "adopted_edition",
            ("license_name", "license_url"),
        ),
    ]

    @admin.display(description=_("school years"), ordering="first_year")
    def school_years(self, plan):
        first, last = plan.first_year, plan.last_year
        return f"{school_years.label(first)} … {school_years.label(last)}"


@admin.register(PlanSection)
class PlanSectionAdmin(DeskAdmin):
    list_display = ["title", "kind", "plan"]
    list_filter = ["kind"]
    texts = ["title", "body"]
    place = [("plan", "kind", "position")]


@admin.register(StudentGroup)
class StudentGroupAdmin(DeskAdmin):
    list_display = ["code", "title", "family", "plan", FIELD]
    list_editable = [FIELD]
    ordering_field = FIELD
    ordering = ["plan", FIELD, "pk"]
    # Rows sorted by something else, and then dragged, would all be put in that order.
    sortable_by = []
    list_display_links = ["code", "title"]
    list_filter = ["family"]
    texts = ["title"]
    place = [("plan", "code"), ("family", "position")]

    def get_changelist_formset(self, request, **kwargs):
        formset = type("OrderedGroups", (OrderedList,), {"user": request.user})
        return super().get_changelist_formset(request, formset=formset, **kwargs)


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(DeskAdmin):
    list_display = ["term", "code", "plan"]
    texts = ["term", "also", "meaning"]
    place = [("plan", "code")]


@admin.register(HelpLine)
class HelpLineAdmin(DeskAdmin):
    form = HelpLineForm
    list_display = ["language", "text", "plan"]
    place = [("plan", "language", "position"), "text"]


@admin.register(Office)
class OfficeAdmin(DeskAdmin):
    list_display = ["title", "email", "phone", "plan"]
    texts = ["title", "url"]
    place = [("plan", "code", "position")]
    own_sections = [fields.section(_("Public contact"), ("email", "phone"))]


class ReviewForm(fields.PartForm):
    def clean(self):
        cleaned = super().clean()
        review, plan = self.instance, cleaned.get("plan") or plan_of(self.instance)
        if "measures" in cleaned and plan is not None:
            review.measures = cleaned["measures"]
            measures = Measure.objects.filter(pillar__plan=plan)
            known = measures.values_list("code", flat=True)
            unknown = review.rename_measures({anchor(code): code for code in known})
            cleaned["measures"] = review.measures
            if unknown:
                words = UNKNOWN_MEASURES % {"codes": ", ".join(unknown)}
                self.add_error("measures", words)
        return cleaned


@admin.register(Review)
class ReviewAdmin(DeskAdmin):
    form = ReviewForm
    list_display = ["day", "title", "measures", "plan"]
    texts = ["title", "report_url", "recording_url"]
    place = [("plan", "day"), "measures"]
