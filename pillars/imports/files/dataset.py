"""A file as data: the columns and rows of its tables, and the problems in its cells."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from .cells import Cell, CellError, as_text, folded, in_each_language, is_empty

BYTES_AT_MOST = 5 * 1024 * 1024
ROWS_AT_MOST = 20_000
# A spreadsheet can hold a million empty lines, and claim any number of them.
LINES_AT_MOST = 100_000
COLUMNS_AT_MOST = 300
# A title and some remarks may stand above the header.
HEADER_WITHIN = 20

TOO_BIG = gettext_lazy("The file is too big. It may have 5 MB at most.")
TOO_MANY_ROWS = gettext_lazy("The file has more than 20,000 rows. Divide it.")
TOO_MANY_LINES = gettext_lazy(
    "The file has more than 100,000 lines. Delete the empty ones."
)
NO_HEADER = gettext_lazy(
    "No row of %(titles)s names the columns. The first line reads “%(read)s”; expected"
    " a header such as %(columns)s."
)
TWO_TABLES = gettext_lazy(
    "More than one sheet has such rows: %(titles)s. Leave one of them."
)
SAME_LINE = gettext_lazy("The same is in line %(line)s. Leave one of them.")
UNNAMED_COLUMN = gettext_lazy(
    "A cell is in a column without a name. If commas separate the cells of the file,"
    " put numbers with a decimal comma between quotation marks."
)

Line = tuple[int, list[Cell]]


class UnreadableFileError(ValueError):
    """A file that cannot be read as a whole, with the reason."""


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
class Columns:
    """The columns that a table of one kind may have."""

    names: tuple[str, ...]
    # With the first of these and another column, a line is the header.
    required: tuple[str, ...]
    label: Callable[[str], str] = str
    # Whether a column with another name is a mistake, or a person's own.
    is_strict: bool = True

    @cached_property
    def by_title(self) -> dict[str, str]:
        """The columns by what they may be called: by name, or label in any language."""
        found = {folded(name): name for name in self.names}
        for name in self.names:
            found |= dict.fromkeys(in_each_language(lambda n=name: self.label(n)), name)
        return found

    def named_in(self, cells: Sequence[Cell]) -> list[str]:
        found = [self.by_title.get(folded(str(cell))) for cell in cells if cell]
        return list(filter(None, found))

    def labels(self, names: Iterable[str]) -> str:
        return ", ".join(map(self.label, names))

    def header_in(self, lines: Sequence[Line]) -> int | None:
        """The index of the header; names in it may be unknown."""
        for index, (_line, cells) in enumerate(lines):
            found = self.named_in(cells)
            if self.required[0] in found and len(found) > 1:
                return index
        return None

    def find_table(
        self, tables: Mapping[str, Iterator[Line]]
    ) -> tuple[str, list[Line]]:
        """
        The title of the one table among whose first lines is a header, and its lines
        from there on. Raises ``UnreadableFileError``.
        """
        found, first = {}, None
        for title, lines in tables.items():
            head = list(islice(lines, HEADER_WITHIN))
            first = first or next(iter(head), None)
            index = self.header_in(head)
            if index is not None:
                found[title] = [*head[index:], *lines]
        if first is None:
            raise UnreadableFileError(_("The file is empty."))
        titles = ", ".join(f"“{title}”" for title in found or tables)
        if not found:
            read = ", ".join(str(cell) for cell in first[1] if not is_empty([cell]))
            names = {"read": read[:200], "columns": self.labels(self.required)}
            raise UnreadableFileError(NO_HEADER % {**names, "titles": titles})
        if len(found) > 1:
            raise UnreadableFileError(TWO_TABLES % {"titles": titles})
        ((title, lines),) = found.items()
        if len(lines) == 1:
            raise UnreadableFileError(_("There is no row below the header."))
        return title, lines


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
    (header_line, header), *rows = lines
    places, titles, problems, named = {}, {}, [], set()
    for place, cell in enumerate(header):
        title = "" if cell is None else " ".join(str(cell).split())
        if not title:
            continue
        named.add(place)
        name = columns.by_title.get(folded(title))
        expected = ""
        if name in places:
            expected = _("This column is there twice. Leave one of them.")
        elif name:
            places[name], titles[name] = place, title
        elif columns.is_strict:
            expected = _(
                "Unknown column. Remove it, or call it one of these: %(columns)s."
            ) % {"columns": columns.labels(columns.names)}
        if expected:
            letter = get_column_letter(place + 1)
            problems.append(Problem(header_line, letter, title, expected, sheet))
    for line, cells in rows if columns.is_strict else ():
        extra = [cell for at, cell in enumerate(cells) if at not in named]
        if not is_empty(extra):
            read = ", ".join(str(cell) for cell in extra if not is_empty([cell]))
            problems.append(Problem(line, "", read, UNNAMED_COLUMN, sheet))
    if missing := [name for name in columns.required if name not in places]:
        lacks = _("The header lacks: %(columns)s.")
        expected = lacks % {"columns": columns.labels(missing)}
        problems, rows = [Problem(header_line, "", "", expected, sheet), *problems], []
    return Dataset(columns, places, titles, rows, sheet), problems


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
