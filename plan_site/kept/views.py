"""The pages for what could not be saved: kept, shown again, thrown away."""

import uuid

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pillars.desk.page import desk_page
from pillars.models import PlanItem

from . import keeping
from .models import KeptForm, Why

TOO_LARGE, FORBIDDEN = 413, 403
# The forms that can be shown again as they were left; of others the words are shown.
SHOWN_AGAIN = (
    "_add",
    "_change",
    "_review",
    "_in_bulk",
    "_from_file",
    "_translators_file",
)
# What a form sends of its own, as against what was typed.
OWN_FIELDS = ("_FORMS", "-id", "seen")


def keep_and_lead_back(request: HttpRequest, why: Why) -> HttpResponse:
    """Keep what was typed and lead back to it, by way of the sign-in where needed."""
    try:
        kept = keeping.keep(request, why)
    except keeping.TooLargeError:
        return desk_page(
            request,
            "desk/drafts/too_large.html",
            _("Nothing was saved"),
            TOO_LARGE,
            why=why.label,
        )
    request.is_kept_again = True
    address = reverse("kept:one", args=[kept.pk])
    if admin.site.has_permission(request):
        return redirect(address)
    return redirect_to_login(address, reverse("admin:login"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's ``CSRF_FAILURE_VIEW``: nothing is saved, but what was typed is kept."""
    if hasattr(request, "desk_browser") and keeping.may_be_kept(request):
        signed_in = admin.site.has_permission(request)
        return keep_and_lead_back(request, Why.STALE if signed_in else Why.SIGNED_OUT)
    return desk_page(
        request, "desk/drafts/refused.html", _("Nothing was saved"), FORBIDDEN
    )


@require_safe
def one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    kept = keeping.kept_for(request).filter(pk=key).first()
    if kept is None:
        return desk_page(request, "desk/drafts/gone.html", _("What was not saved"), 404)
    if can_be_shown_again(kept):
        return redirect(keeping.with_marker(kept))
    return listing(request, kept)


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    all_kept = [(kept, name_of(kept)) for kept in keeping.kept_for(request)]
    return desk_page(
        request, "desk/drafts/all.html", _("What was not saved"), all_kept=all_kept
    )


def name_of(kept: KeptForm) -> str:
    """What a form is of, as its editor knows it; its address where nothing is left."""
    path = kept.path.partition("?")[0]
    try:
        match = resolve(path)
        app, model, *_act = match.url_name.split("_")
        kind = apps.get_model(app, model)
        key = match.kwargs.get("object_id")
        record = kind._default_manager.filter(pk=key).first() if key else None
    except (Resolver404, LookupError, ValueError):
        return path
    name = capfirst(kind._meta.verbose_name)
    return f"{name}: {record}" if record else name


@require_POST
def throw_away(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    get_object_or_404(keeping.kept_for(request), pk=key).delete()
    return redirect("kept:all")


def can_be_shown_again(kept: KeptForm) -> bool:
    try:
        match = resolve(kept.path.partition("?")[0])
    except Resolver404:
        return False
    return match.url_name.endswith(SHOWN_AGAIN)


def listing(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    """All the words of a form, to be copied, where the form itself cannot be shown."""
    names = names_of_fields()
    rows = [
        (names.get(name.rpartition("-")[2], name), value)
        for name, values in kept.fields.lists()
        for value in values
        if value and not name.endswith(OWN_FIELDS)
    ]
    return desk_page(
        request, "desk/drafts/words.html", _("What was not saved"), kept=kept, rows=rows
    )


def names_of_fields() -> dict[str, str]:
    return {
        field.name: capfirst(field.verbose_name)
        for model in apps.get_models()
        if issubclass(model, PlanItem)
        for field in model._meta.concrete_fields
    }
