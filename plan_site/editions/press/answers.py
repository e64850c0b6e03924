"""
The table of answers: what readers get at each address that the plan has or ever had.

Django is asked for each, and each redirect is followed to its end, so that readers are
led on at most once.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from urllib.parse import unquote

from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from pillars.codes import in_addresses
from pillars.enums import Status
from pillars.public import urls as pillars_urls
from pillars.public.page_context import PageContext
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId, group_address
from plan_site.editions.public import urls

from .crawl import Crawl, Site
from .files import LANGUAGES, Entry, make_errors, write_table

ROUTES = [
    (module, route) for module in (pillars_urls, urls) for route in module.urlpatterns
]
WITH_PAGES = {"pillar", "priority", "measure"}


def write_answers(folder: Path, facts: Document) -> None:
    """Of an edition, which the active scope must read. Raises ``PressError``."""
    codes = list(codes_ever_used(facts))
    crawl = Crawl(Site(folder / "pages"))
    crawl.run(["/", *plan_addresses(facts), *code_addresses(codes)])
    around = PageContext.of_current()
    answers = Answers(crawl, around.languages)
    answers.add_codes(codes)
    answers.add_others()
    errors = make_errors(crawl.site.pages, around=around)
    write_table(folder, **answers.parts, errors=errors, languages=around.languages)


class Answers:
    def __init__(self, crawl: Crawl, languages: list[str]):
        """In the languages that readers are offered."""
        self.crawl, self.languages = crawl, languages
        self.parts = {"answers": {}, "codes": {}}

    def add_codes(self, codes: Iterable[tuple[str, str, ItemId]]) -> None:
        for (slug, code, item), language in product(codes, LANGUAGES):
            for path in (page_address(slug, code, item), f"/{slug}/{code}"):
                entry = self.answer(f"/{language}{path}")
                if entry and entry[0] == 200:
                    # The page's own address has no tail; others lead there.
                    entry = 301, f"/{language}{path}"
                self.add("codes", f"/{language}{path.rstrip('/')}", entry)

    def add_others(self) -> None:
        for path, language in self.crawl.answers:
            if language:
                each = {code: self.answer(path, code) for code in self.languages}
                self.add("answers", path, each if all(each.values()) else None)
            elif get_language_from_path(path):
                self.add("answers", path, self.answer(path))

    def add(self, part: str, path: str, entry: Entry | dict | None) -> None:
        if entry:
            self.parts[part].setdefault(unquote(path), entry)

    def answer(self, path: str, language: str = "") -> Entry | None:
        """What readers get; nothing where nothing is or was."""
        answer, end, statuses = self.crawl.follow(path, language)
        if answer.status == 200 and statuses:
            # For good, if each redirect on the way is.
            return max(statuses), end
        return answer.entry or None


def plan_addresses(facts: Document) -> Iterator[str]:
    """Of pages without a code, a plan's under all slugs that it ever had."""
    start = group_address("")
    for (slug, plan), language in product(facts.plans.items(), LANGUAGES):
        codes = facts.codes_of(plan)
        groups = [code.removeprefix(start) for code in codes if code.startswith(start)]
        given = {"slug": [slug], "status": Status.values, "group": groups}
        for module, route in ROUTES:
            names = [*route.pattern.converters]
            if given.keys() >= {*names}:
                for values in product(*(given[name] for name in names)):
                    named = dict(zip(names, values, strict=True))
                    with translation.override(language):
                        yield reverse(f"{module.app_name}:{route.name}", kwargs=named)


def code_addresses(codes: Iterable[tuple[str, str, ItemId]]) -> Iterator[str]:
    """A code's short links and its page's address, with a language and without."""
    for slug, code, item in codes:
        for start in ["", *(f"/{language}" for language in LANGUAGES)]:
            yield f"{start}/{slug}/{code}"
            yield f"{start}/{code}"
            if start:
                yield f"{start}{page_address(slug, code, item)}"


def page_address(slug: str, code: str, item: ItemId) -> str:
    """Without its language and title."""
    above = f"/{slug}/measures" if kind_of(item) == "measure" else f"/{slug}"
    return f"{above}/{code}/"


def codes_ever_used(facts: Document) -> Iterator[tuple[str, str, ItemId]]:
    """Each slug and code of a plan, as addresses have them, with the code's item."""
    for slug, plan in facts.plans.items():
        for code, (_own, item) in in_addresses(facts.codes_of(plan)).items():
            if kind_of(item) in WITH_PAGES:
                yield slug, code, item


def kind_of(item: ItemId) -> str:
    return item.partition(":")[0].partition(".")[2]
