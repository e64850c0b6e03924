"""Where the words of a chart are placed, so that none covers another."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

LETTER = 0.6  # of the font's size: a wide digit, since the reader's font is unknown
ASCENT = 0.8
DESCENT = 0.25
GAP = 4  # between a marker and its label

Place = tuple[float, float]
Stroke = tuple[Place, Place]
Spot = tuple[float, float, str]  # where words are anchored, and by which end


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_inside(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def is_crossed_by(self, start: Place, end: Place) -> bool:
        """Whether the stroke reaches the box, and has corners of it on both sides."""
        (x, y), (to_x, to_y) = start, end
        if not self.overlaps(
            Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        ):
            return False  # As most do: a press asks a hundred thousand times.
        corners = product((self.left, self.right), (self.top, self.bottom))
        sides = [(to_x - x) * (v - y) - (to_y - y) * (u - x) for u, v in corners]
        return min(sides) < 0 < max(sides)


class LabelRequest(NamedTuple):
    """What a marker asks for; without a needed label the chart would be wrong."""

    x: float
    y: float
    text: str
    reach: float
    is_needed: bool = False


class Label(NamedTuple):
    """Words in a drawing; ``anchor`` as SVG has it."""

    x: str
    y: str
    text: str
    anchor: str


def coord(number: float) -> str:
    """A coordinate: one decimal, none if it is whole, never an exponent."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")


def width_of(text: str, font_size: float) -> float:
    # A percent sign is half as wide again as a digit.
    return (len(text) + text.count("%") / 2) * font_size * LETTER


def box_of(x: float, y: float, anchor: str, text: str, font_size: float) -> Box:
    width = width_of(text, font_size)
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - ASCENT * font_size, left + width, y + DESCENT * font_size)


def place_labels(
    requests: Sequence[LabelRequest],
    *,
    frame: Box,
    taken: Sequence[Box],
    strokes: Sequence[Stroke],
    font_size: float,
) -> list[Label]:
    """
    The labels that have room, each close to its marker, where the fewest lines cross. A
    needed one goes farther to find room; another is left out.
    """
    taken, labels = list(taken), []
    for one in sorted(requests, key=lambda one: not one.is_needed):
        best = _best(one, _near(one, font_size), frame, taken, strokes, font_size)
        if best is None and one.is_needed:
            far = _far(one, frame, font_size)
            best = _best(one, far, frame, taken, [], font_size)
        if best is not None:
            taken.append(box_of(*best, one.text, font_size))
            x, y, anchor = best
            labels.append(Label(coord(x), coord(y), one.text, anchor))
    return labels


def _best(one, spots, frame, taken, strokes, font_size) -> Spot | None:
    """The free spot that the fewest lines cross; of equals, the first."""
    best, fewest = None, len(strokes) + 1
    for spot in spots:
        box = box_of(*spot, one.text, font_size)
        if not box.is_inside(frame) or any(map(box.overlaps, taken)):
            continue
        crossed = sum(box.is_crossed_by(start, end) for start, end in strokes)
        if crossed < fewest:
            best, fewest = spot, crossed
        if not fewest:
            break
    return best


def _near(one: LabelRequest, font_size: float) -> Iterator[Spot]:
    """Above and below the marker, turned inward, and beside it."""
    above = one.y - one.reach - GAP - DESCENT * font_size
    below = one.y + one.reach + GAP + ASCENT * font_size
    level = one.y + (ASCENT - DESCENT) / 2 * font_size
    for y in (above, below):
        yield _spot(one.x, y, "middle")
    for y in (above, below):
        yield _spot(one.x - one.reach, y, "start")
        yield _spot(one.x + one.reach, y, "end")
    yield _spot(one.x + one.reach + GAP, level, "start")
    yield _spot(one.x - one.reach - GAP, level, "end")


def _far(one: LabelRequest, frame: Box, font_size: float) -> list[Spot]:
    """All the way up and down the marker's column, the nearest first."""
    step = font_size / 4
    rows = range(int((frame.bottom - frame.top) / step) + 1)
    heights = sorted(
        (frame.top + row * step for row in rows), key=lambda y: abs(y - one.y)
    )
    left, right = (one.x - one.reach, "start"), (one.x + one.reach, "end")
    columns = [(one.x, "middle"), left, right]
    return [_spot(x, y, anchor) for y in heights for x, anchor in columns]


def _spot(x: float, y: float, anchor: str) -> Spot:
    # Rounded before it is compared, so that what is written is what was found free.
    return round(x, 1), round(y, 1), anchor
