"""
The desk's forms for the plan's outline: pillars, priorities, strategies, resources;
where all strategies of a priority stand.
"""

from functools import partial

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy.labels import stages_page
from pillars.models import Measure, Pillar, Priority, Resource, Strategy
from pillars.permissions import rules
from pillars.words import word_lazy

from .base import DeskAdmin
from .forms import fields
from .forms.ordering import FIELD
from .measure import PriorityNoteRows
from .rows import DeskRows, LinkedRows, OrderedRowFormSet

STAGE = [("stage", "stage_since"), *fields.side_by_side("stage_text")]
REASON = fields.side_by_side("stage_reason")
STRATEGIES = word_lazy("strategies")
TITLE = format_lazy(_("{strategies}: where they stand"), strategies=STRATEGIES)
STANDING = (_("Where it stands"), *STAGE, *REASON)


class StageRows(DeskRows):
    model = Strategy
    verbose_name_plural = TITLE
    can_delete = False
    fieldsets = [
        fields.section(None, *STAGE),
        fields.collapsed(_("Reason, where it was changed or dropped"), *REASON),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_retired=False)

    def has_add_permission(self, request, obj):
        return False


class StagesDesk(DeskAdmin):
    """A priority's form with nothing in it but where its strategies stand."""

    inlines = [StageRows]

    def has_add_permission(self, request):
        return False

    def get_fieldsets(self, request, obj=None):
        return []

    def save_model(self, request, obj, form, change):
        rules.refuse_locked(obj)
        # Also where each still stands as before. A translator says nothing of that.
        if rules.may_change_all(request.user, Strategy, obj):
            obj.stages_checked_on = timezone.localdate()
            # No change of the priority: who has its form open need not hear of it.
            obj.save_without_historical_record(update_fields=["stages_checked_on"])

    def response_post_save_change(self, request, obj):
        return redirect(reverse("admin:index"))


def stages(request: HttpRequest, object_id: str, desk: DeskAdmin) -> HttpResponse:
    """A priority that a plan lacks has no form, but it has this screen."""
    context = {
        "title": capfirst(TITLE),
        "show_save_and_continue": False,
        "show_save_and_add_another": False,
        "show_delete": False,
    }
    screen = StagesDesk(Priority, desk.admin_site)
    return screen.changeform_view(request, object_id, extra_context=context)


class LeadsToStages:
    """Mixed into the form's admin of a priority, or of one of its strategies."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context |= {"stages": stages_page(obj), "stages_title": capfirst(TITLE)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=STRATEGIES)
    def stages(self, priority):
        link = '<a class="underline" href="{}">{}</a>'
        return format_html(link, stages_page(priority), _("Where they stand"))


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


class PriorityLinks(LinkedRows):
    model = Priority

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(code="")


class MeasureLinks(LinkedRows):
    model = Measure


class StrategyRows(DeskRows):
    model = Strategy
    formset = OrderedRowFormSet
    fieldsets = [
        fields.section(
            None, *fields.side_by_side("text"), ("code", "level", "position")
        ),
        fields.collapsed(*STANDING),
        fields.more("office"),
        fields.retirement(),
    ]


class LevelAdmin(DeskAdmin):
    """Of a level that a plan may lack: what stands for it then is not listed."""

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(code="")


@admin.register(Pillar)
class PillarAdmin(LevelAdmin):
    list_display = ["code", "title", "plan", "retired"]
    list_display_links = ["code", "title"]
    list_filter = ["is_retired"]
    inlines = [PriorityLinks]
    texts = ["title", "subtitle", "summary"]
    place = [("plan", "code"), ("position", "accent"), ("unofficial_in", "office")]
    own_sections = [
        fields.collapsed(_("The district’s own count"), ("own_count", "own_total")),
    ]

    def get_inlines(self, request, obj):
        lacks_priorities = obj and not obj.plan.has_priorities
        return [] if lacks_priorities else super().get_inlines(request, obj)


@admin.register(Priority)
class PriorityAdmin(LeadsToStages, LevelAdmin):
    list_display = ["code", "title", "pillar", "stages", "retired"]
    list_display_links = ["code", "title"]
    list_filter = ["is_retired"]
    inlines = [StrategyRows, PriorityNoteRows, ResourceRows, MeasureLinks]
    texts = ["title", "notice", "statement", "why"]
    place = [("pillar", "code", "position"), ("unofficial_in", "office")]

    def pages_beside(self):
        page = ("<str:object_id>/stages/", partial(stages, desk=self), "stages")
        return [*super().pages_beside(), page]


@admin.register(Strategy)
class StrategyAdmin(LeadsToStages, DeskAdmin):
    list_display = ["code", "words", "level", "priority", "retired"]
    list_display_links = ["code", "words"]
    list_filter = ["level", "is_retired"]
    texts = ["text"]
    place = [("priority", "code"), ("level", "position"), "office"]
    own_sections = [fields.section(*STANDING)]

    @admin.display(description=_("text"))
    def words(self, strategy):
        return Truncator(strategy.text).chars(100)
