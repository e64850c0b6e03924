"""
Pages on disk: every page of an edition, found by following the site's own links.

Each page with status 200 is written, also compressed; redirects and dynamic pages are
left to Django. For any other link the press stops and names the page that has it.
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
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse

# A view sets this header on a response that cannot be a file, such as a search.
DYNAMIC = "X-Dynamic"
LINK = re.compile(
    rb"""<(?:a|link|img|script|source)\b[^>]*?\b(?:href|src)="([^"]*)\""""
)
FEED_LINK = re.compile(rb"<(?:link|loc)\b(?:[^>]*?\bhref=\"([^\"]*)\"|>([^<]*)<)")
ANCHOR = re.compile(rb"""\bid="([^"]*)\"""")
COMPRESSED_TYPES = {
    "text/html",
    "text/css",
    "application/atom+xml",
    "application/xml",
    "text/plain",
    "text/csv",
    "application/json",
}
# Higher levels take twice as long to save a few percent of a page's size.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6


class PressError(RuntimeError):
    """An edition cannot be pressed; the message names the page and the reason."""


def write_all(folder: Path, progress) -> "Site":
    """The site with its pages, now in a folder. Raises ``PressError`` for a bad one."""
    site = Site()
    pages = site.crawl(progress)
    for number, (path, response) in enumerate(pages.items(), 1):
        write(folder / file_name(path), response)
        progress("write", number, len(pages))
    return site


def file_name(path: str) -> str:
    name = unquote(path).lstrip("/")
    return f"{name}index.html" if path.endswith("/") else name


def write(path: Path, response: HttpResponse) -> None:
    """A page, also compressed if that is smaller."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(response.content)
    if response["Content-Type"].partition(";")[0] not in COMPRESSED_TYPES:
        return
    forms = {
        ".br": brotli.compress(response.content, quality=BROTLI_QUALITY),
        ".gz": gzip.compress(response.content, GZIP_LEVEL, mtime=0),
    }
    for ending, compressed in forms.items():
        if len(compressed) < len(response.content):
            path.with_name(path.name + ending).write_bytes(compressed)


def environ_of(path: str, language: str = "") -> dict[str, object]:
    public = urlsplit(settings.PUBLIC_URL)
    environ = {
        "PATH_INFO": unquote(path.partition("?")[0]).encode().decode("latin-1"),
        "QUERY_STRING": path.partition("?")[2],
        "HTTP_HOST": public.netloc,
        "HTTP_X_FORWARDED_PROTO": public.scheme,
        "HTTP_ACCEPT_LANGUAGE": language,
        "wsgi.url_scheme": public.scheme,
    }
    setup_testing_defaults(environ)
    return environ


class Site:
    """The public site as any reader sees it, without a server."""

    def __init__(self):
        self.handler = WSGIHandler()
        self.pages: dict[str, HttpResponse] = {}
        self.anchors: dict[str, set[str]] = {}
        self.not_pages: set[str] = set()

    def get(self, path: str, language: str = "") -> HttpResponse:
        """The answer to a browser that prefers a language, if an address has none."""
        return self.handler(environ_of(path, language), lambda *_args: None)

    def request(self, path: str) -> HttpRequest:
        return WSGIRequest(environ_of(path))

    def crawl(self, progress) -> dict[str, HttpResponse]:
        """Every page that can be reached from the home pages."""
        waiting = deque(
            (f"/{code}/", "the start") for code, _name in settings.LANGUAGES
        )
        anchor_links: list[tuple[str, str, str]] = []
        while waiting:
            path, source = waiting.popleft()
            if path in self.pages or path in self.not_pages:
                continue
            leads_to = self.visit(path, source)
            # A redirect counts as a link of the page that links to it.
            source = path if path in self.pages else source
            for target in leads_to:
                page, _hash, anchor = target.partition("#")
                if anchor:
                    anchor_links.append((source, page or path, anchor))
                if page:
                    waiting.append((page, source))
            progress("make", len(self.pages), len(self.pages) + len(waiting))
        for source, page, anchor in anchor_links:
            if page in self.pages and anchor not in self.anchors[page]:
                raise PressError(
                    f"{source} links to {page}#{anchor}, which is not there."
                )
        return self.pages

    def visit(self, path: str, source: str) -> list[str]:
        """Add a path to the pages if it is one; returns the paths that it leads to."""
        if path.startswith(settings.STATIC_URL):
            self.check_static(path, source)
            self.not_pages.add(path)
            return []
        response = self.get(path)
        if response.status_code in {301, 302}:
            self.not_pages.add(path)
            return [local_path(response["Location"], path)]
        if response.status_code != 200:
            raise PressError(
                f"{source} links to {path}, which answers {response.status_code}."
            )
        if DYNAMIC in response:
            self.not_pages.add(path)
            return []
        self.pages[path] = response
        self.anchors[path] = {
            unescape(name.decode()) for name in ANCHOR.findall(response.content)
        }
        return [target for target in links(response.content, path) if target]

    def check_static(self, path: str, source: str) -> None:
        name = path.removeprefix(settings.STATIC_URL)
        if not settings.DEBUG and not staticfiles_storage.exists(name):
            raise PressError(
                f"{source} links to {path}, which is not among the static files."
            )


def links(content: bytes, path: str) -> Iterator[str]:
    """The links of a page or feed, as paths of this site."""
    for match in LINK.findall(content):
        yield local_path(unescape(match.decode()), path)
    if not content.lstrip().startswith(b"<!doctype html"):
        for href, text in FEED_LINK.findall(content):
            yield local_path(unescape((href or text).decode()), path)


def local_path(address: str, page: str) -> str:
    """An address as a path with its anchor; empty for another site."""
    parts = urlsplit(address)
    here = urlsplit(settings.PUBLIC_URL)
    is_absolute = parts.scheme or parts.netloc
    if is_absolute and (parts.scheme or here.scheme, parts.netloc) != (
        here.scheme,
        here.netloc,
    ):
        return ""
    path = parts.path or ("/" if parts.netloc else "")
    if path and not path.startswith("/"):
        path = page.rpartition("/")[0] + "/" + path
    query = f"?{parts.query}" if parts.query else ""
    return path + query + (f"#{parts.fragment}" if parts.fragment else "")
