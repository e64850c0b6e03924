"""
A file between its preview and its confirmation.

It travels in the page itself, packed and signed: what is confirmed is what was shown,
on whichever machine the confirmation arrives.
"""

from decimal import Decimal

from django.core import signing

from .cells import Cell
from .dataset import Databook, Dataset
from .pipeline import Importer

SALT = "pillars.imports"
# Well below the size at which Django refuses a form (2.5 MB).
CHARACTERS_AT_MOST = 2_000_000
DAY = 24 * 60 * 60


def pack(book: Databook, importer: Importer) -> str | None:
    """A file without problems, for a hidden field; None if it is too big for one."""
    datasets = {}
    for sheet, data in book.datasets.items():
        rows = [(line, list(map(pack_cell, cells))) for line, cells in data.rows]
        datasets[sheet] = [data.header_line, data.places, data.titles, rows]
    facts = {"for": purpose(importer), "read_as": book.read_as, "datasets": datasets}
    text = signing.dumps(facts, salt=SALT, compress=True)
    return text if len(text) <= CHARACTERS_AT_MOST else None


def unpack(text: str, importer: Importer) -> Databook | None:
    """None for what is another person's or page's, not from here, or a day old."""
    try:
        facts = signing.loads(text, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    if facts.get("for") != purpose(importer):
        return None
    datasets = {}
    for sheet, (*header, packed) in facts["datasets"].items():
        rows = [(line, list(map(unpack_cell, cells))) for line, cells in packed]
        datasets[sheet] = Dataset(importer.columns[sheet], *header, rows, sheet)
    return Databook(datasets, [], facts["read_as"])


def purpose(importer: Importer) -> list:
    return [*importer.about, importer.user.pk]


def pack_cell(cell: Cell) -> object:
    return [str(cell)] if isinstance(cell, Decimal) else cell


def unpack_cell(cell: object) -> Cell:
    return Decimal(cell[0]) if isinstance(cell, list) else cell
