"""
Values: those of a measure over the years, and the line that its targets draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction
from itertools import pairwise

from .enums import State, TargetKind

# A level says by itself when it is met; only its pace needs a baseline.
LEVELS = frozenset({TargetKind.REACH, TargetKind.AT_LEAST, TargetKind.AT_MOST})
BY_CHANGE = frozenset({TargetKind.CHANGE_BY_PERCENT, TargetKind.CHANGE_BY_POINTS})
CHANGES = BY_CHANGE | {TargetKind.EACH_YEAR}

# Wide enough for any column of the database, so that rounding cannot fail.
WIDE = Context(prec=60)


@dataclass(frozen=True)
class Point:
    """A value in a school year."""

    year: int
    value: Decimal


@dataclass(frozen=True)
class Report:
    """A baseline or a result as it was entered: a state, and a value if it has one."""

    year: int
    state: State
    value: Decimal | None
    starts_new_series: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether a status may stand on it; a hidden true value never counts."""
        return State(self.state).is_usable and is_number(self.value)


@dataclass(frozen=True)
class Aim:
    """What the plan asks for a school year: a number, two ends of a range, or words."""

    year: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    def numbers(self, kind: TargetKind) -> tuple[Decimal, ...]:
        """What it asks in its kind's numbers: one, the ends of a range, or none."""
        paced = (self.value,) if kind in LEVELS | CHANGES else ()
        numbers = (self.low, self.high) if kind == TargetKind.RANGE else paced
        return tuple(number for number in numbers if is_number(number))


def lacks_number(kind: TargetKind, aims: Sequence[Aim]) -> bool:
    """Whether the targets are only words, or the one that decides is."""
    if not aims:
        return True
    if kind is TargetKind.RANGE:
        low, high = aims[-1].low, aims[-1].high
        # No value lies between two ends that are the wrong way round.
        return not (is_number(low) and is_number(high) and low <= high)
    # An early target may be in words; the last must not, for it says what is met.
    needed = aims if kind is TargetKind.EACH_YEAR else aims[-1:]
    return not all(is_number(aim.value) for aim in needed)


def is_across_a_break(
    rows: Sequence[Report], start: Point | None, latest: Point
) -> bool:
    """
    Whether a new series began between the baseline and the latest result.

    A target, a level or a range too, counts as set with the baseline and in its series.
    Without a baseline nothing says that it was set after a break, so each one counts.
    """
    if start is None:
        return any(row.starts_new_series and row.year <= latest.year for row in rows)
    first, last = sorted([start.year, latest.year])
    return any(row.starts_new_series and first < row.year <= last for row in rows)


def work_out(
    kind: TargetKind, aims: Sequence[Aim], start: Point | None, decimals: int
) -> tuple[Point, ...]:
    """The targets as values of the measure, as far as they can be worked out."""
    if lacks_number(kind, aims):
        return ()
    levels = [(aim, asked(kind, aim.value, start, decimals)) for aim in aims]
    return tuple(
        Point(aim.year, rounded(level, decimals))
        for aim, level in levels
        if level is not None
    )


def asked(
    kind: TargetKind, number: Decimal | None, start: Point | None, decimals: int
) -> Decimal | None:
    """A target's number as a value of the measure, if that can be worked out."""
    if not is_number(number) or kind not in BY_CHANGE:
        return number if is_number(number) else None
    if start is None or (kind == TargetKind.CHANGE_BY_PERCENT and start.value <= 0):
        return None
    if kind == TargetKind.CHANGE_BY_POINTS:
        return start.value + number
    # Away from the baseline: 10 % more than 31 people are 35, for 34 are too few.
    change = WIDE.multiply(start.value, number).scaleb(-2, context=WIDE)
    return start.value + change.quantize(_step(decimals), ROUND_UP, context=WIDE)


def path_through(start: Point | None, goals: Sequence[Point]) -> tuple[Point, ...]:
    """The line that the plan asks: the baseline and each target after it."""
    ahead = tuple(goal for goal in goals if start and goal.year > start.year)
    return (start, *ahead) if ahead else ()


def value_on(path: Sequence[Point], year: int) -> Fraction:
    """Where the line through the path stands, exactly; flat after its last point."""
    for before, after in pairwise(path):
        if year <= after.year:
            share = Fraction(year - before.year, after.year - before.year)
            rise = Fraction(after.value) - Fraction(before.value)
            return Fraction(before.value) + share * rise
    return Fraction(path[-1].value)


def latest_usable(rows: Sequence[Report], decimals: int | None = None) -> Point | None:
    """The last value that a status may stand on; the rows come in their order."""
    usable = [row for row in rows if row.is_usable]
    return as_point(usable[-1], decimals) if usable else None


def as_point(report: Report, decimals: int | None) -> Point:
    """A value with its year, rounded to so many decimals; not at all for a deed."""
    return Point(report.year, rounded(report.value, decimals))


def as_start(baseline: Report | None, decimals: int) -> Point | None:
    """Where a series begins, as it is shown; nowhere without a usable value."""
    usable = baseline and baseline.is_usable
    return as_point(baseline, decimals) if usable else None


def rounded(value: Decimal | None, decimals: int | None) -> Decimal | None:
    """A value as it is shown, halves rounded away from zero; no value stays none."""
    if not is_number(value):
        return None
    if decimals is None:
        return value
    return value.quantize(_step(decimals), ROUND_HALF_UP, context=WIDE)


def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def is_number(value: Decimal | None) -> bool:
    return value is not None and value.is_finite()


def as_decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
