"""The desk's pages of a record's history: what happened to it, and going back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pillars.desk_page import desk_page
from pillars.history import timeline, who
from pillars.locks import hold
from pillars.models import PlanItem
from pillars.naming import Names
from pillars.places import page_of
from pillars.recording import DELETED

from . import versions
from .sent import whole_number
from .versions import NoPlaceError

CONFLICT = 409
EVENTS_A_PAGE = 50


def key_in(desk, key: str) -> int:
    """A record's key as an address has it; 404 for what can be none."""
    found = whole_number(key)
    if found is None:
        raise Http404
    return found


@require_safe
def history(request: HttpRequest, desk, key: str) -> HttpResponse:
    """The page of a record's history; also of one that was deleted."""
    pk = key_in(desk, key)
    record = desk.model._base_manager.filter(pk=pk).first()
    if not desk.has_view_or_change_permission(request, record):
        raise PermissionDenied
    told = timeline(desk.model, pk)
    if record is None and not told.events:
        raise Http404
    page = Paginator(told.events, EVENTS_A_PAGE).get_page(request.GET.get("p"))
    return desk_page(
        request,
        "admin/pillars/history/timeline.html",
        _("History"),
        opts=desk.opts,
        name=str(record)
        if record is not None
        else Names([]).of_row(told.events[0].row),
        record=record,
        timeline=told,
        page=page,
        may_change=record is not None and desk.has_change_permission(request, record),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, desk, key: str, number: int) -> HttpResponse:
    """The page of a former version, from which one can go back to it."""
    pk = key_in(desk, key)
    found = desk.model.history.select_related("history_user")
    found = found.filter(id=pk, history_id=number).exclude(history_type=DELETED).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        record = desk.model._base_manager.filter(pk=pk).first()
        return version_page(request, desk, record, found)
    with transaction.atomic():
        # Whoever else saves the record or locks its plan waits, or is waited for.
        hold(desk.model, [pk])
        record = desk.model._base_manager.select_for_update().filter(pk=pk).first()
        return go_back(request, desk, record, found)


def go_back(request, desk, record, found: models.Model) -> HttpResponse:
    if record is None:
        return version_page(request, desk, record, found, [gone()], CONFLICT)
    if not may_go_back(request, desk, record, found):
        raise PermissionDenied
    if request.POST.get("seen") != newest(record):
        return version_page(request, desk, record, found, [changed_since()], CONFLICT)
    words = request.POST.get("reason", "").strip()
    try:
        versions.go_back(record, found, words)
    except NoPlaceError as refusal:
        now = desk.model._base_manager.get(pk=record.pk)
        return version_page(request, desk, now, found, refusal.messages, CONFLICT)
    messages.success(request, _("The former version is back."))
    return redirect(page_of(record, "history"))


def gone() -> str:
    return _("The record has been deleted. Bring it back first.")


def changed_since() -> str:
    return _(
        "Somebody changed the record while you were looking, so nothing was done. This"
        " is what would be overwritten now."
    )


def newest(record: PlanItem) -> str:
    """The newest row of a record's history: what somebody who looks has seen."""
    return str(
        record.history.order_by("-history_id").values_list("pk", flat=True).first() or 0
    )


def may_go_back(request, desk, record: PlanItem, found: models.Model) -> bool:
    """Whether who asks may change the record, and all of what would come back."""
    if not desk.has_change_permission(request, record):
        return False
    form = desk.get_form(request, record, change=True)
    offered = {name for name, field in form.base_fields.items() if not field.disabled}
    return versions.may_go_back(request.user, record, found, offered)


def version_page(
    request, desk, record, found: models.Model, refusals=(), status: int = 200
) -> HttpResponse:
    if not desk.has_view_or_change_permission(request, record):
        raise PermissionDenied
    names = Names([found, record])
    lines = []
    if record is not None:
        columns = versions.columns_back(record, found)
        lines = [names.line(field, record, found) for field in columns]
    return desk_page(
        request,
        "admin/pillars/history/version.html",
        _("A former version"),
        status,
        opts=desk.opts,
        record=record,
        name=str(record) if record is not None else names.of_row(found),
        version=found,
        who=who(found),
        key=found.id,
        lines=lines,
        whole=names.lines(None, found),
        refusal=refusals,
        seen=newest(record) if record is not None else "",
        reason=request.POST.get("reason", ""),
        may_go_back=record is not None and may_go_back(request, desk, record, found),
    )


class WithHistory:
    """Mixed into a form's admin: its records' history, and the way back."""

    def get_urls(self):
        """The page of a version stands before the forms, whose addresses take all."""

        def page(request, key, number):
            return version(request, self, key, number)

        own = path(
            "<str:key>/history/<int:number>/",
            self.admin_site.admin_view(page),
            name=f"{self.opts.app_label}_{self.opts.model_name}_version",
        )
        return [own, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        return history(request, self, object_id)
