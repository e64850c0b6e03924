"""Deciding: which result of a series a status stands on, or why none does."""

from collections.abc import Callable, Sequence

from pillars.enums import Reason, State

from .values import Report

# What a row without a usable value says, if more than that there is none.
WHY_SILENT = {
    State.SUPPRESSED: Reason.HIDDEN,
    State.WITHHELD: Reason.HIDDEN,
    State.NOT_COMPARABLE: Reason.NOT_COMPARABLE,
}


def silence(rows: Sequence[Report], due: int | None) -> Reason | None:
    """Why no result decides: that of the last target's year says so, or all do."""
    told = [row for row in rows if row.state in WHY_SILENT]
    if any(row.is_usable for row in rows):
        told = [row for row in told if row.year == due]
    elif not told:
        return Reason.NOTHING_REPORTED
    return WHY_SILENT[told[-1].state] if told else None


def deciding(
    rows: Sequence[Report], due: int | None, reaches: Callable[[Report], bool]
) -> Report | None:
    """
    The latest result; from the last target's year on, that year's own.

    Where it has none, what was reached before stays; else the first after it decides.
    """
    usable = [row for row in rows if row.is_usable]
    if not usable or due is None or silence(rows, due):
        return usable[-1] if usable else None
    before = [row for row in usable if row.year < due]
    since = [row for row in usable if row.year >= due]
    if before and (not since or (since[0].year > due and reaches(before[-1]))):
        return before[-1]
    return since[0]


def years_late(
    found: Report | None,
    later: Sequence[Report],
    due: int | None,
    reaches: Callable[[Report], bool],
) -> int:
    """How late the last result is, if it is the first to reach a missed target."""
    reached = [row for row in later if reaches(row)]
    if not reached or reaches(found) or reached[0] is not later[-1]:
        return 0
    return reached[0].year - due


def is_across_a_break(
    rows: Sequence[Report], baseline: Report | None, found: Report
) -> bool:
    """
    Whether a new series began between the baseline and a result.

    A target, a level or a range too, counts as set with the baseline and in its series.
    Without a baseline nothing says that it was set after a break, so each one counts.
    """
    first = baseline.year if baseline else 0
    return any(row.starts_new_series and first < row.year <= found.year for row in rows)
