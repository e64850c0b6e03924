"""
A measure's status, and why. A straight line leads from the baseline through the
targets; covering 95% of the way that it asks by the latest result's year is on
track, 60% is close, less is behind. In the last target's year its own result decides
whether that target is met.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pillars.enums import Reason, State, Status, TargetKind

from .progress import Progress
from .suppression import HIDDEN
from .target_errors import errors as target_errors
from .values import (
    CHANGES,
    LEVELS,
    Facts,
    Point,
    Report,
    deciding_result,
    ends_in,
    is_across_a_break,
    lacks_number,
    new_series_year,
    path_through,
    reason_without_result,
    round_to,
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


def judge(facts: Facts) -> Progress:
    return _Case(facts).progress()


class _Case:
    def __init__(self, facts: Facts):
        self.kind, self.decimals = TargetKind(facts.kind), facts.decimals
        self.sign, self.aims = facts.sign, facts.aims
        self.baseline, self.start = facts.baseline, facts.start
        # A level whose direction is "within" lacks the two ends.
        if self.kind in LEVELS | CHANGES and not self.sign:
            self.kind = TargetKind.RANGE
        is_judged = self.aims and self.kind not in UNJUDGED
        self.due = self.aims[-1].year if is_judged else None
        self.errors = target_errors(facts)
        has_no_level = self.errors or self.kind is TargetKind.RANGE
        self.goals = () if has_no_level else facts.levels
        self.rows = [row for row in facts.rows if row.year >= self._first_year()]
        self.no_result = reason_without_result(self.rows, self.due)
        self.result = deciding_result(self.rows, self.due, self._reaches)
        is_compared = not self.no_result and self.kind is not TargetKind.YES_NO
        if is_compared and is_across_a_break(self.rows, self.baseline, self.result):
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
