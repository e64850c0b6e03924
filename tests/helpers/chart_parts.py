"""What a chart draws, read from its SVG."""

from types import SimpleNamespace

import lxml.etree

from pillars.charts.svg import Chart


def parts_of(chart: Chart) -> SimpleNamespace:
    """Its dots, targets, lines and words, each in the order in which it is drawn."""
    svg = lxml.etree.fromstring(f"<svg>{chart.body}</svg>")

    def found(path: str, **names: str) -> tuple[SimpleNamespace, ...]:
        return tuple(
            SimpleNamespace(
                text=element.text,
                kind=element.get("class").removeprefix("c-"),
                **{name: element.get(column) for name, column in names.items()},
            )
            for element in svg.xpath(path)
        )

    def polylines(path: str) -> tuple[str, ...]:
        return tuple(svg.xpath(f"polyline[{path}]/@points"))

    at = {"x": "x", "y": "y"}
    size = {"width": "width", "height": "height"}
    middle = "text[@class='c-word' and @text-anchor='middle']"
    words = at | {"anchor": "text-anchor"}
    return SimpleNamespace(
        font_size=chart.font_size,
        path="".join(polylines("@class='c-soft'")),
        gaps=polylines("@class='c-line' and @stroke-dasharray"),
        lines=polylines("@class='c-line' and not(@stroke-dasharray)"),
        dots=found("circle", x="cx", y="cy", radius="r"),
        targets=found("rect[@class='c-target']", **at, size="width"),
        breaks=found("line[@class='c-soft']", x="x1", y1="y1", y2="y2"),
        ranges=found("rect[@class='c-band']", **at, **size),
        hidden=found("rect[@class='c-band c-soft']", **at, **size),
        gridlines=found("line[@class='c-grid']", y="y1"),
        ticks=found("text[@class='c-word' and @text-anchor='end']", **words),
        years=found(f"{middle}[contains(., '–')]", **words),
        states=found(f"{middle}[not(contains(., '–'))]", **words),
        labels=found("text[@class='c-number']", **words),
    )
