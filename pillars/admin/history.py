"""The desk's pages of a record's history: what happened to it, and going back."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from pillars.desk_page import desk_page
from pillars.history import recorded, timeline
from pillars.locks import hold
from pillars.models import PlanItem
from pillars.naming import Names
from pillars.places import page_of
from pillars.recording import DELETED

from . import versions
from .sent import whole_number

CONFLICT = 409
EVENTS_A_PAGE = 50

GONE = gettext_lazy("The record has been deleted. Bring it back first.")
CHANGED_SINCE = gettext_lazy(
    "Somebody changed the record while you were looking, so nothing was done. This"
    " is what would be overwritten now."
)


@require_safe
def history(request: HttpRequest, desk, key: str) -> HttpResponse:
    """The page of a record's history; also of one that was deleted."""
    pk = whole_number(key) or 0
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
    rows = recorded(desk.model).exclude(history_type=DELETED)
    found = get_object_or_404(rows, id=whole_number(key) or 0, history_id=number)
    if request.method != "POST":
        return version_page(request, desk, found)
    try:
        record = gone_back(request, desk, found)
    except ValidationError as refusal:
        return version_page(request, desk, found, refusal.messages)
    messages.success(request, _("The former version is back."))
    return redirect(page_of(record, "history"))


@transaction.atomic
def gone_back(request: HttpRequest, desk, found: models.Model) -> PlanItem:
    """A record that went back to a version. Raises ``ValidationError`` if it cannot."""
    # Whoever else saves the record or locks its plan waits, or is waited for.
    hold(desk.model, [found.id])
    record = desk.model._base_manager.select_for_update().filter(pk=found.id).first()
    if record is None:
        raise ValidationError(GONE)
    if not versions.may_go_back(request, desk, record, found):
        raise PermissionDenied
    if request.POST.get("seen") != newest(record):
        raise ValidationError(CHANGED_SINCE)
    versions.go_back(record, found, request.POST.get("reason", "").strip())
    return record


def newest(record: PlanItem) -> str:
    """The newest row of a record's history: what somebody who looks has seen."""
    return str(record.history.order_by("pk").values_list("pk", flat=True).last() or 0)


def version_page(request, desk, found: models.Model, refusals=()) -> HttpResponse:
    record = desk.model._base_manager.filter(pk=found.id).first()
    if not desk.has_view_or_change_permission(request, record):
        raise PermissionDenied
    names = Names([found, record])
    may_go_back, lines = False, []
    if record is not None:
        may_go_back = versions.may_go_back(request, desk, record, found)
        columns = versions.columns_back(record, found)
        lines = [names.line(field, record, found) for field in columns]
    return desk_page(
        request,
        "admin/pillars/history/version.html",
        _("A former version"),
        CONFLICT if refusals else 200,
        opts=desk.opts,
        record=record,
        name=str(record) if record is not None else names.of_row(found),
        version=found,
        lines=lines,
        whole=names.lines(None, found),
        refusal=refusals,
        seen=newest(record) if record is not None else "",
        reason=request.POST.get("reason", ""),
        may_go_back=may_go_back,
    )


class WithHistory:
    """Mixed into a form's admin: its records' history, and the way back."""

    def get_urls(self):
        """The page of a version stands before the forms, whose addresses take all."""
        own = path(
            "<str:key>/history/<int:number>/",
            self.admin_site.admin_view(partial(version, desk=self)),
            name=f"{self.opts.app_label}_{self.opts.model_name}_version",
        )
        return [own, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        return history(request, self, object_id)
