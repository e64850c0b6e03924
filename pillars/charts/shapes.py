"""The strokes and markers of a drawing, their numbers coord as SVG needs them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pillars.rules.values import Point

from .labels import Label, coord
from .marks import Mark, Marks
from .scale import Plot


class Gridline(NamedTuple):
    x1: str
    x2: str
    y: str
    label: Label


class Dot(NamedTuple):
    x: str
    y: str
    radius: str
    kind: str  # baseline, result or provisional


class Square(NamedTuple):
    """A target; ``x`` and ``y`` are its upper left corner."""

    x: str
    y: str
    size: str


class Break(NamedTuple):
    """An upright line before the year in which a new series begins."""

    x: str
    y1: str
    y2: str


class Band(NamedTuple):
    """The range that the plan asks for."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Chart:
    """Its ``path``, ``lines`` and ``gaps`` are points of polylines."""

    width: int
    height: int
    path: str
    lines: tuple[str, ...]
    gaps: tuple[str, ...]
    dots: tuple[Dot, ...]
    targets: tuple[Square, ...]
    breaks: tuple[Break, ...]
    band: Band | None
    font_size: int = 0
    gridlines: tuple[Gridline, ...] = ()
    years: tuple[Label, ...] = ()
    labels: tuple[Label, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """For the legend."""
        kinds = ("dots", "gaps", "path", "targets", "band", "breaks")
        return frozenset(kind for kind in kinds if getattr(self, kind))


def shapes_of(marks: Marks, plot: Plot, radius: float, square: float) -> dict:
    """Everything of a chart but its words."""
    found = marks.beside + marks.found
    return {
        "path": points(marks.progress.path, plot),
        "lines": tuple(points(line, plot) for line in marks.lines),
        "gaps": tuple(points(gap, plot) for gap in marks.gaps),
        "dots": tuple(_dot(mark, plot, radius) for mark in found),
        "targets": tuple(_square(mark, plot, square) for mark in marks.targets),
        "breaks": tuple(_break(year, plot) for year in marks.breaks),
        "band": _band(marks, plot),
    }


def break_x(year: int, plot: Plot) -> float:
    """Between the years of two series; never outside the plot."""
    return min(max(plot.x(year - 0.5), plot.left), plot.right)


def points(places: Iterable[Mark | Point], plot: Plot) -> str:
    return " ".join(
        f"{coord(plot.x(place.year))},{coord(plot.y(place.value))}" for place in places
    )


def _dot(mark: Mark, plot: Plot, radius: float) -> Dot:
    x, y = plot.x(mark.year), plot.y(mark.value)
    return Dot(coord(x), coord(y), coord(radius), mark.kind)


def _square(mark: Mark, plot: Plot, size: float) -> Square:
    x, y = plot.x(mark.year) - size / 2, plot.y(mark.value) - size / 2
    return Square(coord(x), coord(y), coord(size))


def _break(year: int, plot: Plot) -> Break:
    return Break(coord(break_x(year, plot)), coord(plot.top), coord(plot.bottom))


def _band(marks: Marks, plot: Plot) -> Band | None:
    low, high = marks.progress.low, marks.progress.high
    if low is None or high is None or low > high:
        return None
    top, bottom = plot.y(high), plot.y(low)
    return Band(
        coord(plot.left), coord(top), coord(plot.right - plot.left), coord(bottom - top)
    )
