"""
A plan's numbers as two tables, ``numbers`` and ``measures``. A column has one name and
one meaning in all files and on all pages for machines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.charts.series import table_rows
from pillars.enums import Reason, State, Status
from pillars.models import Baseline, Measure, Plan, Result, Target
from pillars.models.base import languages
from pillars.models.measured_series import Series
from pillars.public import readings
from pillars.rules.values import Aim, Report, decimals_of, with_decimals
from pillars.text.formatting import in_words
from pillars.text.reasons import no_figures
from pillars.text.sentences import sum_sentences
from pillars.text.units import unit_words
from plan_site.editions.document.document import Document

# Not empty: what counts by group would leave these rows out.
ALL_STUDENTS = "all"
NO_DATA = "no_data"
SAID = {ALL_STUDENTS: _("All students"), NO_DATA: _("no data here yet")}
NOT_STATED = "not stated"
# Names the texts that are in another language.
OTHERS = "in_other_languages"


class Number(NamedTuple):
    """A number of a series, or a year of the plan of which nothing is known."""

    series: Series
    kind: str
    school_year: int
    record: Baseline | Target | Result | None
    values: Report | Aim | None  # as the pages show them, never one that is hidden

    @property
    def decimals(self) -> int:
        """With how many the pages show it, unless more are needed to tell it apart."""
        most, value = self.series.measure.decimals, getattr(self.values, "value", None)
        return most if value is None else min(most, decimals_of(value))

    @property
    def state(self) -> State | str | None:
        if self.kind == "target":
            return None
        return State(self.record.state) if self.record else NO_DATA

    def number(self, name: str = "value") -> Decimal | None:
        return with_decimals(getattr(self.values, name, None), self.decimals)

    def texts(self, name: str) -> dict[str, str]:
        return self.record.visible_texts(name) if hasattr(self.record, name) else {}


def numbers_of(series: Series) -> Iterator[Number]:
    """In the order of the table on its page."""
    for row in table_rows(series):
        for kind in ("baseline", "target", "result"):
            if record := getattr(row, kind):
                values = record.aim if kind == "target" else record.report
                yield Number(series, kind, row.year, record, values)
        if not (row.result or row.baseline):
            yield Number(series, "result", row.year, None, None)


def year(start: int | None) -> str | None:
    return start and school_years.label(start).replace("–", "-")


def each(make: Callable[[], object]) -> dict[str, str]:
    """What is said in each language of the site."""
    texts = {}
    for language in languages():
        with override(language):
            texts[language] = str(make())
    return texts


@lru_cache(typed=True)
def words(value: State | Status | Reason | str | None) -> dict[str, str]:
    return each(lambda: SAID.get(value) or value.label) if value else {}


def sentence(series: Series) -> str:
    is_known = series.baseline or series.results
    return in_words(sum_sentences(series) if is_known else no_figures(series.measure))


def unit(measure: Measure) -> str:
    """Nothing where only another language has words."""
    text, language = unit_words(measure)
    return text if language == get_language() else ""


# By the name of a column what a row has in it; a star stands for each language, and
# for texts by language.
Columns = Mapping[str, Callable[[Any], Any]]
Row = dict[str, Any]

ROW: Columns = {
    "measure": attrgetter("measure.code"),
    "title*": lambda it: it.measure.visible_texts("title"),
    "group": lambda it: it.group.code if it.group else ALL_STUDENTS,
    "group_title*": lambda it: (
        it.group.visible_texts("title") if it.group else words(ALL_STUDENTS)
    ),
}
STATUS: Columns = {
    "status": attrgetter("progress.status"),
    "status_words*": lambda it: words(it.progress.status),
    "reason": attrgetter("progress.reason"),
    "reason_words*": lambda it: words(it.progress.reason),
    "sentence*": lambda it: each(partial(sentence, it)),
    "decides": lambda it: it is it.measure.deciding,
    "result_year": lambda it: year(getattr(it.progress.latest, "year", None)),
    "result": lambda it: getattr(it.progress.latest, "value", None),
    "expected": attrgetter("progress.expected"),
    "percent_of_way": attrgetter("progress.way"),
    "target_year": lambda it: year(it.progress.due),
    "target": lambda it: getattr(it.progress.target, "value", None),
}
MEASURE: Columns = {
    "pillar": attrgetter("measure.pillar.code"),
    "priority": lambda it: getattr(it.measure.priority, "code", None),
    "part_of": attrgetter("measure.part_of"),
    "definition*": lambda it: it.measure.visible_texts("definition"),
    "unit_kind": attrgetter("measure.unit_kind"),
    "unit*": lambda it: each(partial(unit, it.measure)),
    "decimals": attrgetter("measure.decimals"),
    "direction": attrgetter("measure.direction"),
    "target_kind": attrgetter("measure.target_kind"),
    "district_status": attrgetter("measure.override_status"),
    "district_reason*": lambda it: it.measure.visible_texts("override_reason"),
    "next_update": attrgetter("measure.next_update_due"),
    "source*": lambda it: it.measure.visible_texts("source"),
    "source_url": attrgetter("measure.source_url"),
    "url*": lambda it: each(
        lambda: settings.PUBLIC_URL + it.measure.get_absolute_url()
    ),
}
NUMBER: Columns = {
    "school_year": lambda it: year(it.school_year),
    "kind": attrgetter("kind"),
    "state": attrgetter("state"),
    "state_words*": lambda it: words(it.state),
    "value": Number.number,
    "low": lambda it: it.number("low"),
    "high": lambda it: it.number("high"),
    "decimals": attrgetter("decimals"),
    "wording*": lambda it: it.texts("wording"),
    "new_series": lambda it: getattr(it.record, "starts_new_series", False),
    "note*": lambda it: it.texts("note"),
    "source*": lambda it: it.texts("source"),
    "source_url": lambda it: getattr(it.record, "source_url", None),
}
TABLES: Mapping[str, Iterable[str]] = {
    "measures": [*ROW, *STATUS, *MEASURE],
    "numbers": [*ROW, *NUMBER],
}
TYPES = {
    **dict.fromkeys(["value", "low", "high", "result", "expected", "target"], "number"),
    **dict.fromkeys(["decimals", "percent_of_way", "edition"], "integer"),
    **dict.fromkeys(["new_series", "decides"], "boolean"),
    **dict.fromkeys(["next_update", "edition_date"], "date"),
}


def facts_of(plan: Plan) -> Row:
    """What stands in every file, be it far from the others."""
    edition = Document.in_scope()
    short = reverse("short:current-link", args=[plan.slug])
    return {
        "edition": edition.number,
        "edition_date": edition.today.isoformat(),
        "license": plan.license_url or plan.license_name or NOT_STATED,
        "plan_url": settings.PUBLIC_URL + short,
    }


def measures_of(plan: Plan) -> list[Measure]:
    pillars = readings.current().status_counts(plan.slug).pillars
    return [measure for pillar in pillars for measure in pillar.measures.all()]


def row_of(columns: Columns, item: object) -> Row:
    found = ((name, value(item)) for name, value in columns.items())
    return {name: None if value == "" else value for name, value in found}


def rows_of(measure: Measure) -> list[tuple[Row, list[Row]]]:
    """Of each series its row, and those of its numbers: for all files and pages."""
    make = partial(make_rows, measure.series)
    return readings.current().piece(("rows", measure.pk), make)


def make_rows(series: Iterable[Series]) -> list[tuple[Row, list[Row]]]:
    whole = ROW | STATUS | MEASURE
    return [
        (row_of(whole, it), [row_of(NUMBER, number) for number in numbers_of(it)])
        for it in series
    ]


def table(
    name: str, plan: Plan, measures: Iterable[Measure]
) -> tuple[list[str], Iterator[list[object]]]:
    """The names of its columns, in the languages of the plan's readers; its rows."""
    facts, places = facts_of(plan), []
    for column in TABLES[name]:
        codes = plan.languages if column.endswith("*") else [None]
        places += [(column, code) for code in codes]
    names = [it.replace("*", f"_{code}") for it, code in places]
    rows = chain.from_iterable(map(rows_of, measures))
    if name == "measures":
        found = (whole for whole, _numbers in rows)
    else:
        found = (whole | number for whole, numbers in rows for number in numbers)
    cells = (
        [row[it].get(code) if code else row[it] for it, code in places] for row in found
    )
    return [*names, *facts], ([*row, *facts.values()] for row in cells)


def said(row: Row) -> Row:
    """In the active language; texts of another one are named with their language."""
    found, others, active = {}, {}, get_language()
    for name, value in row.items():
        if name.endswith("*"):
            codes = (active, *languages())
            code = next((code for code in codes if value.get(code)), active)
            name, value = name.removesuffix("*"), value.get(code) or None
            if code != active:
                others[name] = code
        found[name] = value
    return found | ({OTHERS: others} if others else {})
