"""
Pages on disk: every page of an edition, found by following the site's own links.

Each page with status 200 is written, also compressed. If a page has a link to anything
else that is not redirected to a page, the press stops and names the page. What is gone
has a page, too, as a code that left the plan is still named in texts and in the log.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import groupby, product, starmap
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import set_script_prefix
from django.utils.translation import get_language_from_path

from .files import LANGUAGES, Entry, file_name, own_headers, write
from .sitemap import Listing, listing
from .taken_over import EditionBefore
from .two_processes import share

LINK = re.compile(
    rb"""<(?:a|link|img|script|source)\b[^>]*?\b(?:href|src)="([^"]*)\""""
)
FEED_LINK = re.compile(rb"<(?:link|loc)\b(?:[^>]*?\bhref=\"([^\"]*)\"|>([^<]*)<)")
ANCHOR = re.compile(rb"""\bid="([^"]*)\"""")
# What may have links, by its content type: not the texts of a plan in a data file.
WITH_LINKS = re.compile("html|xml")
MAX_REDIRECTS = 10

# An address, and the language that a browser prefers where the address has none.
Request = tuple[str, str]


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
    listing: Listing | None = None


class Site:
    """The public site as any reader sees it, without a server."""

    def __init__(self, pages: Path, before: EditionBefore):
        self.handler, self.pages, self.before = WSGIHandler(), pages, before
        # The last file that is the same in each language.
        self.neutral = "", Answer(404)
        set_script_prefix("/")

    def ask(self, path: str, language: str) -> Answer:
        if path == self.neutral[0]:
            return self.neutral[1]
        if entry := self.before.take(path, self.pages):
            return Answer(200, entry=entry)
        response = self.get(path, language)
        status = response.status_code
        if status in {301, 302}:
            location = local_path(response["Location"], path)
            return Answer(status, location.partition("#")[0])
        if status == 410:
            name = f"gone{path.rstrip('/')}.html"
            return Answer(status, entry=self.write(name, response))
        if status != 200:
            return Answer(status)
        entry = self.write(file_name(path), response)
        if not WITH_LINKS.search(response["Content-Type"]):
            answer = Answer(status, entry=entry)
            if get_language_from_path(path) is None:
                self.neutral = path, answer
            return answer
        names = map(bytes.decode, ANCHOR.findall(response.content))
        return Answer(
            status,
            entry=entry,
            links=tuple(dict.fromkeys(filter(None, links(response.content, path)))),
            anchors=frozenset(map(unescape, names)),
            listing=listing(response.content, path),
        )

    def write(self, name: str, response: HttpResponse) -> Entry:
        return *write(self.pages, name, response), *own_headers(response)

    def get(self, path: str, language: str) -> HttpResponse:
        scheme, host, *_rest = urlsplit(settings.PUBLIC_URL)
        headers = {"Host": host, "X-Forwarded-Proto": scheme}
        request = RequestFactory(headers=headers).get(
            path, secure=scheme == "https", headers={"Accept-Language": language}
        )
        # Not as a server does, who takes up the database anew for each request.
        return self.handler.get_response(request)


class Crawl:
    """Every page that can be reached from the home pages or further addresses."""

    def __init__(self, site: Site, processes: int):
        self.site, self.processes = site, processes
        self.answers: dict[Request, Answer] = {}
        self.wanted: set[Request] = set()
        # Addresses with their anchors, and the first page that links to each.
        self.links: dict[tuple[str, str], str] = {}

    def run(self, further: Iterable[str]) -> None:
        """
        Raises ``PressError`` for a dead link.

        Further addresses may lead nowhere; those without a language are asked for in
        each.
        """
        self.add_links("the start", [f"/{language}/" for language in LANGUAGES])
        self.wanted |= set(starmap(request, product(further, LANGUAGES)))
        while new := self.wanted - self.answers.keys():
            # All languages of a record's page in one process: they share charts.
            ordered = sorted(new, key=lambda asked: (asked[0][3:], asked))
            batches = groupby(ordered, key=lambda asked: asked[0][3:])
            each = [[*batch] for _rest, batch in batches]
            answers = share(self.site.ask, each, self.processes)
            for asked in ordered:
                self.add(asked, answers[asked])
        self.check_links()

    def add(self, asked: Request, answer: Answer) -> None:
        self.answers[asked] = answer
        path, language = asked
        if answer.location:
            # A redirect may lead nowhere as long as no page leads to it.
            self.wanted.add(request(answer.location, language))
        self.add_links(path, answer.links)

    def add_links(self, source: str, targets: Iterable[str]) -> None:
        for target in targets:
            path, _hash, anchor = target.partition("#")
            self.links.setdefault((path or source, anchor), source)
            if path and not path.startswith(settings.STATIC_URL):
                self.wanted.add((path, ""))

    def check_links(self) -> None:
        for (path, anchor), source in self.links.items():
            if path.startswith(settings.STATIC_URL):
                check_static(path, source)
                continue
            answer, end, _statuses = self.follow(path)
            if answer.status == 410:
                continue  # It says where the matter went.
            if answer.status != 200:
                raise PressError(
                    f"{source} links to {end}, which answers {answer.status}."
                )
            if anchor and anchor not in answer.anchors:
                raise PressError(
                    f"{source} links to {path}#{anchor}, which is not there."
                )

    def follow(self, path: str, language: str = "") -> tuple[Answer, str, list[int]]:
        """Where an address leads in the end, and the statuses of its redirects."""
        statuses = []
        answer = self.answers[request(path, language)]
        while answer.location:
            statuses.append(answer.status)
            if len(statuses) > MAX_REDIRECTS:
                raise PressError(f"{path} is redirected too often.")
            path = answer.location
            answer = self.answers[request(path, language)]
        return answer, path, statuses


def request(path: str, language: str) -> Request:
    return path, "" if get_language_from_path(path) else language


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
    if address.startswith("#"):
        return address
    site = urlsplit(settings.PUBLIC_URL)
    parts = urlsplit(urljoin(settings.PUBLIC_URL + page, address))
    if parts[:2] != site[:2]:
        return ""
    return urlunsplit(("", "", parts.path or "/", *parts[3:]))
