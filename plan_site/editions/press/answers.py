"""
The table of answers: what readers get at each address that the plan has or ever had.

Django is asked for each, and each redirect is followed to its end, so that readers are
led on at most once.
"""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from itertools import product, starmap
from pathlib import Path
from urllib.parse import unquote

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from pillars.enums import Status
from pillars.public import readings
from pillars.public import urls as pillars_urls
from pillars.public.page_context import PageContext
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.public import urls

from .crawl import Crawl, Site
from .error_pages import make_errors
from .files import LANGUAGES, Entry, write_table
from .helper import Helper

WITH_PAGES = {"pillar", "priority", "measure"}


def write_answers(folder: Path, facts: Document, progress, processes: int) -> None:
    """Of an edition, which the active scope must read. Raises ``PressError``."""
    site = Site(folder / "pages")
    # What all pages need is read before this process is copied.
    for plan in readings.current().plans():
        readings.current().status_counts(plan.slug)
    addresses = addresses_of_codes()
    # Of every second record, in all languages: its charts are made once.
    half = {at for n, at in enumerate(addresses) if n // len(LANGUAGES) % 2}
    with Helper(site) if processes > 1 else nullcontext() as helper:
        crawl = Crawl(site, helper, half)
        crawl.run(plan_addresses(facts.plans), progress)
        answers = Answers(crawl, addresses)
        answers.add_all(list(codes_ever_used(facts)), progress)
    errors = make_errors(site.pages, around=PageContext.of_current())
    write_table(folder, **answers.parts, errors=errors)


class Answers:
    def __init__(self, crawl: Crawl, addresses: dict[str, tuple[str, str, str]]):
        self.crawl, self.addresses = crawl, addresses
        self.parts = {"answers": {}, "codes": {}, "offers": {}}

    def add_all(self, codes: list[tuple[str, str, ItemId]], progress) -> None:
        for path in filter(get_language_from_path, list(self.crawl.answers)):
            self.add("answers", path, self.ask(path))
        self.add("answers", "/", self.ask_in_each_language("/"))
        helper, asked = self.crawl.helper, self.crawl.answer
        pages = {at: of for at, of in self.addresses.items() if asked(at).links}
        if helper:
            helper.start("offer", list(pages.values()))
        for number, (slug, code, item) in enumerate(codes, 1):
            self.add_code(slug, code, is_measure=kind_of(item) == "measure")
            progress("write", number, len(codes))
        site = self.crawl.site
        made = helper.results() if helper else starmap(site.offer, pages.values())
        self.add_offers(dict(zip(pages, made, strict=True)))

    def add_code(self, slug: str, code: str, *, is_measure: bool) -> None:
        for path in (f"/{slug}/{code}", f"/{code}"):
            if path not in self.parts["answers"]:
                self.add("answers", path, self.ask_in_each_language(path))
                for language in LANGUAGES:
                    short = f"/{language}{path}"
                    self.add("answers", short, self.ask(short))
        for language in LANGUAGES:
            short = f"/{language}/{slug}/{code}"
            full = f"/{language}/{slug}/measures/{code}" if is_measure else short
            self.add("codes", full, self.ask(f"{full}/"))
            self.add("codes", short, self.parts["answers"].get(short))

    def add(self, part: str, path: str, entry: Entry | dict | None) -> None:
        if entry:
            self.parts[part].setdefault(unquote(path), entry)

    def ask(self, path: str, language: str = "") -> Entry | None:
        """What readers get; nothing where nothing is or was."""
        answer, end, statuses = self.crawl.follow(path, language)
        if answer.status == 200 and statuses:
            # For good, if each redirect on the way is.
            return max(statuses), end
        return answer.entry or None

    def ask_in_each_language(self, path: str) -> dict[str, Entry] | None:
        entries = {language: self.ask(path, language) for language in LANGUAGES}
        return entries if all(entries.values()) else None

    def add_offers(self, offers: dict[str, Entry]) -> None:
        """Where a code leads to a page, that page is offered to those who mistype."""
        for part in ("answers", "codes"):
            for path, entry in self.parts[part].items():
                is_code = not path.endswith("/") and isinstance(entry, tuple)
                if is_code and entry[-1] in offers:
                    self.add("offers", path, offers[entry[-1]])
        made = self.parts["offers"]
        for stem in [path[3:] for path in made if path.startswith(f"/{LANGUAGES[0]}/")]:
            each = {language: made.get(f"/{language}{stem}") for language in LANGUAGES}
            self.add("offers", stem, each if all(each.values()) else None)


def addresses_of_codes() -> dict[str, tuple[str, str, str]]:
    """Plan, code and language of all that have an address, by their addresses."""
    return {
        record.get_absolute_url_in(language): (plan.slug, code, language)
        for plan in readings.current().plans()
        for code, record in readings.current().by_code(plan.slug).items()
        for language in LANGUAGES
    }


def plan_addresses(slugs: Iterable[str]) -> Iterator[str]:
    """Of pages without a code, a plan's under all slugs that it ever had."""
    for module, slug, language in product((pillars_urls, urls), slugs, LANGUAGES):
        for route in module.urlpatterns:
            names = set(route.pattern.converters)
            if names <= {"slug", "status"}:
                choices = Status.values if "status" in names else [""]
                for status in choices:
                    given = {"slug": slug, "status": status}
                    values = {name: given[name] for name in names}
                    name = f"{module.app_name}:{route.name}"
                    # A former slug may match no route.
                    with translation.override(language), suppress(NoReverseMatch):
                        yield reverse(name, kwargs=values)


def codes_ever_used(facts: Document) -> Iterator[tuple[str, str, ItemId]]:
    """Each slug and code of a plan, as addresses have them, with the code's item."""
    for slug, plan in facts.plans.items():
        for code, item in facts.codes_of(plan).items():
            if kind_of(item) in WITH_PAGES:
                yield slug, code.lower(), item


def kind_of(item: ItemId) -> str:
    return item.partition(":")[0].partition(".")[2]
