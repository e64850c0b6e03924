"""Cells of a workbook that is made here."""

import datetime

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

from .texts import FORMULA_SIGNS

# A workbook's cell holds 32,767 letters and the rest would be lost unseen.
LETTERS_AT_MOST = 32_000


def text_cell(sheet, text: str) -> Cell:
    """A text that stays one, even where it looks like a formula and is edited."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(text) > LETTERS_AT_MOST:
        text = f"{text[:LETTERS_AT_MOST]}…"
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)
    return cell


def as_cell(sheet, value: object):
    if isinstance(value, str):
        return text_cell(sheet, value)
    return value.isoformat() if isinstance(value, datetime.date) else value
