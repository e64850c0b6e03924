"""
The desk's search: records by code or by words, in every language at once. Texts are
compared here, so that every database finds the same.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db import models

from .hierarchy.labels import code_of
from .hierarchy.tree import plan_of
from .hierarchy.working_copy import WorkingCopy
from .models import PlanItem
from .models.series import YearValue
from .rules.texts import fold

# What a record is called by, rather than what it says.
TITLES = {"title", "short_title", "term", "text", "wording"}
# Codes are compared in a way of their own.
CODES = {"code", "letter", "slug"}
AROUND = 60
# Shorter words count only where a word begins: else they are found everywhere.
SHORT = 3

EXACT_CODE, CODE, TITLE, TEXT, SPREAD = range(5)


class Passage(NamedTuple):
    column: models.Field
    text: str

    def score(self, words: list[str]) -> tuple[int, bool]:
        """How many of the words it has, and whether it is a title."""
        text = fold(self.text)
        return sum(has(text, word) for word in words), is_title(self.column)


@dataclass(frozen=True)
class Snippet:
    label: str
    before: str
    found: str
    after: str

    @property
    def text(self) -> str:
        return f"{self.before}{self.found}{self.after}"


class Hit(NamedTuple):
    record: PlanItem
    rank: int  # the smaller the better
    snippet: Snippet | None = None


def find(query: str, working_copy: WorkingCopy) -> list[Hit]:
    """The records that a query names or describes, the best first."""
    words = fold(query).split()
    if not words:
        return []
    hits = [hit for record in working_copy.records() if (hit := hit_of(record, words))]
    return sorted(hits, key=lambda hit: (hit.rank, not plan_of(hit.record).is_current))


def keys_found(query: str, kind: type[PlanItem]) -> list[int]:
    return [hit.record.pk for hit in find(query, WorkingCopy([kind]))]


def hit_of(record: PlanItem, words: list[str]) -> Hit | None:
    texts = [(it, getattr(record, it.name)) for it in text_columns(type(record))]
    passages = [Passage(column, text) for column, text in texts if text]
    best = max(passages, key=lambda it: it.score(words), default=None)
    count, in_title = best.score(words) if best else (0, False)
    snippet = snippet_of(best, words) if count else None
    query, code = code_key("".join(words)), code_key(own_code(record))
    if query and query == code:
        return Hit(record, EXACT_CODE, snippet)
    if query[:1].isdigit() and code.startswith(query):
        return Hit(record, CODE, snippet)
    everything = [fold(text) for _column, text in passages] + [fold(own_code(record))]
    if not all(any(has(text, word) for text in everything) for word in words):
        return None
    if count < len(words):
        return Hit(record, SPREAD, snippet)
    return Hit(record, TITLE if in_title else TEXT, snippet)


def own_code(record: PlanItem) -> str:
    """A record's own code or address; a row of a series has none."""
    if isinstance(record, YearValue):
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


def snippet_of(passage: Passage, words: list[str]) -> Snippet:
    """The part of a text around the first of the words that it has."""
    text = " ".join(passage.text.split())
    folded, places = fold_with_places(text)
    found = [(folded.find(word), word) for word in words if word in folded]
    start, word = min(found)
    start, end = places[start], places[start + len(word) - 1] + 1
    before, after = text[:start], text[end:]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    label = str(passage.column.verbose_name)
    return Snippet(label, before, text[start:end], after)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """A folded text, and where in the text each of its characters comes from."""
    letters = [(fold(letter), place) for place, letter in enumerate(text)]
    folded = "".join(letter for letter, _place in letters)
    return folded, [place for letter, place in letters for _one in letter]
