"""What is due of a plan that is not locked: results, notes, stages, and when."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from pillars import models, school_years
from pillars.enums import State
from pillars.hierarchy.labels import Labeled
from pillars.hierarchy.tree import plan_of, withdrawn_by
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Measure, Priority, Review
from pillars.models.series import as_readers_see
from pillars.rules.updates import awaited_day, shown_day


@dataclass(frozen=True)
class ComingDate(Labeled):
    """Of a measure's next result, which may be late, or of a review by the Board."""

    day: datetime.date
    record: Measure | Review
    is_past: bool


def coming_dates(working_copy: WorkingCopy, today: datetime.date) -> list[ComingDate]:
    """The soonest first."""
    days = {it: it.day for it in working_copy.of(Review) if it.day >= today}
    for measure in working_copy.of(Measure):
        day, first_month = measure.next_update_due, plan_of(measure).first_month
        results = working_copy.under(measure, models.Result)
        days[measure] = shown_day(day, results, first_month, today)
    found = (
        ComingDate(day, record, day < today)
        for record, day in days.items()
        if day and not plan_of(record).is_locked and not withdrawn_by(record)
    )
    return sorted(found, key=attrgetter("day"))


def day_of_next_result(
    measure: Measure, working_copy: WorkingCopy
) -> datetime.date | None:
    results = working_copy.under(measure, models.Result)
    return awaited_day(measure.next_update_due, results, plan_of(measure).first_month)


def year_without_result(
    measure: Measure, working_copy: WorkingCopy, today: datetime.date
) -> int | None:
    """The last school year of the plan that is over, if nothing is said of it."""
    plan = plan_of(measure)
    this_year = school_years.containing(today, plan.first_month)
    year = min(this_year - 1, plan.last_year)
    # A later result counts, too, and so does the statement that none is due.
    is_answered = any(
        result.school_year >= year and result.state != State.DUE
        for result in working_copy.under(measure, models.Result)
    )
    is_due = not (is_answered or measure.is_related_figure or year < plan.first_year)
    return year if is_due else None


def year_to_explain(measure: Measure, working_copy: WorkingCopy) -> int | None:
    """By the status that readers are shown, also where numbers are hidden from them."""
    measure.series = measure.series_with(
        map(as_readers_see, working_copy.under(measure, models.Baseline)),
        working_copy.under(measure, models.Target),
        map(as_readers_see, working_copy.under(measure, models.Result)),
    )
    notes = working_copy.under(measure, models.MeasureNote)
    return measure.progress.year_to_explain(note.school_year for note in notes)


def stages_to_check(
    working_copy: WorkingCopy, today: datetime.date
) -> Iterator[Priority]:
    """
    Of plans that ask for it, those of whose strategies nobody has said this quarter
    where they stand.
    """
    # Of the calendar year: it began in January, April, July or October.
    quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    live = [one for one in working_copy.of(models.Strategy) if not withdrawn_by(one)]
    for priority in dict.fromkeys(strategy.priority for strategy in live):
        plan, last = plan_of(priority), priority.stages_checked_on
        is_checked = last is not None and last >= quarter
        if plan.asks_for_stages and not plan.is_locked and not is_checked:
            yield priority
