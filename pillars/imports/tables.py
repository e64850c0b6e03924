"""
A file as a table: its header and its rows, whatever wrote it.

What a file is, its content says and not its name. A cell is a text, or a ``Decimal``
where the file itself says that it is a number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .columns import Columns, Header, lacking, named_columns
from .problems import Problem, UnreadableFileError

BYTES_AT_MOST = 5 * 1024 * 1024
ROWS_AT_MOST = 20_000
# A spreadsheet can hold a million empty lines, and claim any number of them.
LINES_AT_MOST = 100_000
COLUMNS_AT_MOST = 60
# A title and some remarks may stand above the header.
HEADER_WITHIN = 20

Cell = str | Decimal | None
Line = tuple[int, list[Cell]]


@dataclass(frozen=True)
class Table:
    """A table as it was read, and what could not be read of it."""

    header: Header
    rows: list[Line]
    problems: list[Problem]
    # How the file was taken, for the person who wonders about an odd letter.
    read_as: str


def too_big() -> str:
    return _("The file is too big. It may have %(size)s MB at most.") % {
        "size": BYTES_AT_MOST // 1024 // 1024
    }


def is_empty(cells: Iterable[Cell]) -> bool:
    return all(cell is None or not str(cell).strip() for cell in cells)


def checked_lines(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that hold something. Raises ``UnreadableFileError`` for too many."""
    count = 0
    for number, cells in lines:
        if number > LINES_AT_MOST:
            raise UnreadableFileError(
                _("The file has more than %(count)s lines. Delete the empty ones.")
                % {"count": LINES_AT_MOST}
            )
        if is_empty(cells):
            continue
        count += 1
        if count > ROWS_AT_MOST + HEADER_WITHIN:
            raise UnreadableFileError(too_many())
        yield number, cells


def too_many() -> str:
    return _("The file has more than %(count)s rows. Divide it.") % {
        "count": ROWS_AT_MOST
    }


def find_header(lines: list[Line], columns: Columns) -> int | None:
    """The place of the header among the first lines, if there is one."""
    for place, (_number, cells) in enumerate(lines[:HEADER_WITHIN]):
        if columns.is_header(cells):
            return place
    return None


def as_table(lines: list[Line], place: int, columns: Columns, read_as: str) -> Table:
    """A table that has all the columns it needs, and a row at least."""
    table = table_below(lines, place, columns, read_as)
    if missing := lacking(table.header):
        raise UnreadableFileError(missing)
    if not table.rows:
        raise UnreadableFileError(_("There is no row below the header."))
    return table


def table_below(lines: list[Line], place: int, columns: Columns, read_as: str) -> Table:
    """The rows below a header; a cell that stands beside them may be a problem."""
    head = lines[place][1]
    header, problems = named_columns(*lines[place], columns)
    named = {at for at, cell in enumerate(head) if not is_empty([cell])}
    rows = lines[place + 1 :]
    for number, cells in rows:
        extra = [
            str(cell)
            for at, cell in enumerate(cells)
            if at not in named and not is_empty([cell])
        ]
        if extra and columns.is_strict:
            problems.append(Problem(number, "", ", ".join(extra), unnamed()))
    if len(rows) > ROWS_AT_MOST:
        raise UnreadableFileError(too_many())
    return Table(header, rows, problems, read_as)


def unnamed() -> str:
    return _(
        "A cell stands in no named column. If the file parts its cells by commas, put a"
        " number with a decimal comma between quotes."
    )


def no_header(first: Line | None, columns: Columns) -> str:
    """What is said of a table whose columns nobody names."""
    if first is None:
        return _("The file is empty.")
    read = ", ".join(str(cell) for cell in first[1] if not is_empty([cell]))
    return columns.no_header % {"read": read[:200]}
