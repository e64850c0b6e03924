"""
Serving: readers from the shelf, the desk from Django, health.
"""

import json
import logging
import threading
from functools import partial

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plan_site.editions.scope import WORKING_COPY, Scope, reading
from plan_site.editions.storage.edition_files import full_candidate
from plan_site.web.headers import DESK_HEADERS, public_headers
from plan_site.web.middleware import is_desk_path

from .addresses import MAX_HEADER_LENGTH, is_allowed_host
from .answers import respond_text
from .readers import MAX_ADDRESS_LENGTH, Readers
from .shelf import BadEditionError, Shelf
from .watcher import Watcher

log = logging.getLogger(__name__)

# Requests to the desk at a time; the server has twice as many threads, so that readers
# are served even if the desk's database hangs.
MAX_DESK_REQUESTS = 8
# Those of browsers that nobody has signed in with: what a flood of them can take.
MAX_SIGN_IN_REQUESTS = 2
HEALTH = {"/healthz", "/readyz"}
# What may not be for readers begins so.
APART = ("/admin", "/preview", *HEALTH)
BUSY = _("The desk is busy. Try again in a moment.")
APOLOGY = _("We cannot show this page right now. Please try again in a few minutes.")


class Serving:
    """The WSGI application in front of Django's."""

    def __init__(self, django: WSGIHandler):
        self.django = django
        headers = public_headers(settings.SECURE_HSTS_SECONDS)
        shelf = partial(Shelf, headers=headers, megabytes=settings.PAGES_IN_MEMORY)
        self.watcher = Watcher(shelf)
        Watcher.current = self.watcher
        apology = in_every_language(APOLOGY)
        bare = bare_shelf(shelf)
        self.readers = Readers(self.watcher, settings, headers, apology, bare)
        self.desk = threading.BoundedSemaphore(MAX_DESK_REQUESTS)
        self.sign_in = threading.BoundedSemaphore(MAX_SIGN_IN_REQUESTS)
        self.busy = in_every_language(BUSY)
        # Asked once: reading a setting takes an eighth of the time of an answer.
        self.shows_candidate = settings.DEBUG

    def start(self) -> None:
        """Follow the editions from now on, unless the candidate is shown."""
        if not self.shows_candidate:
            self.watcher.start()

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path.startswith(APART):
            if path in HEALTH:
                return health(path, self.watcher, start_response)
            if is_desk_path(f"{path}/"):
                return self.serve_desk(environ, start_response)
        if self.shows_candidate:
            with reading(full_candidate()):
                return self.django(environ, start_response)
        return self.readers(environ, start_response)

    def serve_desk(self, environ, start_response):
        """Refused if there are so many requests that others would wait."""
        host = environ.get("HTTP_HOST", "")[:MAX_HEADER_LENGTH]
        if not is_allowed_host(host, self.readers.hosts):
            # Django would log it with a traceback.
            return self.readers.refuse(400, environ, start_response)
        address = environ.get("PATH_INFO", "") + environ.get("QUERY_STRING", "")
        if len(address) > MAX_ADDRESS_LENGTH:
            # It would, too: such an address fits into no redirect to the sign-in page.
            return self.readers.refuse(414, environ, start_response)
        is_editor = settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "")
        places = self.desk if is_editor else self.sign_in
        if not places.acquire(blocking=False):
            headers = {**DESK_HEADERS, "Retry-After": "5"}
            return respond_text(start_response, 503, headers, self.busy)
        try:
            with reading(Scope(WORKING_COPY)):
                return self.django(environ, start_response)
        finally:
            places.release()


def bare_shelf(make_shelf) -> Shelf | None:
    """The errors that ``collectstatic`` made, if it did."""
    try:
        return make_shelf(settings.STATIC_ROOT / "errors")
    except BadEditionError as error:
        log.warning("Run manage.py collectstatic: it makes the error pages. %s", error)
        return None


def in_every_language(text: Promise) -> str:
    lines = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            lines.append(str(text))
    return "\n".join(lines)


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
    status = 200 if ready or path == "/healthz" else 503
    headers = {"Content-Type": "application/json"}
    return respond_text(start_response, status, headers, json.dumps(facts))
