"""Lines of the report in Markdown, and what is said meanwhile."""

import sys
from collections.abc import Iterator

from benchmarks.load import Reading

FIGURES = ("requests/s", "p50 ms", "p99 ms", "errors")


def table(title: str, columns: list[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "", row(*columns), row(*["---"] * len(columns)))


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def figures(reading: Reading) -> list[str]:
    return [
        f"{reading.rate:,.0f}",
        f"{reading.p50:.1f}",
        f"{reading.p99:.1f}",
        str(reading.errors),
    ]


def say(line: str) -> None:
    sys.stderr.write(f"{line} ...\n")
