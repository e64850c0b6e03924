"""
The addresses that a folder of plain files has to know beforehand.

The site heals an address when it is asked for it; plain files cannot. So each address
is made that the site's own patterns give with the plans, codes and titles of all time.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product

from django.urls import NoReverseMatch, reverse

from pillars.enums import Status
from pillars.public import urls as pillars_urls
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.models import Edition
from plan_site.editions.public import urls

ROUTES = [
    (module.app_name, route)
    for module in (pillars_urls, urls)
    for route in module.urlpatterns
]
FILLED = {"slug", "code", "tail", "status"}


@dataclass(frozen=True, order=True)
class Address:
    """An address without its language: ``/2022-26/1a``."""

    path: str
    # With its code as the plan writes it, which people type too: ``/2022-26/1A``.
    as_written: str
    # Whether it works without a language as well.
    is_short: bool


class Addresses:
    """Every address of an edition's plans, current and former."""

    def __init__(self, facts: Document, titles: dict[ItemId, set[str]]):
        self.plans, self.codes, self.titles = facts.plans, facts.codes, titles

    def all(self, language: str) -> list[Address]:
        """Each once; ``language`` is the active one."""
        return sorted(set(self.generate(f"/{language}")))

    def generate(self, prefix: str) -> Iterator[Address]:
        """What each of the site's URL patterns gives with every possible value."""
        for app, route in ROUTES:
            converters = route.pattern.converters
            if not set(converters) <= FILLED:
                continue
            is_short = route in pillars_urls.short_links
            for given in self.values_for(converters):
                with suppress(NoReverseMatch):  # A plan's address that is none today.
                    path = reverse(f"{app}:{route.name}", kwargs=given)
                    path = path.removeprefix(prefix)
                    written = path
                    if is_short:
                        written = path[: -len(given["code"])] + given["code"]
                    yield Address(path, written, is_short)

    def values_for(self, converters: dict) -> Iterator[dict[str, str]]:
        """All values for a pattern with these converters."""
        for slug in self.plans if "slug" in converters else [""]:
            for code, item in self.codes_for(slug, converters.get("code")):
                tails = (
                    ["", *self.titles.get(item, ())] if "tail" in converters else [""]
                )
                words = Status.values if "status" in converters else [""]
                for tail, status in product(tails, words):
                    given = {"slug": slug, "code": code, "tail": tail}
                    given["status"] = status
                    yield {name: given[name] for name in converters}

    def codes_for(self, slug: str, converter) -> Iterator[tuple[str, ItemId]]:
        """The codes that a converter accepts, of one plan or all, with their items."""
        if converter is None:
            yield "", ""
            return
        some = [self.codes.get(slug, {})] if slug else self.codes.values()
        for codes in some:
            for code, item in codes.items():
                if re.fullmatch(converter.regex, code):
                    yield code, item


def titles_ever(number: int, now: datetime.datetime) -> dict[ItemId, set[str]]:
    """Titles of items in the live editions up to a number, in all languages."""
    titles = defaultdict(set)
    editions = Edition.objects.live(now).filter(number__lte=number)
    for edition in editions.iterator(chunk_size=1):
        for row in Document.read(edition.contents).snapshot:
            titles[row.item].update(row.title.values())
    return titles
