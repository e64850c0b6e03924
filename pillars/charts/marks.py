"""
What of a series is drawn, before anyone asks where.

Only what a status may rest on is a mark. Marks of following years are joined by a
line, those with a year between them by a gap, and those of two series by nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pillars.enums import State
from pillars.rules.progress import Progress
from pillars.rules.values import Point, Report, rounded


class Mark(NamedTuple):
    year: int
    value: Decimal
    kind: str  # baseline, result, provisional or target


@dataclass(frozen=True)
class Marks:
    progress: Progress
    found: tuple[Mark, ...]  # what the lines join
    beside: tuple[Mark, ...]  # a baseline that a result of the same year contradicts
    targets: tuple[Mark, ...]
    breaks: tuple[int, ...]  # the years in which a new series begins

    @cached_property
    def all(self) -> tuple[Mark, ...]:
        """The targets last, so that they are drawn on top."""
        return self.beside + self.found + self.targets

    @cached_property
    def values(self) -> list[Decimal]:
        """Every value for which the chart has to have room."""
        ends = [self.progress.low, self.progress.high]
        asked = [point.value for point in self.progress.path]
        drawn = [mark.value for mark in self.all]
        return drawn + asked + [end for end in ends if end is not None]

    @cached_property
    def years(self) -> list[int]:
        """Every year for which the chart has to have room."""
        drawn = [mark.year for mark in self.all]
        return drawn + [point.year for point in self.progress.path]

    @cached_property
    def needed(self) -> list[Mark]:
        """The marks whose labels say how the measure stands."""
        first = [mark for mark in self.beside + self.found if mark.kind == "baseline"]
        since = [mark for mark in self.found if mark.kind != "baseline"]
        return [*self.targets[-1:], *since[-1:], *first]

    @cached_property
    def lines(self) -> list[list[Mark]]:
        runs: list[list[Mark]] = []
        for mark in self.found:
            if runs and self._joined(runs[-1][-1], mark) == "line":
                runs[-1].append(mark)
            else:
                runs.append([mark])
        return [run for run in runs if len(run) > 1]

    @cached_property
    def gaps(self) -> list[tuple[Mark, Mark]]:
        """Marks of one series between which years have no value."""
        return [pair for pair in pairwise(self.found) if self._joined(*pair) == "gap"]

    def _joined(self, one: Mark, next_one: Mark) -> str:
        if any(one.year < year <= next_one.year for year in self.breaks):
            return ""
        return "line" if next_one.year == one.year + 1 else "gap"


def marks_of(
    progress: Progress, results: Sequence[Report], targets: Sequence[Point]
) -> Marks:
    rows = sorted(results, key=lambda row: row.year)
    found = {row.year: _mark(row) for row in rows if row.is_usable}
    beside = ()
    if start := progress.baseline:
        first = Mark(start.year, start.value, "baseline")
        if start.year in found and not _is_same(found[start.year], start):
            beside = (first,)
        else:
            found[start.year] = first
    return Marks(
        progress,
        found=tuple(found[year] for year in sorted(found)),
        beside=beside,
        targets=tuple(
            Mark(point.year, point.value, "target")
            for point in sorted(targets, key=lambda point: point.year)
        ),
        breaks=tuple(row.year for row in rows if row.starts_new_series),
    )


def _mark(row: Report) -> Mark:
    is_provisional = row.state == State.PROVISIONAL
    return Mark(row.year, row.value, "provisional" if is_provisional else "result")


def _is_same(mark: Mark, start: Point) -> bool:
    """Whether a result repeats the baseline, which is already rounded."""
    return rounded(mark.value, -start.value.as_tuple().exponent) == start.value
