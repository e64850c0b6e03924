"""The pages for what was not saved: shown again, or thrown away."""

import uuid

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pillars.desk.page import desk_page
from pillars.hierarchy.tree import KINDS

from . import store
from .models import Draft, Reason

# What a form sends of its own, as against what was typed.
OWN_FIELDS = ("_FORMS", "-id", "seen")


def store_form(request: HttpRequest) -> HttpResponse:
    """Store what was typed; lead back to it, by way of the sign-in where needed."""
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
    words = _("What you typed is stored. Sign in again, and you get your form back.")
    messages.info(request, words)
    return redirect_to_login(address, reverse("admin:login"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: nothing is saved, but what was typed is stored."""
    if hasattr(request, "browser_digest") and store.may_be_stored(request):
        return store_form(request)
    return desk_page(request, "desk/drafts/refused.html", _("Nothing was saved"), 403)


@require_safe
def show(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    draft = store.drafts_of(request).filter(pk=key).first()
    if draft is None:
        return desk_page(
            request, "desk/drafts/not_found.html", _("What was not saved"), 404
        )
    return redirect(draft.address)


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    drafts = [(draft, name_of(draft)) for draft in store.drafts_of(request)]
    return desk_page(
        request, "desk/drafts/draft_list.html", _("What was not saved"), drafts=drafts
    )


@require_POST
def throw_away(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    draft = get_object_or_404(store.drafts_of(request), pk=key)
    draft.delete()
    return redirect(draft.address if "to_form" in request.POST else "drafts:all")


def name_of(draft: Draft) -> str:
    """What a form is of, as its editor knows it; its address where nothing is left."""
    try:
        match = resolve(draft.path)
        app, model, *_act = match.url_name.split("_")
        kind = apps.get_model(app, model)
    except (Resolver404, LookupError, ValueError):
        return draft.address
    record = kind._default_manager.filter(pk=match.kwargs.get("object_id")).first()
    name = capfirst(kind._meta.verbose_name)
    return f"{name}: {record}" if record else name


def texts_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """All texts of a form, to be copied, where the form itself cannot be shown."""
    names = {
        field.name: capfirst(field.verbose_name)
        for model in KINDS
        for field in model._meta.concrete_fields
    }
    rows = [
        (names.get(name.rpartition("-")[2], name), value)
        for name, values in draft.fields.lists()
        for value in values
        if value and not name.endswith(OWN_FIELDS)
    ]
    title, context = _("What was not saved"), {"draft": draft, "rows": rows}
    return desk_page(request, "desk/drafts/texts.html", title, **context)
