"""Errors in a series' targets, which leave no status, and questions about them."""

from decimal import Decimal
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from pillars.enums import TargetKind, UnitKind

from .values import BY_CHANGE, CHANGES, LEVELS, Aim, Facts, round_to

# A fraction of a whole, or of a little more than a whole, as attendance may be: 1.02.
FRACTION_BELOW = Decimal("1.5")


class Fault(Enum):
    """The first three are errors, the others questions."""

    NOT_AFTER_BASELINE = auto()
    AGAINST_DIRECTION = auto()
    TURNS_BACK = auto()
    LOOSER_THAN_BASELINE = auto()
    TOO_FINE = auto()
    NO_SHARE = auto()
    FRACTION = auto()

    @property
    def stops(self) -> bool:
        return self.value <= Fault.TURNS_BACK.value


class TargetFault(NamedTuple):
    """Of some, with the year that the target is compared with."""

    year: int
    fault: Fault
    against: int | None = None


def errors(facts: Facts) -> list[TargetFault]:
    kind, sign, aims, baseline = facts.kind, facts.sign, facts.aims, facts.baseline
    found = []
    if baseline and kind in LEVELS | CHANGES:
        # A baseline without a value still has its year.
        early = [aim.year for aim in aims if aim.year <= baseline.year]
        fault = Fault.NOT_AFTER_BASELINE
        found += [TargetFault(year, fault, baseline.year) for year in early]
    if kind in BY_CHANGE:
        for aim in aims:
            if any(sign * number < 0 for number in aim.numbers(kind)):
                found.append(TargetFault(aim.year, Fault.AGAINST_DIRECTION))
    for before, after in pairwise(aim for aim in aims if aim.numbers(kind)):
        if _asks_less(kind, sign, facts.decimals, before, after):
            found.append(TargetFault(after.year, Fault.TURNS_BACK, before.year))
    return found


def questions(facts: Facts, unit_kind: UnitKind) -> list[TargetFault]:
    """What may be meant, each target by itself."""
    kind, sign, start = facts.kind, facts.sign, facts.start
    found = []
    for aim in facts.aims:
        numbers = aim.numbers(kind)
        # A percent of the baseline is no value of the measure; points are half of one.
        entered = () if kind == TargetKind.CHANGE_BY_PERCENT else numbers
        levels = () if kind in BY_CHANGE else numbers
        if start and any(sign * (level - start.value) < 0 for level in levels):
            found.append(TargetFault(aim.year, Fault.LOOSER_THAN_BASELINE, start.year))
        if any(is_too_fine(number, facts.decimals) for number in entered):
            found.append(TargetFault(aim.year, Fault.TOO_FINE))
        worked_out = [facts.level_of(number) for number in numbers]
        if any(is_no_share(n, unit_kind) for n in worked_out if n is not None):
            found.append(TargetFault(aim.year, Fault.NO_SHARE))
        if any(is_fraction(level, unit_kind) for level in levels):
            found.append(TargetFault(aim.year, Fault.FRACTION))
    return found


def is_too_fine(value: Decimal, decimals: int) -> bool:
    return value != round_to(value, decimals)


def is_no_share(value: Decimal, unit_kind: UnitKind) -> bool:
    return unit_kind == UnitKind.PERCENT and not 0 <= value <= 100


def is_fraction(value: Decimal, unit_kind: UnitKind) -> bool:
    """Whether a percent is so small that a fraction may have been meant."""
    return unit_kind == UnitKind.PERCENT and 0 < value < FRACTION_BELOW


def _asks_less(kind, sign, decimals, before: Aim, after: Aim) -> bool:
    if kind == TargetKind.RANGE:
        wider = after.low <= before.low and after.high >= before.high
        return wider and (after.low, after.high) != (before.low, before.high)
    values = [after.value, before.value]
    # A change by percent is no value of the measure, and not rounded like one.
    if kind != TargetKind.CHANGE_BY_PERCENT:
        values = [round_to(value, decimals) for value in values]
    return sign * (values[0] - values[1]) < 0
