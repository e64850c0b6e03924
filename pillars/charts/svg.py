"""Charts as SVG, recolored by class: a template would take ten times as long."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
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
_BAND = 'class="c-band" fill="#e6e2d6"'
_HIDDEN = (
    'class="c-band c-soft" fill="#e6e2d6" stroke="#525c6d" stroke-dasharray="1 4"'
    ' stroke-linecap="round"'
)
_LOOKS = {
    "word": 'fill="#525c6d"',
    # The halo keeps the lines behind it away from a number.
    "number": 'font-weight="700" stroke="#ffffff" stroke-width="4"'
    ' stroke-linejoin="round" paint-order="stroke"',
}
# A shape without words: its name, its class, where it is, its look.
_SHAPE = re.compile(
    r'<(\w+) (class="[^"]*") ((?:(?:points|cx|cy|r|[xy][12]?|width|height)="[^"]*" ?)+)'
    r"([^>]*)/>"
)
# Where a line begins that goes on where the one before it ends.
_GOES_ON = re.compile(r'(?<=[ "])(\S+)"/><polyline points="\1(?= )')
_SQUARE = 'fill="#ffffff" stroke="#1b2230" stroke-width="2.5"'


class Chart(NamedTuple):
    width: int
    height: int
    kinds: frozenset[str]  # of its marks, for the legend
    body: SafeString
    font_size: int = 0


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
    return join(
        [
            head,
            f'<title id="{name}-t">{title}</title>',
            f'<desc id="{name}-d">{escape(words)} {escape(same)}</desc>',
            chart.body,
            "</svg>",
        ]
    )


def join(parts: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(parts))  # noqa: S308 - our own numbers, words escaped


def grouped(body: str) -> SafeString:
    """The same shapes in fewer letters: what some have in common is said once."""
    pieces = []
    for look, shapes in groupby(_SHAPE.findall(body), key=lambda it: (it[1], it[3])):
        inner = "".join(f"<{name} {at.strip()}/>" for name, _kind, at, _look in shapes)
        inner = _GOES_ON.sub(r"\1", inner)
        pieces.append(f"<g {' '.join(look)}>{inner}</g>")
    return join(pieces)


def kinds_of(marks: Marks) -> frozenset[str]:
    dots = {mark.kind for mark in marks.beside + marks.found}
    kinds = {
        "dots": dots - {"provisional"},
        "provisional": dots & {"provisional"},
        "gaps": marks.gaps,
        "path": marks.progress.line,
        "targets": marks.targets,
        "ranges": marks.ranges,
        "breaks": marks.breaks,
        "hidden": marks.hidden,
    }
    return frozenset(kind for kind, drawn in kinds.items() if drawn)


def bands(marks: Marks, plot: Plot) -> Iterator[str]:
    """The ranges that the plan asks for, and the hidden years from top to bottom."""
    for band in marks.ranges:
        yield _band(plot.sides(band), plot.y(band.high), plot.y(band.low), _BAND)
    for band in marks.hidden:
        yield _band(plot.sides(band), plot.top, plot.bottom, _HIDDEN)


def _band(sides: tuple[float, float], top: float, bottom: float, look: str) -> str:
    left, right = sides
    return (
        f'<rect x="{coord(left)}" y="{coord(top)}" width="{coord(right - left)}"'
        f' height="{coord(bottom - top)}" {look}/>'
    )


def shapes(marks: Marks, plot: Plot, radius: float, square: float) -> Iterator[str]:
    """Everything of a chart but its bands and words."""
    for year in marks.breaks:
        x = coord(break_x(year, plot))
        yield (
            f'<line class="c-soft" x1="{x}" x2="{x}" y1="{coord(plot.top)}"'
            f' y2="{coord(plot.bottom)}" {_BROKEN}/>'
        )
    if path := _points(marks.progress.line, plot):
        yield f'<polyline class="c-soft" points="{path}" {_DASHED}/>'
    for gap in marks.gaps:
        yield f'<polyline class="c-line" points="{_points(gap, plot)}" {_DOTTED}/>'
    for line in marks.lines:
        yield f'<polyline class="c-line" points="{_points(line, plot)}" {_SOLID}/>'
    for mark in marks.beside + marks.found:
        x, y = coord(plot.x(mark.year)), coord(plot.y(mark.value))
        inside = "#ffffff" if mark.kind == "provisional" else "#27509b"
        yield (
            f'<circle class="c-{mark.kind}" cx="{x}" cy="{y}" r="{coord(radius)}"'
            f' fill="{inside}" stroke="#27509b" stroke-width="2.5"/>'
        )
    size = coord(square)
    for mark in marks.targets:
        x = coord(plot.x(mark.year) - square / 2)
        y = coord(plot.y(mark.value) - square / 2)
        yield (
            f'<rect class="c-target" x="{x}" y="{y}" width="{size}" height="{size}"'
            f" {_SQUARE}/>"
        )


def break_x(year: int, plot: Plot) -> float:
    """Between the years of two series; never outside the plot."""
    return min(max(plot.x(year - 0.5), plot.left), plot.right)


def _points(marks: Iterable[Mark | Point], plot: Plot) -> str:
    return " ".join(
        f"{coord(plot.x(mark.year))},{coord(plot.y(mark.value))}" for mark in marks
    )


def gridline(left: float, right: float, y: float) -> str:
    return (
        f'<line class="c-grid" x1="{coord(left)}" x2="{coord(right)}" y1="{coord(y)}"'
        f' y2="{coord(y)}" stroke="#dcd8cd"/>'
    )


def word(label: Label) -> str:
    return (
        f'<text class="c-{label.kind}" x="{coord(label.x)}" y="{coord(label.y)}"'
        f' text-anchor="{label.anchor}" {_LOOKS[label.kind]}>'
        f"{escape(label.text)}</text>"
    )
