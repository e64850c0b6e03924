"""A measure's numbers as its chart and its table show them: the same in both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pillars.enums import State, TargetKind, UnitKind
from pillars.models.measure import Measure
from pillars.models.measured_series import Series
from pillars.models.series import Baseline, Result, Target, YearValue
from pillars.rules.values import LEVELS, Point
from pillars.text import formatting, units

from . import layout, svg
from .marks import Band, Mark, Marks, marks_of

# A chart for wide screens, shown at its size or larger, and a taller one for phones,
# whose words are still 13 px high on a screen 320 px wide.
WIDE = {"width": 720, "height": 300, "font_size": 14}
NARROW = {"width": 320, "height": 300, "font_size": 16}
SMALL = (260, 70)
# What no percent can pass, so that its scale does not either.
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Row:
    year: int
    result: Result | None
    baseline: Baseline | None
    target: Target | None
    expected: Decimal | None

    @cached_property
    def value(self) -> Decimal | None:
        """The result's; without one, the baseline's."""
        shown = self.result or self.baseline
        return shown.report.value if shown else None

    @cached_property
    def state(self) -> str | Promise:
        """Why there is no value, in words; empty where nothing need be said."""
        shown = self.result or self.baseline
        if shown is None:
            return _("no data here yet")
        if self.value is not None and shown.state == State.REPORTED:
            return ""
        return State(shown.state).label

    def baseline_text(self, series: Series) -> str | Promise:
        report = self.baseline.report
        if report.value is None:
            return State(report.state).label
        return bare_text(report.value, formatting.found_unit(report.value, series))

    @property
    def has_notes(self) -> bool:
        """Whether a record of this year has something to say under it."""
        found = self.result
        has_own = found and (
            found.note or found.source or found.source_url or found.starts_new_series
        )
        return bool(self.baseline or self.target or has_own)


def years_of(series: Series) -> range:
    """The plan's school years, and any other that has a number."""
    plan = series.measure.pillar.plan
    rows = [series.baseline, *series.targets, *series.results]
    years = [row.school_year for row in rows if row]
    if series.measure.is_related_figure and years:
        return range(min(years), max(years) + 1)
    return range(min([plan.first_year, *years]), max([plan.last_year, *years]) + 1)


def table_rows(series: Series) -> list[Row]:
    """One for each school year, the empty ones included."""
    results, targets = by_year(series.results), by_year(series.targets)
    baselines = by_year(filter(None, [series.baseline]))
    return [
        Row(
            year,
            results.get(year),
            baselines.get(year),
            targets.get(year),
            series.progress.expected_in(year),
        )
        for year in years_of(series)
    ]


def by_year(rows: Iterable[YearValue]) -> dict[int, YearValue]:
    return {row.school_year: row for row in rows}


def mark_text(mark: Mark, series: Series) -> str:
    is_target = mark.kind == "target"
    unit_of = formatting.asked_unit if is_target else formatting.found_unit
    return bare_text(mark.value, unit_of(mark.value, series))


def bare_text(value: Decimal, unit: units.Unit) -> str:
    """Charts and tables say the unit's words once, above all numbers."""
    return units.value_text(value, unit.without_words())


def expected_text(row: Row, series: Series) -> str:
    """What the line asks for; in a target's year, that target as entered."""
    if row.expected is None:
        return ""
    for goal in series.progress.goals:
        if (goal.year, goal.value) == (row.year, row.expected):
            return bare_text(goal.value, formatting.asked_unit(goal.value, series))
    return bare_text(row.expected, units.unit_of(series.measure))


def target_points(series: Series) -> tuple[Point, ...]:
    if series.progress.goals:
        return series.progress.goals
    if series.measure.target_kind not in LEVELS | {TargetKind.EACH_YEAR}:
        return ()
    return tuple(
        Point(t.school_year, t.value) for t in series.targets if t.value is not None
    )


def unsaid_target(row: Row, series: Series) -> str:
    """A target's numbers, where neither the line nor the plan's words say them."""
    is_said = not row.target or row.expected is not None
    return "" if is_said else target_text(row.target, series)


def target_text(target: Target, series: Series) -> str:
    """Its numbers, where the plan's words do not say them."""
    year = target.school_year
    points = [point.value for point in target_points(series) if point.year == year]
    asked = points or target.aim.numbers(TargetKind.RANGE)
    texts = [bare_text(value, formatting.asked_unit(value, series)) for value in asked]
    words = target.wording_of("wording").text
    is_said = all(text.strip("$%") in words for text in texts)
    return "" if is_said else "–".join(texts)


def ranges_of(series: Series) -> Iterator[Band]:
    """Each range that the plan asks for, until the next one or a break."""
    if series.measure.target_kind != TargetKind.RANGE:
        return
    baseline, new_series = series.baseline, series.progress.new_series
    first = baseline.school_year if baseline else years_of(series)[0]
    for aim in (target.aim for target in series.targets):
        last = min(aim.year, new_series - 1) if new_series else aim.year
        if (ends := aim.numbers(TargetKind.RANGE)) and first <= last:
            yield Band(first, last, *ends)
            first = aim.year + 1


def marks_in(series: Series) -> Marks | None:
    """What is drawn; None where there is too little for a chart."""
    if "marks" not in series.made:
        marks = marks_of(
            series.progress,
            series.reports,
            target_points(series),
            ranges=tuple(ranges_of(series)),
            hidden=tuple(Band(year, year) for year in series.hidden_years),
        )
        is_deed = series.measure.target_kind == TargetKind.YES_NO
        series.made["marks"] = marks if marks.is_enough and not is_deed else None
    return series.made["marks"]


def shared_scale(measure: Measure) -> layout.Scale:
    drawn = [series for series in measure.series if marks_in(series)]
    ceiling = WHOLE if measure.unit_kind == UnitKind.PERCENT else None
    years = [year for series in drawn for year in years_of(series)]
    return layout.scale_of([*map(marks_in, drawn)], years, ceiling)


def shared_kinds(measure: Measure) -> frozenset[str]:
    """What the one legend of several charts explains; nothing for a single chart."""
    drawn = [marks for marks in map(marks_in, measure.series) if marks]
    kinds = frozenset().union(*map(svg.kinds_of, drawn))
    return kinds if len(drawn) > 1 else frozenset()


def labeled_chart(series: Series, size: dict[str, int]) -> layout.Chart | None:
    marks = marks_in(series)
    if marks is None:
        return None
    unit = units.unit_of(series.measure).without_words()
    hidden = _("hidden") if marks.hidden else ""
    # How numbers look in the active language.
    look = (size["width"], bare_text(Decimal("-1234.5678"), unit), str(hidden))
    if look not in series.made:
        sheet = layout.Sheet(
            **size,
            tick_labels=lambda levels: units.tick_texts(levels, unit),
            label_of=cache(lambda mark: mark_text(mark, series)),
            hidden=str(hidden),
        )
        series.made[look] = layout.chart(marks, shared_scale(series.measure), sheet)
    return series.made[look]


wide_chart = partial(labeled_chart, size=WIDE)
narrow_chart = partial(labeled_chart, size=NARROW)


def small_chart(series: Series) -> layout.Chart | None:
    """The line on a card, without words; the way to a target alone reads as a rise."""
    marks = marks_in(series)
    if not marks or not (marks.lines or marks.gaps):
        return None
    scale = layout.scale_of([marks], years_of(series))
    return layout.sparkline(marks, scale, *SMALL)
