"""A file that is made here: its cells, its workbook, and the answer that holds it."""

import datetime
import io
from collections.abc import Iterable

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from .columns import letters
from .texts import FORMULA_SIGNS

# A workbook's cell holds 32,767 letters and the rest would be lost unseen.
LETTERS_AT_MOST = 32_000
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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


def head(sheet, titles: Iterable[str]) -> None:
    """Write the first line, which stays in sight with the first column."""
    cells = [WriteOnlyCell(sheet, title) for title in titles]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    sheet.freeze_panes = "B2"


def offer(sheet, place: int, listed: str, last_row: int) -> None:
    """Let the cells of a column be chosen from what a formula lists."""
    choice = DataValidation(type="list", formula1=listed, allow_blank=True)
    column = letters(place)
    choice.add(f"{column}2:{column}{last_row}")
    sheet.add_data_validation(choice)


def content_of(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved under a name, which no browser or proxy keeps."""
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )
