"""The editors' desk: forms and lists of the plan, in Django's admin."""

from django.contrib import admin

from . import measure, outline, people, plan

__all__ = ["measure", "outline", "people", "plan"]

admin.site.empty_value_display = "–"
