"""
Pages on disk: every page of an edition, found by following the site's own links.

Each page with status 200 is written, also compressed. If a page has a link to anything
else that is not redirected to a page, the press stops and names the page.
"""

import re
from collections import deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.utils.translation import get_language_from_path

from pillars.public import readings
from pillars.public.page_context import PageContext

from .error_pages import make_page
from .files import LANGUAGES, Entry, file_name, write
from .helper import Helper

LINK = re.compile(
    rb"""<(?:a|link|img|script|source)\b[^>]*?\b(?:href|src)="([^"]*)\""""
)
FEED_LINK = re.compile(rb"<(?:link|loc)\b(?:[^>]*?\bhref=\"([^\"]*)\"|>([^<]*)<)")
ANCHOR = re.compile(rb"""\bid="([^"]*)\"""")
MAX_REDIRECTS = 10
# Pages that the second process makes at a time.
BATCH = 8


class PressError(RuntimeError):
    """An edition cannot be pressed; the message names the page and the reason."""


@dataclass(frozen=True)
class Answer:
    """What Django says at an address; a body is in a file by then."""

    status: int
    location: str = ""
    entry: Entry = ()
    links: tuple[str, ...] = ()
    anchors: frozenset[str] = frozenset()


class Site:
    """The public site as any reader sees it, without a server."""

    def __init__(self, pages: Path):
        self.handler = WSGIHandler()
        self.pages = pages

    def ask(self, path: str, language: str = "") -> Answer:
        """What a browser gets that prefers a language, if the address has none."""
        response = self.get(path, language)
        status = response.status_code
        if status in {301, 302}:
            return Answer(status, local_path(response["Location"], path))
        if status == 410:
            name = f"gone{path.rstrip('/')}.html"
            return Answer(status, entry=write(self.pages, name, response))
        if status != 200:
            return Answer(status)
        names = map(bytes.decode, ANCHOR.findall(response.content))
        return Answer(
            status,
            entry=write(self.pages, file_name(path), response),
            links=tuple(dict.fromkeys(filter(None, links(response.content, path)))),
            anchors=frozenset(map(unescape, names)),
        )

    def get(self, path: str, language: str = "") -> HttpResponse:
        public = urlsplit(settings.PUBLIC_URL)
        address, _mark, query = path.partition("?")
        environ = {
            "PATH_INFO": unquote(address).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "HTTP_HOST": public.netloc,
            "HTTP_X_FORWARDED_PROTO": public.scheme,
            "HTTP_ACCEPT_LANGUAGE": language,
            "wsgi.url_scheme": public.scheme,
        }
        setup_testing_defaults(environ)
        return self.handler(environ, lambda *_args: None)

    def offer(self, slug: str, code: str, language: str) -> Entry:
        """A page that offers what has a code in a plan."""
        around = PageContext.of(slug)
        record = readings.current().by_code(slug)[code]
        name = f"{slug}-{code.lower()}"
        return make_page(self.pages, name, language, 404, around, record)


class Crawl:
    """Every page that can be reached from the home pages or further addresses."""

    def __init__(self, site: Site, helper: Helper | None, helpers: Container[str] = ()):
        """``helpers`` are addresses that the helper should ask for, if it can."""
        self.site, self.helper, self.helpers = site, helper, helpers
        self.answers: dict[str, Answer] = {}
        self.waiting: deque[str] = deque()
        self.for_helper: deque[str] = deque()
        self.known: set[str] = set()
        # A page, its link's address and anchor.
        self.links: list[tuple[str, str, str]] = []

    def run(self, further: Iterable[str], progress) -> None:
        """Raises ``PressError`` for a dead link; further addresses may lead nowhere."""
        self.add_links("the start", [f"/{language}/" for language in LANGUAGES])
        self.add_links("", further)
        batch = []
        while self.waiting or self.for_helper or batch:
            if self.helper and not batch:
                theirs = self.for_helper or self.waiting
                batch = [theirs.popleft() for _ in range(min(BATCH, len(theirs)))]
                self.helper.start("ask", [(path,) for path in batch])
            if ours := self.waiting or self.for_helper:
                path = ours.popleft()
                self.add(path, self.site.ask(path))
            if batch and (self.helper.is_done or not ours):
                for path, answer in zip(batch, self.helper.results(), strict=True):
                    self.add(path, answer)
                batch = []
            left = len(self.waiting) + len(self.for_helper) + len(batch)
            progress("make", len(self.answers), len(self.answers) + left)
        self.check_links()

    def add(self, path: str, answer: Answer) -> None:
        self.answers[path] = answer
        # A redirect is looked at when a page leads to it.
        source = path if answer.links else ""
        self.add_links(source, filter(None, [answer.location, *answer.links]))

    def add_links(self, source: str, targets: Iterable[str]) -> None:
        for target in targets:
            path, _hash, anchor = target.partition("#")
            if source:
                self.links.append((source, path or source, anchor))
            if path.startswith(settings.STATIC_URL):
                check_static(path, source)
            elif path and path not in self.known:
                theirs = path in self.helpers
                (self.for_helper if theirs else self.waiting).append(path)
            self.known.add(path)

    def check_links(self) -> None:
        for source, path, anchor in self.links:
            if path.startswith(settings.STATIC_URL):
                continue
            answer, end, _statuses = self.follow(path)
            if answer.status != 200:
                raise PressError(
                    f"{source} links to {end}, which answers {answer.status}."
                )
            if anchor and anchor not in answer.anchors:
                raise PressError(
                    f"{source} links to {path}#{anchor}, which is not there."
                )

    def answer(self, path: str, language: str = "") -> Answer:
        """As of a browser that prefers a language; asked now, unless it was before."""
        if language and not get_language_from_path(path):
            return self.site.ask(path, language)
        if path not in self.answers:
            self.answers[path] = self.site.ask(path)
        return self.answers[path]

    def follow(self, path: str, language: str = "") -> tuple[Answer, str, list[int]]:
        """Where an address leads in the end, and the statuses of its redirects."""
        statuses = []
        answer = self.answer(path, language)
        while answer.location:
            statuses.append(answer.status)
            if len(statuses) > MAX_REDIRECTS:
                raise PressError(f"{path} is redirected too often.")
            path = answer.location.partition("#")[0]
            answer = self.answer(path, language)
        return answer, path, statuses


def check_static(path: str, source: str) -> None:
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
