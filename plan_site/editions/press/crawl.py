"""
Pages on disk: every page of an edition, found by following the site's own links.

What answers 200 is written, with its compressed forms beside it; what leads on by a
redirect, or says that it is dynamic, is left to Django. A link to anything else is a
broken promise: the press stops and names the page that makes it.
"""

import gzip
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

import brotli
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse

# A view sets this header on an answer that cannot be a file, such as a search.
DYNAMIC = "X-Dynamic"
LINK = re.compile(
    rb"""<(?:a|link|img|script|source)\b[^>]*?\b(?:href|src)="([^"]*)\""""
)
FEED_LINK = re.compile(rb"<(?:link|loc)\b(?:[^>]*?\bhref=\"([^\"]*)\"|>([^<]*)<)")
ANCHOR = re.compile(rb"""\bid="([^"]*)\"""")
PACKED = {
    "text/html",
    "text/css",
    "application/atom+xml",
    "application/xml",
    "text/plain",
    "text/csv",
    "application/json",
}
# Past these, packing takes twice as long for a few per cent of a page's size.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6


class PressError(RuntimeError):
    """An edition cannot be pressed; the message names the page and the reason."""


def write_all(folder: Path, progress) -> None:
    """Raises ``PressError`` for a wrong page."""
    site = Site()
    found = site.crawl(progress)
    for number, (path, answer) in enumerate(found.items(), 1):
        write(folder / file_name(path), answer)
        progress("write", number, len(found))


def file_name(path: str) -> str:
    name = unquote(path).lstrip("/")
    return f"{name}index.html" if path.endswith("/") else name


def write(path: Path, answer: HttpResponse) -> None:
    """A page, and its compressed forms where they are smaller."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(answer.content)
    if answer["Content-Type"].partition(";")[0] not in PACKED:
        return
    forms = {
        ".br": brotli.compress(answer.content, quality=BROTLI_QUALITY),
        ".gz": gzip.compress(answer.content, GZIP_LEVEL, mtime=0),
    }
    for ending, packed in forms.items():
        if len(packed) < len(answer.content):
            path.with_name(path.name + ending).write_bytes(packed)


class Site:
    """The public site as a stranger sees it, without a server."""

    def __init__(self):
        self.handler = WSGIHandler()
        self.pages: dict[str, HttpResponse] = {}
        self.anchors: dict[str, set[str]] = {}
        self.elsewhere: set[str] = set()

    def ask(self, path: str) -> HttpResponse:
        """The answer to a GET of a path on PUBLIC_URL."""
        public = urlsplit(settings.PUBLIC_URL)
        environ = {
            "PATH_INFO": unquote(path.partition("?")[0]).encode().decode("latin-1"),
            "QUERY_STRING": path.partition("?")[2],
            "HTTP_HOST": public.netloc,
            "HTTP_X_FORWARDED_PROTO": public.scheme,
            "wsgi.url_scheme": public.scheme,
        }
        setup_testing_defaults(environ)
        return self.handler(environ, lambda *_args: None)

    def crawl(self, progress) -> dict[str, HttpResponse]:
        """Every page that can be reached from the home pages."""
        waiting = deque(
            (f"/{code}/", "the start") for code, _name in settings.LANGUAGES
        )
        promised: list[tuple[str, str, str]] = []
        while waiting:
            path, source = waiting.popleft()
            if path in self.pages or path in self.elsewhere:
                continue
            leads_to = self.visit(path, source)
            # What a redirect leads to is promised by the page that links to it.
            source = path if path in self.pages else source
            for target in leads_to:
                place, _hash, anchor = target.partition("#")
                if anchor:
                    promised.append((source, place or path, anchor))
                if place:
                    waiting.append((place, source))
            progress("make", len(self.pages), len(self.pages) + len(waiting))
        for source, place, anchor in promised:
            if place in self.pages and anchor not in self.anchors[place]:
                raise PressError(
                    f"{source} links to {place}#{anchor}, which is not there."
                )
        return self.pages

    def visit(self, path: str, source: str) -> list[str]:
        """Ask for a path; keep it if it is a page; return the paths it leads to."""
        if path.startswith(settings.STATIC_URL):
            self.check_static(path, source)
            self.elsewhere.add(path)
            return []
        answer = self.ask(path)
        if answer.status_code in {301, 302}:
            self.elsewhere.add(path)
            return [path_of(answer["Location"], path)]
        if answer.status_code != 200:
            raise PressError(
                f"{source} links to {path}, which answers {answer.status_code}."
            )
        if DYNAMIC in answer:
            self.elsewhere.add(path)
            return []
        self.pages[path] = answer
        self.anchors[path] = {
            unescape(a.decode()) for a in ANCHOR.findall(answer.content)
        }
        return [target for target in links(answer.content, path) if target]

    def check_static(self, path: str, source: str) -> None:
        name = path.removeprefix(settings.STATIC_URL)
        if not settings.DEBUG and not staticfiles_storage.exists(name):
            raise PressError(
                f"{source} links to {path}, which is not among the static files."
            )


def links(content: bytes, path: str) -> Iterator[str]:
    """Paths on this site that the links of a page or feed lead to."""
    for match in LINK.findall(content):
        yield path_of(unescape(match.decode()), path)
    if not content.lstrip().startswith(b"<!doctype html"):
        for href, text in FEED_LINK.findall(content):
            yield path_of(unescape((href or text).decode()), path)


def path_of(address: str, page: str) -> str:
    """An address as a path of this site, with its anchor; empty for one elsewhere."""
    parts = urlsplit(address)
    here = urlsplit(settings.PUBLIC_URL)
    elsewhere = parts.scheme or parts.netloc
    if elsewhere and (parts.scheme or here.scheme, parts.netloc) != (
        here.scheme,
        here.netloc,
    ):
        return ""
    path = parts.path or ("/" if parts.netloc else "")
    if path and not path.startswith("/"):
        path = page.rpartition("/")[0] + "/" + path
    query = f"?{parts.query}" if parts.query else ""
    return path + query + (f"#{parts.fragment}" if parts.fragment else "")
