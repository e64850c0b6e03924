"""Where everything in the chart of a measure is placed."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from pillars import school_years

from . import svg
from .labels import (
    Box,
    Label,
    LabelRequest,
    Stroke,
    box_of,
    coord,
    place_labels,
    width_of,
)
from .marks import Mark, Marks, Plot, ticks
from .svg import Chart, break_x

RADIUS = 5  # of a result's dot
SQUARE = 12  # a side of a target's marker
SPARK_RADIUS = 3
SPARK_SQUARE = 8

MARGIN = 2  # between everything and the drawing's edge
TICK_GAP = 10  # between a tick's words and the plot
MOST_TICKS = 6

# In parts of the font's size: room above the highest value for a label, and below the
# lowest for the school years; then the distances between lines of words.
ABOVE = 1.7
BELOW = 2.6
YEAR_FOOT = 0.6
BETWEEN_YEARS = 0.6
BETWEEN_TICKS = 2.5
CENTERED = 0.35


class Sheet(NamedTuple):
    width: int
    height: int
    font_size: int
    label: Callable[[Decimal], str]
    label_of: Callable[[Mark], str]

    def width_of(self, text: str) -> float:
        return width_of(text, self.font_size)

    def box_of(self, label: Label) -> Box:
        x, y = float(label.x), float(label.y)
        return box_of(x, y, label.anchor, label.text, self.font_size)


def chart(
    marks: Marks,
    years: Sequence[int],
    sheet: Sheet,
    ceiling: Decimal | None = None,
) -> Chart:
    """
    From 320 wide and 200 high. Years with a value are drawn even outside the years
    asked for. The ceiling limits the scale, not the data.
    """
    room = sheet.height - (ABOVE + BELOW) * sheet.font_size
    most = min(int(room / (BETWEEN_TICKS * sheet.font_size)), MOST_TICKS)
    levels = ticks(marks.values, most, ceiling)
    plot = _plot(sheet, _span(marks, years), levels)
    # Gridlines begin left of the first year's marker, which would hide their end.
    left, right = plot.left - RADIUS, sheet.width - MARGIN
    words = [_tick_label(level, left, plot, sheet) for level in levels]
    words += _year_labels(plot, sheet)
    body = [
        *(svg.gridline(left, right, plot.y(level)) for level in levels),
        *map(svg.word, words),
        *svg.shapes(marks, plot, RADIUS, SQUARE),
        *map(svg.value, _point_labels(marks, plot, sheet, words)),
    ]
    kinds, size = svg.kinds_of(marks), sheet.font_size
    return Chart(sheet.width, sheet.height, kinds, svg.join(body), size)


def sparkline(marks: Marks, years: Sequence[int], width: int, height: int) -> Chart:
    """The same drawing without a word, for a card."""
    first, last = _span(marks, years)
    edge = MARGIN + SPARK_SQUARE / 2
    plot = Plot(
        left=edge,
        right=width - edge,
        top=edge,
        bottom=height - edge,
        first_year=first,
        last_year=last,
        low=min(marks.values, default=Decimal(0)),
        high=max(marks.values, default=Decimal(0)),
    )
    body = svg.join(svg.shapes(marks, plot, SPARK_RADIUS, SPARK_SQUARE))
    return Chart(width, height, svg.kinds_of(marks), body)


def _span(marks: Marks, years: Sequence[int]) -> tuple[int, int]:
    drawn = [*years, *marks.years]
    return min(drawn), max(drawn)


def _plot(sheet: Sheet, span: tuple[int, int], levels: Sequence[Decimal]) -> Plot:
    half_year = max(sheet.width_of(school_years.label(year)) for year in span) / 2
    tick = max((sheet.width_of(sheet.label(level)) for level in levels), default=0)
    return Plot(
        left=MARGIN + max(tick + TICK_GAP + RADIUS, half_year),
        right=sheet.width - MARGIN - max(half_year, SQUARE / 2),
        top=ABOVE * sheet.font_size,
        bottom=sheet.height - BELOW * sheet.font_size,
        first_year=span[0],
        last_year=span[1],
        low=min(levels, default=Decimal(0)),
        high=max(levels, default=Decimal(0)),
    )


def _tick_label(level: Decimal, left: float, plot: Plot, sheet: Sheet) -> Label:
    foot = plot.y(level) + CENTERED * sheet.font_size
    return Label(coord(left - TICK_GAP), coord(foot), sheet.label(level), "end")


def _year_labels(plot: Plot, sheet: Sheet) -> list[Label]:
    years = range(plot.first_year, plot.last_year + 1)
    widest = max(sheet.width_of(school_years.label(year)) for year in years)
    room = widest + BETWEEN_YEARS * sheet.font_size
    last = plot.last_year
    pitch = (plot.right - plot.left) / max(len(years) - 1, 1)
    even = years[:: ceil(room / pitch)]
    between = [year for year in even[1:] if plot.x(last) - plot.x(year) >= room]
    foot = coord(sheet.height - YEAR_FOOT * sheet.font_size)
    return [
        Label(coord(plot.x(year)), foot, school_years.label(year), "middle")
        for year in sorted({plot.first_year, *between, last})
    ]


def _point_labels(
    marks: Marks, plot: Plot, sheet: Sheet, words: Sequence[Label]
) -> list[Label]:
    """The values beside their markers; those of one place share one label."""
    needed = marks.needed
    others = [mark for mark in reversed(marks.all) if mark not in needed]
    requests, markers = {}, []
    for mark in [*needed, *others]:
        x, y = plot.x(mark.year), plot.y(mark.value)
        reach = SQUARE / 2 if mark.kind == "target" else RADIUS
        markers.append(Box(x - reach, y - reach, x + reach, y + reach))
        if (mark.year, mark.value) not in requests:
            text, is_needed = sheet.label_of(mark), mark in needed
            request = LabelRequest(x, y, text, reach, is_needed)
            requests[mark.year, mark.value] = request
    return place_labels(
        list(requests.values()),
        frame=Box(0, 0, sheet.width, sheet.height),
        taken=[*markers, *(sheet.box_of(label) for label in words)],
        strokes=_strokes(marks, plot),
        font_size=sheet.font_size,
    )


def _strokes(marks: Marks, plot: Plot) -> list[Stroke]:
    """What a label should not cover."""
    drawn = [marks.progress.path, *marks.lines, *marks.gaps]
    strokes = [
        tuple((plot.x(end.year), plot.y(end.value)) for end in pair)
        for line in drawn
        for pair in pairwise(line)
    ]
    for year in marks.breaks:
        x = break_x(year, plot)
        strokes.append(((x, plot.top), (x, plot.bottom)))
    return strokes
