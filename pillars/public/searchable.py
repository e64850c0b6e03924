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
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from pillars import models, words
from pillars.enums import Status
from pillars.hierarchy import tree
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import PlanItem
from pillars.models.base import AddressField
from pillars.models.coded import Coded
from pillars.search.index import Entry, Index
from pillars.search.pages import NUMBERS, SCHEMA

from . import readings
from .fragments import wording_html
from .page_context import PageContext

# What a reader can ask for alone, and what readers call it.
KINDS = {
    models.Plan: ("about", _("plan")),
    models.PlanSection: ("about", _("about the plan")),
    models.Pillar: ("pillar", words.word_lazy("pillar")),
    models.Priority: ("priority", words.word_lazy("priority")),
    models.Strategy: ("strategy", words.word_lazy("strategy")),
    models.Measure: ("measure", words.word_lazy("measure of success")),
    models.Resource: ("resource", words.word_lazy("resource")),
    models.StudentGroup: ("group", _("student group")),
    models.GlossaryTerm: ("term", _("glossary term")),
    models.Office: ("office", _("office")),
}
# What has no place of its own: it is said of a measure or a priority.
PARTS = (*tree.NUMBERS, models.MeasureNote, models.PriorityNote)
TITLES = ("title", "term", "text", "short_title", "also")
SOURCE = ("source",)
# Pieces of sentences, and what is said of what is not there any more.
PIECES = ("unit", "unit_one", "unit_before", "of_every_100", "own_count_word")
NOT_TEXTS = {*TITLES, *SOURCE, *PIECES, *words.FIELDS, "retirement_note"}
# What Markdown has beside the words.
SIGNS = re.compile(r"\]\([^)]*\)|[*_`\[\]]|^\s*[->#]+\s", re.MULTILINE)


def write(db: sqlite3.Connection, frames: dict[str, str]) -> None:
    """``frames`` are pages by language, each with a place for an answer."""
    db.executescript(SCHEMA)
    current, entries = PageContext.of_current().plan, []
    for language, frame in frames.items():
        with override(language), words.used_by(current):
            pieces = json.dumps({"frame": frame, **pieces_of(current)})
        db.execute("INSERT INTO pieces VALUES (?, ?)", [language, pieces])
    for record, *about in records():
        entry, shown = described(record, *about, tree.plan_of(record) != current)
        entries.append(entry)
        rows = [[len(entries), it, json.dumps(one)] for it, one in shown.items()]
        db.executemany("INSERT INTO hits VALUES (?, ?, ?)", rows)
    Index(db, [*frames]).fill(entries)
    db.commit()


def pieces_of(plan: models.Plan | None) -> dict[str, object]:
    """The parts of an answer, in the active language."""
    html = render_to_string("public/search/_pieces.html", {"plan": plan})
    _start, *parts = re.split(r"<!-- (\w+) -->", html)
    named = zip(parts[::2], map(str.strip, parts[1::2]), strict=True)
    one = "%(count)s result for “%(query)s”"
    many = "%(count)s results for “%(query)s”"
    return {**dict(named), "counts": [ngettext(one, many, n) for n in range(NUMBERS)]}


def records() -> Iterator[tuple[PlanItem, list[PlanItem], Status | None]]:
    """Each with what is said of it in other records, and a measure's status."""
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
                status = statuses.get(record.pk) if kind is models.Measure else None
                yield record, parts, status


def described(
    record: PlanItem, parts: list[PlanItem], status: Status | None, is_old: bool
) -> tuple[Entry, dict[str, dict]]:
    """What is looked for, and what is shown in each language."""
    plan, (kind, word) = tree.plan_of(record), KINDS[type(record)]
    code = record.code if isinstance(record, Coded) else ""
    said, sources = (
        {it: text_in(it, [record, *parts], names) for it in plan.languages}
        for names in ((), SOURCE)
    )
    name = next(name for name in TITLES if hasattr(record, name))
    texts, shown = {}, {}
    for own in plan.languages:
        with override(own), words.used_by(plan):
            facts = [str(capfirst(it)) for it in (word, status and status.label) if it]
            title, language = record.wording_of(name)
            path, url = path_to(record, is_old), escape(url_of(record))
        first = [own, *(it for it in said if it != own)]
        main = [[said[it], it] for it in first if said[it]] or [["", own]]
        shown[own] = {
            "url": url,
            "place": " · ".join(filter(None, [*map(escape, facts), path])),
            "title": [f"{code} {title}".strip(), language],
            "texts": [*main, *([sources[it], it] for it in first if sources[it])],
        }
        title = text_in(own, [record], TITLES)
        texts[own] = title, " ".join([title, *facts, said[own], sources[own]])
    return Entry(code, texts, kind, is_old), shown


def path_to(record: PlanItem, is_old: bool) -> str:
    """HTML: the steps to it from the top; the current plan is no step."""
    steps, pillar = [], tree.pillar_of(record)
    if is_old and record != tree.plan_of(record):
        steps.append(wording_html(tree.plan_of(record).wording_of("short_title")))
    if pillar and pillar.code and pillar != record:
        steps.append(words.with_code("pillar", pillar.code))
    priority = getattr(record, "priority", None)
    if priority and priority.code:
        title = wording_html(priority.wording_of("title"))
        steps.append(format_html("{} {}", priority.code, title))
    return format_html_join(" › ", "{}", ([step] for step in steps))


def url_of(record: PlanItem) -> str:
    if isinstance(record, models.PlanSection):
        return f"{reverse('pillars:about', args=[record.plan.slug])}#{record.anchor}"
    if isinstance(record, models.Resource):
        return f"{record.priority.get_absolute_url()}#resources"
    return record.get_absolute_url()


def text_in(
    language: str, records: Iterable[PlanItem], names: Iterable[str] = ()
) -> str:
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
    """Those in which something is said, but for titles, sources and addresses."""
    names = {*kind.translated_fields()} - NOT_TEXTS
    return [
        field.name
        for field in kind._meta.fields
        if field.name in names and not isinstance(field, AddressField)
    ]
