"""
A file between its preview and its confirmation.

It travels in the page itself, packed and signed: what is confirmed is what was shown,
on whichever machine the confirmation arrives.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.core import signing

from .cells import Cell
from .dataset import Columns, Databook, Dataset

SALT = "pillars.imports"
# Well below the size at which Django refuses a form (2.5 MB).
CHARACTERS_AT_MOST = 2_000_000
DAY = 24 * 60 * 60


def pack(book: Databook, about: list, user_pk: int) -> str | None:
    """A file without problems, for a hidden field; None if it is too big for one."""
    facts = {
        "about": about,
        "user": user_pk,
        "read_as": book.read_as,
        "datasets": {
            sheet: [
                [data.header_line, data.places, data.titles],
                [[line, [pack_cell(cell) for cell in row]] for line, row in data.rows],
            ]
            for sheet, data in book.datasets.items()
        },
    }
    text = signing.dumps(facts, salt=SALT, compress=True)
    return text if len(text) <= CHARACTERS_AT_MOST else None


def unpack(
    text: str, about: list, user_pk: int, columns: Mapping[str, Columns]
) -> Databook | None:
    """None for what is another person's or page's, not from here, or a day old."""
    try:
        facts = signing.loads(text, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    if (facts.get("about"), facts.get("user")) != (about, user_pk):
        return None
    datasets = {
        sheet: Dataset(
            columns[sheet],
            *header,
            [(line, [unpack_cell(cell) for cell in row]) for line, row in rows],
            sheet,
        )
        for sheet, (header, rows) in facts["datasets"].items()
    }
    return Databook(datasets, [], facts["read_as"])


def pack_cell(cell: Cell) -> object:
    return [str(cell)] if isinstance(cell, Decimal) else cell


def unpack_cell(cell: object) -> Cell:
    return Decimal(cell[0]) if isinstance(cell, list) else cell
