"""
Serving: pages from the shelf, the rest from Django with the same edition's file.

Each request gets its scope here: for readers, one edition from beginning to end; for
the desk, the working copy.
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

# Requests to the desk at a time; the server has twice as many threads, so that readers
# are served even if the desk's database hangs.
MAX_DESK_REQUESTS = 8
HEALTH = {"/healthz", "/readyz"}
BUSY = "503 Service Unavailable"


class Serving:
    """The WSGI application in front of Django's."""

    def __init__(self, django: WSGIHandler):
        self.django = django
        self.watcher = Watcher(django)
        Watcher.current = self.watcher
        self.thread = threading.local()
        self.desk = threading.BoundedSemaphore(MAX_DESK_REQUESTS)

    def start(self) -> None:
        """Follow the editions from now on; with DEBUG the candidate is shown."""
        if not settings.DEBUG:
            self.watcher.start()

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path in HEALTH:
            return health(path, self.watcher, start_response)
        if is_desk_path(path):
            return self.serve_desk(environ, start_response)
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

    def serve_desk(self, environ, start_response):
        """Refused if there are so many requests that readers would wait."""
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
    """Plain text in every language."""
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
    ``/healthz``: the process runs. ``/readyz``: what it serves, and any trouble.

    ``/readyz`` answers 200 if there is an edition to serve, even if the editors'
    database is down: readers can still be sent here.
    """
    ready = watcher.shelf is not None
    facts = {"status": "ok"}
    if path == "/readyz":
        facts = {
            "status": "ok" if ready and not watcher.trouble else "degraded",
            "edition": watcher.shelf.number if ready else None,
            "database": "ok" if watcher.is_database_reachable else "not answering",
            "trouble": watcher.trouble,
        }
    status = "200 OK" if ready or path == "/healthz" else BUSY
    headers = {"Content-Type": "application/json"}
    return respond(start_response, status, headers, json.dumps(facts))


def not_published_page(environ, start_response):
    """A page in every language, without a database or an edition."""
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
