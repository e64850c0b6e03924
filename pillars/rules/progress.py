"""
Progress: what the numbers of a measure say about it, and why.

A measure is held to its pace: a straight line leads from the baseline through the
targets, and the latest result is compared with where that line stands in its year.
Covering 95 % of the way that the plan asks by then is on track, 60 % is close, less is
behind. In the last target's year its own result decides whether that target is met.
Where the numbers do not bear a status, none is given, and the reason is said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pillars.enums import Direction, Reason, State, Status, TargetKind

from .deciding_result import (
    WHY_SILENT,
    deciding,
    is_across_a_break,
    silence,
    years_late,
)
from .target_errors import SIGNS, errors
from .values import (
    CHANGES,
    LEVELS,
    Aim,
    Point,
    Report,
    as_decimal,
    as_start,
    ends_in,
    lacks_number,
    path_through,
    rounded,
    value_on,
    work_out,
)

# Statistics Canada's published cut-offs for progress toward a target, applied to pace.
ON_TRACK_FROM = Decimal("0.95")
CLOSE_FROM = Decimal("0.60")

UNJUDGED = {TargetKind.NONE, TargetKind.DIRECTION_ONLY}


@dataclass(frozen=True)
class Progress:
    """
    A status with all the numbers that it rests on, so that a page can say why.

    Results and targets are as entered; the baseline, and what was expected, are rounded
    to the measure's decimals. A related figure has no status at all.
    """

    status: Status | None
    missing: tuple[Reason, ...] = ()
    baseline: Point | None = None
    latest: Point | None = None  # the one that decides
    now: Point | None = None  # a later one, which changes nothing
    years_late: int = 0  # of ``now``, if it is the first to reach a missed target
    silent: tuple[int, State] | None = None  # the last row, if it has no value
    due: int | None = None  # the last target's year
    goals: tuple[Point, ...] = ()
    path: tuple[Point, ...] = ()
    decimals: int = 0
    expected: Decimal | None = None
    pace: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    distance: Decimal | None = None

    @property
    def reason(self) -> Reason | None:
        """The first of what is missing, which is why nothing can be said."""
        return self.missing[0] if self.missing else None

    @property
    def target(self) -> Point | None:
        """The last target, as a value of the measure."""
        return self.goals[-1] if self.goals else None

    @property
    def asked(self) -> list[Decimal]:
        """Every number that a result is held against in the end."""
        ends = [end for end in (self.low, self.high) if end is not None]
        return [goal.value for goal in self.goals] + ends

    @property
    def stands_in(self) -> bool:
        """Whether another year's result decides, as the target's own year has none."""
        if self.missing or self.due is None or self.latest.year == self.due:
            return False
        return self.latest.year > self.due or self.now is not None

    def expected_in(self, year: int) -> Decimal | None:
        """Where the line stands in a year, as it is shown; nowhere outside its ends."""
        if not self.path or not self.path[0].year < year <= self.path[-1].year:
            return None
        if year == self.path[-1].year:
            return self.path[-1].value
        return rounded(as_decimal(value_on(self.path, year)), self.decimals)


def judge(
    *,
    kind: TargetKind,
    direction: Direction,
    decimals: int,
    baseline: Report | None,
    targets: Sequence[Aim],
    results: Sequence[Report],
) -> Progress:
    """The progress of one measure, or of one student group in it."""
    kind, direction = TargetKind(kind), Direction(direction)
    return _Case(kind, direction, decimals, baseline, targets, results).progress()


def least_favourable(progresses: Iterable[Progress]) -> Progress:
    """
    What is said of a measure that the plan states only by student group.

    That of its least favourable group, the first of equals. It cannot be said if one
    group's cannot, or if there is no group at all: numbers must bear a status.
    """
    groups = list(progresses) or [
        Progress(Status.CANNOT_SAY, (Reason.NOTHING_REPORTED,))
    ]
    # The groups of a related figure have no status, and so all compare as equals.
    return min(groups, key=lambda group: group.status.rank if group.status else 0)


def tally(statuses: Iterable[Status | None]) -> dict[Status, int]:
    """How many there are of each status, in their order; related figures left out."""
    counts = Counter(statuses)
    return {status: counts[status] for status in Status if counts[status]}


class _Case:
    """A series on its way to a status."""

    def __init__(self, kind, direction, decimals, baseline, targets, results):
        self.sign = SIGNS.get(direction, 0)
        # A level whose direction is "within" lacks the two ends.
        within = kind in LEVELS | CHANGES and not self.sign
        self.kind = TargetKind.RANGE if within else kind
        self.decimals, self.baseline = decimals, baseline
        self.start = as_start(baseline, decimals)
        self.faults = errors(kind, direction, decimals, baseline, targets)
        self.aims = sorted(targets, key=lambda aim: aim.year)
        self.due = self.aims[-1].year if self.aims and kind not in UNJUDGED else None
        goals = work_out(self.kind, self.aims, self.start, decimals)
        self.goals = () if self.faults else goals
        rows = sorted(results, key=lambda row: row.year)
        self.rows = [row for row in rows if row.year >= self._first_year()]
        self.silence = silence(self.rows, self.due)
        self.found = deciding(self.rows, self.due, self._reaches)
        judged = not self.silence and kind is not TargetKind.YES_NO
        if judged and is_across_a_break(self.rows, baseline, self.found):
            self.silence = Reason.NOT_COMPARABLE

    def _first_year(self) -> int:
        """From when on a result tells what has become of the baseline."""
        if self.baseline is None or self.kind in UNJUDGED | {TargetKind.YES_NO}:
            return 0
        return self.baseline.year + (self.kind is not TargetKind.RANGE)

    def _reaches(self, row: Report) -> bool:
        """Whether a result is all that the plan asks in the end, as it was entered."""
        if self.kind is TargetKind.YES_NO:
            return row.value >= 1
        return bool(self.goals) and self.sign * (row.value - self.goals[-1].value) >= 0

    def progress(self) -> Progress:
        told, missing = self._told(), tuple(dict.fromkeys(self._lacking()))
        if self.kind is TargetKind.NONE:
            return told
        if missing:
            return replace(told, status=Status.CANNOT_SAY, missing=missing)
        if self.kind is TargetKind.RANGE:
            value = told.latest.value
            distance = max(told.low - value, value - told.high, Decimal(0))
            status = Status.OUTSIDE_RANGE if distance else Status.WITHIN_RANGE
            return replace(told, status=status, distance=distance)
        if self.kind is TargetKind.YES_NO:
            status = self._settled(Status.DONE, Status.NOT_DONE)
            return replace(told, status=status or Status.NOT_DONE_YET)
        return self._paced(told)

    def _told(self) -> Progress:
        """All but what comes of it."""
        year = self.found.year if self.found else 0
        later = [row for row in self.rows if row.is_usable and row.year > year]
        silent = [(row.year, State(row.state)) for row in self.rows[-1:]]
        ends = ends_in(self.kind, self.aims, year or self.due or 0)
        return Progress(
            None,
            baseline=self.start,
            latest=self.found and Point(year, self.found.value),
            now=Point(later[-1].year, later[-1].value) if later else None,
            years_late=years_late(self.found, later, self.due, self._reaches),
            silent=next((one for one in silent if not one[1].is_usable), None),
            due=self.due,
            goals=self.goals,
            path=path_through(self.start, self.goals, self.sign, self.decimals),
            decimals=self.decimals,
            low=ends.low,
            high=ends.high,
        )

    def _lacking(self) -> Iterator[Reason]:
        """What keeps a status from being given, in order."""
        hidden = self.baseline and WHY_SILENT.get(self.baseline.state) is Reason.HIDDEN
        no_start = Reason.HIDDEN if hidden else Reason.NO_BASELINE
        if lacks_number(self.kind, self.aims):
            yield Reason.NO_NUMBER
        if self.faults:
            yield Reason.TARGET_ERROR
        if self.kind in CHANGES and not self.start:
            yield no_start
        elif self.kind is TargetKind.CHANGE_BY_PERCENT and self.start.value <= 0:
            yield Reason.BASELINE_NOT_ABOVE_ZERO
        if self.silence:
            yield self.silence
        said = self.goals and not self.silence and self._settled()
        if self.kind in LEVELS and not self.start and not said:
            yield no_start

    def _settled(self, reached=Status.MET, missed=Status.MISSED) -> Status | None:
        """What a target says by itself, without a baseline; else it is under way."""
        if self._reaches(self.found):
            return reached
        return missed if self.found.year >= self.due else None

    def _paced(self, told: Progress) -> Progress:
        expected = told.expected_in(told.latest.year)
        asked = 0 if expected is None else self.sign * (expected - self.start.value)
        value = rounded(told.latest.value, self.decimals)
        gained = self.sign * (value - self.start.value) if self.start else 0
        pace = Fraction(gained) / Fraction(asked) if asked > 0 else None
        status = self._settled() or _pace_status(gained, pace)
        if pace is None:
            return replace(told, status=status)
        return replace(told, status=status, expected=expected, pace=as_decimal(pace))


def _pace_status(gained: Decimal, pace: Fraction | None) -> Status:
    # Both values are rounded alike: where they differ, it is by a whole last decimal.
    if gained < 0:
        return Status.MOVING_AWAY
    # Without a pace, the line does not leave the baseline: nothing is asked so far.
    if pace is None or pace >= Fraction(ON_TRACK_FROM):
        return Status.ON_TRACK
    return Status.CLOSE if pace >= Fraction(CLOSE_FROM) else Status.BEHIND
