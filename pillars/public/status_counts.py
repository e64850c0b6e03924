"""Counts of measures by status, never an average."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pillars.enums import Status
from pillars.models import Measure, Pillar, Priority
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
    """Of the measures of some pillars, without related figures, which are apart."""

    def __init__(self, pillars: Iterable[Pillar], measures: list | None = None):
        self.pillars = list(pillars)
        all_measures = chain.from_iterable(p.measures.all() for p in self.pillars)
        self._all = list(all_measures) if measures is None else measures

    @cached_property
    def measures(self) -> list[Measure]:
        return [m for m in self._all if not m.is_related_figure]

    @property
    def figures(self) -> list[Measure]:
        return [m for m in self._all if m.is_related_figure]

    @property
    def total(self) -> int:
        return len(self.measures)

    @property
    def total_in_plan(self) -> int:
        """The parts of one measure of the plan count as one."""
        return len({measure.part_of or measure.code for measure in self.measures})

    @cached_property
    def shares(self) -> list[Share]:
        shares, done = [], 0
        for status, count in tally(m.progress.status for m in self.measures).items():
            x = BAR * done // self.total
            done += count
            shares.append(Share(status, count, x, BAR * done // self.total - x))
        return shares

    @cached_property
    def by_part(self) -> list[tuple[Pillar | Priority, "StatusCounts"]]:
        """
        By pillar; in a plan without pillars by priority, and what is of the plan as a
        whole under its unnamed pillar.
        """
        parts = []
        for pillar in self.pillars:
            if not pillar.is_unnamed:
                parts.append((pillar, StatusCounts([pillar])))
                continue
            for part in (*pillar.named_priorities, None):
                key = part and part.pk
                own = [m for m in pillar.measures.all() if m.priority_id == key]
                if part or own:
                    parts.append((part or pillar, StatusCounts([], own)))
        return parts

    def having(self, status: Status) -> list[Measure]:
        return [m for m in self.measures if m.progress.status == status]
