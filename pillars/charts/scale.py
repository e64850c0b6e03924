"""Which values are written beside a chart, and where each value is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# The steps that people count in.
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Plot:
    """The part of a drawing in which values stand, and what its edges mean."""

    left: float
    right: float
    top: float
    bottom: float
    first_year: int
    last_year: int
    low: Decimal
    high: Decimal

    def x(self, year: float) -> float:
        """A single year stands in the middle."""
        if self.first_year == self.last_year:
            return (self.left + self.right) / 2
        share = (year - self.first_year) / (self.last_year - self.first_year)
        return self.left + share * (self.right - self.left)

    def y(self, value: Decimal) -> float:
        """Where all values are one, it stands in the middle."""
        if self.low == self.high:
            return (self.top + self.bottom) / 2
        share = float((value - self.low) / (self.high - self.low))
        return self.bottom - share * (self.bottom - self.top)


def ticks(
    values: Sequence[Decimal],
    most: int,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> list[Decimal]:
    """
    Round values, evenly apart, from below the lowest to above the highest.

    At most ``most`` steps, two if it is less; no finer than the values themselves, so
    that there is no half school. Floor and ceiling limit only what is added around
    equal values: data are never cut off.
    """
    if not values:
        return []
    low, high = _with_room(min(values), max(values), _grain(values), floor, ceiling)
    for step in _steps(_grain(values), (high - low) / max(most, 2)):
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first <= max(most, 2):
            break
    return [step * (first + i) for i in range(int(last - first) + 1)]


def _grain(values: Sequence[Decimal]) -> Decimal:
    """The finest difference that the values are written with; 1 for whole numbers."""
    places = max(-value.normalize().as_tuple().exponent for value in values)
    return Decimal(1).scaleb(-max(places, 0))


def _with_room(low, high, grain, floor, ceiling) -> tuple[Decimal, Decimal]:
    if low != high:
        return low, high
    room = max(abs(low) / 10, grain)
    # Values that are not below zero give no reason to show what lies below it.
    floor = Decimal(0) if floor is None and low >= 0 else floor
    below = low - room if floor is None else max(low - room, min(low, floor))
    above = high + room if ceiling is None else min(high + room, max(high, ceiling))
    return (below, above) if below < above else (low - room, high + room)


def _steps(grain: Decimal, least: Decimal) -> Iterator[Decimal]:
    """Growing from about the least that can do."""
    power = max(least.adjusted(), grain.adjusted())
    while True:
        for step in STEPS:
            yield Decimal(step).scaleb(power)
        power += 1
