"""
Which results are due: the one definition, for the check list, the desk and reminders.

A measure's own day comes first. Where it has none, or the result that it asked for is
there, each school year of the plan that has ended asks for a result.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from pillars import school_years
from pillars.enums import State
from pillars.models import Measure, Plan, Result

# How long before its day a result is called for.
AHEAD = datetime.timedelta(weeks=4)
NOT_THERE = {State.NOT_DUE, State.DUE}


@dataclass(frozen=True)
class Due:
    """A result that is wanted: by a day, or for a school year that has ended."""

    day: datetime.date | None = None
    year: int | None = None
    is_late: bool = True


def due(
    measure: Measure, results: Iterable[Result], plan: Plan, today: datetime.date
) -> Due | None:
    """The result that a measure wants now, or in the next four weeks, if any."""
    results = list(results)
    day = awaited(measure, results)
    if day is not None:
        soon = day <= today + AHEAD
        return Due(day=day, is_late=day < today) if soon else None
    year = min(school_years.containing(today) - 1, plan.last_year)
    if measure.is_related_figure or year < plan.first_year:
        return None
    return None if is_answered(results, year) else Due(year=year)


def overdue(
    measure: Measure, results: Iterable[Result], today: datetime.date
) -> datetime.date | None:
    """The day on which a measure's next result should have come, if it has not."""
    day = awaited(measure, results)
    return day if day and day < today else None


def awaited(measure: Measure, results: Iterable[Result]) -> datetime.date | None:
    """The day set for a measure's next result, until that result is there."""
    day = measure.next_update_due
    if day is None or any(is_newer(result, day) for result in results):
        return None
    return day


def is_newer(result: Result, due: datetime.date) -> bool:
    """Whether a result is the one due: for the last school year that had ended."""
    if result.state in NOT_THERE:
        return False
    observed = result.observed_on is not None and result.observed_on >= due
    return observed or result.school_year >= school_years.containing(due) - 1


def is_answered(results: Iterable[Result], year: int) -> bool:
    """Whether there is a result for a year or a later one, or word that none is due."""
    return any(
        result.school_year >= year and result.state != State.DUE for result in results
    )
