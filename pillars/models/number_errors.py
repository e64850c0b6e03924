"""Errors in a series' numbers, and questions about them, each with its row."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy

from pillars import school_years
from pillars.enums import Direction, TargetKind
from pillars.rules.target_errors import (
    Fault,
    errors,
    is_fraction,
    is_no_share,
    is_too_fine,
    questions,
)

from . import Measure, Target
from .measured_series import Series
from .series import YearValue

MESSAGES = {
    Fault.NOT_AFTER_BASELINE: gettext_lazy(
        "The baseline is for %(year)s, and a target has to be for a later year. Check"
        " both school years."
    ),
    Fault.AGAINST_DIRECTION: gettext_lazy(
        "Its sign goes against the measure’s direction, “%(direction)s”. Write a"
        " reduction with a minus sign, such as -6, and a rise without one."
    ),
    Fault.TURNS_BACK: gettext_lazy(
        "It asks less than the target for %(year)s. Each target must"
        " ask at least as much as the one before; check both numbers,"
        " and which way the measure gets better."
    ),
    Fault.LOOSER_THAN_BASELINE: gettext_lazy(
        "It asks for less than the baseline of %(year)s. Check both numbers, and which"
        " way the measure gets better."
    ),
    Fault.TOO_FINE: gettext_lazy(
        "It has more decimals than the measure (%(decimals)s). Round it, or give the"
        " measure more decimals."
    ),
    Fault.NO_SHARE: gettext_lazy(
        "This is a share below 0%% or above 100%%. Check the number; for a change,"
        " check the baseline too."
    ),
    Fault.FRACTION: gettext_lazy(
        "A very small percent: is %(value)s meant, or %(hundredfold)s?"
    ),
}


class NumberFault(NamedTuple):
    row: YearValue
    column: str
    fault: Fault
    message: str


def faults_in(series: Series) -> Iterator[NumberFault]:
    """Those of its targets, then of each other value by itself."""
    measure = series.measure
    targets = {target.school_year: target for target in series.targets}
    faults = errors(series.facts) + questions(series.facts, measure.unit_kind)
    found = [(targets[year], fault, against) for year, fault, against in faults]
    for row in filter(None, (series.baseline, *series.results)):
        found += [(row, fault, None) for fault in value_questions(row.value, measure)]
    # Where the plan itself speaks of such small numbers, they are what is meant.
    small = {row.place for row, fault, _against in found if fault is Fault.FRACTION}
    planned = [row for row in (series.baseline, *series.targets) if row]
    is_small = sum(row.place in small for row in planned) > 1
    for row, fault, against in found:
        if fault is not Fault.FRACTION or not is_small:
            column = column_of(fault, row, measure)
            value = row.value if column == "school_year" else getattr(row, column)
            message = message_of(fault, measure, value, against)
            yield NumberFault(row, column, fault, message)


def value_questions(value: Decimal | None, measure: Measure) -> Iterator[Fault]:
    if value is None:
        return
    if is_no_share(value, measure.unit_kind):
        yield Fault.NO_SHARE
    if is_fraction(value, measure.unit_kind):
        yield Fault.FRACTION
    if is_too_fine(value, measure.decimals):
        yield Fault.TOO_FINE


def column_of(fault: Fault, row: YearValue, measure: Measure) -> str:
    """Of a range, the end that has the fault."""
    if fault is Fault.NOT_AFTER_BASELINE:
        return "school_year"
    if measure.target_kind != TargetKind.RANGE or not isinstance(row, Target):
        return "value"
    return "low" if fault in {*value_questions(row.low, measure)} else "high"


def message_of(
    fault: Fault, measure: Measure, value: Decimal | None, against: int | None = None
) -> str:
    value = value or Decimal(0)
    return MESSAGES[fault] % {
        "year": school_years.label(against) if against else "",
        "direction": Direction(measure.direction).label,
        "decimals": measure.decimals,
        "value": f"{value.normalize():f}",
        "hundredfold": f"{(value * 100).normalize():f}",
    }
