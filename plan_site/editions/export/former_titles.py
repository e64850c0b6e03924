"""Titles that items had, whose addresses still lead to them."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.utils.text import slugify

from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.models import Edition
from plan_site.editions.press.answers import codes_ever_used
from plan_site.editions.serving.table import Table

from .export_files import Answers


def former_answers(
    table: Table, facts: Document, titles: dict[ItemId, set[str]]
) -> Iterator[tuple[str, Answers]]:
    """What the site answers by a rule: codes as pages show them, and former titles."""
    shown = {code.lower(): code for codes in facts.codes.values() for code in codes}
    for address, answer in table.answers.items():
        start, _slash, code = address.rpartition("/")
        if code in shown:
            yield f"{start}/{shown[code]}", answer
    items = {(slug, code): item for slug, code, item in codes_ever_used(facts)}
    for address, answer in table.codes.items():
        _root, _language, slug, *_measures, code = address.split("/")
        yield address, answer
        for title in sorted(titles[items[slug, code]]):
            yield f"{address}-{slugify(title)}".rstrip("-"), answer


def all_titles(number: int, now: datetime.datetime) -> dict[ItemId, set[str]]:
    """Titles of items in the live editions up to a number, in all languages."""
    titles = defaultdict(set)
    editions = Edition.objects.live(now).filter(number__lte=number)
    for edition in editions.iterator(chunk_size=1):
        for row in Document.read(edition.contents).snapshot:
            titles[row.item].update(row.title.values())
    return titles
