"""A file as data: the columns and rows of its tables, and the problems in its cells."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from .cells import Cell, CellError, as_text, folded, is_empty
from .columns import HEADER_WITHIN, Columns, Line, UnreadableFileError

BYTES_AT_MOST = 5 * 1024 * 1024
ROWS_AT_MOST = 20_000
# A spreadsheet can hold a million empty lines, and claim any number of them.
LINES_AT_MOST = 100_000
COLUMNS_AT_MOST = 300

TOO_BIG = gettext_lazy("The file is too big. It may have 5 MB at most.")
TOO_MANY_ROWS = gettext_lazy("The file has more than 20,000 rows. Divide it.")
TOO_MANY_LINES = gettext_lazy(
    "The file has more than 100,000 lines. Delete the empty ones."
)
SAME_LINE = gettext_lazy("The same is in line %(line)s. Leave one of them.")
COLUMN_TWICE = gettext_lazy("This column is there twice. Leave one of them.")
UNKNOWN_COLUMN = gettext_lazy(
    "Unknown column. Remove it, or call it one of these: %(columns)s."
)
UNNAMED_COLUMN = gettext_lazy(
    "A cell is in a column without a name. If commas separate the cells of the file,"
    " put numbers with a decimal comma between quotation marks."
)


class Problem(NamedTuple):
    line: int
    column: str
    read: str
    expected: str | Promise
    sheet: str = ""

    def __str__(self) -> str:
        shown = {**self._asdict(), "read": Truncator(self.read).chars(60)}
        parts = [
            _("Sheet “%(sheet)s”.") if self.sheet else "",
            _("Line %(line)s, column “%(column)s”:")
            if self.column
            else _("Line %(line)s:"),
            _("read “%(read)s”.") if self.read else "",
        ]
        place = " ".join(filter(None, parts))
        return f"{place % shown} {self.expected}"


@dataclass(frozen=True)
class Dataset:
    """A table: where its columns are, what the file calls them, and its rows."""

    columns: Columns
    places: dict[str, int]
    titles: dict[str, str]
    rows: list[Line]
    sheet: str = ""


def read_table(
    lines: list[Line], columns: Columns, sheet: str = ""
) -> tuple[Dataset, list[Problem]]:
    """
    The rows below a header; a column that is unknown or there twice is a problem.
    Where a column is missing, no row is read.
    """
    (line, header), *rows = lines
    titles_by_place = {
        place: title for place, cell in enumerate(header) if (title := as_title(cell))
    }
    places, titles, problems = {}, {}, []
    for place, title in titles_by_place.items():
        name = columns.by_title.get(folded(title))
        if name and name not in places:
            places[name], titles[name] = place, title
        elif name or columns.is_strict:
            known = {"columns": columns.labels(columns.names)}
            expected = COLUMN_TWICE if name else UNKNOWN_COLUMN % known
            letter = get_column_letter(place + 1)
            problems.append(Problem(line, letter, title, expected, sheet))
    if columns.is_strict:
        problems += without_title(rows, titles_by_place, sheet)
    if missing := [name for name in columns.required if name not in places]:
        lacks = _("The header lacks: %(columns)s.")
        expected = lacks % {"columns": columns.labels(missing)}
        problems, rows = [Problem(line, "", "", expected, sheet), *problems], []
    return Dataset(columns, places, titles, rows, sheet), problems


def as_title(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def without_title(
    rows: Iterable[Line], titles_by_place: Container[int], sheet: str
) -> Iterator[Problem]:
    """Cells in columns that the header does not name."""
    for line, cells in rows:
        extra = [cell for at, cell in enumerate(cells) if at not in titles_by_place]
        if not is_empty(extra):
            read = ", ".join(str(cell) for cell in extra if not is_empty([cell]))
            yield Problem(line, "", read, UNNAMED_COLUMN, sheet)


def lines_with_content(lines: Iterable[Line]) -> Iterator[Line]:
    """Raises ``UnreadableFileError`` for too many lines."""
    count = 0
    for line, cells in lines:
        if line > LINES_AT_MOST:
            raise UnreadableFileError(TOO_MANY_LINES)
        if is_empty(cells):
            continue
        count += 1
        if count > ROWS_AT_MOST + HEADER_WITHIN:
            raise UnreadableFileError(TOO_MANY_ROWS)
        yield line, cells


@dataclass(frozen=True)
class Databook:
    """A file as it was read: its tables by sheet (a single one has no name)."""

    datasets: dict[str, Dataset]
    problems: list[Problem]
    read_as: str  # For the person who wonders about wrong accents.


@dataclass
class Row:
    """One row of a table; what is found in it is noted with that of all rows."""

    dataset: Dataset
    line: int
    cells: list[Cell]
    problems: list[Problem]
    questions: list[Problem]
    is_valid: bool = True

    @property
    def sheet(self) -> str:
        return self.dataset.sheet

    def has(self, column: str) -> bool:
        """Whether the row says something of a column, be it that it is empty."""
        return column in self.dataset.places and self.cell(column) is not None

    def cell(self, column: str) -> Cell:
        place = self.dataset.places.get(column, len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""

    def text(self, column: str) -> str:
        return as_text(self.cell(column))

    def read(self, column: str, reader: Callable, *arguments) -> Any:
        """What a reader returns; None, and a problem, where it raises ``CellError``."""
        try:
            return reader(*arguments)
        except CellError as error:
            self.refuse(column, str(error))
            return None

    def refuse(self, column: str, expected: str) -> None:
        self.is_valid = False
        if expected:
            self.problems.append(self.problem(column, expected))

    def ask(self, column: str, question: str) -> None:
        self.questions.append(self.problem(column, question))

    def problem(self, column: str, expected: str) -> Problem:
        title = self.dataset.titles.get(column) or self.dataset.columns.label(column)
        text = self.text(column)
        return Problem(self.line, title, text, expected, self.sheet)
