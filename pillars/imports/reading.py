"""Which reader a file needs: told by its first bytes, not by its name."""

from django.utils.translation import gettext as _

from .columns import RESULTS, Columns
from .problems import UnreadableFileError
from .tables import BYTES_AT_MOST, Table, too_big
from .texts import read_text
from .workbooks import read_workbook

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
PDF = b"%PDF"


def read_table(content: bytes, columns: Columns = RESULTS) -> Table:
    """
    A file as a table, of results if nothing else is said.

    Raises ``UnreadableFileError`` with the reason.
    """
    if len(content) > BYTES_AT_MOST:
        raise UnreadableFileError(too_big())
    if content.startswith(ZIP):
        return read_workbook(content, columns)
    if content.startswith((OLD_EXCEL, PDF)):
        raise UnreadableFileError(
            _("This kind of file cannot be read. Save the table as XLSX or as CSV.")
        )
    return read_text(content, columns)
