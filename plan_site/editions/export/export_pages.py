"""
The pages of an export: those of the press, and small ones that replace a server.

Each redirect becomes a page that redirects; withdrawn items keep their page with status
410; an address that cannot be a file is listed as left out.
"""

import json
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

from plan_site.editions.press.crawl import DYNAMIC, Site, links, local_path

from .addresses import Addresses

LANGUAGES = [code for code, _name in settings.LANGUAGES]
WITH_LINKS = {".html", ".atom", ".xml"}
MAX_REDIRECTS = 10
TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
FORM = re.compile(rb"<form\b([^>]*)>.*?</form>", re.DOTALL)
ACTION = re.compile(rb'\baction="([^"]*)"')
HTML_LANGUAGE = re.compile(rb'<html lang="([^"]*)"')
CSS_LINK = re.compile(rb"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")


class ExportError(RuntimeError):
    """The message says in one line why an export cannot be made."""


class ExportedPages:
    """The files of one edition; the active scope must read the same edition."""

    def __init__(self, target: Path):
        self.target = target
        self.site = Site()
        # For each page written, the address to which it leads.
        self.ends: dict[Path, str] = {}
        self.unchecked: deque[tuple[Path, str]] = deque()
        self.titles: dict[str, str] = {}
        # Addresses that need a server.
        self.left_out: set[str] = set()
        self.counts: Counter[str] = Counter()

    def fill(self, pressed: Path, addresses: Addresses) -> None:
        """Raises ``ExportError`` for a dead link."""
        table = json.loads((pressed.parent / "answers.json").read_bytes())
        for path, entry in table["answers"].items():
            if 200 in entry:
                self.write(path, (pressed / entry[1]).read_bytes(), path)
                self.counts["pages"] += 1
        self.write_missing()
        with translation.override(LANGUAGES[0]):
            known = addresses.all(LANGUAGES[0])
        for address in known:
            ends = {
                code: self.write_redirect(
                    f"/{code}{address.path}", f"/{code}{address.typed_path}"
                )
                for code in LANGUAGES
            }
            if address.is_short and any(ends.values()):
                self.write_choice(ends, address.path, address.typed_path)
        self.write_choice(
            {code: self.write_redirect(f"/{code}/") for code in LANGUAGES}, "/"
        )
        while self.unchecked:
            self.check(*self.unchecked.popleft())

    def write_missing(self) -> None:
        for code in LANGUAGES:
            path = f"/{code}/404.html"
            self.write(path, self.site.get(path).content, path)
        content = render_page("missing", LANGUAGES[0], languages=LANGUAGES)
        self.write("/404.html", content, "/404.html")

    def write_redirect(self, path: str, typed_path: str = "") -> str:
        """Write a page that redirects as the site does; returns its target."""
        file = file_in(self.target, path)
        if file not in self.ends:
            end = self.follow(path)
            if not end:
                return ""
            if file not in self.ends:
                self.write(path, self.redirect_page(end), end)
                self.counts["redirects"] += 1
        self.copy_to_typed_path(path, typed_path)
        return self.ends[file]

    def follow(self, path: str) -> str:
        """Write the page to which a path leads; returns its address, or empty."""
        for _step in range(MAX_REDIRECTS):
            if file_in(self.target, path) in self.ends:
                return self.ends[file_in(self.target, path)]
            response = self.site.get(path)
            if response.status_code not in {301, 302}:
                return path if self.write_response(path, response) else ""
            path = local_path(response["Location"], path).partition("#")[0]
        raise ExportError(f"{path} redirects too often.")

    def write_response(self, path: str, response: HttpResponse) -> bool:
        """Whether there is a page."""
        if response.status_code == 404:
            return False
        if response.status_code not in {200, 410}:
            raise ExportError(f"{path} answers {response.status_code}.")
        content = response.content
        if DYNAMIC in response:
            language = translation.get_language_from_path(path) or LANGUAGES[0]
            content = render_page("left_out", language)
            self.left_out.add(path)
        self.write(path, content, path)
        self.counts["gone" if response.status_code == 410 else "pages"] += 1
        return True

    def redirect_page(self, end: str) -> bytes:
        language = translation.get_language_from_path(end) or LANGUAGES[0]
        return render_page("redirect", language, end=end, title=self.title_of(end))

    def write_choice(
        self, ends: dict[str, str], path: str, typed_path: str = ""
    ) -> None:
        """Write a page that offers each language, for an address without one."""
        links = [
            {"code": code, "end": end, "title": self.title_of(end)}
            for code, end in ends.items()
            if end
        ]
        canonical = links[0]["end"] if path != "/" else path
        content = render_page("choose", LANGUAGES[0], links=links, canonical=canonical)
        self.write(path, content, path)
        self.counts["redirects"] += 1
        self.copy_to_typed_path(path, typed_path)

    def copy_to_typed_path(self, path: str, typed_path: str) -> None:
        """The address with its code in capitals, which people type, too."""
        file, other = (file_in(self.target, p) for p in (path, typed_path or path))
        # Some file systems ignore case.
        if not other.exists():
            other.parent.mkdir(parents=True)
            shutil.copyfile(file, other)
            self.ends[other] = self.ends[file]
            self.counts["redirects"] += 1

    def title_of(self, path: str) -> str:
        if path not in self.titles:
            found = TITLE.search(file_in(self.target, path).read_bytes())
            text = unescape(found[1].decode()) if found else path
            self.titles[path] = " ".join(text.split())
        return self.titles[path]

    def write(self, path: str, content: bytes, end: str) -> None:
        """Without forms, which need a server."""
        file = file_in(self.target, path)
        if file.suffix == ".html":
            content = FORM.sub(lambda form: self.replace_form(form, content), content)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        self.ends[file] = end
        if file.suffix in WITH_LINKS:
            self.unchecked.append((file, path))

    def replace_form(self, form: re.Match, content: bytes) -> bytes:
        action = ACTION.search(form[1])
        self.left_out.add(unescape(action[1].decode()) if action else "a form")
        page = HTML_LANGUAGE.search(content)
        return render_page("no_form", page[1].decode() if page else LANGUAGES[0])

    def check(self, file: Path, path: str) -> None:
        for target in links(file.read_bytes(), path):
            linked = re.split(r"[?#]", target, maxsplit=1)[0]
            if linked.startswith(settings.STATIC_URL):
                self.counts["static"] += copy_static(self.target, linked, path)
            elif linked and not self.write_redirect(linked):
                raise ExportError(f"{path} links to {linked}, which is not there.")


def copy_static(folder: Path, address: str, source: str) -> int:
    """Also the files that a style sheet uses; returns how many were copied."""
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
        copy_static(folder, re.split(r"[?#]", each)[0], address)
        for each in used
        if each.startswith(settings.STATIC_URL)
    )


def file_in(folder: Path, path: str) -> Path:
    """The file of an address: ``/a/b`` is ``a/b/index.html``."""
    name = PurePosixPath(unquote(path).lstrip("/"))
    return folder / (name if name.suffix else name / "index.html")


def render_page(name: str, language: str, **context) -> bytes:
    context |= {"language": language, "languages": LANGUAGES}
    with translation.override(language):
        return render_to_string(f"public/export/{name}.html", context).encode()
