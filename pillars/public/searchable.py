"""What readers may find: the records that have a place on a page, with their texts."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext_lazy as _

from pillars import models, words
from pillars.hierarchy import tree
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Measure, Plan, PlanItem
from pillars.models.base import AddressField
from pillars.models.coded import Coded
from pillars.search.index import Entry, Index
from pillars.search.pages import NUMBERS, SCHEMA

from . import readings
from .fragments import wording_html
from .page_context import PageContext

# What a reader can ask for alone, and what readers call it.
KINDS = {
    Plan: ("about", _("plan")),
    models.PlanSection: ("about", _("about the plan")),
    models.Pillar: ("pillar", words.word_lazy("pillar")),
    models.Priority: ("priority", words.word_lazy("priority")),
    models.Strategy: ("strategy", words.word_lazy("strategy")),
    Measure: ("measure", words.word_lazy("measure of success")),
    models.Resource: ("resource", words.word_lazy("resource")),
    models.StudentGroup: ("group", _("student group")),
    models.GlossaryTerm: ("term", _("glossary term")),
    models.Office: ("office", _("office")),
}
# What has no page of its own and stands on that of its measure or priority.
PARTS = (*tree.NUMBERS, models.MeasureNote, models.PriorityNote)
TITLES = ("title", "term", "text", "short_title", "also")
# Pieces of sentences, and what is said of what is not there any more.
UNITS = ("unit", "unit_one", "unit_before", "of_every_100", "own_count_word")
SOURCE = ("source",)
NOT_TEXTS = {*TITLES, *words.FIELDS, *UNITS, *SOURCE, "retirement_note"}
# What Markdown has beside the words.
SIGNS = re.compile(r"\]\([^)]*\)|[*_`#>\[\]]|^\s*- ", re.MULTILINE)


def write(db: sqlite3.Connection, frames: dict[str, str]) -> None:
    """``frames`` are pages by language, each with a place for an answer."""
    db.executescript(SCHEMA)
    current = PageContext.of_current().plan
    for language, frame in frames.items():
        with override(language), words.used_by(current):
            pieces = json.dumps({"frame": frame, **pieces_of(current)})
        db.execute("INSERT INTO pieces VALUES (?, ?)", [language, pieces])
    entries = []
    for place in places(current):
        shown = {}
        for language in place.plan.languages:
            with override(language), words.used_by(place.plan):
                shown[language] = place.shown()
        entries.append(place.entry(shown))
        rows = [[len(entries), it, json.dumps(shown[it])] for it in shown]
        db.executemany("INSERT INTO hits VALUES (?, ?, ?)", rows)
    Index(db, [*frames]).fill(entries)
    db.commit()


def pieces_of(plan: Plan | None) -> dict[str, object]:
    """The parts of an answer, in the active language."""
    html = render_to_string("public/search/_pieces.html", {"plan": plan})
    _start, *parts = re.split(r"<!-- (\w+) -->", html)
    named = zip(parts[::2], map(str.strip, parts[1::2]), strict=True)
    one = "%(count)s result for “%(query)s”"
    many = "%(count)s results for “%(query)s”"
    return {**dict(named), "counts": [ngettext(one, many, n) for n in range(NUMBERS)]}


def places(current: Plan | None) -> Iterator["Place"]:
    rows = WorkingCopy()
    statuses = {
        measure.pk: measure.progress.status
        for plan in PageContext.of_current().plans
        for measure in readings.current().status_counts(plan.slug).measures
    }
    for kind in KINDS:
        for record in rows.of(kind):
            if tree.plan_of(record).is_public and not tree.withdrawn_by(record):
                parts = [part for of in PARTS for part in rows.under(record, of)]
                status = statuses.get(record.pk) if kind is Measure else None
                yield Place(record, parts, status, current)


class Place:
    """A record where readers find it, with what is said of it there."""

    def __init__(self, record: PlanItem, parts: list[PlanItem], status, current):
        self.record, self.status, self.plan = record, status, tree.plan_of(record)
        self.is_old = self.plan != current
        self.kind, self.word = KINDS[type(record)]
        self.code = record.code if isinstance(record, Coded) else ""
        each = {language: [record, *parts] for language in self.plan.languages}
        self.texts = {it: text_in(it, records) for it, records in each.items()}
        self.sources = {
            it: text_in(it, records, SOURCE) for it, records in each.items()
        }

    def entry(self, shown: dict[str, dict]) -> Entry:
        texts = {}
        for language in shown:
            title = text_in(language, [self.record], TITLES)
            facts = shown[language]["facts"]
            said = (title, *facts, self.texts[language], self.sources[language])
            texts[language] = title, " ".join(said)
        return Entry(self.code, texts, self.kind, self.is_old, list(shown))

    def shown(self) -> dict[str, object]:
        """In the active language, whose texts come first; a path is HTML."""
        name = next(name for name in TITLES if hasattr(self.record, name))
        title, language = self.record.wording_of(name)
        first = sorted(self.texts, key=lambda it: it != get_language())
        texts = [[self.texts[it], it] for it in first if self.texts[it]]
        sources = [[self.sources[it], it] for it in first if self.sources[it]]
        facts = [self.word, *([self.status.label] if self.status else [])]
        return {
            "url": escape(self.url()),
            "facts": [str(capfirst(fact)) for fact in facts],
            "path": self.path(),
            "title": [f"{self.code} {title}".strip(), language],
            "texts": [*(texts or [["", language]]), *sources],
        }

    def path(self) -> str:
        """HTML: the steps to it from the top; the current plan is no step."""
        steps, record = [], self.record
        while record := tree.above(record):
            name = wording_html(record.wording_of("title"))
            if isinstance(record, models.Pillar):
                name = record.code and words.with_code("pillar", record.code)
            elif isinstance(record, models.Priority):
                name = record.code and format_html("{} {}", record.code, name)
            elif not self.is_old:
                name = ""
            steps.insert(0, [name] if name else [])
        return format_html_join(" › ", "{}", filter(None, steps))

    def url(self) -> str:
        record = self.record
        if isinstance(record, models.PlanSection):
            return f"{reverse('pillars:about', args=[self.plan.slug])}#{record.anchor}"
        if isinstance(record, models.Resource):
            return f"{record.priority.get_absolute_url()}#resources"
        return record.get_absolute_url()


def text_in(language: str, records: Iterable[PlanItem], names=()) -> str:
    """What was written in that language, without signs of Markdown."""
    texts = (
        getattr(record, f"{name}_{language}", "")
        for record in records
        for name in names or text_fields(type(record))
    )
    plain = (" ".join(SIGNS.sub(" ", text).split()) for text in texts if text)
    return " · ".join(dict.fromkeys(filter(None, plain)))


@cache
def text_fields(kind: type[PlanItem]) -> list[str]:
    return [
        name
        for name in kind.translated_fields()
        if name not in NOT_TEXTS
        and not isinstance(kind._meta.get_field(name), AddressField)
    ]
