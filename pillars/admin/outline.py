"""The desk's forms for the plan's outline: pillars, priorities and strategies."""

from django.contrib import admin
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from pillars.models import Measure, Pillar, Priority, Strategy

from .base import DeskAdmin
from .forms.fields import (
    in_each_language,
    more,
    origin,
    place,
    retirement,
    section,
    side_by_side,
    texts,
)
from .resource import ResourceRows
from .rows import DeskRows, LinkedRows


def priority_code(path: str = "") -> Concat:
    """A priority's code as the database can search it, seen along a path to it."""
    number = Cast(f"{path}pillar__number", CharField())
    return Concat(number, f"{path}letter", output_field=CharField())


class PriorityLinks(LinkedRows):
    model = Priority


class MeasureLinks(LinkedRows):
    model = Measure


class StrategyRows(DeskRows):
    model = Strategy
    fieldsets = [
        section(None, *side_by_side("text"), ("number", "level")),
        more(),
        retirement(),
    ]


@admin.register(Pillar)
class PillarAdmin(DeskAdmin):
    list_display = ["number", "title", "plan", "retired"]
    list_display_links = ["number", "title"]
    list_filter = ["is_retired"]
    search_fields = [*in_each_language("title", "subtitle"), "number"]
    inlines = [PriorityLinks]
    fieldsets = [
        texts("title", "subtitle", "summary"),
        place(("plan", "number", "accent")),
        origin(),
        retirement(),
    ]


@admin.register(Priority)
class PriorityAdmin(DeskAdmin):
    list_display = ["code", "title", "pillar", "retired"]
    list_display_links = ["code", "title"]
    list_filter = ["is_retired"]
    search_fields = [*in_each_language("title", "statement"), "search_code"]
    inlines = [StrategyRows, ResourceRows, MeasureLinks]
    fieldsets = [
        texts("title", "notice", "statement", "why"),
        place(("pillar", "letter")),
        origin(),
        retirement(),
    ]

    def get_queryset(self, request):
        records = super().get_queryset(request)
        return records.annotate(search_code=priority_code())

    @admin.display(description=_("code"), ordering="search_code")
    def code(self, priority):
        return priority.code


@admin.register(Strategy)
class StrategyAdmin(DeskAdmin):
    list_display = ["code", "words", "level", "priority", "retired"]
    list_display_links = ["code", "words"]
    list_filter = ["level", "is_retired"]
    search_fields = [*in_each_language("text"), "search_code"]
    autocomplete_fields = ["priority"]
    fieldsets = [
        texts("text"),
        place(("priority", "number", "level")),
        origin(),
        retirement(),
    ]

    def get_queryset(self, request):
        records = super().get_queryset(request)
        code = Concat(
            priority_code("priority__"), Value("."), Cast("number", CharField())
        )
        return records.annotate(search_code=code)

    @admin.display(description=_("code"))
    def code(self, strategy):
        return strategy.code

    @admin.display(description=_("text"))
    def words(self, strategy):
        return Truncator(strategy.text).chars(100)
