"""
A measure's status, and why. A straight line leads from the baseline through the
targets; covering 95% of the way that it asks by the latest result's year is on
track, 60% is close, less is behind. In the last target's year its own result decides
whether that target is met.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from pillars.enums import Direction, Reason, State, Status, TargetKind

from .suppression import HIDDEN
from .target_errors import SIGNS
from .target_errors import errors as target_errors
from .values import (
    CHANGES,
    LEVELS,
    Aim,
    Point,
    Report,
    as_start,
    deciding_result,
    ends_in,
    is_across_a_break,
    lacks_number,
    levels_of,
    new_series_year,
    path_through,
    reason_without_result,
    round_to,
    value_on,
    years_late,
)

# Statistics Canada's published cut-offs for progress toward a target, applied to pace.
ON_TRACK_FROM = Decimal("0.95")
CLOSE_FROM = Decimal("0.60")

UNJUDGED = {
    TargetKind.NONE,
    TargetKind.DIRECTION_ONLY,
    TargetKind.POINTS_OR_PERCENT,
}


@dataclass(frozen=True)
class Progress:
    """
    Results and targets are as entered; the baseline, and what was expected, are rounded
    to the measure's decimals. A related figure has no status at all.
    """

    status: Status | None
    reason: Reason | None = None
    baseline: Point | None = None
    latest: Point | None = None  # the one that decides
    now: Point | None = None  # a later one, which changes nothing
    years_late: int = 0  # of ``now``, if it is the first to reach a missed target
    last_without_value: tuple[int, State] | None = None
    due: int | None = None  # the last target's year
    goals: tuple[Point, ...] = ()
    path: tuple[Point, ...] = ()
    new_series: int | None = None  # the year from which on nothing is compared
    decimals: int = 0
    expected: Decimal | None = None
    # How far the deciding result is from the baseline, the better way, and how far it
    # needed to be: at the line, or in the end at the last target.
    gained: Decimal | None = None
    needed: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    distance: Decimal | None = None

    @property
    def rank(self) -> int:
        """
        Of several series of one measure the lowest, the first of equals, speaks for it:
        there is no status if one group has none.
        """
        # The groups of a related figure have no status, and so all are equals.
        return self.status.rank if self.status else 0

    @property
    def target(self) -> Point | None:
        return self.goals[-1] if self.goals else None

    @property
    def way(self) -> int | None:
        """The percent of the way that was covered: cut, so that 94.9 is 94."""
        if self.needed is None or self.gained < 0:
            return None
        return floor(100 * Fraction(self.gained) / Fraction(self.needed))

    @property
    def goal_numbers(self) -> list[Decimal]:
        ends = [end for end in (self.low, self.high) if end is not None]
        return [goal.value for goal in self.goals] + ends

    @property
    def is_decided_by_another_year(self) -> bool:
        if self.reason or self.due is None or self.latest.year == self.due:
            return False
        return self.latest.year > self.due or self.now is not None

    @property
    def line(self) -> tuple[Point, ...]:
        """The path as far as results are compared with it: to the last year's value."""
        last = self.new_series - 1 if self.new_series else None
        if not self.path or last is None or last >= self.path[-1].year:
            return self.path
        before = [point for point in self.path if point.year < last]
        return (*before, Point(last, self._on_path(last))) if before else ()

    def _on_path(self, year: int) -> Decimal:
        exact = value_on(self.path, year)
        return Decimal(exact.numerator) / exact.denominator

    def expected_in(self, year: int) -> Decimal | None:
        """As it is shown; nowhere outside the ends of the line."""
        if not self.line or not self.line[0].year < year <= self.line[-1].year:
            return None
        if year == self.path[-1].year:
            return self.path[-1].value
        return round_to(self._on_path(year), self.decimals)


def judge(
    *,
    kind: TargetKind,
    direction: Direction,
    decimals: int,
    baseline: Report | None,
    targets: Sequence[Aim],
    results: Sequence[Report],
) -> Progress:
    kind, direction = TargetKind(kind), Direction(direction)
    return _Case(kind, direction, decimals, baseline, targets, results).progress()


class _Case:
    def __init__(self, kind, direction, decimals, baseline, targets, results):
        self.sign = SIGNS.get(direction, 0)
        # A level whose direction is "within" lacks the two ends.
        within = kind in LEVELS | CHANGES and not self.sign
        self.kind = TargetKind.RANGE if within else kind
        self.decimals, self.baseline = decimals, baseline
        self.start = as_start(baseline, decimals)
        self.errors = target_errors(kind, direction, decimals, baseline, targets)
        self.aims = sorted(targets, key=lambda aim: aim.year)
        self.due = self.aims[-1].year if self.aims and kind not in UNJUDGED else None
        goals = levels_of(self.kind, self.aims, self.start, decimals)
        self.goals = () if self.errors else goals
        rows = sorted(results, key=lambda row: row.year)
        self.rows = [row for row in rows if row.year >= self._first_year()]
        self.no_result = reason_without_result(self.rows, self.due)
        self.result = deciding_result(self.rows, self.due, self._reaches)
        is_compared = not self.no_result and kind is not TargetKind.YES_NO
        if is_compared and is_across_a_break(self.rows, baseline, self.result):
            self.no_result = Reason.NOT_COMPARABLE

    def _first_year(self) -> int:
        """From when on a result says what has become of the baseline."""
        if self.baseline is None or self.kind is TargetKind.YES_NO:
            return 0
        return self.baseline.year + (self.kind is not TargetKind.RANGE)

    def _reaches(self, row: Report) -> bool:
        """Whether a result, as it was entered, is all that the plan asks in the end."""
        if self.kind is TargetKind.YES_NO:
            return row.value >= 1
        return bool(self.goals) and self.sign * (row.value - self.goals[-1].value) >= 0

    def progress(self) -> Progress:
        numbers = self._numbers()
        if self.kind is TargetKind.NONE:
            return numbers
        if reason := next(self._reasons(), None):
            return replace(numbers, status=Status.CANNOT_SAY, reason=reason)
        if self.kind is TargetKind.RANGE:
            value = numbers.latest.value
            distance = max(numbers.low - value, value - numbers.high, Decimal(0))
            status = Status.OUTSIDE_RANGE if distance else Status.WITHIN_RANGE
            return replace(numbers, status=status, distance=distance)
        if self.kind is TargetKind.YES_NO:
            status = self._final_status(Status.DONE, Status.NOT_DONE)
            return replace(numbers, status=status or Status.NOT_DONE_YET)
        return self._by_pace(numbers)

    def _numbers(self) -> Progress:
        """All but the status."""
        year = self.result.year if self.result else 0
        later = [row for row in self.rows if row.is_usable and row.year > year]
        come = [row for row in self.rows if row.state != State.NOT_DUE]
        last = [(row.year, State(row.state)) for row in come[-1:]]
        ends = ends_in(self.kind, self.aims, year or self.due or 0)
        return Progress(
            None,
            baseline=self.start,
            latest=self.result and Point(year, self.result.value),
            now=Point(later[-1].year, later[-1].value) if later else None,
            years_late=years_late(self.result, later, self.due, self._reaches),
            last_without_value=next((it for it in last if not it[1].is_usable), None),
            due=self.due,
            goals=self.goals,
            path=path_through(self.start, self.goals, self.sign, self.decimals),
            new_series=new_series_year(self.rows, self.baseline),
            decimals=self.decimals,
            low=ends.low,
            high=ends.high,
        )

    def _reasons(self) -> Iterator[Reason]:
        """Why there is no status: the first is the one that readers are given."""
        if self.kind is TargetKind.POINTS_OR_PERCENT and self.aims:
            yield Reason.TWO_WAYS
        if lacks_number(self.kind, self.aims):
            yield Reason.NO_NUMBER
        if self.errors:
            yield Reason.CONTRADICTION
        if self.kind in CHANGES and not self.start:
            is_by_percent = self.kind is TargetKind.CHANGE_BY_PERCENT
            yield self._without_start(Reason.PERCENT if is_by_percent else None)
        elif self.kind is TargetKind.CHANGE_BY_PERCENT and self.start.value <= 0:
            yield Reason.CONTRADICTION
        if self.no_result:
            yield self._without_result()
        is_final = self.goals and not self.no_result and self._final_status()
        if self.kind in LEVELS and not self.start and not is_final:
            yield self._without_start()

    def _without_start(self, unknown: Reason | None = None) -> Reason:
        if self.baseline and self.baseline.state in HIDDEN:
            return Reason.HIDDEN
        is_empty = self.no_result is Reason.FIRST_RESULT
        return unknown or (Reason.NO_START if is_empty else Reason.NO_BASELINE)

    def _without_result(self) -> Reason:
        if self.no_result is not Reason.FIRST_RESULT:
            return self.no_result
        if self.kind is TargetKind.YES_NO:
            return Reason.ACTION
        return self.no_result if self.start else self._without_start()

    def _final_status(self, reached=Status.MET, missed=Status.MISSED) -> Status | None:
        """What a target says by itself, without a baseline; None while under way."""
        if self._reaches(self.result):
            return reached
        return missed if self.result.year >= self.due else None

    def _by_pace(self, numbers: Progress) -> Progress:
        final = self._final_status()
        if not self.start:
            return replace(numbers, status=final)
        expected = numbers.expected_in(numbers.latest.year)
        value, asked = round_to(numbers.latest.value, self.decimals), expected
        if final:
            # Met and missed compare what was entered.
            value, asked = numbers.latest.value, numbers.target.value
        gained = self.sign * (value - self.start.value)
        # Where no pace is asked, there is no line.
        needed = 0 if asked is None else self.sign * (asked - self.start.value)
        return replace(
            numbers,
            status=final or _pace_status(gained, needed),
            expected=expected if needed > 0 else None,
            gained=gained,
            needed=needed if needed > 0 else None,
        )


def _pace_status(gained: Decimal, needed: Decimal) -> Status:
    # Both values are rounded alike: where they differ, it is by a whole last decimal.
    if gained < 0:
        return Status.MOVING_AWAY
    # Where the line does not leave the baseline, nothing is expected yet.
    if needed <= 0 or gained >= ON_TRACK_FROM * needed:
        return Status.ON_TRACK
    return Status.CLOSE if gained >= CLOSE_FROM * needed else Status.BEHIND
