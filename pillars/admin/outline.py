"""The desk's forms for the plan's outline: pillars, priorities and strategies."""

from functools import partial

from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from pillars.models import Measure, Pillar, Priority, Strategy

from .base import DeskAdmin
from .forms import fields
from .notes import PriorityNoteRows
from .resource import ResourceRows
from .rows import DeskRows, LinkedRows, OrderedRowFormSet
from .stages import REASON, STAGE, LeadsToStages, stages

STANDING = (_("Where it stands"), *STAGE, *REASON)


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
    """Of a level that a plan may lack: what stands for it then can only be chosen."""

    def get_queryset(self, request):
        records = super().get_queryset(request)
        is_choice = request.resolver_match.url_name == "autocomplete"
        return records if is_choice else records.exclude(code="")


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
    autocomplete_fields = ["priority"]
    texts = ["text"]
    place = [("priority", "code"), ("level", "position"), "office"]
    own_sections = [fields.section(*STANDING)]

    @admin.display(description=_("text"))
    def words(self, strategy):
        return Truncator(strategy.text).chars(100)
