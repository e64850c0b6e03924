"""
The table of answers: what readers get at each address that the plan has or ever had.

Django is asked for each, and each redirect is followed to its end, so that readers are
led on at most once.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from urllib.parse import unquote

from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_path

from pillars.codes import in_addresses
from pillars.enums import Status
from pillars.public import readings
from pillars.public import urls as pillars_urls
from pillars.public.page_context import PageContext
from plan_site.editions.data import urls as data_urls
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId, group_address
from plan_site.editions.paper.pictures import picture_path
from plan_site.editions.public import urls
from plan_site.editions.public.icons import SIDES, icon_path
from plan_site.editions.storage.folders import live

from .crawl import Crawl, Site
from .files import LANGUAGES, Entry, make_errors, write_table
from .sitemap import sitemap
from .taken_over import EditionBefore

ROUTES = [
    *(
        (module.app_name, route)
        for module in (pillars_urls, urls, data_urls)
        for route in module.urlpatterns
    ),
    *(("files", route) for route in data_urls.files),
    *(("paper", route) for route in urls.short_links),
    *(("root", route) for route in urls.root_files),
]
WITH_PAGES = {"pillar", "priority", "measure"}


def write_answers(folder: Path, facts: Document, processes: int) -> None:
    """Of an edition, which the active scope must read. Raises ``PressError``."""
    # What all pages need is read before this process is copied.
    for plan in readings.current().plans():
        readings.current().status_counts(plan.slug)
    codes = list(codes_ever_used(facts))
    before = EditionBefore(next(iter(live()), None))
    crawl = Crawl(Site(folder / "pages", before), processes)
    pages = [*plan_addresses(facts), *code_addresses(codes)]
    crawl.run(["/", *pages, *filter(None, picture_addresses()), *map(icon_path, SIDES)])
    around = PageContext.of_current()
    answers = dict(answers_in(crawl, around.languages))
    answers["/sitemap.xml"] = write_sitemap(crawl, facts)
    with_codes = {
        f"/{language}{path}".rstrip("/")
        for (slug, code, item), language in product(codes, LANGUAGES)
        for path in (page_address(slug, code, item), f"/{slug}/{code}")
    }
    write_table(
        folder,
        answers=answers,
        codes=sorted({path.rstrip("/") for path in answers} & with_codes),
        errors=make_errors(crawl.site.pages, around=around),
        languages=around.languages,
    )


def write_sitemap(crawl: Crawl, facts: Document) -> Entry:
    days = {entry.number: entry.day for entry in facts.log}
    listings = (answer.listing for answer in crawl.answers.values())
    text = sitemap(filter(None, listings), days)
    response = HttpResponse(text, content_type="application/xml")
    return crawl.site.write("sitemap.xml", response)


def answers_in(
    crawl: Crawl, languages: list[str]
) -> Iterator[tuple[str, Entry | dict[str, Entry]]]:
    """In the languages that readers are offered, where theirs decides."""
    for path, language in crawl.answers:
        if language:
            each = {code: answer(crawl, path, code) for code in languages}
            if all(each.values()):
                yield unquote(path), the_same(each) or each
            continue
        entry = answer(crawl, path)
        # Without a language, what a page links to is a file, or is asked for in each.
        if entry and (entry[0] == 200 or get_language_from_path(path)):
            yield unquote(path), entry


def the_same(each: dict[str, Entry]) -> Entry | None:
    """What has a body that is the same in each language."""
    first, *others = {*each.values()}
    return first if first[0] == 200 and not others else None


def answer(crawl: Crawl, path: str, language: str = "") -> Entry | None:
    """What readers get; nothing where nothing is or was."""
    found, end, statuses = crawl.follow(path, language)
    if found.status == 200 and statuses:
        # For good, if each redirect on the way is.
        return max(statuses), end
    return found.entry or None


def plan_addresses(facts: Document) -> Iterator[str]:
    """Of pages without a code, a plan's under all slugs that it ever had."""
    start = group_address("")
    for (slug, plan), language in product(facts.plans.items(), LANGUAGES):
        codes = facts.codes_of(plan)
        groups = [code.removeprefix(start) for code in codes if code.startswith(start)]
        given = {"slug": [slug], "status": Status.values, "group": groups}
        given["number"] = editions_of(facts, plan)
        for space, route in ROUTES:
            names = [*route.pattern.converters]
            if given.keys() >= {*names}:
                for values in product(*(given[name] for name in names)):
                    named = dict(zip(names, values, strict=True)) | route.default_args
                    with translation.override(language):
                        yield reverse(f"{space}:{route.name}", kwargs=named)


def editions_of(facts: Document, plan: ItemId) -> list[int]:
    """By number, those that may have changed the plan."""
    slugs = {slug for slug, own in facts.plans.items() if own == plan}
    changed = ({it.plan for it in entry.changes} for entry in facts.log)
    entries = zip(facts.log, changed, strict=True)
    return [it.number for it, plans in entries if not plans or plans & slugs]


def picture_addresses() -> Iterator[str]:
    for plan in readings.current().plans():
        for language in plan.languages:
            with translation.override(language):
                yield picture_path(plan)


def code_addresses(codes: Iterable[tuple[str, str, ItemId]]) -> Iterator[str]:
    """A code's short links and its page's address, with a language and without."""
    for slug, code, item in codes:
        for start in ["", *(f"/{language}" for language in LANGUAGES)]:
            yield f"{start}/{slug}/{code}"
            yield f"{start}/{code}"
            if kind_of(item) == "priority":
                yield f"{start}/{slug}/{code}.pdf"
            if start:
                yield f"{start}{page_address(slug, code, item)}"
                yield f"{start}/{slug}/embed/{code}/"
                yield f"{start}/{slug}/{code}.json"
        if kind_of(item) == "measure":
            yield f"/{slug}/data/{code}.csv"


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
