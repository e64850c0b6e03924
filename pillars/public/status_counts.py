"""Counts of measures by status, never an average."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pillars.enums import Status
from pillars.models import Measure, Pillar
from pillars.rules.progress import tally

# The width of the bar that repeats the counts, in the units of its drawing.
BAR = 1000


@dataclass(frozen=True)
class Share:
    status: Status
    count: int
    x: int
    width: int


class StatusCounts:
    """Of the measures of some pillars, without related figures."""

    def __init__(self, pillars: Iterable[Pillar]):
        self.pillars = list(pillars)

    @cached_property
    def measures(self) -> list[Measure]:
        return [
            measure
            for pillar in self.pillars
            for measure in pillar.measures.all()
            if not measure.is_related_figure
        ]

    @property
    def total(self) -> int:
        return len(self.measures)

    @cached_property
    def shares(self) -> list[Share]:
        shares, done = [], 0
        for status, count in tally(m.progress.status for m in self.measures).items():
            x = BAR * done // self.total
            done += count
            shares.append(Share(status, count, x, BAR * done // self.total - x))
        return shares

    @cached_property
    def by_pillar(self) -> list[tuple[Pillar, "StatusCounts"]]:
        return [(pillar, StatusCounts([pillar])) for pillar in self.pillars]

    def having(self, status: Status) -> list[Measure]:
        return [m for m in self.measures if m.progress.status == status]
