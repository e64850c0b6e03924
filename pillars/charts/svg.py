"""
The strokes and markers of a chart, and its SVG, recolored by class.

Written here, thousands of charts with fifty marks each take a tenth of the time that a
template would take.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pillars.rules.values import Point

from .labels import Label, coord
from .marks import Mark, Marks, Plot

_DASHED = 'fill="none" stroke="#525c6d" stroke-width="2" stroke-dasharray="6 5"'
_DOTTED = (
    'fill="none" stroke="#27509b" stroke-width="2.5" stroke-dasharray="1 6"'
    ' stroke-linecap="round"'
)
_SOLID = 'fill="none" stroke="#27509b" stroke-width="3.5" stroke-linejoin="round"'
_BROKEN = (
    'stroke="#525c6d" stroke-width="2" stroke-dasharray="1 5" stroke-linecap="round"'
)
_SQUARE = 'fill="#ffffff" stroke="#1b2230" stroke-width="2.5"'


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


def chart(chart: Chart, size: str, number: int, title: str, words: str) -> SafeString:
    """``number`` is its place on the page."""
    name = f"{size}-{number}"
    head = (
        f'<svg class="{size}" viewBox="0 0 {chart.width} {chart.height}" role="img"'
        f' aria-labelledby="{name}-t" aria-describedby="{name}-d"'
        ' font-family="Public Sans, sans-serif"'
        f' font-size="{chart.font_size}" fill="#1b2230">'
    )
    title = escape(_("Chart: %(title)s") % {"title": title})
    same = _("The table below has the same numbers.")
    return _joined(
        [
            head,
            f'<title id="{name}-t">{title}</title>',
            f'<desc id="{name}-d">{escape(words)} {escape(same)}</desc>',
            *_rules(chart),
            *_shapes(chart),
            *_values(chart),
            "</svg>",
        ]
    )


def drawn(chart: Chart) -> SafeString:
    """A chart without its words."""
    return _joined(_shapes(chart))


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(parts))  # noqa: S308 - our own numbers, words escaped


def _shapes(chart: Chart) -> Iterator[str]:
    if chart.band:
        band = chart.band
        yield (
            f'<rect class="c-band" x="{band.x}" y="{band.y}" width="{band.width}"'
            f' height="{band.height}" fill="#e6e2d6"/>'
        )
    for at in chart.breaks:
        yield (
            f'<line class="c-soft" x1="{at.x}" x2="{at.x}" y1="{at.y1}" y2="{at.y2}"'
            f" {_BROKEN}/>"
        )
    if chart.path:
        yield f'<polyline class="c-soft" points="{chart.path}" {_DASHED}/>'
    for gap in chart.gaps:
        yield f'<polyline class="c-line" points="{gap}" {_DOTTED}/>'
    for line in chart.lines:
        yield f'<polyline class="c-line" points="{line}" {_SOLID}/>'
    for dot in chart.dots:
        inside = "#ffffff" if dot.kind == "provisional" else "#27509b"
        yield (
            f'<circle class="c-{dot.kind}" cx="{dot.x}" cy="{dot.y}" r="{dot.radius}"'
            f' fill="{inside}" stroke="#27509b" stroke-width="2.5"/>'
        )
    for target in chart.targets:
        yield (
            f'<rect class="c-target" x="{target.x}" y="{target.y}"'
            f' width="{target.size}" height="{target.size}" {_SQUARE}/>'
        )


def _rules(chart: Chart) -> Iterator[str]:
    for line in chart.gridlines:
        yield (
            f'<line class="c-grid" x1="{line.x1}" x2="{line.x2}" y1="{line.y}"'
            f' y2="{line.y}" stroke="#dcd8cd"/>'
        )
    for word in [*(line.label for line in chart.gridlines), *chart.years]:
        yield (
            f'<text class="c-word" x="{word.x}" y="{word.y}"'
            f' text-anchor="{word.anchor}" fill="#525c6d">{escape(word.text)}</text>'
        )


def _values(chart: Chart) -> Iterator[str]:
    for label in chart.labels:
        yield (
            f'<text class="c-number" x="{label.x}" y="{label.y}"'
            f' text-anchor="{label.anchor}" font-weight="700">'
            f"{escape(label.text)}</text>"
        )
