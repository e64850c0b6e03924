"""
The public site a second time, under ``/preview``: the same code with another prefix.

A request of the desk is passed on to Django's own handler with ``SCRIPT_NAME`` moved,
so that every address a page writes stays in the preview, and reads its own scope.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
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

from plan_site.editions.scope import Scope, reading

URLCONF = "plan_site.editions.preview.urlconf"


def bar_of(request: HttpRequest, kind: str, path: str) -> dict[str, object]:
    """Its links lead out of the preview, to the desk."""
    page = f"?page={path}"
    return {
        # "preview", or "now" for the live edition beside it.
        "kind": kind,
        # In a frame the page around it has the links.
        "in_frame": request.headers.get("Sec-Fetch-Dest") == "iframe",
        "languages": reverse("admin:editions_edition_languages") + page,
        "compare": reverse("admin:editions_edition_compare") + page,
        "review": reverse("admin:editions_edition_review"),
    }


def answer(request: HttpRequest, scope: Scope, prefix: str, path: str) -> HttpResponse:
    passed_on = WSGIRequest(
        {
            **request.META,
            "SCRIPT_NAME": prefix,
            "PATH_INFO": path.encode().decode("latin-1"),
            "wsgi.input": request.META["wsgi.input"],
        }
    )
    passed_on.urlconf = URLCONF
    bar = bar_of(request, scope.preview, path)
    # Rendered with the page, in the page's language.
    passed_on.banner = SimpleLazyObject(
        lambda: render_to_string("desk/preview/_preview_bar.html", bar)
    )
    with restoring_thread_state(), reading(scope):
        set_script_prefix(f"{prefix}/")
        response = public_site().get_response(passed_on)
        if response.streaming:
            # What reads the plan must be done while its scope is in force.
            response.streaming_content = [b"".join(response.streaming_content)]
    return response


@cache
def public_site() -> WSGIHandler:
    return WSGIHandler()


@contextmanager
def restoring_thread_state() -> Iterator[None]:
    """Restore what a handler sets for its thread: prefix, addresses, language."""
    prefix, urlconf = get_script_prefix(), get_urlconf()
    try:
        with translation.override(translation.get_language()):
            yield
    finally:
        set_script_prefix(prefix)
        set_urlconf(urlconf)
