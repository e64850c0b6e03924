"""
Chart shapes: the strokes and markers of a drawing, as SVG wants their numbers written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pillars.rules.values import Point

from .labels import Label, written
from .marks import Mark, Marks
from .scale import Plot


@dataclass(frozen=True)
class Gridline:
    x1: str
    x2: str
    y: str
    label: Label


@dataclass(frozen=True)
class Dot:
    """A value that was found: of a kind ``baseline``, ``result`` or ``provisional``."""

    x: str
    y: str
    radius: str
    kind: str


@dataclass(frozen=True)
class Square:
    """A target; ``x`` and ``y`` are its upper left corner."""

    x: str
    y: str
    size: str


@dataclass(frozen=True)
class Break:
    """An upright line before the year in which a new series begins."""

    x: str
    y1: str
    y2: str


@dataclass(frozen=True)
class Band:
    """The range in which the plan wants a measure kept."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Chart:
    """A drawing; its ``path``, ``lines`` and ``gaps`` are points of polylines."""

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
        """Which kinds of marks are drawn, for its legend."""
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
    """Between the years that a new series parts; never outside the plot."""
    return min(max(plot.x(year - 0.5), plot.left), plot.right)


def points(places: Iterable[Mark | Point], plot: Plot) -> str:
    """The points of a polyline through values in their years."""
    return " ".join(
        f"{written(plot.x(place.year))},{written(plot.y(place.value))}"
        for place in places
    )


def _dot(mark: Mark, plot: Plot, radius: float) -> Dot:
    x, y = plot.x(mark.year), plot.y(mark.value)
    return Dot(written(x), written(y), written(radius), mark.kind)


def _square(mark: Mark, plot: Plot, size: float) -> Square:
    x, y = plot.x(mark.year) - size / 2, plot.y(mark.value) - size / 2
    return Square(written(x), written(y), written(size))


def _break(year: int, plot: Plot) -> Break:
    return Break(written(break_x(year, plot)), written(plot.top), written(plot.bottom))


def _band(marks: Marks, plot: Plot) -> Band | None:
    low, high = marks.progress.low, marks.progress.high
    if low is None or high is None or low > high:
        return None
    top, bottom = plot.y(high), plot.y(low)
    return Band(
        written(plot.left),
        written(top),
        written(plot.right - plot.left),
        written(bottom - top),
    )
