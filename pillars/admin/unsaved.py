"""Pages for a form that can no longer be saved: all that was typed is on them."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pillars.desk.page import desk_page
from pillars.hierarchy.tree import ROWS
from pillars.history.recording import DELETED
from pillars.history.timeline import history_rows
from pillars.models import Plan, PlanItem

from .sent import said

FORBIDDEN = 403


def gone(desk, request: HttpRequest, pk: int) -> HttpResponse | None:
    """The page for a form whose record was deleted meanwhile: all typing is on it."""
    if not desk.has_change_permission(request):
        return None
    last = history_rows(desk.model).filter(id=pk, history_type=DELETED).last()
    if last is None:
        return None
    return desk_page(
        request,
        "desk/history/gone.html",
        _("The record has been deleted"),
        HTTPStatus.CONFLICT,
        opts=desk.opts,
        last=last,
        typed=typed_in(desk, request, last.instance, change=True),
    )


def shut(desk, request: HttpRequest, plan: Plan, change=True) -> HttpResponse:
    """The page for a form whose plan was locked meanwhile: all typing is on it."""
    may = desk.has_change_permission if change else desk.has_add_permission
    if not may(request):
        raise PermissionDenied
    return desk_page(
        request,
        "desk/history/shut.html",
        _("The plan is locked"),
        FORBIDDEN,
        opts=desk.opts,
        plan=plan,
        # No record: in a locked plan no field of one is open.
        typed=typed_in(desk, request, None, change),
    )


def typed_in(
    desk, request, record: PlanItem | None, change: bool
) -> list[tuple[str, str]]:
    """Each field of a form that says something, with what was sent of it."""
    sent = [desk.get_form(request, record, change=change)(request.POST)]
    for formset_class, inline in desk.get_formsets_with_inlines(request):
        if inline.model in ROWS.get(desk.model, {}):
            sent += formset_class(data=request.POST).forms
    return [
        (str(bound.label), said(bound))
        for form in sent
        for bound in form
        if bound.data and not bound.is_hidden
    ]
