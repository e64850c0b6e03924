"""Where everything in the chart of a measure is placed."""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from itertools import chain, pairwise
from math import ceil
from typing import NamedTuple

from pillars import school_years

from . import svg
from .labels import Box, Label, LabelRequest, Stroke, place_labels, width_of
from .marks import Mark, Marks, Plot, ticks
from .svg import Chart, break_x

RADIUS = 5  # of a result's dot
SQUARE = 12  # a side of a target's marker
SPARK_RADIUS = 3
SPARK_SQUARE = 8

MARGIN = 2  # between everything and the drawing's edge
TICK_GAP = 8  # between a tick's words and the gridlines
MOST_TICKS = 6

# In parts of the font's size: room above the highest value for a label, and below the
# lowest for the school years; then the distances between lines of words.
ABOVE = 1.8
BELOW = 3.2
YEAR_FOOT = 0.6
BETWEEN_YEARS = 0.6
BETWEEN_TICKS = 2.5
CENTERED = 0.35


class Scale(NamedTuple):
    """What a measure's charts share; the ceiling limits the scale, not the data."""

    years: tuple[int, int]
    values: Sequence[Decimal]
    ends: Collection[Decimal]  # of ranges
    ceiling: Decimal | None = None


class Sheet(NamedTuple):
    width: int
    height: int
    font_size: int
    tick_labels: Callable[[Sequence[Decimal]], list[str]]
    label_of: Callable[[Mark], str]
    hidden: str  # the word for it

    def width_of(self, text: str) -> float:
        return width_of(text, self.font_size)


def scale_of(
    drawn: Sequence[Marks], years: Collection[int], ceiling: Decimal | None = None
) -> Scale:
    values = [value for marks in drawn for value in marks.values]
    ends = {end for marks in drawn for end in marks.ends}
    return Scale((min(years), max(years)), values, ends, ceiling)


def chart(marks: Marks, scale: Scale, sheet: Sheet) -> Chart:
    """From 320 wide and 200 high."""
    room = sheet.height - (ABOVE + BELOW) * sheet.font_size
    most = min(int(room / (BETWEEN_TICKS * sheet.font_size)), MOST_TICKS)
    levels = ticks(scale.values, most, scale.ceiling, scale.ends)
    texts = sheet.tick_labels(levels)
    plot = _plot(sheet, scale.years, levels, texts)
    left, right = plot.left - plot.room, sheet.width - MARGIN
    words = [
        Label(left - TICK_GAP, plot.y(level) + CENTERED * sheet.font_size, text, "end")
        for level, text in zip(levels, texts, strict=True)
    ]
    words += _year_labels(plot, sheet)
    body = [
        *svg.bands(marks, plot),
        *(svg.gridline(left, right, plot.y(level)) for level in levels),
        *map(svg.word, words),
        *svg.shapes(marks, plot, RADIUS, SQUARE),
        *map(svg.word, _labels(marks, plot, sheet, words)),
    ]
    kinds, size = svg.kinds_of(marks), sheet.font_size
    return Chart(sheet.width, sheet.height, kinds, svg.join(body), size)


def sparkline(marks: Marks, scale: Scale, width: int, height: int) -> Chart:
    """The same drawing without a word, for a card."""
    edge = MARGIN + SPARK_SQUARE / 2
    ends = {"left": edge, "right": width - edge, "top": edge, "bottom": height - edge}
    plot = Plot(**ends, years=scale.years, values=scale.values)
    shapes = svg.shapes(marks, plot, SPARK_RADIUS, SPARK_SQUARE)
    body = svg.join([*svg.bands(marks, plot), *shapes])
    return Chart(width, height, svg.kinds_of(marks), body)


def _plot(
    sheet: Sheet,
    years: tuple[int, int],
    levels: Sequence[Decimal],
    texts: Sequence[str],
) -> Plot:
    half_year = max(sheet.width_of(school_years.label(year)) for year in years) / 2
    tick = max((sheet.width_of(text) + TICK_GAP for text in texts), default=0)
    return Plot(
        left=MARGIN + tick + half_year,
        right=sheet.width - MARGIN - half_year,
        top=ABOVE * sheet.font_size,
        bottom=sheet.height - BELOW * sheet.font_size,
        years=years,
        values=levels,
        room=half_year,
    )


def _year_labels(plot: Plot, sheet: Sheet) -> list[Label]:
    first, last = plot.years
    years = range(first, last + 1)
    widest = max(sheet.width_of(school_years.label(year)) for year in years)
    room = widest + BETWEEN_YEARS * sheet.font_size
    pitch = (plot.right - plot.left) / max(len(years) - 1, 1)
    even = years[:: ceil(room / pitch)]
    between = [year for year in even[1:] if plot.x(last) - plot.x(year) >= room]
    foot = sheet.height - YEAR_FOOT * sheet.font_size
    return [
        Label(plot.x(year), foot, school_years.label(year), "middle")
        for year in sorted({first, *between, last})
    ]


def _labels(
    marks: Marks, plot: Plot, sheet: Sheet, words: Sequence[Label]
) -> list[Label]:
    """Hidden years, and the values beside their markers; one place has one label."""
    needed = marks.needed
    others = [mark for mark in reversed(marks.all) if mark not in needed]
    requests = {}
    for mark in [*needed, *others]:
        place = Box(*(plot.x(mark.year), plot.y(mark.value)) * 2).wider(SQUARE / 2)
        request = LabelRequest(place, sheet.label_of(mark), mark in needed)
        requests.setdefault((mark.year, mark.value), request)
    for band in marks.hidden:
        place = Box(*(sum(plot.sides(band)) / 2, plot.bottom) * 2)
        requests[band] = LabelRequest(place, sheet.hidden, True, "word")
    return place_labels(
        list(requests.values()),
        # Only the scale's own numbers stand beside the plot.
        frame=Box(plot.left - plot.room, 0, sheet.width, sheet.height),
        taken=[label.box(sheet.font_size) for label in words],
        strokes=_strokes(marks, plot),
        font_size=sheet.font_size,
    )


def _strokes(marks: Marks, plot: Plot) -> list[Stroke]:
    """What a label should not cover; in a hidden year it would pass for its value."""
    lines = [
        [(plot.x(end.year), plot.y(end.value)) for end in line]
        for line in (marks.progress.line, *marks.lines, *marks.gaps)
    ]
    upright = [break_x(year, plot) for year in marks.breaks]
    upright += chain.from_iterable(map(plot.sides, marks.hidden))
    lines += [[(x, plot.top), (x, plot.bottom)] for x in upright]
    return list(chain.from_iterable(map(pairwise, lines)))
