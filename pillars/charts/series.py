"""A measure's numbers as its chart and its table show them: the same in both."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pillars.enums import State, TargetKind, UnitKind
from pillars.models.measure import Series
from pillars.models.series import Baseline, Result, Target, YearValue
from pillars.rules.progress import Point
from pillars.rules.values import LEVELS
from pillars.text import formatting, units

from . import layout
from .marks import Mark, Marks, marks_of

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
            return _("no figure added yet")
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
    if "rows" not in series.made:
        results, targets = by_year(series.results), by_year(series.targets)
        baselines = by_year(filter(None, [series.baseline]))
        series.made["rows"] = [
            Row(
                year,
                results.get(year),
                baselines.get(year),
                targets.get(year),
                series.progress.expected_in(year),
            )
            for year in years_of(series)
        ]
    return series.made["rows"]


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
    """What the line asks for; in the last target's year, that target as entered."""
    if row.expected is None:
        return ""
    if row.year == series.progress.due:
        unit = formatting.asked_unit(row.expected, series)
    else:
        unit = units.unit_of(series.measure)
    return bare_text(row.expected, unit)


def target_points(series: Series) -> tuple[Point, ...]:
    if series.progress.goals:
        return series.progress.goals
    if series.measure.target_kind not in LEVELS | {TargetKind.EACH_YEAR}:
        return ()
    return tuple(
        Point(t.school_year, t.value) for t in series.targets if t.value is not None
    )


def has_points(series: Series) -> bool:
    """A target alone is no chart."""
    if series.measure.target_kind == TargetKind.YES_NO:
        return False
    rows = [series.baseline, *series.results]
    return any(row and row.report.is_usable for row in rows)


def marks_in(series: Series) -> Marks:
    return marks_of(series.progress, series.reports, target_points(series))


def labeled_chart(series: Series, size: dict[str, int]) -> layout.Chart | None:
    if not has_points(series):
        return None
    unit = units.unit_of(series.measure).without_words()
    # How numbers look in the active language.
    look = (size["width"], bare_text(Decimal("-1234.5678"), unit))
    if look not in series.made:
        sheet = layout.Sheet(
            **size,
            label=cache(lambda value: units.tick_text(value, unit)),
            label_of=cache(lambda mark: mark_text(mark, series)),
        )
        ceiling = WHOLE if series.measure.unit_kind == UnitKind.PERCENT else None
        chart = layout.chart(marks_in(series), years_of(series), sheet, ceiling)
        series.made[look] = chart
    return series.made[look]


wide_chart = partial(labeled_chart, size=WIDE)
narrow_chart = partial(labeled_chart, size=NARROW)


def small_chart(series: Series) -> layout.Chart | None:
    """The line on a card, without words; a point alone is no line."""
    results = [report for report in series.reports if report.is_usable]
    parts = len(results) + bool(series.progress.path) + bool(series.baseline)
    if parts < 2 or not has_points(series):
        return None
    return layout.sparkline(marks_in(series), years_of(series), *SMALL)
