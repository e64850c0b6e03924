"""Where the words of a chart are placed, so that none covers another."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

LETTER = 0.6  # of the font's size: a wide digit, since the reader's font is unknown
ASCENT = 0.8
DESCENT = 0.25
GAP = 4  # between a marker and its label, at the least
STEP = 8  # by which it grows
NEAR = 24  # then a label that is not needed is left out

Place = tuple[float, float]
Stroke = tuple[Place, Place]


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

    def is_crossed_by(self, stroke: Stroke) -> bool:
        """Whether the stroke reaches the box, and has corners of it on both sides."""
        (x, y), (to_x, to_y) = stroke
        if not self.overlaps(
            Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        ):
            return False  # As most do: a press asks a hundred thousand times.
        corners = product((self.left, self.right), (self.top, self.bottom))
        sides = [(to_x - x) * (v - y) - (to_y - y) * (u - x) for u, v in corners]
        return min(sides) < 0 < max(sides)


class LabelRequest(NamedTuple):
    """What a marker asks for; without a needed label the chart would be wrong."""

    marker: Box
    text: str
    is_needed: bool = False
    kind: str = "number"  # of its words


class Label(NamedTuple):
    """Words in a drawing; ``anchor`` as SVG has it."""

    x: float
    y: float
    text: str
    anchor: str
    kind: str = "word"

    def box(self, font_size: float) -> Box:
        width = width_of(self.text, font_size)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        top, bottom = self.y - ASCENT * font_size, self.y + DESCENT * font_size
        return Box(left, top, left + width, bottom)


def coord(number: float) -> str:
    """A coordinate: one decimal, none if it is whole, never an exponent."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")


def width_of(text: str, font_size: float) -> float:
    # A percent sign is half as wide again as a digit.
    return (len(text) + text.count("%") / 2) * font_size * LETTER


def place_labels(
    requests: Sequence[LabelRequest],
    *,
    frame: Box,
    taken: Sequence[Box],
    strokes: Sequence[Stroke],
    font_size: float,
) -> list[Label]:
    """
    The labels that have room. A needed one that finds none near its marker stands on a
    line, or farther away.
    """
    taken, labels = [*taken, *(one.marker for one in requests)], []
    for one in sorted(requests, key=lambda one: not one.is_needed):
        beside = [it.marker.wider(GAP + 1) for it in requests if it is not one]
        if label := _placed(one, frame, taken, beside, strokes, font_size):
            labels.append(label)
            taken.append(label.box(font_size))
    return labels


def _placed(one, frame, taken, beside, strokes, font_size) -> Label | None:
    """At the nearest spot that is clear of lines and not beside another marker."""
    second_best = None
    for distance, label in _spots(one, frame, font_size):
        if distance > NEAR and (second_best or not one.is_needed):
            break
        box = label.box(font_size)
        if box.is_inside(frame) and not any(map(box.overlaps, taken)):
            is_beside = any(map(box.overlaps, beside))
            if not is_beside and not any(map(box.is_crossed_by, strokes)):
                return label
            second_best = second_best or label
    return second_best if one.is_needed else None


def _spots(
    one: LabelRequest, frame: Box, font_size: float
) -> Iterator[tuple[int, Label]]:
    """Above, below and beside the marker, the nearest first; pushed into the frame."""
    left, top, right, bottom = one.marker
    half = width_of(one.text, font_size) / 2
    middle, level = (left + right) / 2, (top + bottom) / 2
    level += (ASCENT - DESCENT) / 2 * font_size
    for distance in range(0, int(frame.bottom - frame.top), STEP):
        gap = GAP + distance
        rows = (top - gap - DESCENT * font_size, bottom + gap + ASCENT * font_size)
        columns = (middle, left + half, right - half, right + half, left - half)
        spots = [
            *product(columns[:3], rows),
            *product((right + gap + half, left - gap - half), [level]),
            *product(columns[3:], rows),
        ]
        for x, y in spots:
            x = min(max(x, frame.left + half), frame.right - half)
            # Rounded first, so that what is written is what was found free.
            yield (
                distance,
                Label(round(x, 1), round(y, 1), one.text, "middle", one.kind),
            )
