"""The columns that a table of a file may have, and where in a file it begins."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .cells import Cell, folded, in_each_language, is_empty

# A title and some remarks may stand above the header.
HEADER_WITHIN = 20

NO_HEADER = gettext_lazy(
    "No row of %(titles)s names the columns. The first line reads “%(read)s”; expected"
    " a header such as %(columns)s."
)
TWO_TABLES = gettext_lazy(
    "More than one sheet has such rows: %(titles)s. Leave one of them."
)

Line = tuple[int, list[Cell]]


class UnreadableFileError(ValueError):
    """A file that cannot be read as a whole, with the reason."""


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
        named = [f"“{title}”" for title in found or tables if title]
        titles = ", ".join(named) or _("the file")
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
