"""
A form's fields as a browser sends them, and pages for a form that can no longer be
saved: they show all that was typed.
"""

from http import HTTPStatus

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pillars.desk.page import desk_page
from pillars.hierarchy.tree import ROWS
from pillars.history.recording import DELETED
from pillars.history.timeline import history_rows
from pillars.models import Plan, PlanItem

# No key of the database has more digits.
MAX_DIGITS = 18


def parse_key(text: str) -> int | None:
    is_key = text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
    return int(text) if is_key else None


def untouched_data(bound: forms.BoundField) -> list[str]:
    """What a browser sends if nobody changes the field."""
    value = bound.value()
    if value is None or value is False:
        return []
    data = "on" if value is True else bound.field.widget.format_value(value)
    # A choice is a list.
    return data if isinstance(data, list) else [data or ""]


def data_as_text(bound: forms.BoundField) -> str:
    """What was entered in a field, as the page shows it."""
    data = bound.data
    if isinstance(data, bool):
        return _("yes") if data else _("no")
    choices = getattr(bound.field, "choices", None) or ()
    labels = {str(key): label for key, label in choices}
    entered = data if isinstance(data, list) else [data]
    return ", ".join(str(labels.get(one, one) or "") for one in entered) or "–"


def deleted_page(desk, request: HttpRequest, pk: int) -> HttpResponse | None:
    """None if the record never existed or the editor may not change it."""
    last = history_rows(desk.model).filter(id=pk, history_type=DELETED).last()
    if last is None or not desk.has_change_permission(request):
        return None
    template = "desk/history/deleted_meanwhile.html"
    title = _("The record has been deleted")
    texts = typed_texts(desk, request, last.instance, change=True)
    context = {"opts": desk.opts, "last": last, "typed": texts}
    return desk_page(request, template, title, HTTPStatus.CONFLICT, **context)


def locked_page(desk, request: HttpRequest, plan: Plan, change=True) -> HttpResponse:
    may = desk.has_change_permission if change else desk.has_add_permission
    if not may(request):
        raise PermissionDenied
    template, title = "desk/history/locked_meanwhile.html", _("The plan is locked")
    # Without a record, since all fields of a locked plan's record are read-only.
    texts = typed_texts(desk, request, None, change)
    context = {"opts": desk.opts, "plan": plan, "typed": texts}
    return desk_page(request, template, title, HTTPStatus.FORBIDDEN, **context)


def typed_texts(
    desk, request: HttpRequest, record: PlanItem | None, change: bool
) -> list[tuple[str, str]]:
    """The label and data of each field that was filled in."""
    forms = [desk.get_form(request, record, change=change)(request.POST)]
    for formset_class, inline in desk.get_formsets_with_inlines(request):
        if inline.model in ROWS.get(desk.model, {}):
            forms += formset_class(data=request.POST).forms
    return [
        (str(bound.label), data_as_text(bound))
        for form in forms
        for bound in form
        if bound.data and not bound.is_hidden
    ]
