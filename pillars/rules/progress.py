"""What the rule of a status works out of a measure's numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from pillars.enums import Reason, State, Status

from .values import Point, round_to, value_on


@dataclass(frozen=True)
class Progress:
    """
    Results and targets are as entered; the baseline, and what was expected, are rounded
    to the measure's decimals. A related figure has no status at all.
    """

    status: Status | None
    reason: Reason | None = None
    baseline: Point | None = None
    latest: Point | None = None  # the one that decides
    now: Point | None = None  # a later one, which changes nothing
    years_late: int = 0  # of ``now``, if it is the first to reach a missed target
    last_without_value: tuple[int, State] | None = None
    due: int | None = None  # the last target's year
    goals: tuple[Point, ...] = ()
    path: tuple[Point, ...] = ()
    new_series: int | None = None  # the year from which on nothing is compared
    decimals: int = 0
    expected: Decimal | None = None
    # How far the deciding result is from the baseline, the better way, and how far it
    # needed to be: at the line, or in the end at the last target.
    gained: Decimal | None = None
    needed: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    distance: Decimal | None = None

    @property
    def rank(self) -> int:
        """
        Of several series of one measure the lowest, the first of equals, speaks for it:
        there is no status if one group has none.
        """
        # The groups of a related figure have no status, and so all are equals.
        return self.status.rank if self.status else 0

    def year_to_explain(self, explained: Iterable[int]) -> int | None:
        """
        The deciding result's school year, if it is behind, missed or getting worse, or
        as bad for a range or a deed, and none of that year or later is explained.
        """
        if self.status is None or self.status.tone not in {"low", "bad"}:
            return None
        year = self.latest.year
        return None if any(other >= year for other in explained) else year

    @property
    def target(self) -> Point | None:
        return self.goals[-1] if self.goals else None

    @property
    def way(self) -> int | None:
        """The percent of the way that was covered: cut, so that 94.9 is 94."""
        if self.needed is None or self.gained < 0:
            return None
        return floor(100 * Fraction(self.gained) / Fraction(self.needed))

    @property
    def goal_numbers(self) -> list[Decimal]:
        ends = [end for end in (self.low, self.high) if end is not None]
        return [goal.value for goal in self.goals] + ends

    @property
    def is_decided_by_another_year(self) -> bool:
        if self.reason or self.due is None or self.latest.year == self.due:
            return False
        return self.latest.year > self.due or self.now is not None

    @property
    def line(self) -> tuple[Point, ...]:
        """The path as far as results are compared with it: to the last year's value."""
        last = self.new_series - 1 if self.new_series else None
        if not self.path or last is None or last >= self.path[-1].year:
            return self.path
        before = [point for point in self.path if point.year < last]
        return (*before, Point(last, self._on_path(last))) if before else ()

    def _on_path(self, year: int) -> Decimal:
        exact = value_on(self.path, year)
        return Decimal(exact.numerator) / exact.denominator

    def expected_in(self, year: int) -> Decimal | None:
        """As it is shown; nowhere outside the ends of the line."""
        if not self.line or not self.line[0].year < year <= self.line[-1].year:
            return None
        if year == self.path[-1].year:
            return self.path[-1].value
        return round_to(self._on_path(year), self.decimals)
