"""Which result of a series a status stands on, or why none does."""

from collections.abc import Callable, Sequence

from pillars.enums import Reason, State

from .suppression import HIDDEN
from .values import Report

# The states without a usable value that give a reason.
REASONS = {
    **dict.fromkeys(HIDDEN, Reason.HIDDEN),
    State.NOT_COMPARABLE: Reason.NOT_COMPARABLE,
}


def reason_without_result(rows: Sequence[Report], due: int | None) -> Reason | None:
    """Why no result decides: the last target's year, or all years, have a reason."""
    reasons = [row for row in rows if row.state in REASONS]
    if any(row.is_usable for row in rows):
        reasons = [row for row in reasons if row.year == due]
    elif not reasons:
        return Reason.NOTHING_REPORTED
    return REASONS[reasons[-1].state] if reasons else None


def deciding_result(
    rows: Sequence[Report], due: int | None, reaches: Callable[[Report], bool]
) -> Report | None:
    """
    The latest result; from the last target's year on, that year's own.

    Where it has none, what was reached before stays; else the first after it decides.
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


def is_across_a_break(
    rows: Sequence[Report], baseline: Report | None, result: Report
) -> bool:
    """
    Whether a new series began between the baseline and a result.

    Targets count as set in the baseline's series; without one, every break counts.
    """
    first = baseline.year if baseline else 0
    return any(
        row.starts_new_series and first < row.year <= result.year for row in rows
    )
