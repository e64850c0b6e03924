"""Pages that list drafts, show them again and discard them."""

import re
import uuid

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pillars.desk.page import desk_page
from pillars.hierarchy.tree import ROWS

from . import store
from .models import Draft, Reason

# Endings of the fields that an editor does not see.
HIDDEN_FIELDS = ("_FORMS", "-id", "seen")
NOT_SAVED = gettext_lazy("What was not saved")


def store_form(request: HttpRequest) -> HttpResponse:
    """Store the form data and redirect to it, after a sign-in if needed."""
    is_signed_in = admin.site.has_permission(request)
    is_autosave = store.AUTOSAVE in request.headers
    reason = Reason.LEFT if is_autosave else Reason.STALE
    if not is_signed_in:
        reason = Reason.SIGNED_OUT
    draft = store.save(request, reason)
    if draft is None:
        title, context = _("Nothing was saved"), {"reason": reason.label}
        return desk_page(request, "desk/drafts/too_large.html", title, 413, **context)
    if is_autosave:
        return HttpResponse(status=204)
    request.form_key = None
    address = reverse("drafts:one", args=[draft.pk])
    if is_signed_in:
        return redirect(address)
    message = _("What you typed is stored. Sign in again, and you get your form back.")
    messages.info(request, message)
    return redirect_to_login(address, reverse("admin:login"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: the form is not saved, but stored as a draft."""
    if hasattr(request, "browser_digest") and store.may_be_stored(request):
        return store_form(request)
    return desk_page(request, "desk/drafts/refused.html", _("Nothing was saved"), 403)


@require_safe
def show(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    draft = store.drafts_of(request).filter(pk=key).first()
    if draft is None:
        return desk_page(request, "desk/drafts/not_found.html", NOT_SAVED, 404)
    return redirect(draft.address)


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    drafts = [(draft, form_name(draft)) for draft in store.drafts_of(request)]
    return desk_page(request, "desk/drafts/draft_list.html", NOT_SAVED, drafts=drafts)


@require_POST
def discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    draft = get_object_or_404(store.drafts_of(request), pk=key)
    draft.delete()
    return redirect(draft.address if "to_form" in request.POST else "drafts:all")


def form_name(draft: Draft) -> str:
    """The form's record, as editors call it; its address if the page is unknown."""
    kind, key = form_kind(draft)
    if kind is None:
        return draft.address
    record = kind._default_manager.filter(pk=key).first()
    name = capfirst(kind._meta.verbose_name)
    return f"{name}: {record}" if record else name


def form_kind(draft: Draft) -> tuple[type[Model] | None, str | None]:
    """The model and the key that a form is about; None where the page is unknown."""
    try:
        match = resolve(draft.path)
        app, model, *_view = match.url_name.split("_")
        return apps.get_model(app, model), match.kwargs.get("object_id")
    except (Resolver404, LookupError, ValueError):
        return None, None


def labels_of(kind: type[Model]) -> dict[str, str]:
    """What a form calls its inputs; those of a row as ``notes-why_en``."""
    labels = {field.name: field.verbose_name for field in kind._meta.concrete_fields}
    for row, link in ROWS.get(kind, {}).items():
        prefix = row._meta.get_field(link).remote_field.get_accessor_name()
        for field in row._meta.concrete_fields:
            labels[f"{prefix}-{field.name}"] = field.verbose_name
    return {name: capfirst(label) for name, label in labels.items()}


def texts_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A form's texts, to be copied if the form itself cannot be shown."""
    kind, _key = form_kind(draft)
    labels = labels_of(kind) if kind else {}
    rows = [
        (labels.get(re.sub(r"-\d+-", "-", name), name), value)
        for name, values in draft.fields.lists()
        for value in values
        if value and not name.endswith(HIDDEN_FIELDS)
    ]
    context = {"draft": draft, "rows": rows}
    return desk_page(request, "desk/drafts/texts.html", NOT_SAVED, **context)
