"""
The public site a second time, under ``/preview``: the same code with another prefix.

Django's handler gets a second request with another ``SCRIPT_NAME``, so that all links
stay in the preview, and with a scope of its own.
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


def preview_bar(request: HttpRequest, kind: str, path: str) -> dict[str, object]:
    """Its links lead to the desk."""
    page = f"?page={path}"
    return {
        # "preview", or "now" for the live edition beside it.
        "kind": kind,
        # In a frame, the surrounding page has the links.
        "in_frame": request.headers.get("Sec-Fetch-Dest") == "iframe",
        "languages": reverse("admin:editions_edition_languages") + page,
        "compare": reverse("admin:editions_edition_compare") + page,
        "review": reverse("admin:editions_edition_review"),
    }


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
    bar = preview_bar(request, scope.preview, path)
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
