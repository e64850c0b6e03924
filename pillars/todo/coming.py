"""What comes next in plans that are not locked."""

import datetime
from dataclasses import dataclass
from operator import attrgetter

from pillars.hierarchy.labels import Labeled
from pillars.hierarchy.tree import plan_of, withdrawn_by
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Measure, Result, Review
from pillars.rules.updates import shown_day


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
        results = working_copy.under(measure, Result)
        first_month = plan_of(measure).first_month
        day = measure.next_update_due
        days[measure] = shown_day(day, results, first_month, today)
    found = [
        ComingDate(day, record, day < today)
        for record, day in days.items()
        if day and not plan_of(record).is_locked and not withdrawn_by(record)
    ]
    return sorted(found, key=attrgetter("day"))
