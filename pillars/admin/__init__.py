"""The editors' desk: forms and lists of the plan, in Django's admin."""

from . import measure, outline, people, plan, resource, series

__all__ = ["measure", "outline", "people", "plan", "resource", "series"]
