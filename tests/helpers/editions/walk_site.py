"""
A small site of two plans whose every text and number can be told from all others.

A text carries a word that nothing else has, and no number is given twice: so a page or
a document that still says one of them is known by a search.
"""

import html
import random
import re
from collections import defaultdict

from pillars.hierarchy.tree import BY_NAME
from pillars.models import Baseline, PlanItem, PlanSection, Result
from pillars.models.series import YearValue
from pillars.translations.status import worded_texts
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_section,
    make_strategy,
    make_term,
)

COUNTED = (Baseline, Result)
LANGUAGES = ("en", "es")
# A record's label, its key and a column.
Column = tuple[str, int, str]


class Marks:
    """Words and numbers that are there once, and where each was written."""

    def __init__(self, seed: int):
        self.random = random.Random(f"marks {seed}")  # noqa: S311
        self.numbers = iter(self.random.sample(range(3_000_001, 9_000_000), 2000))
        self.said: dict[Column, set[str]] = defaultdict(set)
        # What a redaction calls each record: an item, and the place in it.
        self.places: dict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
        # What was hidden or redacted, and must be said no more.
        self.secret: set[str] = set()

    def word(self) -> str:
        return "zq" + "".join(self.random.choices("bcdfgklmnprstv", k=7))

    def number(self) -> int:
        return next(self.numbers)

    def write(self, record: PlanItem, column: str) -> None:
        """Give a text a wording of its own; nothing is saved."""
        before = re.sub(r"\W*zq[a-z]{7}", "", getattr(record, column) or "")
        setattr(record, column, f"{before or 'Wording'} {self.word()}")

    def note(self, *records: PlanItem) -> None:
        """Remember all that records say and where they stand."""
        for record in records:
            label = record._meta.label_lower
            self.places[label, record.pk].add(place_of(record))
            for column in columns_of(record):
                self.ever(record, column).add(mark_in(getattr(record, column)))

    def ever(self, record: PlanItem, column: str) -> set[str]:
        """All that a column of a record has ever said."""
        return self.said[record._meta.label_lower, record.pk, column]


def place_of(record: PlanItem) -> tuple[str, str]:
    """An item, and what stands before a column of the record in a redaction."""
    kind = record._meta.model_name
    if isinstance(record, PlanSection):
        return f"pillars.plan:{record.plan_id}", f"{kind}:{record.pk}:"
    if isinstance(record, YearValue):
        year = [] if isinstance(record, Baseline) else [str(record.school_year)]
        group = [record.group.code] if record.group else []
        return f"pillars.measure:{record.measure_id}", ":".join(
            [kind, *year, *group, ""]
        )
    return f"pillars.{kind}:{record.pk}", ""


def columns_of(record: PlanItem) -> list[str]:
    """The columns of a record that carry a mark."""
    texts = [f"{f}_{c}" for f in worded_texts(type(record)) for c in LANGUAGES]
    return [*texts, "value"] if isinstance(record, COUNTED) else texts


def columns_written(record: PlanItem) -> list[str]:
    """The columns in which a text is written."""
    return [c for c in columns_of(record) if c != "value" and getattr(record, c)]


def mark_in(value: object) -> str:
    """The mark that a text or a number carries."""
    found = re.search(r"zq[a-z]{7}|\d{7}", str(value or ""))
    return found[0] if found else ""


def marks_in(text: str) -> set[str]:
    """The marks that a text gives away, a number in whichever writing."""
    if "&" in text:
        text = html.unescape(text)
    words = re.findall(r"zq[a-z]{7}", text.lower())
    numbers = re.findall(r"(?<!\d)\d[.,\s]?\d{3}[.,\s]?\d{3}(?!\d)", text)
    return {*words, *(re.sub(r"\D", "", number) for number in numbers)}


def make_site(marks: Marks) -> None:
    """Two public plans, the first of which is the current one."""
    plan = make_plan(slug="2022-26")
    older = make_plan(slug="2016-19", first_year=2016, last_year=2018)
    make_section(plan)
    make_section(plan)
    make_term(plan)
    # Of a family that does not add up: one of them may be hidden alone.
    groups = [make_group(plan, family="program") for _n in range(2)]
    for pillar in (make_pillar(plan), make_pillar(plan), make_pillar(older)):
        priority = make_priority(pillar)
        make_series(marks, priority, groups if pillar.plan == plan else [])
        strategies = [make_strategy(priority), make_strategy(priority)]
        make_resource(priority, strategy=strategies[0])
        make_resource(priority)
    for record in every_record():
        for column in columns_written(record):
            marks.write(record, column)
        record.save()
        marks.note(record)


def make_series(marks: Marks, priority, groups) -> None:
    """A measure that counts, with two years of results, the last by group too."""
    start = priority.pillar.plan.first_year
    measure = make_measure(
        priority,
        baseline=(start - 1, marks.number()),
        results={start: marks.number(), start + 1: marks.number()},
        targets={priority.pillar.plan.last_year: 9_500_000},
        unit_kind="count",
        decimals=0,
    )
    for group in groups:
        make_result(measure, start + 1, marks.number(), group=group)


def every_record(*names: str) -> list[PlanItem]:
    """The records of the working copy, of some kinds or of all."""
    models = [BY_NAME[name] for name in names] if names else BY_NAME.values()
    return [record for model in models for record in model.objects.order_by("pk")]


def current_marks() -> dict[Column, str]:
    """What the working copy says, by column."""
    return {
        (record._meta.label_lower, record.pk, column): mark_in(getattr(record, column))
        for record in every_record()
        for column in columns_of(record)
    }
