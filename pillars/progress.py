"""
Progress: what the numbers of a measure say about it, and why.

A measure is held to its pace: a straight line leads from the baseline through the
targets, and the latest result is compared with where that line stands in its year.
Covering 95 % of the way that the plan asks by then is on track, 60 % is close, less is
behind. Where the numbers do not bear a status, none is given, and the reason is said.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .enums import Direction, Reason, State, Status, TargetKind
from .values import (
    CHANGES,
    LEVELS,
    Aim,
    Point,
    Report,
    as_decimal,
    as_start,
    is_across_a_break,
    lacks_number,
    latest_usable,
    path_through,
    rounded,
    value_on,
    work_out,
)

# Statistics Canada's published cut-offs for progress toward a target, applied to pace.
ON_TRACK_FROM = Decimal("0.95")
CLOSE_FROM = Decimal("0.60")


@dataclass(frozen=True)
class Progress:
    """
    A status with all the numbers that it rests on, so that a page can say why.

    All values are rounded to the measure's decimals, but ``expected`` and ``pace``,
    which are exact. A related figure has no status at all.
    """

    status: Status | None
    missing: tuple[Reason, ...] = ()
    baseline: Point | None = None
    latest: Point | None = None
    target: Point | None = None
    expected: Decimal | None = None
    pace: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    distance: Decimal | None = None
    path: tuple[Point, ...] = ()

    @property
    def reason(self) -> Reason | None:
        """The first of what is missing, which is why nothing can be said."""
        return self.missing[0] if self.missing else None

    def expected_in(self, year: int) -> Decimal | None:
        """Where the line stands in a year after the baseline's; flat after its end."""
        if not self.path or year <= self.path[0].year:
            return None
        return as_decimal(value_on(self.path, year))


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
    start = as_start(baseline, decimals)
    aims = sorted(targets, key=lambda aim: aim.year)
    rows = sorted(results, key=lambda row: row.year)
    if kind is TargetKind.NONE:
        return Progress(None, baseline=start, latest=latest_usable(rows, decimals))
    if kind is TargetKind.DIRECTION_ONLY:
        latest = latest_usable(rows, decimals)
        missing = (Reason.NO_NUMBER, *_why_no_value(rows, latest))
        return Progress(Status.CANNOT_SAY, missing, start, latest)
    if kind is TargetKind.YES_NO:
        return _judge_deed(start, aims, rows)
    # A level whose direction is "within" goes this way too: it lacks the two ends.
    if kind is TargetKind.RANGE or direction is Direction.WITHIN:
        return _judge_range(decimals, start, aims, rows)
    sign = 1 if direction is Direction.UP else -1
    return _judge_pace(kind, sign, decimals, start, aims, rows)


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


def _judge_pace(kind, sign, decimals, start, aims, rows) -> Progress:
    # Only what came after the baseline can tell what has become of it.
    rows = [row for row in rows if start is None or row.year > start.year]
    latest = latest_usable(rows, decimals)
    goals = work_out(kind, aims, start, decimals)
    target = goals[-1] if goals else None
    missing = _lacking(kind, aims, start, rows, latest)
    settled = _settled(sign, latest, target) if target and not missing else None
    if settled is None or kind in CHANGES:
        missing += _why_no_pace(kind, start, target)
    path = path_through(start, goals)
    numbers = {"baseline": start, "latest": latest, "target": target, "path": path}
    if missing:
        return Progress(Status.CANNOT_SAY, tuple(missing), **numbers)
    if not path:
        return Progress(settled, **numbers)
    expected = value_on(path, latest.year)
    gained = sign * (Fraction(latest.value) - Fraction(start.value))
    asked = sign * (expected - Fraction(start.value))
    pace = gained / asked if asked > 0 else None
    return Progress(
        settled or _pace_status(gained, pace),
        **numbers,
        expected=as_decimal(expected),
        pace=None if pace is None else as_decimal(pace),
    )


def _settled(sign: int, latest: Point, target: Point) -> Status | None:
    """Met or missed, which a level says without a baseline; else still under way."""
    if sign * (latest.value - target.value) >= 0:
        return Status.MET
    return Status.MISSED if latest.year >= target.year else None


def _pace_status(gained: Fraction, pace: Fraction | None) -> Status:
    # Both values are rounded alike: where they differ, it is by a whole last decimal.
    if gained < 0:
        return Status.MOVING_AWAY
    # Without a pace, the line has not left the baseline yet: nothing is asked so far.
    if pace is None or pace >= Fraction(ON_TRACK_FROM):
        return Status.ON_TRACK
    return Status.CLOSE if pace >= Fraction(CLOSE_FROM) else Status.BEHIND


def _judge_range(decimals, start, aims, rows) -> Progress:
    latest = latest_usable(rows, decimals)
    ahead = [aim for aim in aims if latest and aim.year >= latest.year]
    aim = next(iter(ahead or aims[-1:]), Aim(year=0))
    low, high = rounded(aim.low, decimals), rounded(aim.high, decimals)
    missing = _lacking(TargetKind.RANGE, [aim], start, rows, latest)
    numbers = {"baseline": start, "latest": latest, "low": low, "high": high}
    if missing:
        return Progress(Status.CANNOT_SAY, tuple(missing), **numbers)
    distance = max(low - latest.value, latest.value - high, Decimal(0))
    status = Status.OUTSIDE_RANGE if distance else Status.WITHIN_RANGE
    return Progress(status, **numbers, distance=distance)


def _judge_deed(start, aims, rows) -> Progress:
    """A deed's value is 1 when it is done; what is done late was not done in time."""
    latest = latest_usable(rows)
    due = aims[-1].year if aims else None
    target = Point(due, Decimal(1)) if aims else None
    missing = [] if aims else [Reason.NO_NUMBER]
    missing += _why_no_value(rows, latest)
    numbers = {"baseline": start, "latest": latest, "target": target}
    if missing:
        return Progress(Status.CANNOT_SAY, tuple(missing), **numbers)
    in_time = latest_usable([row for row in rows if row.year <= due])
    if in_time and min(in_time.value, latest.value) >= 1:
        return Progress(Status.DONE, **numbers)
    late = latest.year >= due
    return Progress(Status.NOT_DONE if late else Status.NOT_DONE_YET, **numbers)


def _lacking(kind, aims, start, rows, latest) -> list[Reason]:
    """What is missing before a value may be held against a target, in order."""
    missing = [Reason.NO_NUMBER] if lacks_number(kind, aims) else []
    if kind in CHANGES and start is None:
        return [*missing, Reason.NO_BASELINE, *_why_no_value(rows, latest)]
    missing += _why_no_value(rows, latest)
    if latest and is_across_a_break(rows, start, latest):
        missing += [Reason.NOT_COMPARABLE]
    return missing


def _why_no_value(rows: Sequence[Report], latest: Point | None) -> list[Reason]:
    if latest:
        return []
    # That the next result is not due yet says nothing about the one before it.
    told = [State(row.state) for row in rows if row.state != State.NOT_DUE]
    if told and told[-1] in {State.SUPPRESSED, State.NOT_COMPARABLE}:
        return [Reason[told[-1].name]]
    return [Reason.NOTHING_REPORTED]


def _why_no_pace(kind, start: Point | None, target: Point | None) -> list[Reason]:
    if start is None:
        return [Reason.NO_BASELINE] if kind in LEVELS else []
    if kind is TargetKind.CHANGE_BY_PERCENT and start.value <= 0:
        return [Reason.BASELINE_NOT_ABOVE_ZERO]
    if target and target.value == start.value:
        return [Reason.TARGET_IS_BASELINE]
    return []
