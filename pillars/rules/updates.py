"""The day set for a measure's next result."""

import datetime
from collections.abc import Iterable

from pillars import school_years
from pillars.enums import State

WITHOUT_RESULT = {State.NOT_DUE, State.DUE}


def awaited_day(
    day: datetime.date | None, results: Iterable, first_month: int
) -> datetime.date | None:
    """The day, until the result that is due then is among the results."""
    if day is None or any(is_due_then(result, day, first_month) for result in results):
        return None
    return day


def shown_day(
    day: datetime.date | None, results: Iterable, first_month: int, today: datetime.date
) -> datetime.date | None:
    """A coming day in any case, a past one while its result is awaited."""
    is_coming = day is not None and day >= today
    return day if is_coming else awaited_day(day, results, first_month)


def is_due_then(result, day: datetime.date, first_month: int) -> bool:
    """Whether it was observed since, or is of the last school year before the day."""
    if result.state in WITHOUT_RESULT:
        return False
    observed = result.observed_on is not None and result.observed_on >= day
    last_year = school_years.containing(day, first_month) - 1
    return observed or result.school_year >= last_year
