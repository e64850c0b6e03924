"""
The pages of an export: those of the press, and small ones for what a server would do.

Each address that the site answers by leading on becomes a page that does so; what was
withdrawn keeps its page that says so; what cannot be a file is left out and named.
"""

import re
import shutil
from collections import Counter, deque
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from plan_site.editions.press.crawl import DYNAMIC, Site, links, path_of

from .addresses import Addresses

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LINKING = {".html", ".atom", ".xml"}
PACKED = {".br", ".gz"}
MOST_STEPS = 10
TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
FORM = re.compile(rb"<form\b([^>]*)>.*?</form>", re.DOTALL)
ACTION = re.compile(rb'\baction="([^"]*)"')
HTML_LANGUAGE = re.compile(rb'<html lang="([^"]*)"')
CSS_LINK = re.compile(rb"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")


class ExportError(RuntimeError):
    """An export cannot be made; the message says why in one line."""


class ExportedPages:
    """Files of one edition in a folder; the active scope reads the same edition."""

    def __init__(self, target: Path):
        self.target = target
        self.site = Site()
        # Each page written, and the address at which its reader ends up.
        self.ends: dict[Path, str] = {}
        self.unchecked: deque[tuple[Path, str]] = deque()
        self.titles: dict[str, str] = {}
        # Addresses that need a server.
        self.left_out: set[str] = set()
        self.counts: Counter[str] = Counter()

    def fill(self, pressed: Path, addresses: Addresses) -> None:
        """Raises ``ExportError`` for a link that leads nowhere."""
        for file in sorted(pressed.rglob("*")):
            if file.is_file() and file.suffix not in PACKED:
                name = file.relative_to(pressed).as_posix()
                path = f"/{name}".removesuffix("index.html")
                self.write(path, file.read_bytes(), path)
                self.counts["pages"] += 1
        self.write_missing()
        with translation.override(LANGUAGES[0]):
            known = addresses.all(LANGUAGES[0])
        for address in known:
            written = {
                code: self.write_redirect(
                    f"/{code}{address.path}", f"/{code}{address.as_written}"
                )
                for code in LANGUAGES
            }
            if address.is_short and any(written.values()):
                self.write_choice(written, address.path, address.as_written)
        self.write_choice(
            {code: self.write_redirect(f"/{code}/") for code in LANGUAGES}, "/"
        )
        while self.unchecked:
            self.check(*self.unchecked.popleft())

    def write_missing(self) -> None:
        for code in LANGUAGES:
            path = f"/{code}/404.html"
            self.write(path, self.site.ask(path).content, path)
        content = render_page("missing", LANGUAGES[0], languages=LANGUAGES)
        self.write("/404.html", content, "/404.html")

    def write_redirect(self, path: str, as_written: str = "") -> str:
        """Write a page that redirects like the site; its target, empty if none."""
        file = file_in(self.target, path)
        if file not in self.ends:
            end = self.follow(path)
            if not end:
                return ""
            if file not in self.ends:
                self.write(path, self.redirect_page(end), end)
                self.counts["leading"] += 1
        self.copy_to_capitals(path, as_written)
        return self.ends[file]

    def follow(self, path: str) -> str:
        """The address at which a reader ends up, its page written; empty for none."""
        for _step in range(MOST_STEPS):
            if file_in(self.target, path) in self.ends:
                return self.ends[file_in(self.target, path)]
            answer = self.site.ask(path)
            if answer.status_code not in {301, 302}:
                return path if self.write_answer(path, answer) else ""
            path = path_of(answer["Location"], path).partition("#")[0]
        raise ExportError(f"{path} leads on and on.")

    def write_answer(self, path: str, answer: HttpResponse) -> bool:
        """Write an answer as a page; whether it is one."""
        if answer.status_code == 404:
            return False
        if answer.status_code not in {200, 410}:
            raise ExportError(f"{path} answers {answer.status_code}.")
        content = answer.content
        if DYNAMIC in answer:
            language = translation.get_language_from_path(path) or LANGUAGES[0]
            content = render_page("left_out", language)
            self.left_out.add(path)
        self.write(path, content, path)
        self.counts["gone" if answer.status_code == 410 else "pages"] += 1
        return True

    def redirect_page(self, end: str) -> bytes:
        language = translation.get_language_from_path(end) or LANGUAGES[0]
        return render_page("leading", language, end=end, title=self.title_of(end))

    def write_choice(
        self, ends: dict[str, str], path: str, as_written: str = ""
    ) -> None:
        """A page for an address without a language: it offers each."""
        ways = [
            {"code": code, "end": end, "title": self.title_of(end)}
            for code, end in ends.items()
            if end
        ]
        canonical = ways[0]["end"] if path != "/" else path
        content = render_page("choose", LANGUAGES[0], ways=ways, canonical=canonical)
        self.write(path, content, path)
        self.counts["leading"] += 1
        self.copy_to_capitals(path, as_written)

    def copy_to_capitals(self, path: str, as_written: str) -> None:
        """Copy a page to the address with its code in capitals."""
        file, other = (file_in(self.target, p) for p in (path, as_written or path))
        # Some disks take both spellings for one.
        if not other.exists():
            other.parent.mkdir(parents=True)
            shutil.copyfile(file, other)
            self.ends[other] = self.ends[file]
            self.counts["leading"] += 1

    def title_of(self, path: str) -> str:
        if path not in self.titles:
            found = TITLE.search(file_in(self.target, path).read_bytes())
            text = unescape(found[1].decode()) if found else path
            self.titles[path] = " ".join(text.split())
        return self.titles[path]

    def write(self, path: str, content: bytes, end: str) -> None:
        """Write an address's file without forms: no server would answer them."""
        file = file_in(self.target, path)
        if file.suffix == ".html":
            content = FORM.sub(lambda form: self.replace_form(form, content), content)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        self.ends[file] = end
        if file.suffix in LINKING:
            self.unchecked.append((file, path))

    def replace_form(self, form: re.Match, content: bytes) -> bytes:
        action = ACTION.search(form[1])
        self.left_out.add(unescape(action[1].decode()) if action else "a form")
        page = HTML_LANGUAGE.search(content)
        return render_page("no_form", page[1].decode() if page else LANGUAGES[0])

    def check(self, file: Path, path: str) -> None:
        for target in links(file.read_bytes(), path):
            place = re.split(r"[?#]", target, maxsplit=1)[0]
            if place.startswith(settings.STATIC_URL):
                self.counts["static"] += copy_static(self.target, place, path)
            elif place and not self.write_redirect(place):
                raise ExportError(f"{path} links to {place}, which is not there.")


def copy_static(folder: Path, address: str, source: str) -> int:
    """Copy a static file, and those that a style sheet uses; how many were copied."""
    file = folder / unquote(address).lstrip("/")
    if file.exists():
        return 0
    name = unquote(address).removeprefix(settings.STATIC_URL)
    collected = Path(staticfiles_storage.path(name))
    found = collected if collected.is_file() else finders.find(name)
    if not found:
        raise ExportError(f"{source} needs {address}: run collectstatic first.")
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(found, file)
    links = CSS_LINK.findall(file.read_bytes()) if file.suffix == ".css" else []
    used = [urljoin(address, link.decode().strip()) for link in links]
    return 1 + sum(
        copy_static(folder, re.split(r"[?#]", one)[0], address)
        for one in used
        if one.startswith(settings.STATIC_URL)
    )


def file_in(folder: Path, path: str) -> Path:
    """The file of an address: ``/a/b`` is ``a/b/index.html``."""
    name = PurePosixPath(unquote(path).lstrip("/"))
    return folder / (name if name.suffix else name / "index.html")


def render_page(name: str, language: str, **context) -> bytes:
    context |= {"language": language, "languages": LANGUAGES}
    with translation.override(language):
        return render_to_string(f"public/export/{name}.html", context).encode()
