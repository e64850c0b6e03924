"""
All addresses that an export needs files for.

The site redirects former addresses when they are requested; static files cannot. So the
site's URL patterns are filled in with all plans, codes and titles, current and former.
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
PARAMETERS = {"slug", "code", "tail", "status"}


@dataclass(frozen=True, order=True)
class Address:
    """An address without its language: ``/2022-26/1a``."""

    path: str
    # With its code in capitals, which people type, too: ``/2022-26/1A``.
    typed_path: str
    # Whether it works without a language as well.
    is_short: bool


class Addresses:
    """Every address of an edition's plans, current and former."""

    def __init__(self, facts: Document, titles: dict[ItemId, set[str]]):
        self.plans, self.codes, self.titles = facts.plans, facts.codes, titles

    def all(self, language: str) -> list[Address]:
        """Without duplicates; ``language`` must be the active one."""
        return sorted(set(self.generate(f"/{language}")))

    def generate(self, prefix: str) -> Iterator[Address]:
        """Each of the site's URL patterns with every possible value."""
        for app, route in ROUTES:
            converters = route.pattern.converters
            if not set(converters) <= PARAMETERS:
                continue
            is_short = route in pillars_urls.short_links
            for values in self.values_for(converters):
                with suppress(NoReverseMatch):  # A former slug matches no route.
                    path = reverse(f"{app}:{route.name}", kwargs=values)
                    path = path.removeprefix(prefix)
                    typed = path
                    if is_short:
                        typed = path[: -len(values["code"])] + values["code"]
                    yield Address(path, typed, is_short)

    def values_for(self, converters: dict) -> Iterator[dict[str, str]]:
        """All values for a pattern with these converters."""
        for slug in self.plans if "slug" in converters else [""]:
            for code, item in self.codes_for(slug, converters.get("code")):
                tails = (
                    ["", *self.titles.get(item, ())] if "tail" in converters else [""]
                )
                statuses = Status.values if "status" in converters else [""]
                for tail, status in product(tails, statuses):
                    values = {"slug": slug, "code": code, "tail": tail}
                    values["status"] = status
                    yield {name: values[name] for name in converters}

    def codes_for(self, slug: str, converter) -> Iterator[tuple[str, ItemId]]:
        """The codes that a converter accepts, of one plan or all, with their items."""
        if converter is None:
            yield "", ""
            return
        plans = [self.codes.get(slug, {})] if slug else self.codes.values()
        for codes in plans:
            for code, item in codes.items():
                if re.fullmatch(converter.regex, code):
                    yield code, item


def all_titles(number: int, now: datetime.datetime) -> dict[ItemId, set[str]]:
    """Titles of items in the live editions up to a number, in all languages."""
    titles = defaultdict(set)
    editions = Edition.objects.live(now).filter(number__lte=number)
    for edition in editions.iterator(chunk_size=1):
        for row in Document.read(edition.contents).snapshot:
            titles[row.item].update(row.title.values())
    return titles
