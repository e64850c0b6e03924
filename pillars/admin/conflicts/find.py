"""
Find what others saved since a form was opened.

A form has the versions that its editor saw: the newest history row of its record and of
each row. If these have changed, nothing is saved: the form is shown again with all that
was typed and with the new versions, so that it can be saved.
"""

import re
from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from pillars.desk.page import desk_page
from pillars.hierarchy.tree import BY_NAME, ROWS
from pillars.history.recording import DELETED
from pillars.history.timeline import history_rows
from pillars.models import Plan, PlanItem
from pillars.permissions.rules import hold_plans, refuse_locked

from .merge import Merge, Versions

SEEN = re.compile(rf"({'|'.join(BY_NAME)}):(\d{{1,18}})=(\d{{1,18}})")


def versions_now(desk, pk: int) -> Versions:
    """Of a record and each of the rows that its form shows; 0 without a history."""
    links = {desk.model: "pk", **ROWS.get(desk.model, {})}
    shown, versions = [desk.model, *(rows.model for rows in desk.inlines)], {}
    for kind in (kind for kind in links if kind in shown):
        history = kind.history.filter(id=OuterRef("pk")).order_by("-history_id")
        newest = Coalesce(Subquery(history.values("history_id")[:1]), 0)
        records = kind._base_manager.filter(**{links[kind]: pk})
        for key, version in records.values_list("pk", newest):
            versions[kind, key] = version
    return versions


def versions_seen(request: HttpRequest) -> Versions:
    """Empty if the form does not say what its editor saw."""
    found = SEEN.findall(request.POST.get("seen", ""))
    return {(BY_NAME[name], int(key)): int(version) for name, key, version in found}


def set_versions(desk, request: HttpRequest, pk: int) -> None:
    """Call it before the record is read, so that no change in between is missed."""
    request.versions = versions_now(desk, pk)
    # The form's hidden field, which ``versions_seen`` parses.
    request.seen = " ".join(
        f"{model._meta.model_name}:{key}={version}"
        for (model, key), version in request.versions.items()
    )


def save_or_show_conflict(
    desk, request: HttpRequest, pk: int, save: Callable[[], HttpResponse]
) -> HttpResponse:
    with transaction.atomic():
        hold_plans(desk.model, [pk])
        records = desk.model._base_manager.select_for_update(of=["self"])
        record = records.filter(pk=pk).first()
        if record is None:
            return deleted_page(desk, request, pk) or save()
        refuse_locked(record)
        set_versions(desk, request, pk)
        is_unchanged = versions_seen(request) == request.versions
        if is_unchanged or not desk.has_change_permission(request, record):
            return save()
        request.conflict = merge(desk, request, record)
        request.POST = request.conflict.form_data
        page = save()
        page.status_code = HTTPStatus.CONFLICT
        page.context_data["conflict"] = request.conflict
        return page


def retry_on_conflict(save: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return save()
    except IntegrityError:
        # The form now finds the other row, and its error says so.
        return save()


def merge(desk, request: HttpRequest, record: PlanItem) -> Merge:
    fields = flatten_fieldsets(desk.get_fieldsets(request, record))
    form = desk.get_form(request, record, change=True, fields=fields)(instance=record)
    formsets = []
    for formset_class, inline in desk.get_formsets_with_inlines(request, record):
        if inline.model in ROWS.get(desk.model, {}):
            rows = inline.get_queryset(request)
            formsets.append(formset_class(instance=record, queryset=rows))
            formsets[-1].can_change = inline.has_change_permission(request, record)
    return Merge(request.POST, form, formsets, versions_seen(request), request.versions)


def deleted_page(desk, request: HttpRequest, pk: int) -> HttpResponse | None:
    """None if the record never existed."""
    last = history_rows(desk.model).filter(id=pk, history_type=DELETED).last()
    if last is None:
        return None
    title = _("The record has been deleted")
    page = too_late(desk, request, "deleted", title, last.instance, last=last)
    page.status_code = HTTPStatus.CONFLICT
    return page


def locked_page(desk, request: HttpRequest, plan: Plan, change=True) -> HttpResponse:
    # Without a record, since all fields of a locked plan's record are read-only.
    title = _("The plan is locked")
    return too_late(desk, request, "locked", title, None, change, plan=plan)


def too_late(
    desk, request: HttpRequest, name: str, title: str, record, change=True, **context
) -> HttpResponse:
    """A page with all that was typed, for who may change such records."""
    may = desk.has_change_permission if change else desk.has_add_permission
    if not may(request):
        raise PermissionDenied
    template = f"desk/history/{name}_meanwhile.html"
    context |= {"opts": desk.opts, "typed": typed_texts(desk, request, record, change)}
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


def data_as_text(bound: forms.BoundField) -> str:
    """What was entered in a field, as the page shows it."""
    data = bound.data
    if isinstance(data, bool):
        return _("yes") if data else _("no")
    choices = getattr(bound.field, "choices", None) or ()
    labels = {str(key): label for key, label in choices}
    entered = data if isinstance(data, list) else [data]
    return ", ".join(str(labels.get(one, one) or "") for one in entered) or "–"
