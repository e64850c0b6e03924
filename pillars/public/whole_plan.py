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
from .fragments import source, value_note, wording_html
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
    rows = [Row.of(series) for series in measure.series]
    columns = sorted({column for row in rows for column in row.records})
    said = dict.fromkeys(note for row in rows for note in row.notes.values())
    # What is said of all numbers alike needs no mark beside each.
    marked = list(filter(None, said)) if len(said) > 1 else []
    marks = {note: f" <sup>({place})</sup>" for place, note in enumerate(marked, 1)}
    is_by_group = any(series.group for series in measure.series)
    body = "\n".join(row.html(columns, marks, is_by_group) for row in rows)
    own = source(measure).strip()
    context = {
        "measure": measure,
        "unit": unit_words(measure),
        "columns": [(WORDS[at], school_years.label(year)) for at, year in columns],
        "body": mark_safe(body),  # noqa: S308 - all words escaped
        "notes": list(filter(None, said)),
        # Where numbers say it, too, once is enough.
        "has_own_source": not any(own in note for note in said),
        "is_marked": bool(marks),
        "is_by_group": is_by_group,
        "missing": missing_years(measure, columns),
    }
    return render_to_string("public/print/_numbers.html", context)


def missing_years(measure: Measure, columns: list[Column]) -> list[str]:
    """Those of which nothing at all was found, in a measure with some figures."""
    years = {year for series in measure.series for year in drawing.years_of(series)}
    found = {year for kind, year in columns if KINDS[kind] is not Target}
    return [school_years.label(year) for year in sorted(years - found) if found]


class Row(NamedTuple):
    """A series' records, and what is said of each, by column."""

    series: Series
    records: dict[Column, Record]
    notes: dict[Column, str]

    @classmethod
    def of(cls, series: Series) -> "Row":
        found = [*filter(None, [series.baseline]), *series.results, *series.targets]
        records = {(KINDS.index(type(it)), it.school_year): it for it in found}
        return cls(series, records, {at: note_of(it) for at, it in records.items()})

    def html(
        self, columns: list[Column], marks: dict[str, str], is_by_group: bool
    ) -> str:
        """Without the closing tags that HTML leaves out: a plan has ten thousand."""
        cells = [
            record_text(self.records[column], self.series)
            + marks.get(self.notes[column], "")
            if column in self.records
            else escape(str(NOTHING[column[0]]))
            for column in columns
        ]
        head, progress = "", self.series.progress
        if is_by_group:
            group = self.series.group
            title = group and wording_html(group.wording_of("title"))
            head = f"<th>{title or escape(capfirst(ALL_STUDENTS))}"
            if progress.status:
                words = [progress.status, progress.reason]
                labels = [str(word.label) for word in words if word]
                cells.append(escape(": ".join(labels)))
        return f"<tr>{head}{''.join(f'<td>{cell}' for cell in cells)}"


def note_of(record: Record) -> str:
    is_break = getattr(record, "starts_new_series", False)
    has_note = record.note or record.source or record.source_url or is_break
    return value_note(record) if has_note else ""


def record_text(record: Record, series: Series) -> str:
    if isinstance(record, Target):
        number = drawing.target_text(record, series)
        words = wording_html(record.wording_of("wording"))
        return f"{escape(number)} ({words})" if number else words
    report, parts = record.report, []
    if report.value is not None:
        unit = found_unit(report.value, series)
        parts.append(drawing.bare_text(report.value, unit))
    if not parts or report.state != State.REPORTED:
        parts.append(str(State(report.state).label))
    return escape(", ".join(parts))
