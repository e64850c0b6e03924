"""Whether somebody has said this quarter where the strategies of a priority stand."""

import datetime

from pillars.hierarchy.tree import plan_of, withdrawn_by
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Priority, Strategy


def quarter_start(today: datetime.date) -> datetime.date:
    """Of the calendar year: the first of January, April, July or October."""
    return datetime.date(today.year, today.month - (today.month - 1) % 3, 1)


def stages_to_check(working_copy: WorkingCopy, today: datetime.date) -> list[Priority]:
    """Those of plans that ask for it, in the plan's order."""
    live = [one for one in working_copy.of(Strategy) if not withdrawn_by(one)]
    return [
        priority
        for priority in dict.fromkeys(strategy.priority for strategy in live)
        if plan_of(priority).asks_for_stages
        and not plan_of(priority).is_locked
        and (priority.stages_checked_on or datetime.date.min) < quarter_start(today)
    ]
