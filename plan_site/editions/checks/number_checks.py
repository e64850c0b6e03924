"""Checks of baselines and results, and of what may be worked out from them."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pillars import school_years
from pillars.enums import GroupFamily, State, UnitKind
from pillars.models.number_errors import faults_in
from pillars.models.series import Series
from pillars.rules.suppression import can_be_worked_out
from pillars.todo.tasks import next_due_day
from plan_site.editions.document.hide_again import Hidden, key_of_record
from plan_site.editions.document.records import COUNTED, plain
from plan_site.editions.document.snapshot import Snapshot

from .contents import Contents
from .messages import Finding, found

# Students may belong to two programs, so that those do not add up to all students.
ADD_UP = set(GroupFamily) - {GroupFamily.PROGRAM}

# A result that is more than half away from the one before is looked at twice.
HALF = Decimal("0.5")


def states_without_sense(contents: Contents) -> Iterator[Finding]:
    """Baselines and results whose value is none that their state or unit can have."""
    for measure in contents.measures:
        for row in [*measure.baselines.all(), *measure.results.all()]:
            state, message = State(row.state), ""
            if (state.is_usable and row.value is None) or (
                not state.has_value and row.value is not None
            ):
                message = _(
                    "Its state is “%(state)s”, which does not go with its value. Give"
                    " the number, or choose the state that says why there is none."
                ) % {"state": state.label}
            elif measure.unit_kind == UnitKind.YES_NO and row.value not in {None, 0, 1}:
                message = _("Write 1 for yes or 0 for no.")
            if message:
                yield found("state", row, message, stops=True)


def faults_of_series(contents: Contents) -> Iterator[Finding]:
    """Errors of targets, and questions about all numbers, each series by itself."""
    for measure in contents.live_measures():
        for series in measure.series:
            for row, _column, fault, message in faults_in(series):
                check = fault.name.lower().replace("_", "-")
                yield found(check, row, message, stops=fault.stops)


def groups_worked_out(contents: Contents) -> Iterator[Finding]:
    """Hidden groups that the total and the other groups give away."""
    for measure in contents.live_measures():
        for part in (measure.baselines, measure.results):
            totals: dict[int, State] = {}
            families = defaultdict(dict)
            for row in part.all():
                if row.group is None:
                    totals[row.school_year] = State(row.state)
                elif row.group.family in ADD_UP:
                    families[row.school_year, row.group.family][row] = State(row.state)
            for (year, _family), rows in families.items():
                row = year in totals and can_be_worked_out(rows, total=totals[year])
                if row:
                    message = _(
                        "This hidden value can be worked out from the total and the"
                        " other groups. Hide a second group of the family “%(family)s”,"
                        " or the total, for that year."
                    ) % {"family": row.group.get_family_display()}
                    yield found("worked-out", row, message, stops=True)


def jumps(contents: Contents) -> Iterator[Finding]:
    """Results more than half away from the one before, or from the baseline."""
    for measure in contents.live_measures():
        if measure.unit_kind == UnitKind.YES_NO:
            continue
        for series in measure.series:
            yield from jumps_in(series)


def jumps_in(series: Series) -> Iterator[Finding]:
    """The jumps of one series; nothing is compared across a break."""
    before = usable(series.baseline) if series.baseline else None
    for result in series.results:
        if result.starts_new_series:
            before = None
        if not usable(result) or (before and result.school_year <= before.school_year):
            continue
        if before and before.value and is_jump(before.value, result.value):
            message = _(
                "%(value)s is more than half away from %(before)s in %(year)s. Check"
                " that no digit or point is out of place."
            ) % {
                "value": plain(result.value),
                "before": plain(before.value),
                "year": school_years.label(before.school_year),
            }
            yield found("jump", result, message)
        before = result


def shown_again(contents: Contents, last: Snapshot, hide: Hidden) -> Iterator[Finding]:
    """Values that were hidden once, or that come where the last edition hid one."""
    told = {row.key: row.fields.get("value") for row in last}
    for row in contents.all_rows():
        if not isinstance(row, COUNTED) or row.value is None:
            continue
        key, value = key_of_record(type(row), row), plain(row.value)
        hid = value in hide.values[key] or key in hide.last
        if hid and told.get((row._meta.label_lower, row.pk)) != value:
            message = _(
                "%(value)s would be shown, where a value was hidden for privacy. From"
                " then on readers may be shown it in older editions, too. Answer this"
                " only if no student can be recognized in %(value)s; otherwise hide it."
            ) % {"value": value}
            yield found("shown-again", row, message, value)


def usable(row):
    """The row, if a status may stand on it."""
    return row if State(row.state).is_usable and row.value is not None else None


def is_jump(before, after) -> bool:
    return abs(after - before) > HALF * abs(before)


def overdue(contents: Contents, today: datetime.date) -> Iterator[Finding]:
    for measure in contents.live_measures():
        day = next_due_day(measure, measure.results.all())
        if day and day < today:
            message = _(
                "Its next result was due on %(day)s. Enter it, say why there is none,"
                " or set the day on which it will come."
            ) % {"day": date_format(day)}
            yield found("overdue", measure, message)


ERRORS: list[Callable[[Contents], Iterator[Finding]]] = [
    states_without_sense,
    faults_of_series,
    groups_worked_out,
]
WARNINGS: list[Callable[[Contents], Iterator[Finding]]] = [jumps]
