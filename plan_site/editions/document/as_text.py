"""Changes as plain lines, for a terminal."""

from collections.abc import Iterable, Iterator


def change_lines(changes: Iterable[dict]) -> Iterator[str]:
    """Each change, and under it each field with what it was and what it becomes."""
    for change in changes:
        title = next(filter(None, change["title"].values()), "")
        yield f"{change['kind']:9} {change['code']} {title}".rstrip()
        for line in change["fields"]:
            where = ".".join(filter(None, [line["field"], line["language"]]))
            row = line["row"]
            if "year" in row:
                where = f"{row['kind']} {row['year']} {where}"
            yield f"    {where}: {line['before']} → {line['after']}"
