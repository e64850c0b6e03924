"""What a book would create and change, row by row, and what is wrong with it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pillars.imports.judgement import Change, Judgement, Kind, changes_in, plain
from pillars.imports.problems import Problem, locked
from pillars.models import Plan, PlanItem
from pillars.models.number_errors import NumberFault, faults_in
from pillars.models.series import series_of

from .known import Known
from .reading import Book
from .rows import NUMBERS, RowJudge
from .sheets import SHEETS


@dataclass(frozen=True)
class Judged:
    """A row that can be saved: its record, and what would become of that."""

    sheet: str
    line: int
    name: str
    kind: Kind
    record: PlanItem
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class BookJudgement(Judgement):
    plan: Plan | None
    slug: str
    # The names of records that the plan has and the file does not, by sheet.
    absent: dict[str, list[str]]

    @property
    def said(self) -> list:
        rows = [
            [
                row.sheet,
                row.name,
                row.kind.value,
                [change.said for change in row.changes],
            ]
            for row in self.to_save
        ]
        return [self.slug, self.plan.pk if self.plan else None, rows]


def judge(book: Book) -> BookJudgement:
    """What a book would make of its plan. Nothing is saved."""
    problems, questions, rows, readers = list(book.problems), [], [], {}
    absent = {}
    plan, slug = plan_in(book)
    if plan is not None and plan.is_locked:
        problems.append(Problem(1, "slug", slug, locked(plan), "plan"))
    known = Known(plan)
    for name, table in book.tables.items():
        sheet = SHEETS[name]
        if any(column not in table.header.places for column in sheet.needed):
            continue  # Its header says so already.
        seen: dict[tuple, int] = {}
        for line, cells in table.rows:
            row = RowJudge(sheet, known, table.header, line, cells, book.has_gaps)
            record, said = row.judge(seen)
            problems += row.problems
            if not row.problems and record is not None:
                rows.append(judged(row, record, said))
                readers[id(record)] = row
        absent[name] = [
            str(record)
            for key, records in known.stored[name].items()
            for record in records[seen.get(key, 0) if sheet.repeats else key in seen :]
        ]
    if not problems:
        # A fault of a row that the file does not have is found before publishing.
        saved = {id(row.record) for row in rows if row.kind is not Kind.UNCHANGED}
        for row, column, fault, message in faults_of(known, rows):
            if id(row) in readers and (fault.stops or id(row) in saved):
                found = problems if fault.stops else questions
                found.append(readers[id(row)].problem(column, message))
    # A row that is wrong may stand for any record: nothing is said to be absent then.
    absent = {name: records for name, records in absent.items() if records}
    absent = {} if problems else absent
    place = {name: number for number, name in enumerate(["", *SHEETS])}
    for found in (problems, questions):
        found.sort(key=lambda one: (place[one.sheet], one.line))
    return BookJudgement(
        rows, problems, book.read_as, plan, slug, absent, questions=questions
    )


def faults_of(known: Known, rows: list[Judged]) -> Iterator[NumberFault]:
    """What is wrong, or asked, about all numbers as they would be."""
    records = defaultdict(list)
    for name in ("measures", "baselines", "targets", "results"):
        new = [row.record for row in rows if row.sheet == name and row.kind is Kind.NEW]
        for record in [*chain.from_iterable(known.stored[name].values()), *new]:
            measure = record if name == "measures" else record.measure
            records[name, measure.code].append(record)
    for (name, code), (measure, *_more) in list(records.items()):
        if name == "measures" and not measure.is_retired:
            numbers = (records[part, code] for part in NUMBERS)
            for series in series_of(measure, *numbers):
                yield from faults_in(series)


def plan_in(book: Book) -> tuple[Plan | None, str]:
    """The plan that a book names, if there is one already, and its address."""
    table = book.tables.get("plan")
    if not table or not table.rows or "slug" not in table.header.places:
        return None, ""
    _line, cells = table.rows[0]
    place = table.header.places["slug"]
    slug = plain(cells[place]).strip() if place < len(cells) else ""
    return Plan.objects.filter(slug=slug).first(), slug


def judged(row: RowJudge, record: PlanItem, said: dict[str, Any]) -> Judged:
    """What saving a sound row would do; the record then says what the row says."""
    is_new = record.pk is None
    model, stored = row.sheet.model, None if is_new else record
    changes = changes_in(model, stored, said)
    for change in changes:
        change.put(record)
    kind = Kind.NEW if is_new else Kind.CHANGED if changes else Kind.UNCHANGED
    return Judged(row.sheet.name, row.line, row.name, kind, record, changes)
