"""The desk's search: records by code or by words, in every language at once."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db import models

from pillars.hierarchy.labels import Labeled, code_of, title_of
from pillars.hierarchy.tree import plan_of
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import PlanItem
from pillars.models.base import OfYear, languages

from .analysis import excerpt, places
from .index import Entry, Findings, Index

# What a record is called by, rather than what it says.
TITLES = {"title", "short_title", "term", "text", "wording"}
# Codes are compared in a way of their own.
CODES = {"code", "slug"}


@dataclass(frozen=True)
class Snippet:
    label: str
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Hit(Labeled):
    record: PlanItem
    findings: Findings

    @property
    def plan(self) -> str:
        """Empty for the current plan; each plan has the same codes."""
        plan = plan_of(self.record)
        return "" if plan.is_current else str(plan)

    @cached_property
    def snippet(self) -> Snippet | None:
        """Of the text that has most of the words, where the title does not say it."""
        columns = text_columns(type(self.record))
        marks = {column: self.marks(column) for column in columns}
        best = max(columns, key=lambda column: len(marks[column]))
        text = getattr(self.record, best.name)
        if not marks[best] or text == title_of(self.record):
            return None
        language = language_of(best)
        found = excerpt(text, self.findings.stems[language], language)
        return Snippet(str(best.verbose_name), *found)

    def marks(self, column: models.Field) -> set[str]:
        language = language_of(column)
        text = getattr(self.record, column.name) or ""
        found = places(text, self.findings.stems[language], language)
        return {match[0] for match in found}


def find(query: str, working_copy: WorkingCopy) -> list[Hit]:
    """The records that a query names or describes, the best first."""
    entries = ((entry_of(record), record) for record in working_copy.records())
    # Most rows of numbers have no words.
    worded = [(entry, record) for entry, record in entries if entry.code or entry.texts]
    with closing(sqlite3.connect(":memory:")) as db:
        index = Index(db, languages())
        index.fill(entry for entry, _record in worded)
        findings = index.find(query)
    return [Hit(worded[number - 1][1], findings) for number, _kind in findings.hits]


def keys_found(query: str, kind: type[PlanItem]) -> list[int]:
    return [hit.record.pk for hit in find(query, WorkingCopy([kind]))]


def entry_of(record: PlanItem) -> Entry:
    texts: dict[str, tuple[str, str]] = {}
    for column in text_columns(type(record)):
        if text := getattr(record, column.name):
            title, body = texts.get(language_of(column), ("", ""))
            if is_title(column):
                title += f" {text}"
            else:
                body += f" {text}"
            texts[language_of(column)] = title, body
    return Entry(own_code(record), texts, is_old=not plan_of(record).is_current)


def own_code(record: PlanItem) -> str:
    """A record's own code or address; a row of a series has none."""
    if isinstance(record, OfYear):
        return ""
    return code_of(record) or getattr(record, "code", "") or getattr(record, "slug", "")


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


def language_of(column: models.Field) -> str:
    """What has no language is read as the first one."""
    return getattr(column, "language", languages()[0])
