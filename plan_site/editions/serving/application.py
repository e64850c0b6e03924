"""
Serving: a page from the shelf, the rest from Django reading the same edition's file.

The one place where a request is given its scope. Readers get one whole edition from the
beginning of a request to its end; the desk reads the working copy.
"""

import json
import threading

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from plan_site.editions.scope import WORKING_COPY, Scope, reading
from plan_site.editions.storage import edition_files
from plan_site.editions.storage.candidate_files import full_candidate
from plan_site.web.headers import DESK_HEADERS, PUBLIC_HEADERS
from plan_site.web.middleware import is_desk_path

from .watcher import Watcher

# So many requests may be at the desk at once; the server has twice as many threads, so
# that a desk whose database hangs leaves readers theirs.
DESK_AT_ONCE = 8
HEALTH = {"/healthz", "/readyz"}
BUSY = "503 Service Unavailable"


class Serving:
    """The site as a WSGI application, in front of Django."""

    def __init__(self, django: WSGIHandler):
        self.django = django
        self.watcher = Watcher(django)
        Watcher.current = self.watcher
        self.thread = threading.local()
        self.desk = threading.BoundedSemaphore(DESK_AT_ONCE)

    def start(self) -> None:
        """Follow the editions from now on; with DEBUG the candidate is shown."""
        if not settings.DEBUG:
            self.watcher.start()

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path in HEALTH:
            return health(path, self.watcher, start_response)
        if is_desk_path(path):
            return self.answer_at_the_desk(environ, start_response)
        if path.startswith(settings.STATIC_URL):
            with reading(Scope(WORKING_COPY)):
                return self.django(environ, start_response)
        if settings.DEBUG:
            with reading(full_candidate()):
                return self.django(environ, start_response)
        shelf = self.watcher.shelf
        if shelf is None:
            return not_published_page(environ, start_response)
        self.close_previous(shelf.scope.alias)
        with reading(shelf.scope):
            if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
                return shelf.pages(environ, start_response)
            return self.django(environ, start_response)

    def answer_at_the_desk(self, environ, start_response):
        """Refused if so many are under way that readers would wait."""
        if not self.desk.acquire(blocking=False):
            return desk_is_busy(start_response)
        try:
            with reading(Scope(WORKING_COPY)):
                return self.django(environ, start_response)
        finally:
            self.desk.release()

    def close_previous(self, alias: str) -> None:
        """Close this thread's connection to the edition that it read before."""
        before = getattr(self.thread, "alias", alias)
        if before != alias:
            edition_files.close(before)
        self.thread.alias = alias


def desk_is_busy(start_response):
    """A plain text that asks to try again, in every language."""
    lines = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            lines.append(_("The desk is busy. Try again in a moment."))
    headers = {
        **DESK_HEADERS,
        "Content-Type": "text/plain; charset=utf-8",
        "Retry-After": "5",
    }
    return respond(start_response, BUSY, headers, "\n".join(lines))


def health(path: str, watcher: Watcher, start_response):
    """
    ``/healthz``: the process runs. ``/readyz``: what it serves, and what it lacks.

    ``/readyz`` answers 200 as long as there is an edition to serve: a dead editors'
    database is reported, but it is no reason to send readers elsewhere.
    """
    ready = watcher.shelf is not None
    facts = {"status": "ok"}
    if path == "/readyz":
        facts = {
            "status": "ok" if ready and not watcher.trouble else "degraded",
            "edition": watcher.shelf.number if ready else None,
            "database": "ok" if watcher.reaches_database else "not answering",
            "trouble": watcher.trouble,
        }
    status = "200 OK" if ready or path == "/healthz" else BUSY
    headers = {"Content-Type": "application/json"}
    return respond(start_response, status, headers, json.dumps(facts))


def not_published_page(environ, start_response):
    """A page in every language, from no database and no edition."""
    passages = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            passages.append((code, render_to_string("public/_not_yet.html")))
    page = render_to_string("public/not_yet.html", {"passages": passages})
    headers = {
        **PUBLIC_HEADERS,
        "Content-Type": "text/html; charset=utf-8",
        "Retry-After": "30",
    }
    body = respond(start_response, BUSY, headers, page)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else body


def respond(start_response, status: str, headers: dict[str, str], text: str):
    """A WSGI answer that is never cached."""
    body = text.encode()
    facts = {"Content-Length": str(len(body)), "Cache-Control": "no-store"}
    start_response(status, list((headers | facts).items()))
    return [body]
