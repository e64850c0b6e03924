"""Where a plan stands: honest counts by status, never an average."""

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
    """How many measures have a status, and the stretch of the bar that repeats it."""

    status: Status
    count: int
    x: int
    width: int


class Standing:
    """The measures of some pillars, counted one by one, without related figures."""

    def __init__(self, pillars: Iterable[Pillar]):
        self.pillars = list(pillars)

    @cached_property
    def measures(self) -> list[Measure]:
        """The plan's own measures, in the plan's order."""
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
        """A share for each status that any measure has, in the statuses' order."""
        shares, done = [], 0
        for status, count in tally(m.progress.status for m in self.measures).items():
            x = BAR * done // self.total
            done += count
            shares.append(Share(status, count, x, BAR * done // self.total - x))
        return shares

    @cached_property
    def by_pillar(self) -> list[tuple[Pillar, "Standing"]]:
        return [(pillar, Standing([pillar])) for pillar in self.pillars]

    def having(self, status: Status) -> list[Measure]:
        return [m for m in self.measures if m.progress.status == status]
