"""
A plan's numbers as two tables, ``numbers`` and ``measures``. A column has one name and
one meaning in all files and on all pages for machines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override

from pillars import school_years
from pillars.charts.series import table_rows
from pillars.enums import State
from pillars.models import Baseline, Measure, Plan, Result, Target
from pillars.models.measured_series import Series
from pillars.public import readings
from pillars.rules.texts import Wording
from pillars.rules.values import Aim, Report, with_decimals
from pillars.text.formatting import in_words
from pillars.text.reasons import no_figures
from pillars.text.sentences import sum_sentences
from pillars.text.units import unit_words
from plan_site.editions.document.document import Document

# Not empty: what counts by group would leave these rows out.
ALL_STUDENTS = "all"
NO_DATA = "no_data"
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
        own = getattr(self.record, "decimals", None)
        return self.series.measure.decimals if own is None else own

    @property
    def state(self) -> str | None:
        return None if self.kind == "target" else getattr(self.record, "state", NO_DATA)

    def number(self, name: str = "value") -> Decimal | None:
        return with_decimals(getattr(self.values, name, None), self.decimals)

    def text(self, name: str) -> Wording | None:
        return self.record.wording_of(name) if hasattr(self.record, name) else None


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


def sentence(series: Series) -> str:
    is_known = series.baseline or series.results
    return in_words(sum_sentences(series) if is_known else no_figures(series.measure))


# By the name of a column what it has of a row; a star stands for each language, and
# what is said in another one than the active is a ``Wording``.
Columns = Mapping[str, Callable[[Any], Any]]

ROW: Columns = {
    "measure": lambda it: it.measure.code,
    "title*": lambda it: it.measure.wording_of("title"),
    "group": lambda it: it.group.code if it.group else ALL_STUDENTS,
    "group_title*": lambda it: (
        it.group.wording_of("title") if it.group else gettext("All students")
    ),
}
NUMBER: Columns = {
    "school_year": lambda it: year(it.school_year),
    "kind": attrgetter("kind"),
    "state": attrgetter("state"),
    "state_words*": lambda it: (
        gettext("no data here yet")
        if it.state == NO_DATA
        else it.state and State(it.state).label
    ),
    "value": Number.number,
    "low": lambda it: it.number("low"),
    "high": lambda it: it.number("high"),
    "decimals": attrgetter("decimals"),
    "wording*": lambda it: it.text("wording"),
    "new_series": lambda it: getattr(it.record, "starts_new_series", False),
    "note*": lambda it: it.text("note"),
    "source*": lambda it: it.text("source"),
    "source_url": lambda it: getattr(it.record, "source_url", None),
}
STATUS: Columns = {
    "status": attrgetter("progress.status"),
    "status_words*": lambda it: getattr(it.progress.status, "label", None),
    "reason": attrgetter("progress.reason"),
    "reason_words*": lambda it: getattr(it.progress.reason, "label", None),
    "sentence*": sentence,
    "decides": lambda it: it is it.measure.deciding,
    "result_year": lambda it: year(getattr(it.progress.latest, "year", None)),
    "result": lambda it: getattr(it.progress.latest, "value", None),
    "expected": attrgetter("progress.expected"),
    "percent_of_way": attrgetter("progress.way"),
    "target_year": lambda it: year(it.progress.due),
    "target": lambda it: getattr(it.progress.target, "value", None),
}
MEASURE: Columns = {
    "pillar": lambda it: it.measure.pillar.code,
    "priority": lambda it: getattr(it.measure.priority, "code", None),
    "part_of": attrgetter("measure.part_of"),
    "definition*": lambda it: it.measure.wording_of("definition"),
    "unit_kind": attrgetter("measure.unit_kind"),
    "unit*": lambda it: unit_words(it.measure),
    "decimals": attrgetter("measure.decimals"),
    "direction": attrgetter("measure.direction"),
    "target_kind": attrgetter("measure.target_kind"),
    "district_status": attrgetter("measure.override_status"),
    "district_reason*": lambda it: it.measure.wording_of("override_reason"),
    "next_update": attrgetter("measure.next_update_due"),
    "source*": lambda it: it.measure.wording_of("source"),
    "source_url": attrgetter("measure.source_url"),
    "url*": lambda it: settings.PUBLIC_URL + it.measure.get_absolute_url(),
}


def of_its_series(value: Callable) -> Callable:
    return lambda number: value(number.series)


TABLES: Mapping[str, Columns] = {
    "measures": ROW | STATUS | MEASURE,
    "numbers": {it: of_its_series(value) for it, value in ROW.items()} | NUMBER,
}
TYPES = {
    **dict.fromkeys(["value", "low", "high", "result", "expected", "target"], "number"),
    **dict.fromkeys(["decimals", "percent_of_way", "edition"], "integer"),
    **dict.fromkeys(["new_series", "decides"], "boolean"),
    **dict.fromkeys(["next_update", "edition_date"], "date"),
}


def facts_of(plan: Plan) -> dict[str, object]:
    """What stands in every file, be it far from the others."""
    edition = Document.in_scope()
    return {
        "edition": edition.number,
        "edition_date": edition.today.isoformat(),
        "license": plan.license_url or plan.license_name or NOT_STATED,
        "plan_url": settings.PUBLIC_URL
        + reverse("short:current-link", args=[plan.slug]),
    }


def measures_of(plan: Plan) -> list[Measure]:
    pillars = readings.current().status_counts(plan.slug).pillars
    return [measure for pillar in pillars for measure in pillar.measures.all()]


def table(
    name: str, plan: Plan, measures: Iterable[Measure]
) -> tuple[list[str], Iterator[list[object]]]:
    """The names of its columns, in the languages of the plan's readers; its rows."""
    columns, facts, languages = TABLES[name], facts_of(plan), plan.languages
    names = dict.fromkeys(named(it, code) for it in columns for code in languages)
    items = chain.from_iterable(measure.series for measure in measures)
    if name == "numbers":
        items = chain.from_iterable(map(numbers_of, items))
    rows = (in_each_language(columns, item, languages) for item in items)
    return [*names, *facts], ([*map(row.get, names), *facts.values()] for row in rows)


def named(column: str, language: str) -> str:
    return column.replace("*", f"_{language}")


def in_each_language(columns: Columns, item: object, languages: list[str]) -> dict:
    """Without what a language lacks: whoever reads a file sees that it is missing."""
    row = {}
    for language in languages:
        with override(language):
            found = said(columns, item)
        for name in found.get(OTHERS, ()):
            found[name] = None
        row |= {named(it, language): found[it.rstrip("*")] for it in columns}
    return row


def said(columns: Columns, item: object) -> dict[str, object]:
    """In the active language; texts of another one are named with their language."""
    found = {name.rstrip("*"): value(item) for name, value in columns.items()}
    texts = {name: it for name, it in found.items() if isinstance(it, Wording)}
    language = get_language()
    others = {
        name: it.language
        for name, it in texts.items()
        if it.text and it.language != language
    }
    found = {name: plain(it) for name, it in found.items()}
    return found | ({OTHERS: others} if others else {})


def plain(value: object) -> object:
    """Nothing for an empty text."""
    if isinstance(value, Wording | str | Promise):
        return str(getattr(value, "text", value)) or None
    return value
