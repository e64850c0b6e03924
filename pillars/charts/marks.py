"""
What of a series is drawn, and at what scale. A line joins the marks of following years,
a gap those with a year between them, and nothing those of two series.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from itertools import count, pairwise
from typing import NamedTuple

from pillars.enums import State
from pillars.rules.progress import Progress
from pillars.rules.values import Point, Report, round_to

# The steps that people count in.
STEPS = (1, 2, 5)


class Mark(NamedTuple):
    year: int
    value: Decimal
    kind: str  # baseline, result, provisional or target


class Band(NamedTuple):
    """What holds for some following years."""

    first_year: int
    last_year: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)


@dataclass(frozen=True)
class Marks:
    progress: Progress
    found: tuple[Mark, ...]  # what the lines join
    beside: tuple[Mark, ...]  # a baseline that a result of the same year contradicts
    targets: tuple[Mark, ...]
    breaks: tuple[int, ...]  # the years in which a new series begins
    ranges: tuple[Band, ...] = ()  # what the plan asks for, if it is ranges
    hidden: tuple[Band, ...] = ()  # the years whose value protects students

    @cached_property
    def all(self) -> tuple[Mark, ...]:
        """The targets last, so that they are drawn on top."""
        return self.beside + self.found + self.targets

    @property
    def is_enough(self) -> bool:
        """A single value is no chart, and neither is a target alone."""
        return bool(self.found) and len(self.all) + len(self.ranges) > 1

    @cached_property
    def ends(self) -> set[Decimal]:
        return {end for band in self.ranges for end in (band.low, band.high)}

    @cached_property
    def values(self) -> list[Decimal]:
        drawn = [*self.all, *self.progress.line]
        return [*(mark.value for mark in drawn), *self.ends]

    @cached_property
    def needed(self) -> list[Mark]:
        first = [mark for mark in self.beside + self.found if mark.kind == "baseline"]
        since = [mark for mark in self.found if mark.kind != "baseline"]
        return [*self.targets[-1:], *since[-1:], *first]

    @cached_property
    def lines(self) -> list[tuple[Mark, Mark]]:
        return [pair for pair in pairwise(self.found) if self._joined(*pair) == "line"]

    @cached_property
    def gaps(self) -> list[tuple[Mark, Mark]]:
        return [pair for pair in pairwise(self.found) if self._joined(*pair) == "gap"]

    def _joined(self, one: Mark, next_one: Mark) -> str:
        if any(one.year < year <= next_one.year for year in self.breaks):
            return ""
        return "line" if next_one.year == one.year + 1 else "gap"


def marks_of(
    progress: Progress,
    results: Sequence[Report],
    targets: Sequence[Point],
    **bands: tuple[Band, ...],
) -> Marks:
    """``bands`` are the ranges and the hidden years."""
    rows = sorted(results, key=lambda row: row.year)
    found = {row.year: _mark(row) for row in rows if row.is_usable}
    beside = ()
    if start := progress.baseline:
        first = Mark(start.year, start.value, "baseline")
        same_year = found.get(start.year)
        # A result that repeats the baseline, which is already rounded, is no other.
        if same_year and round_to(same_year.value, progress.decimals) != start.value:
            beside = (first,)
        else:
            found[start.year] = first
    return Marks(
        progress,
        found=tuple(found[year] for year in sorted(found)),
        beside=beside,
        targets=tuple(
            Mark(point.year, point.value, "target")
            for point in sorted(targets, key=lambda point: point.year)
        ),
        breaks=tuple(row.year for row in rows if row.starts_new_series),
        **bands,
    )


def _mark(row: Report) -> Mark:
    is_provisional = row.state == State.PROVISIONAL
    return Mark(row.year, row.value, "provisional" if is_provisional else "result")


@dataclass(frozen=True)
class Plot:
    left: float
    right: float
    top: float
    bottom: float
    years: tuple[int, int]  # the first and the last one
    values: Sequence[Decimal]  # the lowest is at the bottom, the highest at the top
    room: float = 0  # on both sides of the first and the last year

    def x(self, year: float) -> float:
        """A single year is in the middle."""
        first, last = self.years
        if first == last:
            return (self.left + self.right) / 2
        share = (year - first) / (last - first)
        return self.left + share * (self.right - self.left)

    def sides(self, band: Band) -> tuple[float, float]:
        """From half a year before the first to half a year after the last."""
        left, right = self.left - self.room, self.right + self.room
        if self.years[0] == self.years[1]:
            return left, right
        ends = self.x(band.first_year - 0.5), self.x(band.last_year + 0.5)
        return max(left, ends[0]), min(right, ends[1])

    def y(self, value: Decimal) -> float:
        """Where all values are equal, they are in the middle."""
        low, high = min(self.values), max(self.values)
        if low == high:
            return (self.top + self.bottom) / 2
        share = float((value - low) / (high - low))
        return self.bottom - share * (self.bottom - self.top)


def ticks(
    values: Sequence[Decimal],
    most: int,
    ceiling: Decimal | None = None,
    ends: Collection[Decimal] = (),
) -> list[Decimal]:
    """
    Round values, evenly apart: at most ``most`` steps, two if it is less; no finer than
    the values themselves, so that there is no half school; one more beyond the ends of
    a range. The ceiling limits only what is added: data are never cut off.
    """
    if not values:
        return []
    most, grain = max(most, 2), _grain(values)
    low, high = min(values), max(values)
    if low == high:
        low, high = _with_room(low, max(abs(low) / 10, grain), ceiling)
    powers = count(max(((high - low) / most).adjusted(), grain.adjusted()))
    for step in (Decimal(n).scaleb(power) for power in powers for n in STEPS):
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first <= most:
            break
    first -= first * step in ends and first != 0
    last += last * step in ends and last * step != ceiling
    return [step * (first + i) for i in range(int(last - first) + 1)]


def _grain(values: Sequence[Decimal]) -> Decimal:
    """The finest difference that the values are written with; 1 for whole numbers."""
    places = max(-value.normalize().as_tuple().exponent for value in values)
    return Decimal(1).scaleb(-max(places, 0))


def _with_room(
    value: Decimal, room: Decimal, ceiling: Decimal | None
) -> tuple[Decimal, Decimal]:
    # A value that is not below zero gives no reason to show what lies below it.
    below = max(value - room, Decimal(0)) if value >= 0 else value - room
    above = value + room if ceiling is None else min(value + room, max(value, ceiling))
    return below, above
