"""
The whole site as it would be published, for staff; pages side by side.

It is the public site a second time, under ``/preview``: Django's handler gets a second
request with another ``SCRIPT_NAME``, so that all links stay in the preview, and with a
scope of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import (
    get_script_prefix,
    get_urlconf,
    reverse,
    set_script_prefix,
    set_urlconf,
)
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pillars.desk.page import desk_page
from pillars.models import Plan
from pillars.models.base import languages as site_languages
from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.scope import Scope, reading
from plan_site.editions.storage.edition_files import full_candidate, live_edition

URLCONF = "plan_site.editions.preview.urlconf"
PREVIEW, NOW = "/preview", "/preview/now"
SOURCES = {PREVIEW: full_candidate, NOW: live_edition}


@require_safe
def site_page(request: HttpRequest, prefix: str, path: str) -> HttpResponse:
    """A page in the scope that its prefix stands for; sign-in for all but staff."""
    if not admin.site.has_permission(request):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    try:
        scope = SOURCES[prefix]()
    except IntegrityError:
        title, findings = _("There is no preview now"), check_list(Candidate.now())
        errors = [finding for finding in findings if finding.stops]
        page = "desk/preview/no_preview.html"
        return desk_page(request, page, title, status=409, errors=errors)
    if scope is None:
        title = _("Nothing is published yet")
        return desk_page(request, "desk/preview/nothing_live.html", title, status=404)
    return preview_response(request, scope, prefix, f"/{path}")


@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """A page in each language of its plan; each frame heals the end of its address."""
    page = requested_page(request)
    here = translation.get_language_from_path(page)
    rest = page.removeprefix(f"/{here}") if here else page
    plans = Plan.objects.filter(is_public=True)
    of_page = plans.filter(slug=rest.split("/")[1]) or plans
    written = {code for plan in of_page for code in plan.written_languages}
    frames = [
        {
            "title": translation.get_language_info(code)["name_local"].capitalize(),
            "language": code,
            "url": f"{PREVIEW}/{code}{rest}",
        }
        for code in site_languages()
        if code in written
    ]
    return side_by_side_page(request, _("All languages side by side"), page, frames)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    page = requested_page(request)
    frames = [
        {"title": _("As it is now"), "url": f"{NOW}{page}"},
        {"title": _("As it would be"), "url": f"{PREVIEW}{page}"},
    ]
    return side_by_side_page(request, _("Now and as it would be"), page, frames)


def side_by_side_page(
    request, title: str, page: str, frames: list[dict]
) -> HttpResponse:
    return desk_page(
        request,
        "desk/preview/side_by_side.html",
        title,
        frames=frames,
        page=page,
        preview_url=f"{PREVIEW}{page}",
        # The whole width is for the two pages.
        is_nav_sidebar_enabled=False,
        is_fullwidth="1",
    )


def requested_page(request: HttpRequest) -> str:
    """Its path; never an address of another site."""
    path = urlsplit(request.GET.get("page", "")).path
    return path if path.startswith("/") and not path.startswith("//") else "/"


def preview_response(
    request: HttpRequest, scope: Scope, prefix: str, path: str
) -> HttpResponse:
    inner_request = WSGIRequest(
        {
            **request.META,
            "SCRIPT_NAME": prefix,
            "PATH_INFO": path.encode().decode("latin-1"),
            "wsgi.input": request.META["wsgi.input"],
        }
    )
    inner_request.urlconf = URLCONF
    bar = {
        # "preview", or "now" for the live edition beside it.
        "kind": scope.preview,
        # In a frame, the surrounding page has the links, which lead to the desk.
        "in_frame": request.headers.get("Sec-Fetch-Dest") == "iframe",
        "languages": reverse("admin:editions_edition_languages") + f"?page={path}",
        "compare": reverse("admin:editions_edition_compare") + f"?page={path}",
        "review": reverse("admin:editions_edition_review"),
    }
    # Rendered with the page, in the page's language.
    inner_request.banner = SimpleLazyObject(
        lambda: render_to_string("desk/preview/_preview_bar.html", bar)
    )
    with preserve_thread_state(), reading(scope):
        set_script_prefix(f"{prefix}/")
        response = public_site().get_response(inner_request)
        if response.streaming:
            # The scope ends here, so everything is read before.
            response.streaming_content = [b"".join(response.streaming_content)]
    return response


@cache
def public_site() -> WSGIHandler:
    return WSGIHandler()


@contextmanager
def preserve_thread_state() -> Iterator[None]:
    prefix, urlconf = get_script_prefix(), get_urlconf()
    try:
        with translation.override(translation.get_language()):
            yield
    finally:
        set_script_prefix(prefix)
        set_urlconf(urlconf)
