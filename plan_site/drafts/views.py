"""The pages for what was not saved: shown again, or thrown away."""

import uuid

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pillars.desk.page import desk_page
from pillars.models import PlanItem

from . import store
from .models import Draft, Reason

# The forms that can be shown as they were left; of others the texts are shown.
FILE_FORMS = ("_in_bulk", "_from_file", "_translators_file")
SHOWN_AGAIN = ("_add", "_change", "_review", *FILE_FORMS)
# What a form sends of its own, as against what was typed.
OWN_FIELDS = ("_FORMS", "-id", "seen")


def store_and_lead_back(request: HttpRequest, reason: Reason) -> HttpResponse:
    """Store what was typed and lead back to it, by way of the sign-in where needed."""
    try:
        draft = store.save(request, reason)
    except store.TooLargeError:
        title, context = _("Nothing was saved"), {"reason": reason.label}
        return desk_page(request, "desk/drafts/too_large.html", title, 413, **context)
    request.is_stored_as_draft = True
    address = reverse("drafts:one", args=[draft.pk])
    if admin.site.has_permission(request):
        return redirect(address)
    words = _("What you typed is stored. Sign in again, and you get your form back.")
    messages.info(request, words)
    return redirect_to_login(address, reverse("admin:login"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: nothing is saved, but what was typed is stored."""
    if hasattr(request, "browser_digest") and store.may_be_stored(request):
        is_signed_in = admin.site.has_permission(request)
        return store_and_lead_back(
            request, Reason.STALE if is_signed_in else Reason.SIGNED_OUT
        )
    return desk_page(request, "desk/drafts/refused.html", _("Nothing was saved"), 403)


@require_safe
def show(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    draft = store.drafts_of(request).filter(pk=key).first()
    if draft is None:
        return desk_page(request, "desk/drafts/gone.html", _("What was not saved"), 404)
    if can_be_shown(match_of(draft)):
        return redirect(draft.address)
    return texts_page(request, draft)


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    drafts = [(draft, name_of(draft)) for draft in store.drafts_of(request)]
    return desk_page(
        request, "desk/drafts/all.html", _("What was not saved"), drafts=drafts
    )


@require_POST
def throw_away(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    draft = get_object_or_404(store.drafts_of(request), pk=key)
    draft.delete()
    return redirect(draft.address if "to_form" in request.POST else "drafts:all")


def match_of(draft: Draft) -> ResolverMatch | None:
    try:
        return resolve(draft.address.partition("?")[0])
    except Resolver404:
        return None


def can_be_shown(match: ResolverMatch | None) -> bool:
    return match is not None and match.url_name.endswith(SHOWN_AGAIN)


def name_of(draft: Draft) -> str:
    """What a form is of, as its editor knows it; its address where nothing is left."""
    try:
        match = match_of(draft)
        app, model, *_act = match.url_name.split("_")
        kind = apps.get_model(app, model)
    except (AttributeError, LookupError, ValueError):
        return draft.address
    record = kind._default_manager.filter(pk=match.kwargs.get("object_id")).first()
    name = capfirst(kind._meta.verbose_name)
    return f"{name}: {record}" if record else name


def texts_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """All texts of a form, to be copied, where the form itself cannot be shown."""
    names = {
        field.name: capfirst(field.verbose_name)
        for model in apps.get_models()
        if issubclass(model, PlanItem)
        for field in model._meta.concrete_fields
    }
    rows = [
        (names.get(name.rpartition("-")[2], name), value)
        for name, values in draft.fields.lists()
        for value in values
        if value and not name.endswith(OWN_FIELDS)
    ]
    title, context = _("What was not saved"), {"draft": draft, "rows": rows}
    return desk_page(request, "desk/drafts/words.html", title, **context)
