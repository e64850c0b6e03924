"""The page of a site that has no edition yet: it says so, in every language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from plan_site.web.headers import PUBLIC_HEADERS


def nothing_published(environ, start_response):
    """A WSGI answer 503, from no database and no edition."""
    passages = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            passages.append((code, render_to_string("public/_not_yet.html")))
    page = render_to_string("public/not_yet.html", {"passages": passages}).encode()
    headers = {
        **PUBLIC_HEADERS,
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        "Cache-Control": "no-store",
        "Retry-After": "30",
    }
    start_response("503 Service Unavailable", list(headers.items()))
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else page]
