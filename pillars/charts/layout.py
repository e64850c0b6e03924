"""
Charts: where everything in the drawing of a measure stands.

``chart_svg`` writes these numbers out; it works out nothing. The path that the plan
asks, results and targets are told apart by dash and marker, not by colour alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil

from pillars.rules.progress import Progress
from pillars.rules.values import Point, Report

from .labels import Box, Label, Stroke, Wanted, box_of, place, width_of, written
from .marks import Mark, Marks, marks_of
from .scale import Plot, ticks
from .shapes import Chart, Gridline, break_x, shapes_of

RADIUS = 5  # of a result's dot
SQUARE = 12  # a side of a target's marker
SPARK_RADIUS = 3
SPARK_SQUARE = 8

MARGIN = 2  # what everything keeps from the drawing's edge
TICK_GAP = 10  # between a tick's words and the plot
MOST_TICKS = 6

# In parts of the font's size: room above the highest value for a label, and below the
# lowest for the school years; then how lines of words stand to each other.
ABOVE = 1.7
BELOW = 2.6
YEAR_FOOT = 0.6
BETWEEN_YEARS = 0.6
BETWEEN_TICKS = 2.5
CENTRED = 0.35


@dataclass(frozen=True)
class Sheet:
    """What a chart with words is drawn on, and how its numbers are put into words."""

    width: int
    height: int
    font_size: int
    label: Callable[[Decimal], str]
    label_of: Callable[[Mark], str]
    year_label: Callable[[int], str]

    def width_of(self, text: str) -> float:
        return width_of(text, self.font_size)

    def box_of(self, label: Label) -> Box:
        x, y = float(label.x), float(label.y)
        return box_of(x, y, label.anchor, label.text, self.font_size)


def chart(
    *,
    progress: Progress,
    results: Sequence[Report],
    targets: Sequence[Point],
    first_year: int,
    last_year: int,
    label: Callable[[Decimal], str],
    year_label: Callable[[int], str],
    width: int,
    height: int,
    font_size: int = 14,
    mark_label: Callable[[Mark], str] | None = None,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> Chart:
    """
    A chart with its words, from about 320 wide and 200 high.

    Years with a value are drawn even where they lie outside the years asked for.
    ``label`` writes a number; a marker's, too, unless ``mark_label`` does.
    ``floor`` and ``ceiling`` are values that the scale does not pass of its own accord,
    such as 0 and 100 for a percent.
    """
    marks = marks_of(progress, results, targets)
    label_of = mark_label or (lambda mark: label(mark.value))
    sheet = Sheet(width, height, font_size, label, label_of, year_label)
    span = _span(marks, first_year, last_year)
    room = height - (ABOVE + BELOW) * font_size
    most = min(int(room / (BETWEEN_TICKS * font_size)), MOST_TICKS)
    levels = ticks(marks.values, most, floor, ceiling)
    plot = _plot(sheet, span, levels)
    gridlines = tuple(_gridline(level, plot, sheet) for level in levels)
    years = tuple(_year_labels(plot, sheet))
    words = [*(gridline.label for gridline in gridlines), *years]
    return Chart(
        width,
        height,
        **shapes_of(marks, plot, RADIUS, SQUARE),
        font_size=font_size,
        gridlines=gridlines,
        years=years,
        labels=tuple(_point_labels(marks, plot, sheet, words)),
    )


def sparkline(
    *,
    progress: Progress,
    results: Sequence[Report],
    targets: Sequence[Point],
    first_year: int,
    last_year: int,
    width: int = 260,
    height: int = 70,
) -> Chart:
    """The same drawing without a word, for a card."""
    marks = marks_of(progress, results, targets)
    first, last = _span(marks, first_year, last_year)
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
    return Chart(width, height, **shapes_of(marks, plot, SPARK_RADIUS, SPARK_SQUARE))


def _span(marks: Marks, first_year: int, last_year: int) -> tuple[int, int]:
    years = [first_year, last_year, *marks.years]
    return min(years), max(years)


def _plot(sheet: Sheet, span: tuple[int, int], levels: Sequence[Decimal]) -> Plot:
    half_year = max(sheet.width_of(sheet.year_label(year)) for year in span) / 2
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


def _gridline(level: Decimal, plot: Plot, sheet: Sheet) -> Gridline:
    # It begins left of the first year's marker, which would stand on its end otherwise.
    left, y = plot.left - RADIUS, plot.y(level)
    foot = y + CENTRED * sheet.font_size
    text = Label(written(left - TICK_GAP), written(foot), sheet.label(level), "end")
    return Gridline(written(left), written(sheet.width - MARGIN), written(y), text)


def _year_labels(plot: Plot, sheet: Sheet) -> list[Label]:
    """The first school year, the last, and as many between as have room."""
    years = range(plot.first_year, plot.last_year + 1)
    widest = max(sheet.width_of(sheet.year_label(year)) for year in years)
    room = widest + BETWEEN_YEARS * sheet.font_size
    last = plot.last_year
    pitch = (plot.right - plot.left) / max(len(years) - 1, 1)
    even = years[:: ceil(room / pitch)]
    between = [year for year in even[1:] if plot.x(last) - plot.x(year) >= room]
    foot = written(sheet.height - YEAR_FOOT * sheet.font_size)
    return [
        Label(written(plot.x(year)), foot, sheet.year_label(year), "middle")
        for year in sorted({plot.first_year, *between, last})
    ]


def _point_labels(
    marks: Marks, plot: Plot, sheet: Sheet, words: Sequence[Label]
) -> list[Label]:
    """The values beside their markers; those of one place share one label."""
    needed = marks.needed
    others = [mark for mark in reversed(marks.all) if mark not in needed]
    wanted = {}
    for mark in [*needed, *others]:
        place_of_mark = (mark.year, mark.value)
        if place_of_mark not in wanted:
            x, y = plot.x(mark.year), plot.y(mark.value)
            text, is_needed = sheet.label_of(mark), mark in needed
            wanted[place_of_mark] = Wanted(x, y, text, _reach(mark), is_needed)
    markers = [_marker_box(mark, plot) for mark in marks.all]
    return place(
        list(wanted.values()),
        frame=Box(0, 0, sheet.width, sheet.height),
        taken=[*markers, *(sheet.box_of(label) for label in words)],
        strokes=_strokes(marks, plot),
        font_size=sheet.font_size,
    )


def _reach(mark: Mark) -> float:
    return SQUARE / 2 if mark.kind == "target" else RADIUS


def _marker_box(mark: Mark, plot: Plot) -> Box:
    x, y, reach = plot.x(mark.year), plot.y(mark.value), _reach(mark)
    return Box(x - reach, y - reach, x + reach, y + reach)


def _strokes(marks: Marks, plot: Plot) -> list[Stroke]:
    """Every stroke that a label had better not stand on."""
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
