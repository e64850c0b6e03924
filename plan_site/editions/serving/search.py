"""
Answers to searches, from the edition's own file. No Django here.

However many people search, threads are left for pages.
"""

import gzip
import sqlite3
import threading
from pathlib import Path
from urllib.parse import parse_qsl, quote

from pillars.search.pages import FILE, ResultPages

from .addresses import MAX_HEADER_LENGTH, accepted_encodings
from .answers import STATUS_LINES, Page, Redirect

# What the addresses of searches end with, and their pages' names.
ENDING = "/search"
# Searches at a time in a process, which has four times as many threads.
MAX_SEARCHES = 4
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Vary", "Accept-Encoding"),
    ("X-Robots-Tag", "noindex"),
]
RETRY = [("Retry-After", "2")]


class SearchFile(threading.local):
    """Each thread has a connection of its own."""

    pages: ResultPages | None = None

    def __init__(self, folder: Path):
        # Nobody writes to it any more, and SQLite need not lock it.
        self.address = f"file:{quote(str(folder / FILE))}?mode=ro&immutable=1"

    def open(self) -> ResultPages:
        if self.pages is None:
            self.pages = ResultPages(sqlite3.connect(self.address, uri=True))
        return self.pages


class Search:
    def __init__(self, folder: Path):
        self.file = SearchFile(folder)
        self.places = threading.BoundedSemaphore(MAX_SEARCHES)

    def answer(self, language: str, query: str, kind: str) -> tuple[int, str]:
        """Status and page. Raises ``sqlite3.Error``."""
        pages = self.file.open()
        if not self.places.acquire(blocking=False):
            return 503, pages.busy_page(language, query)
        try:
            return 200, pages.page(language, query, kind)
        finally:
            self.places.release()


class ResultPage(Page):
    """The page with the form; with a question, its answer."""

    def respond(self, shelf, environ, start_response, *, is_neutral: bool):
        asked = dict(parse_qsl(query_of(environ)))
        query, kind = asked.get("q", ""), asked.get("kind", "")
        if not query.strip():
            form = super()
            return form.respond(shelf, environ, start_response, is_neutral=is_neutral)
        try:
            language = self.name.removesuffix(ENDING)
            status, html = shelf.search.answer(language, query, kind)
        except sqlite3.Error as error:
            shelf.fault = f"{FILE}: {error}"
            return None
        headers, body = [*shelf.public, *HEADERS], html.encode()
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")[:MAX_HEADER_LENGTH]
        if "gzip" in accepted_encodings(accepted):
            # The fastest level: it halves the time on a slow line all the same.
            body = gzip.compress(body, 1, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
        headers += [
            ("Content-Length", str(len(body))),
            *(RETRY if status == 503 else []),
        ]
        start_response(STATUS_LINES[status], headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


class SearchRedirect(Redirect):
    """To the page with the form, and with what is asked."""

    def respond(self, shelf, environ, start_response, *, is_neutral: bool):
        query = quote(query_of(environ), safe="/%=&;:@!$'()*+,?~")

        def begin(status: str, headers: list[tuple[str, str]]):
            *others, (name, location) = headers
            start_response(status, [*others, (name, f"{location}?{query}")])

        begin = begin if query else start_response
        return super().respond(shelf, environ, begin, is_neutral=is_neutral)


def query_of(environ) -> str:
    """As text: in WSGI each character is a byte."""
    raw = environ.get("QUERY_STRING", "").encode("latin-1", "replace")
    return raw.decode(errors="replace")
