"""The columns of a file, and the names that each goes by; those of results first."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.models import Measure, Result

from .problems import Problem

# In the order of the file to fill in. The titles are for people: codes are what counts.
COLUMNS = [
    *("code", "title", "group", "school_year", "state", "value", "student_count"),
    *("note_en", "note_es", "source_en", "source_es", "source_url", "observed_on"),
]
NEEDED = ["code", "school_year", "state", "value"]
FOR_PEOPLE = {"title"}


def label(column: str) -> str:
    model = Measure if column in {"code", "title"} else Result
    return str(model._meta.get_field(column).verbose_name)


def folded(text: str) -> str:
    """A name without what people write differently: case, accents, punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", letters).strip()


def answers(word: str) -> set[str]:
    """A word in each language, as it may be typed."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(folded(_(word)))
    return found


@dataclass(frozen=True)
class Columns:
    """The columns that a kind of file has, and how such a file is spoken of."""

    names: tuple[str, ...]
    needed: tuple[str, ...]
    label: Callable[[str], str]
    # By this one, and another, a header is known where it may stand anywhere.
    telling: str = ""
    # What is said of a file without a header (“read” is its first line), and of one
    # with several sheets (“titles”).
    no_header: Promise | str = ""
    several: Promise | str = ""
    # Whether a column that is none of these is a mistake, or somebody's own.
    is_strict: bool = True

    @cached_property
    def meant_by(self) -> dict[str, str]:
        """The column that each name means: its own, or its label in any language."""
        found = {folded(column): column for column in self.names}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found |= {folded(self.label(column)): column for column in self.names}
        return found

    def recognized(self, cells: Sequence[object]) -> list[str]:
        """The columns that a row names, if it is a header."""
        found = [self.meant_by.get(folded(str(c))) for c in cells if c is not None]
        return [column for column in found if column]

    def is_header(self, cells: Sequence[object]) -> bool:
        """Whether a row heads such a table; some of its names may be unknown."""
        found = self.recognized(cells)
        return self.telling in found and len(found) > 1

    def unknown(self) -> str:
        """What is said of a column that has no place in such a file."""
        return _("Unknown column. Remove it, or call it one of these: %(columns)s.") % {
            "columns": ", ".join(self.label(column) for column in self.names)
        }


RESULTS = Columns(
    names=tuple(COLUMNS),
    needed=tuple(NEEDED),
    telling="code",
    label=label,
    no_header=gettext_lazy(
        "No row names the columns. The first line reads “%(read)s”; expected a header"
        " such as code, school_year, state, value."
    ),
    several=gettext_lazy(
        "More than one sheet holds results: %(titles)s. Leave one of them."
    ),
)


@dataclass(frozen=True)
class Header:
    """A file's header: which column stands where, and what the file calls it."""

    line: int
    places: dict[str, int]
    titles: dict[str, str]
    columns: Columns = RESULTS

    @property
    def width(self) -> int:
        return max(self.places.values()) + 1

    def title(self, column: str) -> str:
        """What the file calls a column; its own name where the file lacks it."""
        return self.titles.get(column) or self.columns.label(column)


def named_columns(
    line: int, cells: Sequence[object], columns: Columns
) -> tuple[Header, list[Problem]]:
    """The columns that a header names; names that are unknown, or there twice."""
    places, titles, problems = {}, {}, []
    for place, cell in enumerate(cells):
        title = "" if cell is None else " ".join(str(cell).split())
        if not title:
            continue
        column = columns.meant_by.get(folded(title))
        if column is None:
            if columns.is_strict:
                unknown = columns.unknown()
                problems.append(Problem(line, letters(place), title, unknown))
        elif column in places:
            expected = _("This column is there twice. Leave one of them.")
            problems.append(Problem(line, letters(place), title, expected))
        else:
            places[column], titles[column] = place, title
    return Header(line, places, titles, columns), problems


def lacking(header: Header) -> str:
    """What is said of a header without a column that is needed; else nothing."""
    columns = header.columns
    names = [
        columns.label(name) for name in columns.needed if name not in header.places
    ]
    if not names:
        return ""
    return _("The header in line %(line)s lacks: %(columns)s.") % {
        "line": header.line,
        "columns": ", ".join(names),
    }


def letters(place: int) -> str:
    """How a spreadsheet names a column: ``letters(0)`` is ``"A"``."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
