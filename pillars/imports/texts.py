"""CSV: a table as text, in whatever encoding and with whatever separator."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .columns import Columns
from .problems import UnreadableFileError
from .tables import (
    HEADER_WITHIN,
    Line,
    Table,
    as_table,
    checked_lines,
    find_header,
    no_header,
)

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Tried in this order: each text is some text in the last one.
WITHOUT_MARK = ["utf-8", "cp1252"]
SEPARATORS = [",", ";", "\t", "|"]
# What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def read_text(content: bytes, columns: Columns) -> Table:
    """A CSV file as a table. Raises ``UnreadableFileError`` for what is none."""
    text, encoding = decoded(content)
    separator = separator_of(text, columns)
    lines = list(checked_lines(rows_of(text, separator)))
    place = find_header(lines, columns)
    if place is None:
        raise UnreadableFileError(no_header(lines[0] if lines else None, columns))
    shown = _("tab") if separator == "\t" else f"“{separator}”"
    return as_table(
        lines,
        place,
        columns,
        told(encoding) % {"encoding": encoding.upper(), "separator": shown},
    )


def told(encoding: str) -> str:
    """How a file was read; one that does not say it may have been meant otherwise."""
    if encoding == WITHOUT_MARK[-1]:
        return _(
            "CSV, separator %(separator)s. The file is not in UTF-8, so it was read as"
            " %(encoding)s: see whether the accents are right"
        )
    return _("CSV, encoding %(encoding)s, separator %(separator)s")


def decoded(content: bytes) -> tuple[str, str]:
    """A file's text and the encoding that it is in."""
    for encoding in encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" in text:
            break
        return text, encoding.removesuffix("-sig")
    raise UnreadableFileError(
        _("The file is no table that can be read. Save it as CSV (UTF-8) or XLSX.")
    )


def encodings(content: bytes) -> list[str]:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return [encoding]
    # Every other byte of plain letters is zero in UTF-16.
    if content[1:40:2].count(0) > 10:
        return ["utf-16-le"]
    if content[0:40:2].count(0) > 10:
        return ["utf-16-be"]
    return WITHOUT_MARK


def separator_of(text: str, columns: Columns) -> str:
    """The separator under which a header is seen best."""
    first = [line for line in text.splitlines()[: 5 * HEADER_WITHIN] if line.strip()]

    def seen(separator):
        rows = (line.split(separator) for line in first[:HEADER_WITHIN])
        return max((len(columns.recognized(unquoted(row))) for row in rows), default=0)

    return max(SEPARATORS, key=seen)


def unquoted(cells: list[str]) -> list[str]:
    return [cell.strip().strip('"') for cell in cells]


def rows_of(text: str, separator: str) -> Iterator[Line]:
    """The rows with the numbers of the lines that they begin in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            # Excel writes, and reads, which separator it used.
            if not (line == 1 and len(cells) <= 2 and cells[:1] == ["sep="]):
                yield line, [unescaped(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        raise UnreadableFileError(
            _(
                "Line %(line)s cannot be read: a quotation mark is not closed, or a"
                " cell is far too long."
            )
            % {"line": line}
        ) from None


def unescaped(cell: str) -> str:
    """A text without the mark that keeps a spreadsheet from working it out."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_SIGNS else cell
