"""A measure's values over the years: the line through its targets, what decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from pillars.enums import Direction, Reason, State, TargetKind

from .suppression import HIDDEN

# A level says by itself when it is met; only its pace needs a baseline.
LEVELS = frozenset({TargetKind.REACH, TargetKind.AT_LEAST, TargetKind.AT_MOST})
BY_CHANGE = frozenset({TargetKind.CHANGE_BY_PERCENT, TargetKind.CHANGE_BY_POINTS})
CHANGES = BY_CHANGE | {TargetKind.EACH_YEAR}

# The states without a usable value that give a reason.
REASONS = {
    **dict.fromkeys(HIDDEN, Reason.HIDDEN),
    State.NOT_COMPARABLE: Reason.NOT_COMPARABLE,
}

SIGNS = {Direction.UP: 1, Direction.DOWN: -1}

# Wide enough for any column of the database, so that rounding cannot fail.
WIDE = Context(prec=60)


@dataclass(frozen=True)
class Point:
    year: int
    value: Decimal


@dataclass(frozen=True)
class Report:
    """A baseline or a result as it was entered."""

    year: int
    state: State
    value: Decimal | None
    starts_new_series: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether a status may rest on it; a hidden true value never counts."""
        return State(self.state).is_usable and is_number(self.value)


@dataclass(frozen=True)
class Aim:
    year: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    def numbers(self, kind: TargetKind) -> tuple[Decimal, ...]:
        """One, both ends of a range, or none."""
        if kind == TargetKind.RANGE:
            both = is_number(self.low) and is_number(self.high)
            # No value lies between two ends in the wrong order.
            return (self.low, self.high) if both and self.low <= self.high else ()
        in_numbers = kind in LEVELS | CHANGES and is_number(self.value)
        return (self.value,) if in_numbers else ()


@dataclass(frozen=True)
class Facts:
    """All that is known of a series, as it was entered."""

    kind: TargetKind
    direction: Direction
    decimals: int
    baseline: Report | None
    targets: Sequence[Aim]
    results: Sequence[Report] = ()

    @property
    def sign(self) -> int:
        """0 where neither more nor less is better."""
        return SIGNS.get(self.direction, 0)

    @property
    def aims(self) -> list[Aim]:
        return sorted(self.targets, key=lambda aim: aim.year)

    @property
    def rows(self) -> list[Report]:
        return sorted(self.results, key=lambda row: row.year)

    @cached_property
    def start(self) -> Point | None:
        if self.baseline is None or not self.baseline.is_usable:
            return None
        shown = min(self.decimals, decimals_of(self.baseline.value))
        return Point(self.baseline.year, round_to(self.baseline.value, shown))

    @property
    def levels(self) -> tuple[Point, ...]:
        """What the targets come to; nothing if a number lacks that is needed."""
        if lacks_number(self.kind, self.aims):
            return ()
        levels = [
            (aim.year, self.level_of(number))
            for aim in self.aims
            for number in aim.numbers(self.kind)
        ]
        return tuple(Point(year, level) for year, level in levels if level is not None)

    def level_of(self, number: Decimal) -> Decimal | None:
        if self.kind not in BY_CHANGE:
            return number
        by_percent, start = self.kind == TargetKind.CHANGE_BY_PERCENT, self.start
        if start is None or (by_percent and start.value <= 0):
            return None
        if not by_percent:
            return as_planned(start.value + number)
        # Rounded away from the baseline: 10% more than 31 people are 35, not 34.
        change = WIDE.multiply(start.value, number).scaleb(-2, context=WIDE)
        change = change.quantize(_step(self.decimals), ROUND_UP, context=WIDE)
        return as_planned(start.value + change)


def lacks_number(kind: TargetKind, aims: Sequence[Aim]) -> bool:
    # An early target may be in words; the last says what is met.
    needed = aims if kind == TargetKind.EACH_YEAR else aims[-1:]
    deed = kind == TargetKind.YES_NO
    return not aims or not (deed or all(aim.numbers(kind) for aim in needed))


def path_through(
    start: Point | None, goals: tuple[Point, ...], sign: int, decimals: int
) -> tuple[Point, ...]:
    """The line from the baseline to the targets, if they ask for more."""
    if not start or not goals:
        return ()
    rise = sign * (round_to(goals[-1].value, decimals) - start.value)
    return (start, *goals) if rise > 0 else ()


def ends_in(kind: TargetKind, aims: Sequence[Aim], year: int) -> Aim:
    """The range for a year: the first that is dated so late, or the last."""
    is_range = kind == TargetKind.RANGE
    ranges = [aim for aim in aims if is_range and aim.numbers(kind)]
    ahead = [aim for aim in ranges if aim.year >= year]
    return next(iter(ahead or ranges[-1:]), Aim(year))


def value_on(path: Sequence[Point], year: int) -> Fraction:
    """Exact; flat after the last point."""
    for before, after in pairwise(path):
        if year <= after.year:
            share = Fraction(year - before.year, after.year - before.year)
            rise = Fraction(after.value) - Fraction(before.value)
            return Fraction(before.value) + share * rise
    return Fraction(path[-1].value)


def round_to(value: Decimal, decimals: int) -> Decimal:
    """Halves are rounded away from zero, as people round."""
    return value.quantize(_step(decimals), ROUND_HALF_UP, context=WIDE)


def as_planned(value: Decimal) -> Decimal:
    """As plans write a target, without decimals that say nothing: 93."""
    is_whole = is_number(value) and value == value.to_integral_value()
    return round_to(value, 0) if is_whole else value


def with_decimals(value: Decimal, decimals: int) -> Decimal:
    """With all its digits, and zeros up to so many decimals, to be shown with."""
    if not is_number(value):
        return value
    return round_to(value, max(decimals, decimals_of(value.normalize())))


def decimals_of(value: Decimal) -> int:
    """Those that it is written with, zeros included."""
    return max(0, -value.as_tuple().exponent)


def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def is_number(value: Decimal | None) -> bool:
    return value is not None and value.is_finite()


def reason_without_result(rows: Sequence[Report], due: int | None) -> Reason | None:
    """Why no result decides: the last target's year, or all years, have a reason."""
    reasons = [row for row in rows if row.state in REASONS]
    if any(row.is_usable for row in rows):
        reasons = [row for row in reasons if row.year == due]
    elif not reasons:
        return Reason.FIRST_RESULT
    return REASONS[reasons[-1].state] if reasons else None


def deciding_result(
    rows: Sequence[Report], due: int | None, reaches: Callable[[Report], bool]
) -> Report | None:
    """
    The latest result; from the last target's year on, that year's own. Where it has
    none, what was reached before stays; else the first after it decides.
    """
    usable = [row for row in rows if row.is_usable]
    if not usable or due is None or reason_without_result(rows, due):
        return usable[-1] if usable else None
    before = [row for row in usable if row.year < due]
    since = [row for row in usable if row.year >= due]
    if before and (not since or (since[0].year > due and reaches(before[-1]))):
        return before[-1]
    return since[0]


def years_late(
    result: Report | None,
    later: Sequence[Report],
    due: int | None,
    reaches: Callable[[Report], bool],
) -> int:
    """How late the last result is, if it is the first to reach a missed target."""
    reached = [row for row in later if reaches(row)]
    if not reached or reaches(result) or reached[0] is not later[-1]:
        return 0
    return reached[0].year - due


def new_series_year(rows: Sequence[Report], baseline: Report | None) -> int | None:
    """
    From when on nothing is compared with the baseline. Targets count as set in its
    series; without one, every break counts.
    """
    first = baseline.year if baseline else 0
    years = (row.year for row in rows if row.starts_new_series)
    return min((year for year in years if year > first), default=None)


def is_across_a_break(
    rows: Sequence[Report], baseline: Report | None, result: Report
) -> bool:
    first = new_series_year(rows, baseline)
    return first is not None and first <= result.year
