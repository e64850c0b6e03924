"""Calendar files (RFC 5545): days with a name and an address, each an event."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# A line has 75 octets at most, the blank that continues one among them: RFC 5545, 3.1.
PIECES = re.compile(rb".{1,74}(?![\x80-\xbf])")
ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,"})
# Line ends among them: a title has none.
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class Event(NamedTuple):
    """Takes a whole day."""

    uid: str
    day: datetime.date
    summary: str
    url: str


def calendar_file(
    name: str, language: str, moment: datetime.datetime, events: Iterable[Event]
) -> str:
    """``moment``: since when it is as it says."""
    stamp = f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escape(name)}//{language.upper()}",
        f"X-WR-CALNAME:{escape(name)}",
        *(line for event in events for line in lines_of(event, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def lines_of(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp}"
    # ``strftime`` writes the year 999 in three digits.
    yield f"DTSTART;VALUE=DATE:{event.day.isoformat().replace('-', '')}"
    yield f"SUMMARY:{escape(event.summary)}"
    yield f"URL:{event.url}"
    # Nobody is busy that day because of it.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escape(text: str) -> str:
    return CONTROL.sub(" ", text).translate(ESCAPED)


def fold(line: str) -> str:
    """Over several lines if it is too long, never inside a character."""
    return b"\r\n ".join(PIECES.findall(line.encode())).decode()
