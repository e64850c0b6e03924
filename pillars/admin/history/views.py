"""The desk's pages of a record's history, of a former version, of what was deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from pillars.desk.page import desk_page
from pillars.hierarchy.labels import page_of, parse_key
from pillars.hierarchy.tree import KINDS
from pillars.history.field_text import RecordNames
from pillars.history.recording import DELETED
from pillars.history.timeline import deletions, history_rows, timeline
from pillars.models import PlanItem
from pillars.permissions.rules import LockedError, hold_plans, may_add, may_view

from .undo import bring_back, columns_to_revert, may_revert, revert

EVENTS_A_PAGE = 50
DELETIONS_A_PAGE = 25

GONE = gettext_lazy("The record has been deleted. Bring it back first.")
CHANGED_SINCE = gettext_lazy(
    "Somebody changed the record while you were looking, so nothing was done. This"
    " is what would be overwritten now."
)
NOT_DELETED = gettext_lazy("It is back already, or there is no such deletion.")


@require_safe
def history(request: HttpRequest, desk, key: str) -> HttpResponse:
    """The page of a record's history; also of one that was deleted."""
    pk = parse_key(key) or 0
    record = visible_record(request, desk, pk)
    found = timeline(desk.model, pk)
    if record is None and not found.events:
        raise Http404
    return desk_page(
        request,
        "desk/history/timeline.html",
        _("History"),
        opts=desk.opts,
        name=str(record or RecordNames([]).kind_and_name(found.events[0].row)),
        record=record,
        timeline=found,
        page=Paginator(found.events, EVENTS_A_PAGE).get_page(request.GET.get("p")),
        may_change=record and desk.has_change_permission(request, record),
    )


def visible_record(request: HttpRequest, desk, pk: int) -> PlanItem | None:
    """A record, if it is there. Raises ``PermissionDenied`` for who may not see it."""
    record = desk.model._base_manager.filter(pk=pk).first()
    if not desk.has_view_or_change_permission(request, record):
        raise PermissionDenied
    return record


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, desk, key: str, number: int) -> HttpResponse:
    rows = history_rows(desk.model).exclude(history_type=DELETED)
    found = get_object_or_404(rows, id=parse_key(key) or 0, history_id=number)
    if request.method != "POST":
        return version_page(request, desk, found)
    try:
        record = go_back(request, desk, found)
    except ValidationError as refusal:
        return version_page(request, desk, found, refusal.messages)
    messages.success(request, _("The former version is back."))
    return redirect(page_of(record, "history"))


@transaction.atomic
def go_back(request: HttpRequest, desk, found: models.Model) -> PlanItem:
    """Raises ``ValidationError`` where the record cannot go back to that version."""
    # Whoever else saves the record or locks its plan waits, or is waited for.
    hold_plans(desk.model, [found.id])
    records = desk.model._base_manager.select_for_update(of=["self"])
    record = records.filter(pk=found.id).first()
    if record is None:
        raise ValidationError(GONE)
    if not may_revert(request, desk, record, found):
        raise PermissionDenied
    if request.POST.get("seen") != newest(record):
        raise ValidationError(CHANGED_SINCE)
    revert(record, found, request.POST.get("reason", "").strip())
    return record


def newest(record: PlanItem) -> str:
    """The newest row of a record's history: what somebody who looks has seen."""
    return str(record.history.order_by("pk").values_list("pk", flat=True).last() or 0)


def version_page(request, desk, found: models.Model, refusals=()) -> HttpResponse:
    record = visible_record(request, desk, found.id)
    names = RecordNames([found, record])
    columns = columns_to_revert(record, found) if record else []
    return desk_page(
        request,
        "desk/history/version.html",
        _("A former version"),
        opts=desk.opts,
        record=record,
        name=str(record or names.kind_and_name(found)),
        version=found,
        changes=[names.change(column, record, found) for column in columns],
        whole=names.changes(None, found),
        refusal=refusals,
        seen=newest(record) if record else "",
        reason=request.POST.get("reason", ""),
        may_revert=record and may_revert(request, desk, record, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recently_deleted(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return deleted_page(request)
    key = request.POST.get("act")
    try:
        deletion = next((act for act in deletions() if act.key == key), None)
        if deletion is None:
            raise ValidationError(NOT_DELETED)
        bring_back(deletion, request.user)
    except (ValidationError, LockedError) as refusal:
        reasons = getattr(refusal, "messages", [str(refusal)])
        return deleted_page(request, reasons)
    names = ", ".join(deletion.top_names)
    messages.success(request, _("Brought back: %(names)s") % {"names": names})
    return redirect("admin:pillars_plan_recently_deleted")


def deleted_page(request: HttpRequest, refusals: list[str] = ()) -> HttpResponse:
    seen = {kind for kind in KINDS if may_view(request.user, kind)}
    addable = {kind for kind in KINDS if may_add(request.user, kind)}
    acts = [act for act in deletions() if act.kinds <= seen]
    page = Paginator(acts, DELETIONS_A_PAGE).get_page(request.GET.get("p"))
    return desk_page(
        request,
        "desk/history/deleted.html",
        _("Recently deleted"),
        refusal=refusals,
        page=page,
        shown=[(act, act.kinds <= addable) for act in page],
    )
