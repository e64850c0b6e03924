"""
The table of answers: what readers get at each address that the plan has or ever had.

Django is asked for each, and each redirect is followed to its end, so that readers are
led on at most once. ``serving/table.py`` reads the table.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from pillars.enums import Status
from pillars.models import PlanItem
from pillars.public import urls as pillars_urls
from pillars.public.page_context import PageContext
from pillars.public.views import error_page
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.public import urls
from plan_site.editions.public.gone import record_of

from .crawl import PressError, Site, file_name, local_path, write

NAME = "answers.json"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
ERRORS = (400, 404, 405, 414)
WITH_PAGES = {"pillar", "priority", "measure"}
MAX_REDIRECTS = 10

# Status, then file and content type; for a redirect, status and location.
Entry = list


def write_answers(folder: Path, site: Site, facts: Document) -> None:
    """For an edition whose pages were made; the active scope must read it."""
    answers = Answers(folder / "pages", site, facts)
    answers.add_all()
    write_table(folder, answers.table | {"errors": answers.errors()})


def write_table(folder: Path, table: dict) -> None:
    text = json.dumps(
        {**table, "languages": LANGUAGES}, sort_keys=True, separators=(",", ":")
    )
    (folder / NAME).write_text(text)


class Answers:
    def __init__(self, pages: Path, site: Site, facts: Document):
        self.pages, self.site, self.facts = pages, site, facts
        self.codes = list(codes_ever_used(facts))
        # Each record that has a page, by the page's address.
        self.records = records_by_address(item for _slug, _code, item in self.codes)
        self.table = {"answers": {}, "codes": {}, "offers": {}}

    def add_all(self) -> None:
        for path, response in self.site.pages.items():
            self.add("answers", path, entry_of(response, file_name(path)))
        for language in LANGUAGES:
            for path in [f"/{language}/", *plan_addresses(self.facts.plans, language)]:
                self.add("answers", path, self.ask(path))
        self.add("answers", "/", self.ask_in_each_language("/"))
        for slug, code, item in self.codes:
            self.add_code(slug, code, kind_of(item) == "measure")

    def add_code(self, slug: str, code: str, is_measure: bool) -> None:
        for short in (f"/{slug}/{code}", f"/{code}"):
            self.add_short_link(short)
        for language in LANGUAGES:
            short = f"/{language}/{slug}/{code}"
            full = f"/{language}/{slug}/measures/{code}" if is_measure else short
            self.add("codes", full, self.ask(f"{full}/"))
            if is_measure:
                self.add("codes", short, self.table["answers"].get(short))
                self.add("offers", full, self.table["offers"].get(short))
        if is_measure:
            offer = self.table["offers"].get(f"/{slug}/{code}")
            self.add("offers", f"/{slug}/measures/{code}", offer)

    def add_short_link(self, path: str) -> None:
        if path in self.table["answers"]:
            return
        self.add("answers", path, self.ask_in_each_language(path))
        offers = {}
        for language in LANGUAGES:
            entry = self.ask(f"/{language}{path}")
            self.add("answers", f"/{language}{path}", entry)
            if entry and entry[-1] in self.records:
                offers[language] = self.offer(entry[-1], language)
                self.add("offers", f"/{language}{path}", offers[language])
        self.add("offers", path, offers if len(offers) == len(LANGUAGES) else None)

    def add(self, part: str, path: str, entry: Entry | dict | None) -> None:
        if entry:
            self.table[part].setdefault(unquote(path), entry)

    def ask_in_each_language(self, path: str) -> dict[str, Entry] | None:
        entries = {language: self.ask(path, language) for language in LANGUAGES}
        return entries if all(entries.values()) else None

    def ask(self, path: str, language: str = "") -> Entry | None:
        """What an address leads to in the end; None if there is nothing."""
        end, statuses = path, []
        while end not in self.site.pages:
            response = self.site.get(end, language)
            if response.status_code == 404:
                return None
            if response.status_code not in {301, 302}:
                return self.save(response, f"/{language}{end}" if language else end)
            statuses.append(response.status_code)
            if len(statuses) > MAX_REDIRECTS:
                raise PressError(f"{path} redirects too often.")
            end = local_path(response["Location"], end)
        # Permanent if each redirect on the way is.
        return [max(statuses), end] if statuses else None

    def offer(self, path: str, language: str) -> Entry:
        """A 404 page that offers the record at an address."""
        record = self.records[path]
        plan = record.plan if hasattr(record, "plan") else record.pillar.plan
        around = PageContext.of(plan.slug)
        return self.error(404, language, around, f"/offers{path}", record)

    def errors(self) -> dict[str, dict[str, Entry]]:
        around = PageContext.of_current()
        return {
            str(status): {
                language: self.error(
                    status, language, around, f"/errors/{language}/{status}.html"
                )
                for language in LANGUAGES
            }
            for status in ERRORS
        }

    def error(
        self,
        status: int,
        language: str,
        around: PageContext,
        path: str,
        record: PlanItem | None = None,
    ) -> Entry:
        file = self.pages / file_name(path)
        if not file.exists():
            with translation.override(language):
                response = error_page(
                    self.site.request(f"/{language}/"),
                    status=status,
                    around=around,
                    record=record,
                )
            write(file, response)
        return [status, file_name(path), "text/html; charset=utf-8"]

    def save(self, response: HttpResponse, path: str) -> Entry:
        name = file_name(path)
        if response.status_code != 200:
            # Short links have no slash at their end, and would be in a folder's place.
            name = f"gone/{name.removesuffix('/index.html')}.html"
        write(self.pages / name, response)
        return entry_of(response, name)


def entry_of(response: HttpResponse, name: str) -> Entry:
    return [response.status_code, name, response["Content-Type"]]


def plan_addresses(plans: dict[str, ItemId], language: str) -> Iterator[str]:
    """Those of each plan's pages without a code, under all slugs that it ever had."""
    for module in (pillars_urls, urls):
        for route in module.urlpatterns:
            names = set(route.pattern.converters)
            if "slug" not in names or not names <= {"slug", "status"}:
                continue
            for slug in plans:
                for status in Status.values if "status" in names else [None]:
                    values = {"slug": slug} | ({"status": status} if status else {})
                    try:
                        with translation.override(language):
                            yield reverse(
                                f"{module.app_name}:{route.name}", kwargs=values
                            )
                    except NoReverseMatch:  # A former slug may match no route.
                        continue


def codes_ever_used(facts: Document) -> Iterator[tuple[str, str, ItemId]]:
    """Each slug and code of a plan, as addresses have them, with the code's item."""
    for slug, plan in facts.plans.items():
        for code, item in facts.codes_of(plan).items():
            if kind_of(item) in WITH_PAGES:
                yield slug, code.lower(), item


def records_by_address(items: Iterable[ItemId]) -> dict[str, PlanItem]:
    return {
        record.get_absolute_url_in(language): record
        for record in filter(None, map(record_of, dict.fromkeys(items)))
        for language in LANGUAGES
    }


def kind_of(item: ItemId) -> str:
    return item.partition(":")[0].partition(".")[2]
