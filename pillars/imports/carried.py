"""
A table between its preview and its confirmation.

It travels in the page itself, packed and signed: what is confirmed is what was shown,
on whichever machine the confirmation arrives.
"""

from decimal import Decimal

from django.core import signing

from .columns import RESULTS, Columns, Header
from .tables import Cell, Table

SALT = "pillars.imports"
# Well below the size at which Django refuses a form (2.5 MB).
LETTERS_AT_MOST = 2_000_000
DAY = 24 * 60 * 60


def packed(table: Table, about: int | str, user_pk: int) -> str | None:
    """
    A table without problems, for a hidden field; None if it is too big for one.

    ``about`` says what it is for, such as the key of the plan whose results it holds.
    """
    return sealed({"about": about, "user": user_pk, **written(table)})


def unpacked(
    text: str, about: int | str, user_pk: int, columns: Columns = RESULTS
) -> Table | None:
    """The table again; None if it is another's, was tampered with, or is a day old."""
    facts = opened(text)
    if (facts.get("about"), facts.get("user")) != (about, user_pk):
        return None
    return read(facts, columns)


def sealed(facts: dict) -> str | None:
    """Plain facts, packed and signed; None if they are too big for a page."""
    text = signing.dumps(facts, salt=SALT, compress=True)
    return text if len(text) <= LETTERS_AT_MOST else None


def opened(text: str) -> dict:
    """The facts again; none if they were tampered with, or are a day old."""
    try:
        return signing.loads(text, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return {}


def written(table: Table) -> dict:
    """A table without problems as plain facts."""
    header = table.header
    return {
        "header": [header.line, header.places, header.titles],
        "rows": [[line, [on_paper(cell) for cell in row]] for line, row in table.rows],
        "read_as": table.read_as,
    }


def read(facts: dict, columns: Columns) -> Table:
    rows = [(line, [from_paper(cell) for cell in row]) for line, row in facts["rows"]]
    return Table(Header(*facts["header"], columns), rows, [], facts["read_as"])


def on_paper(cell: Cell) -> object:
    return [str(cell)] if isinstance(cell, Decimal) else cell


def from_paper(cell: object) -> Cell:
    return Decimal(cell[0]) if isinstance(cell, list) else cell
