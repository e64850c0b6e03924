"""One line of a table: its cells by their columns, and what is wrong with them."""

from .cells import as_text
from .columns import Header
from .problems import Problem
from .tables import Cell


class LineReader:
    """Reads one line, noting each problem with its line and column."""

    def __init__(self, header: Header, line: int, row: list[Cell]):
        self.header = header
        self.line = line
        self.row = row
        self.problems: list[Problem] = []
        self.questions: list[Problem] = []

    def has(self, column: str) -> bool:
        return column in self.header.places

    def cell(self, column: str) -> Cell:
        place = self.header.places.get(column, len(self.row))
        return self.row[place] if place < len(self.row) else None

    def text(self, column: str) -> str:
        return as_text(self.cell(column))

    def wrong(self, column: str, expected: str) -> None:
        self.problems.append(self.problem(column, expected))

    def ask(self, column: str, question: str) -> None:
        self.questions.append(self.problem(column, question))

    def problem(self, column: str, expected: str) -> Problem:
        title = self.header.title(column)
        return Problem(self.line, title, self.text(column), expected)
