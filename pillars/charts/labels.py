"""Where the words of a chart are placed, so that none covers another."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

LETTER = 0.6  # of the font's size: a wide digit, since the reader's font is unknown
ASCENT = 0.8
DESCENT = 0.25
GAP = 4  # between a marker and its label, at the least
STEP = 8  # by which it grows
ASLANT = 6  # as if so much farther away: what is above or below belongs together
# How much farther a label goes so as not to stand on a line.
SOFT, SOLID = 12, 40
OTHERS = 9  # the same, so as not to stand by another marker
AT_MOST = 30  # then a label that is not needed is left out

Place = tuple[float, float]
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

    def wider(self, gap: float) -> "Box":
        left, top, right, bottom = self
        return Box(left - gap, top - gap, right + gap, bottom + gap)

    def is_inside(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def is_crossed_by(self, stroke: "Stroke") -> bool:
        """Whether the stroke reaches the box, and has corners of it on both sides."""
        (x, y), (to_x, to_y) = stroke.start, stroke.end
        if not self.overlaps(
            Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        ):
            return False  # As most do: a press asks a hundred thousand times.
        corners = product((self.left, self.right), (self.top, self.bottom))
        sides = [(to_x - x) * (v - y) - (to_y - y) * (u - x) for u, v in corners]
        return min(sides) < 0 < max(sides)


class Stroke(NamedTuple):
    start: Place
    end: Place
    cost: float = SOLID  # of a label that it crosses


class LabelRequest(NamedTuple):
    """What a marker asks for; without a needed label the chart would be wrong."""

    x: float
    y: float
    text: str
    reach: float
    is_needed: bool = False
    kind: str = "number"  # of its words


class Label(NamedTuple):
    """Words in a drawing; ``anchor`` as SVG has it."""

    x: float
    y: float
    text: str
    anchor: str
    kind: str = "word"


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
    markers: Sequence[Box],
    taken: Sequence[Box],
    strokes: Sequence[Stroke],
    font_size: float,
) -> list[Label]:
    """
    The labels that have room, each close to its marker, where few lines cross them. A
    needed one goes as far as it must.
    """
    taken, labels = [*markers, *taken], []
    for one in sorted(requests, key=lambda one: not one.is_needed):
        others = [it for it in markers if not it.holds(one.x, one.y)]
        best = _best(one, frame, taken, others, strokes, font_size)
        if best is not None:
            taken.append(box_of(*best, one.text, font_size))
            x, y, anchor = best
            labels.append(Label(x, y, one.text, anchor, one.kind))
    return labels


def _best(one, frame, taken, others, strokes, font_size) -> Spot | None:
    """Of the free spots, the nearest that is crossed by few lines and by no other."""
    best, least = None, float("inf") if one.is_needed else AT_MOST
    for distance, spot in _spots(one, frame, font_size):
        if distance >= least:
            break
        spot = _pushed(spot, one.text, frame, font_size)
        box = box_of(*spot, one.text, font_size)
        if not box.is_inside(frame) or any(map(box.overlaps, taken)):
            continue
        cost = distance + sum(it.cost for it in strokes if box.is_crossed_by(it))
        cost += OTHERS * any(map(box.wider(GAP + 1).overlaps, others))
        if cost < least:
            best, least = spot, cost
    return best


def _spots(
    one: LabelRequest, frame: Box, font_size: float
) -> Iterator[tuple[float, Spot]]:
    """Above, below and beside the marker, turned to a side; the nearest first."""
    level = one.y + (ASCENT - DESCENT) / 2 * font_size
    left, right = one.x - one.reach, one.x + one.reach
    for farther in range(0, int(frame.bottom - frame.top), STEP):
        gap = GAP + farther
        above = one.y - one.reach - gap - DESCENT * font_size
        below = one.y + one.reach + gap + ASCENT * font_size
        rows = (above, below)
        upright = [(one.x, y, "middle") for y in rows]
        turned = [(x, y, side) for y in rows for x, side in _sides(left, right)]
        beside = [(x, level, side) for x, side in _sides(right + gap, left - gap)]
        aslant = [(x, y, side) for y in rows for x, side in _sides(right, left)]
        for spot in upright + turned + beside:
            yield farther, _spot(*spot)
        for spot in aslant:
            yield farther + ASLANT, _spot(*spot)


def _pushed(spot: Spot, text: str, frame: Box, font_size: float) -> Spot:
    """Sideways into the frame, where long words would end outside."""
    x, y, anchor = spot
    box = box_of(*spot, text, font_size)
    x += max(frame.left - box.left, 0) + min(frame.right - box.right, 0)
    return _spot(x, y, anchor)


def _sides(start: float, end: float) -> list[tuple[float, str]]:
    return [(start, "start"), (end, "end")]


def _spot(x: float, y: float, anchor: str) -> Spot:
    # Rounded before it is compared, so that what is written is what was found free.
    return round(x, 1), round(y, 1), anchor
