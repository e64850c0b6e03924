"""
Charts as SVG, recolored by class.

Written here, thousands of drawings with fifty marks each take a tenth of the time that
a template would take over them.
"""

from collections.abc import Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .shapes import Chart

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
