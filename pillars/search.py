"""
The desk's search: records by code or by words, in every language at once. Texts are
compared here, so that every database finds the same.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

from .hierarchy.labels import Labeled, code_of, title_of
from .hierarchy.tree import plan_of
from .hierarchy.working_copy import WorkingCopy
from .models import PlanItem
from .models.base import OfYear
from .rules.texts import fold

# What a record is called by, rather than what it says.
TITLES = {"title", "short_title", "term", "text", "wording"}
# Codes are compared in a way of their own.
CODES = {"code", "slug"}
AROUND = 60
# Shorter words count only where a word begins: else they are found everywhere.
SHORT = 3

EXACT_CODE, CODE, TITLE, TEXT, SPREAD = range(5)


@dataclass(frozen=True)
class Snippet:
    label: str
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Hit(Labeled):
    record: PlanItem
    rank: int  # the smaller the better
    # Where the title does not say it.
    snippet: Snippet | None = None

    @property
    def plan(self) -> str:
        """Empty for the current plan; each plan has the same codes."""
        plan = plan_of(self.record)
        return "" if plan.is_current else str(plan)


def find(query: str, working_copy: WorkingCopy) -> list[Hit]:
    """The records that a query names or describes, the best first."""
    words = fold(query).split()
    if not words:
        return []
    hits = [hit for record in working_copy.records() if (hit := hit_of(record, words))]
    return sorted(hits, key=lambda hit: (hit.rank, bool(hit.plan)))


def keys_found(query: str, kind: type[PlanItem]) -> list[int]:
    return [hit.record.pk for hit in find(query, WorkingCopy([kind]))]


def hit_of(record: PlanItem, words: list[str]) -> Hit | None:
    columns = text_columns(type(record))
    texts = {each: fold(getattr(record, each.name) or "") for each in columns}
    counts = {each: sum(has(texts[each], word) for word in words) for each in columns}
    # Titles come first.
    best = max(columns, key=counts.get)
    count = counts[best]
    snippet = snippet_of(record, best, words) if count else None
    query, code = code_key("".join(words)), code_key(own_code(record))
    if query and query == code:
        return Hit(record, EXACT_CODE, snippet)
    if query[:1].isdigit() and code.startswith(query):
        return Hit(record, CODE, snippet)
    everything = [*texts.values(), fold(own_code(record))]
    if not all(any(has(text, word) for text in everything) for word in words):
        return None
    if count < len(words):
        return Hit(record, SPREAD, snippet)
    return Hit(record, TITLE if is_title(best) else TEXT, snippet)


def own_code(record: PlanItem) -> str:
    """A record's own code or address; a row of a series has none."""
    if isinstance(record, OfYear):
        return ""
    return code_of(record) or getattr(record, "code", "") or getattr(record, "slug", "")


def code_key(code: str) -> str:
    """Without what people leave out or change: ``1d m2`` is ``1D-M2``."""
    return re.sub(r"[^a-z0-9]", "", fold(code))


def has(text: str, word: str) -> bool:
    if word not in text:
        return False
    return len(word) >= SHORT or bool(re.search(rf"(?<!\w){re.escape(word)}", text))


@lru_cache
def text_columns(kind: type[PlanItem]) -> list[models.Field]:
    """The columns of a kind in which people write, its titles first."""
    shadows = set(kind.translated_fields())
    columns = [
        column
        for column in kind._meta.concrete_fields
        if isinstance(column, (models.CharField, models.TextField))
        and column.editable
        and not column.choices
        and column.name not in shadows | CODES
    ]
    # A strategy has no other name than its text.
    return sorted(columns, key=is_title, reverse=True)


def is_title(column: models.Field) -> bool:
    return getattr(column, "translated_field", column).name in TITLES


def snippet_of(
    record: PlanItem, column: models.Field, words: list[str]
) -> Snippet | None:
    """The part of a text around the first of the words that it has."""
    text = " ".join(getattr(record, column.name).split())
    if text == title_of(record):
        return None
    folded, places = fold_with_places(text)
    found = [(folded.find(word), word) for word in words if word in folded]
    start, word = min(found)
    start, end = places[start], places[start + len(word) - 1] + 1
    before, after = text[:start], text[end:]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return Snippet(str(column.verbose_name), before, text[start:end], after)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """A folded text, and where in the text each of its characters comes from."""
    letters = [(fold(letter), place) for place, letter in enumerate(text)]
    folded = "".join(letter for letter, _place in letters)
    return folded, [place for letter, place in letters for _one in letter]
