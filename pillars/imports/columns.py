"""The columns of a file of results, and the names that each goes by."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from pillars.models import Measure, Result

from .problems import Problem, UnreadableFileError

# In the order of the file to fill in. The titles are for people: codes are what counts.
COLUMNS = [
    *("code", "title", "group", "school_year", "state", "value", "student_count"),
    *("note_en", "note_es", "source_en", "source_es", "source_url", "observed_on"),
]
NEEDED = ["code", "school_year", "state", "value"]
FOR_PEOPLE = {"title"}


def label(column: str) -> str:
    """What a column is called, in the active language."""
    model = Measure if column in {"code", "title"} else Result
    return str(model._meta.get_field(column).verbose_name)


def folded(text: str) -> str:
    """A name without what people write differently: case, accents, punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", letters).strip()


@cache
def names() -> dict[str, str]:
    """The column that each name means: its own, or its label in any language."""
    found = {folded(column): column for column in COLUMNS}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {folded(label(column)): column for column in COLUMNS}
    return found


def recognized(cells: Sequence[object]) -> list[str]:
    """The columns that a row names, if it is a header."""
    named = [names().get(folded(str(cell))) for cell in cells if cell is not None]
    return [column for column in named if column]


def is_header(cells: Sequence[object]) -> bool:
    """Whether a row heads a table of results; some of its names may be unknown."""
    found = recognized(cells)
    return "code" in found and len(found) > 1


@dataclass(frozen=True)
class Header:
    """A file's header: which column stands where, and what the file calls it."""

    line: int
    places: dict[str, int]
    titles: dict[str, str]

    @property
    def width(self) -> int:
        return max(self.places.values()) + 1

    def title(self, column: str) -> str:
        """What the file calls a column; its own name where the file lacks it."""
        return self.titles.get(column) or label(column)


def read_header(line: int, cells: Sequence[object]) -> tuple[Header, list[Problem]]:
    """A header and what is wrong with it: names that are unknown, or there twice."""
    header, problems = named_columns(line, cells, names(), unknown())
    lacking = [label(column) for column in NEEDED if column not in header.places]
    if lacking:
        raise UnreadableFileError(lacks(line, lacking))
    return header, problems


def named_columns(
    line: int, cells: Sequence[object], known: Mapping[str, str], unknown: str
) -> tuple[Header, list[Problem]]:
    """The columns that a header names, by the names that are known."""
    places, titles, problems = {}, {}, []
    for place, cell in enumerate(cells):
        title = "" if cell is None else " ".join(str(cell).split())
        if not title:
            continue
        column = known.get(folded(title))
        if column is None:
            problems.append(Problem(line, letters(place), title, unknown))
        elif column in places:
            expected = _("This column is there twice. Leave one of them.")
            problems.append(Problem(line, letters(place), title, expected))
        else:
            places[column], titles[column] = place, title
    return Header(line, places, titles), problems


def lacks(line: int, columns: list[str]) -> str:
    """What is said of a header without a column that is needed."""
    return _("The header in line %(line)s lacks: %(columns)s.") % {
        "line": line,
        "columns": ", ".join(columns),
    }


def unknown() -> str:
    """What is said of a column that has no place among results."""
    return _("Unknown column. Remove it, or call it one of these: %(columns)s.") % {
        "columns": ", ".join(label(column) for column in COLUMNS)
    }


def letters(place: int) -> str:
    """How a spreadsheet names a column: ``letters(0)`` is ``"A"``."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
