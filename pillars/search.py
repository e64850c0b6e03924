"""
Finding records at the desk, by code or by words, in every language at once.

A plan's texts are few enough to be read whole and compared here, accents and capitals
left aside, so that every database finds the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

from .hierarchy.labels import code_of
from .hierarchy.tree import plan_of
from .hierarchy.working_copy import WorkingCopy
from .models import PlanItem
from .models.series import YearValue

# What a record is called by, rather than what it says.
TITLES = {"title", "short_title", "term", "text", "wording"}
# Codes are compared in a way of their own.
CODES = {"code", "letter", "slug"}
MARKS = re.compile("[\u0300-\u036f]")
AROUND = 60
# Shorter words count only where a word begins: else they are found everywhere.
SHORT = 3

EXACT_CODE, CODE, TITLE, TEXT, SPREAD = range(5)


@dataclass(frozen=True)
class Passage:
    column: models.Field
    text: str

    @property
    def is_title(self) -> bool:
        return field_name(self.column) in TITLES


@dataclass(frozen=True)
class Snippet:
    label: str
    before: str
    found: str
    after: str

    @property
    def text(self) -> str:
        return f"{self.before}{self.found}{self.after}"


@dataclass(frozen=True)
class Hit:
    """A record that was found; the smaller its rank the better."""

    record: PlanItem
    rank: int
    snippet: Snippet | None = None


def find(query: str, working_copy: WorkingCopy) -> list[Hit]:
    """The records that a query names or describes, the best first."""
    words = fold(query).split()
    if not words:
        return []
    hits = [hit for record in working_copy.records() if (hit := judged(record, words))]
    return sorted(hits, key=lambda hit: (hit.rank, not plan_of(hit.record).is_current))


def judged(record: PlanItem, words: list[str]) -> Hit | None:
    passages = list(passages_of(record))
    best = max(passages, key=lambda p: score(p, words), default=None)
    snippet = snippet_of(best, words) if best and score(best, words)[0] else None
    asked, code = key_of("".join(words)), key_of(own_code(record))
    if asked and asked == code:
        return Hit(record, EXACT_CODE, snippet)
    if asked[:1].isdigit() and code.startswith(asked):
        return Hit(record, CODE, snippet)
    everything = [*(fold(p.text) for p in passages), fold(own_code(record))]
    if not all(any(holds(text, word) for text in everything) for word in words):
        return None
    if best is None or score(best, words)[0] < len(words):
        return Hit(record, SPREAD, snippet)
    return Hit(record, TITLE if best.is_title else TEXT, snippet)


def score(passage: Passage, words: list[str]) -> tuple[int, bool]:
    """How many of the words a text holds, and whether it is a title."""
    text = fold(passage.text)
    return sum(holds(text, word) for word in words), passage.is_title


def own_code(record: PlanItem) -> str:
    """A record's own code or address; a row of a series has none of its own."""
    if isinstance(record, YearValue):
        return ""
    return code_of(record) or getattr(record, "code", "") or getattr(record, "slug", "")


def key_of(code: str) -> str:
    """A code without what people leave out or change: ``1d m2`` is ``1D-M2``."""
    return re.sub(r"[^a-z0-9]", "", fold(code))


def holds(text: str, word: str) -> bool:
    """Whether a folded text holds a folded word."""
    if word not in text:
        return False
    return len(word) >= SHORT or bool(re.search(rf"(?<!\w){re.escape(word)}", text))


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """A text without accents and capitals: ``educacion`` for ``Educación``."""
    return MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def passages_of(record: PlanItem) -> Iterable[Passage]:
    """A record's texts, its titles first."""
    for column in text_columns(type(record)):
        text = getattr(record, column.name)
        if text:
            yield Passage(column, text)


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
    return sorted(columns, key=lambda column: field_name(column) not in TITLES)


def field_name(column: models.Field) -> str:
    """The field that a column belongs to, whatever its language."""
    return getattr(column, "translated_field", column).name


def snippet_of(passage: Passage, words: list[str]) -> Snippet:
    """The part of a text around the first of the words that it holds."""
    text = " ".join(passage.text.split())
    folded, places = folded_with_places(text)
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


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """A folded text, and where in the text each of its characters comes from."""
    letters = [(fold(letter), place) for place, letter in enumerate(text)]
    folded = "".join(letter for letter, _place in letters)
    return folded, [place for letter, place in letters for _one in letter]
