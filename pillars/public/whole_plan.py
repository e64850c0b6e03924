"""The whole plan on one page, in order, the numbers of each measure in one table."""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.charts import series as drawing
from pillars.enums import State
from pillars.models import Baseline, Measure, Pillar, Priority, Result, Target
from pillars.models.measured_series import Series
from pillars.text.formatting import found_unit
from pillars.text.units import unit_words

from . import readings
from .fragments import value_note, wording_html
from .status_counts import StatusCounts

Record = Baseline | Result | Target
KINDS = [Baseline, Result, Target]
WORDS = [_("Starting point"), _("Result"), _("Target")]
NOTHING = [_("no data here yet"), _("no data here yet"), _("no target")]
ALL_STUDENTS = _("all students")
# The place of its kind, and its school year.
Column = tuple[int, int]


class Part(NamedTuple):
    """A pillar's priorities, each with its measures, then what is of no named one."""

    pillar: Pillar
    priorities: list[tuple[Priority, list[Measure]]]
    unnamed: Priority | None
    measures: list[Measure]


def parts_of(counts: StatusCounts, slug: str) -> Iterator[Part]:
    """Of all pillars of a plan, in a number of queries that never grows."""
    outlined = readings.current().outlined(slug)
    measures = [one for pillar in counts.pillars for one in pillar.measures.all()]
    prefetch_related_objects(measures, *readings.ACCOUNT)
    for pillar in counts.pillars:
        own = list(pillar.measures.all())
        named = [outlined[one.pk] for one in pillar.named_priorities]
        keys = {one.pk for one in named}
        unnamed = pillar.unnamed_priority
        yield Part(
            pillar,
            [(one, [m for m in own if m.priority_id == one.pk]) for one in named],
            unnamed and outlined[unnamed.pk],
            [measure for measure in own if measure.priority_id not in keys],
        )


def numbers_table(measure: Measure) -> SafeString:
    """A row for each series, and below it what is said of its numbers."""
    rows = [(series, by_column(series)) for series in measure.series]
    columns = sorted({column for _series, records in rows for column in records})
    said = [note_of(record) for _series, records in rows for record in records.values()]
    notes = list(dict.fromkeys(filter(None, said)))
    # What is said of all numbers alike needs no mark beside each.
    marked = notes if len({*said}) > 1 else []
    marks = {note: f" <sup>({place})</sup>" for place, note in enumerate(marked, 1)}
    body = "\n".join(row_html(*row, columns, marks) for row in rows)
    context = {
        "measure": measure,
        "unit": unit_words(measure),
        "columns": [heading(*column) for column in columns],
        "body": mark_safe(body),  # noqa: S308 - all words escaped
        "notes": notes,
        "is_marked": bool(marks),
        "is_by_group": has_groups(measure),
        "missing": list(map(school_years.label, missing_years(measure))),
    }
    return render_to_string("public/print/_numbers.html", context)


def has_groups(measure: Measure) -> bool:
    return any(series.group for series in measure.series)


def by_column(series: Series) -> dict[Column, Record]:
    records = [*filter(None, [series.baseline]), *series.results, *series.targets]
    # Groups may have begun in different years: a starting point says its own.
    return {
        (KINDS.index(type(it)), 0 if type(it) is Baseline else it.school_year): it
        for it in records
    }


def heading(kind: int, year: int) -> str:
    return f"{WORDS[kind]} {school_years.label(year)}" if year else str(WORDS[kind])


def missing_years(measure: Measure) -> list[int]:
    """Those of which nothing at all was found, in a measure with some figures."""
    years = {year for series in measure.series for year in drawing.years_of(series)}
    found = {
        record.school_year
        for series in measure.series
        for record in filter(None, [series.baseline, *series.results])
    }
    return sorted(years - found) if found else []


def note_of(record: Record) -> str:
    is_break = getattr(record, "starts_new_series", False)
    has_note = record.note or record.source or record.source_url or is_break
    return value_note(record) if has_note else ""


def row_html(
    series: Series,
    records: dict[Column, Record],
    columns: list[Column],
    marks: dict[str, str],
) -> str:
    cells = []
    for column in columns:
        if record := records.get(column):
            cells.append(record_text(record, series) + marks.get(note_of(record), ""))
        else:
            cells.append(escape(str(NOTHING[column[0]])))
    progress, head = series.progress, ""
    if has_groups(series.measure):
        title = series.group and wording_html(series.group.wording_of("title"))
        head = f'<th scope="row">{title or escape(capfirst(ALL_STUDENTS))}</th>'
        if progress.status:
            words = [progress.status.label, progress.reason and progress.reason.label]
            cells.append(escape(": ".join(map(str, filter(None, words)))))
    return f"<tr>{head}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def record_text(record: Record, series: Series) -> str:
    if isinstance(record, Target):
        wording = record.wording_of("wording")
        number = drawing.target_text(record, series)
        quoted = wording.text != number and wording_html(wording)
        return " ".join(filter(None, [escape(number), quoted and f"“{quoted}”"]))
    report, parts = record.report, []
    if report.value is not None:
        unit = found_unit(report.value, series)
        parts.append(drawing.bare_text(report.value, unit))
    if not parts or report.state != State.REPORTED:
        parts.append(str(State(report.state).label))
    if isinstance(record, Baseline):
        parts.append(f"({school_years.label(record.school_year)})")
    return escape(" ".join(parts))
