"""The file for translators elsewhere: a row for each text that is missing or behind."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection

from pillars.imports.columns import letters
from pillars.imports.written import as_cell, content_of, offer
from pillars.text.diff import in_words
from pillars.translations.status import Text, TextState

from .columns import HIDDEN, TEXTS, TO_FILL_IN, label

WIDTHS = {
    **{"record": 32, "field": 18, "part": 26, "address": 30},
    **dict.fromkeys(["source", "changes", "present", "wording"], 48),
}
WIDTH = 14
# The header and the two columns that say which text it is stay in sight.
FROZEN = "C2"
TOP = Alignment(wrap_text=True, vertical="top")
# As text: what is typed is then never worked out, and 90% stays 90%.
AS_TEXT = "@"
PAPER = PatternFill("solid", fgColor="FFF4DE")


def values(text: Text) -> dict[str, object]:
    """What a text's row says; the columns that are left out are for its translator."""
    place, names = text.location, dict(settings.LANGUAGES)
    return {
        "record": f"{place.name} ({place.kind})",
        "field": text.label,
        "part": f"{place.plan}: {place.pillar}" if place.pillar else str(place.plan),
        "language": str(names[text.language]),
        "state": state_of(text),
        "address": place.public_url_in(text.language),
        "source": text.source_wording,
        "changes": in_words(text.changes),
        "present": text.wording,
        "limit": text.limit,
        "key": text.key,
        "digest": text.digest,
    }


def state_of(text: Text) -> str:
    if text.state == TextState.BEHIND:
        day = date_format(text.since, "DATE_FORMAT")
        return _("behind since %(day)s") % {"day": day}
    return str(text.state.label)


def as_xlsx(texts: Iterable[Text]) -> bytes:
    """The file, its labels in the active language."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Translations")
    sheet.append([heading(sheet, column) for column in TEXTS.names])
    for text in texts:
        said = values(text)
        sheet.append([cell(sheet, column, said.get(column)) for column in TEXTS.names])
    for place, column in enumerate(TEXTS.names):
        dimension = sheet.column_dimensions[letters(place)]
        dimension.width = WIDTHS.get(column, WIDTH)
        dimension.hidden = column in HIDDEN
    sheet.freeze_panes = FROZEN
    sheet.auto_filter.ref = sheet.dimensions
    yes = '"{}"'.format(_("Yes"))
    offer(sheet, TEXTS.names.index("unchanged"), yes, max(sheet.max_row, 2))
    protect(sheet)
    return content_of(book)


def heading(sheet, column: str):
    made = as_cell(sheet, label(column))
    made.font, made.alignment = Font(bold=True), TOP
    return made


def cell(sheet, column: str, value: object):
    """A cell as its column wants it; those to be filled in stand out."""
    made = as_cell(sheet, "" if value is None else value)
    if not isinstance(value, int):
        made.alignment = TOP
    if column == "address" and value:
        made.hyperlink = value
    if column in TO_FILL_IN:
        made.value = None
        made.number_format, made.fill = AS_TEXT, PAPER
        made.protection = Protection(locked=False)
    return made


def protect(sheet) -> None:
    """Lock what the way back needs; without a password, and widths may be changed."""
    sheet.protection.sheet = True
    for freedom in ["formatColumns", "formatRows", "formatCells", "autoFilter"]:
        setattr(sheet.protection, freedom, False)
