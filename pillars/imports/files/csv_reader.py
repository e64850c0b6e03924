"""CSV: one table as text, in any usual encoding and with any usual separator."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .cells import is_empty
from .columns import HEADER_WITHIN, Columns, Line, UnreadableFileError
from .dataset import UNNAMED_COLUMN, Databook, Problem, lines_with_content, read_table

SEPARATORS = [",", ";", "\t", "|"]
OLD_EXCEL_OR_PDF = (b"\xd0\xcf\x11\xe0", b"%PDF")


def read_csv(content: bytes, columns: Columns) -> Databook:
    """Raises ``UnreadableFileError`` with the reason."""
    if content.startswith(OLD_EXCEL_OR_PDF):
        raise UnreadableFileError(
            _("This kind of file cannot be read. Save the table as XLSX or as CSV.")
        )
    text, encoding = decode(content)
    separator = detect_separator(text, columns)
    found = lines_with_content(csv_lines(text, separator))
    _title, lines = columns.find_table({"": found})
    read_as = _("CSV, encoding %(encoding)s, separator %(separator)s")
    if encoding == "cp1252":
        # Any text is some text in this encoding, so it may be the wrong one.
        read_as = _(
            "CSV, separator %(separator)s. The file is not in UTF-8, so it was read as"
            " %(encoding)s: check that the accents are right"
        )
    shown = _("tab") if separator == "\t" else f"“{separator}”"
    names = {"encoding": encoding.upper(), "separator": shown}
    (_line, header), *rows = lines
    # As a decimal comma without quotation marks makes them: later cells move on.
    longer = [
        Problem(line, "", separator.join(map(str, cells)), UNNAMED_COLUMN)
        for line, cells in rows
        if separator == "," and cells[len(header) :] and is_empty(cells[len(header) :])
    ]
    dataset, problems = read_table(lines, columns)
    return Databook({"": dataset}, [*problems, *longer], read_as % names)


def decode(content: bytes) -> tuple[str, str]:
    """A file's text and its encoding."""
    for encoding in possible_encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" in text:
            break
        return text, encoding.removesuffix("-sig")
    raise UnreadableFileError(
        _("The file is not a table that can be read. Save it as CSV (UTF-8) or XLSX.")
    )


def possible_encodings(content: bytes) -> list[str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    # Every other byte of plain letters is zero in UTF-16.
    if content[1:40:2].count(0) > 10:
        return ["utf-16-le"]
    if content[0:40:2].count(0) > 10:
        return ["utf-16-be"]
    return ["utf-8-sig", "cp1252"]


def detect_separator(text: str, columns: Columns) -> str:
    """The separator with which one of the first lines names the most columns."""
    first = [line for line in text.splitlines()[: 5 * HEADER_WITHIN] if line.strip()]

    def columns_named(separator: str) -> int:
        rows = (line.split(separator) for line in first[:HEADER_WITHIN])
        unquoted = ([cell.strip().strip('"') for cell in row] for row in rows)
        return max((len(columns.named_in(row)) for row in unquoted), default=0)

    return max(SEPARATORS, key=columns_named)


def csv_lines(text: str, separator: str) -> Iterator[Line]:
    """The rows, with the numbers of the lines in which they begin."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            # Excel writes, and reads, which separator it used.
            if not (line == 1 and len(cells) <= 2 and cells[:1] == ["sep="]):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise UnreadableFileError(
            _(
                "Line %(line)s cannot be read: a quotation mark is not closed, or a"
                " cell is far too long."
            )
            % {"line": line}
        ) from None
