"""A file that is sent to the desk: whether it is taken at all, and read as what."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from .columns import RESULTS, Columns
from .problems import UnreadableFileError
from .reading import read_table
from .tables import BYTES_AT_MOST, Table, too_big

CONFLICT, TOO_LARGE, UNPROCESSABLE = 409, 413, 422
# What a form adds around the file that it sends.
FORM_AT_MOST = BYTES_AT_MOST + 64 * 1024
# As much as a page lists of what has no end.
SHOWN_AT_MOST = 200


def is_too_long(request: HttpRequest) -> bool:
    """Whether a request holds more than any file may; told before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > FORM_AT_MOST


def unchosen() -> str:
    return _("Choose a file, CSV or XLSX.")


def content_in(file, unchosen: str) -> bytes:
    """What an uploaded file holds. Raises ``UnreadableFileError`` for none."""
    if not file:
        raise UnreadableFileError(unchosen)
    if file.size > BYTES_AT_MOST:
        raise UnreadableFileError(too_big())
    return file.read()


def table_in(file, columns: Columns = RESULTS) -> Table:
    """The table in an uploaded file. Raises ``UnreadableFileError`` for none."""
    return read_table(content_in(file, unchosen()), columns)


def beginnings(**lists: list) -> dict[str, object]:
    """What a page shows of each list, and under ``…_left`` how many more there are."""
    return {
        **{name: rows[:SHOWN_AT_MOST] for name, rows in lists.items()},
        **{f"{name}_left": len(rows[SHOWN_AT_MOST:]) for name, rows in lists.items()},
    }
