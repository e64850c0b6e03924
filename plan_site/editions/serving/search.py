"""Answers to searches, from the edition's own file. No Django here."""

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
# Searches at a time in a process, and those that wait for their turn as well. It has 16
# threads: some are left for pages however many people search.
places = threading.BoundedSemaphore(4)
crowd = threading.BoundedSemaphore(12)
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Vary", "Accept-Encoding"),
    ("X-Robots-Tag", "noindex"),
]


class Search:
    """
    ``free`` are connections that no thread uses at the moment: one that searches takes
    one, or makes one. They are closed with the edition.
    """

    def __init__(self, folder: Path):
        # Nobody writes to it any more: SQLite need not lock it.
        self.address = f"file:{quote(str(folder / FILE))}?mode=ro&immutable=1"
        self.free: list[ResultPages] = []

    def answer(self, language: str, query: str, kind: str) -> tuple[int, str]:
        """Status and page. Raises ``sqlite3.Error``."""
        try:
            pages = self.free.pop()
        except IndexError:
            db = sqlite3.connect(self.address, uri=True, check_same_thread=False)
            pages = ResultPages(db)
        try:
            if not crowd.acquire(blocking=False):
                return 503, pages.busy_page(language, query)
            try:
                with places:
                    return 200, pages.page(language, query, kind)
            finally:
                crowd.release()
        finally:
            self.free.append(pages)


class SearchPage(Page):
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
            body = gzip.compress(body, 1, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
        if status == 503:
            headers.append(("Retry-After", "2"))
        headers.append(("Content-Length", str(len(body))))
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
