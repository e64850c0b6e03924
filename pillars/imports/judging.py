"""What a table of results would change, row by row, and what is wrong with it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from pillars import school_years
from pillars.models import Measure, Plan, Result, StudentGroup
from pillars.models.number_errors import message_of, value_questions

from .judgement import Change, Judgement, Kind, changes_in
from .rows import Known, RowReader
from .tables import Table


@dataclass(frozen=True)
class Judged:
    """A row that can be saved: whose result it is, and what would become of that."""

    line: int
    measure: Measure
    group: StudentGroup | None
    year: int
    result: Result
    kind: Kind
    changes: list[Change] = field(default_factory=list)

    @property
    def key(self) -> tuple:
        return self.measure.pk, self.group.pk if self.group else None, self.year

    @property
    def school_year(self) -> str:
        return school_years.label(self.year)

    @property
    def name(self) -> str:
        words = [self.measure.code, str(self.group or ""), self.school_year]
        return " ".join(filter(None, words))


@dataclass(frozen=True)
class ResultsJudgement(Judgement):
    plan: Plan

    @property
    def parts(self) -> list[tuple[str, list[Judged]]]:
        return [
            (_("New results"), self.new),
            (_("Results that would change"), self.changed),
        ]

    @property
    def said(self) -> list:
        return [
            [*row.key, row.kind.value, [change.said for change in row.changes]]
            for row in self.to_save
        ]


def judge(table: Table, plan: Plan, person=None) -> ResultsJudgement:
    """
    What the rows would change in a plan, if a person may. Nothing is saved.

    Without a person everything may be changed, as for a command.
    """
    known = Known.of(plan, person)
    rows, problems, questions, seen = [], list(table.problems), [], {}
    for line, cells in table.rows:
        reader = RowReader(known, table.header, line, cells)
        row = judge_row(reader, seen)
        problems += reader.problems
        questions += reader.questions
        if row is not None:
            rows.append(row)
    problems.sort()
    return ResultsJudgement(rows, problems, table.read_as, plan, questions=questions)


def judge_row(reader: RowReader, seen: dict[tuple, int]) -> Judged | None:
    """One row, or nothing if something is wrong with it."""
    measure = reader.measure()
    group, year = reader.place()
    said = {} if reader.is_blank else reader.values(measure)
    if reader.problems:
        return None
    key = (measure.pk, group.pk if group else None, year)
    if key in seen:
        expected = _("Line %(line)s is for the same measure, group and school year.")
        reader.wrong("code", expected % {"line": seen[key]})
        return None
    seen[key] = reader.line
    found = reader.known.results.get(key)
    result = found or Result(school_year=year)
    result.measure, result.group = measure, group
    about = (reader.line, measure, group, year, result)
    if reader.is_blank:
        return Judged(*about, Kind.BLANK)
    changes = changes_in(Result, found, said)
    if changes and not reader.known.may_save(measure, is_new=found is None):
        expected = _("You may not change this measure’s results. Remove the row.")
        reader.wrong("code", expected)
        return None
    for change in changes:
        change.put(result)
        if change.field.name == "value":
            for fault in value_questions(change.after, measure):
                reader.ask("value", message_of(fault, measure, change.after))
    if found is None:
        return Judged(*about, Kind.NEW, changes)
    return Judged(*about, Kind.CHANGED if changes else Kind.UNCHANGED, changes)
