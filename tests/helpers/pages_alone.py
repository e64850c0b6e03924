"""
Every status and every calculation once more, from the English page of a measure alone.

It knows the rule of progress as the page on progress tells it, and no code of ours. All
sums are exact fractions of the numbers as a reader sees them.
"""

import re
from fractions import Fraction
from math import floor

from lxml import html

NUMBER = re.compile(r"−?\$?\d[\d,]*(?:\.\d+)?")
YEAR = r"(\d{4})–\d\d"
USABLE = {"", "provisional", "corrected"}
HIDDEN = {"hidden to protect students", "not released"}
OTHER_WAY = "not comparable with the starting point"
UNKNOWN = "Not enough data yet"
WORST_FIRST = [
    *(UNKNOWN, "Target missed", "Outside its range", "Not done", "Getting worse"),
    *("Not done yet", "Behind", "Slightly behind", "On track", "Within its range"),
    *("Done", "Target met"),
]


def number(text: str) -> Fraction | None:
    if text in {"Yes", "No"}:
        return Fraction(text == "Yes")
    found = NUMBER.search(text)
    return found and Fraction(re.sub(r"[$,]", "", found[0]).replace("−", "-"))


def decimals(text: str) -> int:
    return len(NUMBER.search(text)[0].partition(".")[2])


def rounded(value: Fraction, places: int) -> Fraction:
    size = floor(abs(value) * 10**places + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size, 10**places)


def text_of(element) -> str:
    return " ".join(element.text_content().split())


class Row:
    def __init__(self, body):
        head, *notes = body.xpath("tr")
        cells = head.xpath("td")
        self.year = int(head.findtext("th")[:4])
        self.shown = (cells[0].findtext("b") or "").strip()
        self.state = (cells[0].findtext("span") or "").strip()
        self.needed, _bracket, self.way = (
            text_of(cells[1]).partition(" (") if len(cells) > 1 else ("", "", "")
        )
        note = text_of(notes[0]) if notes else ""
        self.is_start = "Starting point" in note
        own_start = re.search(r"Starting point: (\S+(?: \w+)*)\.", note)
        self.start = own_start[1] if own_start else self.shown
        self.has_result = not self.is_start or bool(own_start)
        self.has_target = "Target:" in note
        self.is_break = "counting method changed" in note

    @property
    def value(self) -> Fraction | None:
        return number(self.shown) if self.shown and self.state in USABLE else None


class Series:
    """One table, with the sentences over it and the status that it is given."""

    def __init__(self, status: str, words: str, table, is_down: bool):
        self.status, self.words = status, words
        self.sign = -1 if is_down else 1
        self.rows = [Row(body) for body in table.xpath("tbody")]
        starts = [row for row in self.rows if row.is_start]
        self.t0 = starts[0].year if starts else None
        self.b = number(starts[0].start) if starts and starts[0].start else None
        # Those of the line between the targets are the measure's own.
        line = [row.needed for row in self.rows if row.needed and not row.has_target]
        line = line or [row.shown for row in self.rows if NUMBER.search(row.shown)]
        self.places = max(map(decimals, line), default=0)
        self.range = re.search(rf"target is (\S+) to (\S+)[^.]*? by {YEAR}", words)
        self.deed = re.search(rf"to be done by {YEAR}", words)
        self.level = re.search(rf"target is ([^.]*(?:\.\d+)?[^.]*?) by {YEAR}", words)
        due = self.range or self.level or self.deed
        self.due = due and int(due.groups()[-1])

    def decided(self) -> Row | None:
        """The row that decides; None where the rule says that none does."""
        rows = [row for row in self.rows if row.has_result]
        if self.t0 is not None and not self.deed:
            rows = [row for row in rows if row.year > self.t0 - bool(self.range)]
        own = [row.state for row in rows if row.year == self.due]
        if any(state in HIDDEN | {OTHER_WAY} for state in own):
            return None
        usable = [row for row in rows if row.value is not None]
        early = [row for row in usable if row.year < self.due]
        late = [row for row in usable if row.year >= self.due]
        row = late[0] if late else early[-1] if early else None
        stays = early and self.reaches(early[-1]) and late and late[0].year > self.due
        row = early[-1] if stays else row
        since = self.t0 if self.t0 is not None else -1
        breaks = [it.year for it in rows if it.is_break and it.year > since]
        if row and not self.deed and any(year <= row.year for year in breaks):
            return None
        return row

    def reaches(self, row: Row) -> bool:
        if self.range:
            return False
        if self.deed:
            return row.value == 1
        return self.sign * (row.value - number(self.level[1])) >= 0

    def expected(self, year: int) -> Fraction | None:
        """On the straight line through the starting point and every target."""
        corners = [(self.t0, self.b)]
        asked = [row for row in self.rows if row.has_target and row.needed]
        corners += [(row.year, number(row.needed)) for row in asked]
        if corners[-1][0] < self.due:
            corners.append((self.due, number(self.level[1])))
        for (y1, v1), (y2, v2) in zip(corners, corners[1:], strict=False):
            if y1 < year <= y2:
                return v1 + (v2 - v1) * Fraction(year - y1, y2 - y1)
        return None

    def work_out(self) -> tuple[str, list[Fraction]]:
        """The status, and what was gained, needed and percent of the way, if any."""
        row = self.due and self.decided()
        # Of these the page alone says that it is so: which kind of target needs a
        # starting point, and what contradicts itself.
        if not row or re.search("do not have the starting|does not fit", self.words):
            return UNKNOWN, []
        if self.deed:
            late = "Not done" if row.year >= self.due else "Not done yet"
            return ("Done" if row.value else late), []
        if self.range:
            low, high = number(self.range[1]), number(self.range[2])
            far = max(low - row.value, row.value - high)
            if far > 0:
                return "Outside its range", [far]
            return "Within its range", []
        is_met, goal = self.reaches(row), number(self.level[1])
        is_final = is_met or row.year >= self.due
        final = "Target met" if is_met else "Target missed"
        if self.b is None:
            return (final if is_final else UNKNOWN), []
        value, asked = row.value, goal
        if not is_final:
            value = rounded(value, self.places)
            asked = rounded(self.expected(row.year), self.places)
        gained, needed = self.sign * (value - self.b), self.sign * (asked - self.b)
        if gained < 0:
            lost = [-gained, needed] if needed > 0 else []
            return (final if is_final else "Getting worse"), lost
        if needed <= 0 or (is_met and row.year < self.due):
            return (final if is_final else "On track"), []
        way = gained / needed
        pace = "Behind" if way < Fraction(60, 100) else "Slightly behind"
        pace = "On track" if way >= Fraction(95, 100) else pace
        return (final if is_final else pace), [
            gained,
            needed,
            Fraction(floor(100 * way)),
        ]

    def facts(self) -> dict[str, Fraction]:
        """In people, and what is needed from here, by the words that they end in."""
        row = self.due and self.decided()
        latest = [
            it.value for it in self.rows if it.has_result and it.value is not None
        ]
        facts = {"of every 100": latest[-1]} if latest else {}
        if (
            row
            and not self.range
            and self.b is not None
            and self.t0 < row.year < self.due
        ):
            left, years = self.due - row.year, row.year - self.t0
            value = rounded(row.value, self.places)
            facts["each year"] = abs(number(self.level[1]) - row.value) / left
            facts["a year"] = abs(value - self.b) / years
        return facts

    def disagreements(self) -> list[str]:
        status, sums = self.work_out()
        told = re.search(
            r"That is (\S+) of (?:the )?(\S+) .*?: ([\d,]+)% of the way"
            r"|It lost ([^;]*); it needed to gain (\S*\d)\."
            r"|It went up ([^;]*); it needed to come down (\S*\d)\."
            r"|That is (.+?) outside",
            self.words,
        )
        shown = [number(it) for it in told.groups() if it] if told else []
        found = []
        if status != self.status:
            found.append(f"status {self.status}, and not {status}")
        if shown != sums:
            found.append(f"calculation {shown}, and not {sums}")
        ways = [(row.year, number(row.way)) for row in self.rows if row.way]
        decided = self.due and self.decided()
        if ways and (not decided or ways != [(decided.year, sums[-1])]):
            found.append(f"of the way {ways}, and not {sums}")
        for row in self.rows:
            exact = row.needed and not row.has_target and self.expected(row.year)
            if exact and rounded(exact, decimals(row.needed)) != number(row.needed):
                found.append(f"{row.year} needed {row.needed}, and not {exact}")
        for words, exact in self.facts().items():
            told = re.search(
                rf"([^ ]*\d) (?:points )?(?:more |fewer )?{words}", self.words
            )
            if told and rounded(exact, decimals(told[1])) != number(told[1]):
                found.append(f"{told[0]}, and not {exact}")
        return found


def read(page: str) -> tuple[str, list[Series], bool]:
    """A page's status, its series, and whether its groups decide."""
    tree = html.fromstring(page)
    (header,) = tree.xpath("//article/header")
    status = "".join(map(text_of, header.find_class("verdict")))
    ways = [text_of(dd) for dd in header.xpath(".//dd")]
    is_down = "Lower is better" in ways
    told = [
        *header.find_class("sum"),
        *header.find_class("calc"),
        *header.xpath(".//dd"),
    ]
    words = " ".join(map(text_of, told))
    everyone = tree.xpath(
        "//table[@class='numbers'][not(ancestor::*[@class='of-group'])]"
    )
    series = [Series(status, words, table, is_down) for table in everyone]
    for section in tree.find_class("of-group"):
        own = "".join(map(text_of, section.find_class("status")))
        words = " ".join(text_of(it) for it in section.xpath("p"))
        (table,) = section.xpath(".//table")
        series.append(Series(own, words, table, is_down))
    return status, series, not everyone


def disagreements(page: str) -> list[str]:
    status, series, is_by_group = read(page)
    found = [fault for one in series if one.status for fault in one.disagreements()]
    if status and is_by_group and series:
        worst = min((one.status for one in series), key=WORST_FIRST.index)
        found += [] if status == worst else [f"status {status}, the worst is {worst}"]
    if status and not series and status != UNKNOWN:
        found.append(f"status {status}, and no number")
    return found
