"""
The files of an export: one for each address that the table of answers has.

A host of plain files can neither redirect nor follow a rule. So a redirect becomes a
page that leads on, and an address without a language one that offers each.
"""

import re
import shutil
from collections import Counter
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils import translation

from plan_site.editions.press.crawl import links
from plan_site.editions.serving.search import ENDING
from plan_site.editions.serving.table import Table

AS_FILES = (".atom", ".ics", ".json", ".csv", ".xlsx", ".sqlite3", ".xml", ".pdf")
WITH_LINKS = {".html", ".atom", ".xml"}
FORMS = ("", ".br", ".gz")
TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
CSS_LINK = re.compile(rb"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")


class ExportError(RuntimeError):
    """The message says in one line why an export cannot be made."""


class Answer(NamedTuple):
    """An entry of the table; ``target`` is a page's file, or where a redirect leads."""

    status: int
    target: str
    content_type: str = ""
    own_headers: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        return self.status == 200

    @property
    def is_redirect(self) -> bool:
        return self.status in {301, 302}

    @property
    def is_search(self) -> bool:
        """Plain files cannot search."""
        return self.is_page and self.target.endswith(ENDING)


# Where the reader's language decides, an answer for each.
Answers = Answer | dict[str, Answer]


class ExportedFiles:
    """Counted by kind; ``pages`` is where the press wrote its own."""

    def __init__(self, target: Path, pages: Path, table: Table):
        self.target, self.pages, self.table = target, pages, table
        self.counts: Counter[str] = Counter()
        self.static: list[str] = []

    def write(self, address: str, answer: Answers) -> None:
        """Unless it is there: some file systems ignore case."""
        if isinstance(answer, dict) and len(answer) == 1:
            (answer,) = answer.values()
        file = self.target / address.strip("/") / "index.html"
        is_one = isinstance(answer, Answer)
        if is_one and answer.is_redirect and address.endswith(AS_FILES):
            # What reads these follows no page that leads on: it finds the file itself.
            answer, file = self.find(answer.target), self.target / address.strip("/")
        elif is_one and answer.is_page and not answer.is_search:
            file = self.target / answer.target
        if file.exists():
            return
        if is_one and not (answer.is_redirect or answer.is_search):
            copy_forms(self.pages / answer.target, file)
            self.counts["pages" if answer.is_page else "gone"] += 1
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.small_page(address.rstrip("/").lower(), answer))
        self.counts["redirects"] += 1

    def small_page(self, address: str, answer: Answers) -> str:
        """A page that leads on, or that offers each language."""
        if isinstance(answer, Answer):
            if answer.is_search:
                return self.render("no_search", answer.target.removesuffix(ENDING))
            language = translation.get_language_from_path(answer.target)
            link = {"end": answer.target, "title": self.title_of(answer)}
            return self.render("redirect", language, **link)
        links = [
            {
                "code": code,
                "end": each.target if each.is_redirect else f"/{code}{address}",
                "title": self.title_of(each),
            }
            for code, each in answer.items()
        ]
        canonical = links[0]["end"] if address else "/"
        return self.render("choose", links=links, canonical=canonical)

    def write_missing(self) -> None:
        """What hosts show for a wrong address."""
        for language, answer in self.table.errors["404"].items():
            missing = self.target / language / "404.html"
            copy_forms(self.pages / answer.target, missing)
        (self.target / "404.html").write_text(self.render("missing"))

    def render(self, name: str, language: str | None = None, **context) -> str:
        language = language or self.table.languages[0]
        context |= {"language": language, "languages": self.table.languages}
        with translation.override(language):
            return render_to_string(f"public/export/{name}.html", context)

    def title_of(self, answer: Answer) -> str:
        if answer.is_redirect:
            answer = self.find(answer.target)
        found = TITLE.search((self.pages / answer.target).read_bytes())
        return " ".join(unescape(found[1].decode()).split()) if found else ""

    def find(self, address: str) -> Answers:
        return self.table.find(unquote(address).encode().decode("latin-1"))

    def follow_links(self) -> None:
        """For static files, and for addresses that only a page's text has."""
        for file in sorted(self.target.rglob("*")):
            # A feed's address that is gone is a folder.
            if file.suffix in WITH_LINKS and file.is_file():
                page = f"/{file.relative_to(self.target).as_posix()}"
                for link in links(file.read_bytes(), page):
                    path = without_query(link)
                    if path.startswith(settings.STATIC_URL):
                        self.copy_static(path)
                    elif path:
                        self.write(unquote(path), self.find(path))

    def copy_static(self, address: str) -> None:
        """Also the files that a style sheet uses."""
        file = self.target / unquote(address).lstrip("/")
        if file.exists():
            return
        name = unquote(address).removeprefix(settings.STATIC_URL)
        collected = Path(staticfiles_storage.path(name))
        if not collected.is_file():
            raise ExportError(f"{address} is missing: run collectstatic first.")
        copy_forms(collected, file)
        self.static.append(address)
        style = file.read_bytes() if file.suffix == ".css" else b""
        for link in CSS_LINK.findall(style):
            used = without_query(urljoin(address, link.decode().strip()))
            if used.startswith(settings.STATIC_URL):
                self.copy_static(used)


def without_query(link: str) -> str:
    return re.split(r"[?#]", link, maxsplit=1)[0]


def copy_forms(source: Path, file: Path) -> None:
    """With its compressed forms, which nginx sends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for ending in FORMS:
        form = source.with_name(source.name + ending)
        if form.exists():
            shutil.copyfile(form, file.with_name(file.name + ending))
