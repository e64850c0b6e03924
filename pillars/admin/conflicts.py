"""
Two editors on one form: the second is told who changed what, and loses nothing typed.

A form carries what it had seen: for its record and each of its rows the newest row of
the history. Where that is no longer so, nothing is saved. The form comes back with all
that the editor typed; what they had not touched is as it is now. It carries what there
is now, so that saving it again goes through. A form that does not say what it had seen
is shown again in the same way.
"""

import json
from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from pillars.hierarchy.tree import BY_NAME, ROWS
from pillars.models import PlanItem
from pillars.permissions.locks import hold, refuse_locked

from .forms.drafts import is_only_shown, only_shown
from .merging import Merge, Tokens, token_key
from .sent import whole_number
from .unsaved import gone

SEEN = "seen"


class SeenField(forms.CharField):
    """What a form had seen, which no editor changes."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


def parts(model: type[PlanItem], pk: int) -> list[QuerySet]:
    """A record and each kind of its rows."""
    rows = ROWS.get(model, {}).items()
    return [
        model._base_manager.filter(pk=pk),
        *(kind._base_manager.filter(**{field: pk}) for kind, field in rows),
    ]


def tokens(model: type[PlanItem], pk: int) -> Tokens:
    """The newest row of the history of a record and of each of its rows; else 0."""
    found = {}
    for records in parts(model, pk):
        kind = records.model
        last = kind.history.filter(id=OuterRef("pk")).order_by("-history_id")
        newest = Coalesce(Subquery(last.values("history_id")[:1]), 0)
        for key, token in records.values_list("pk", newest):
            found[token_key(kind, key)] = token
    return found


def seen_by(request: HttpRequest) -> Tokens | None:
    """What a form that was sent had seen; nothing if it does not say so."""
    try:
        seen = json.loads(request.POST.get(SEEN, ""))
    except ValueError:
        return None
    is_told = isinstance(seen, dict) and all(
        key.partition(":")[0] in BY_NAME
        and whole_number(key.partition(":")[2]) is not None
        and isinstance(value, int)
        for key, value in seen.items()
    )
    return seen if is_told else None


def lock(model: type[PlanItem], pk: int) -> PlanItem | None:
    """The record, held with its rows until the request is over; none if it is gone."""
    held = [
        list(records.select_for_update().order_by("pk")) for records in parts(model, pk)
    ]
    return next(iter(held[0]), None)


def prepare_form(form: type[forms.ModelForm], request: HttpRequest, change: bool):
    """A form that carries what it had seen, and says what was refused while saving."""
    if is_only_shown(request):
        form = only_shown(form)
    form.refusal = getattr(request, "refusal", None)
    seen = getattr(request, "seen_now", None)
    if change and seen is not None:
        form.base_fields[SEEN] = SeenField(required=False, initial=json.dumps(seen))
    return form


def note_what_is_seen(desk, request: HttpRequest, pk: int) -> None:
    """Before the record is read: what is older than it says is only asked again."""
    request.seen_now = tokens(desk.model, pk)


def save_or_show_conflict(
    desk, request: HttpRequest, pk: int, save: Callable[[], HttpResponse]
) -> HttpResponse:
    with transaction.atomic():
        hold(desk.model, [pk])
        record = lock(desk.model, pk)
        if record is None:
            return gone(desk, request, pk) or save()
        refuse_locked(record)
        if not desk.has_change_permission(request, record):
            return save()
        request.seen_now = tokens(desk.model, pk)
        seen = seen_by(request)
        if seen == request.seen_now:
            return save()
        request.conflict = merged(desk, request, record, seen)
        page = save()
        page.status_code = HTTPStatus.CONFLICT
        page.context_data["conflict"] = request.conflict
        return page


def again_if_taken(save: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return save()
    except IntegrityError:
        # The form finds the other's row now, and says so in words.
        return save()


def merged(desk, request, record: PlanItem, seen: Tokens | None) -> Merge:
    """What others changed; what was sent becomes what there is, with what was typed."""
    fields = flatten_fieldsets(desk.get_fieldsets(request, record))
    form_class = desk.get_form(request, record, change=True, fields=fields)
    formsets = []
    for formset_class, inline in desk.get_formsets_with_inlines(request, record):
        if inline.model in ROWS.get(desk.model, {}):
            rows = inline.get_queryset(request)
            formsets.append(formset_class(instance=record, queryset=rows))
            formsets[-1].can_change = inline.has_change_permission(request, record)
    form = form_class(instance=record)
    merge = Merge(request.POST, form, formsets, seen, request.seen_now)
    request.POST = merge.sent
    return merge
