"""The translators' workbook and its columns."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter

from pillars.imports.files.columns import Columns
from pillars.imports.files.xlsx import (
    content_of,
    write_sheet,
    written_cell,
)
from pillars.text.diff import in_words
from pillars.translations.status import Text, TextState

# If a label changes, files that were downloaded before no longer have that column, so
# the labels of the last four columns, and of those to fill in, must stay.
LABELS = {
    "record": _("Record"),
    "field": _("Field"),
    "part": _("Part of the plan"),
    "state": _("State"),
    "address": _("Address"),
    "from": _("Translate from"),
    "source": _("Text to translate"),
    "changes": _("What changed in it"),
    "present": _("Current wording"),
    "wording": _("New wording"),
    "unchanged": _("Meaning unchanged: write yes"),
    "limit": _("Character limit"),
    "key": _("Key: leave as it is"),
    "digest": _("Check: leave as it is"),
}
INPUT_COLUMNS = ("wording", "unchanged")
HIDDEN_COLUMNS = ("key", "digest")
COLUMNS = Columns(
    names=tuple(LABELS),
    required=(*HIDDEN_COLUMNS, "wording"),
    label=lambda name: str(LABELS[name]),
    # Translators may add columns for notes of their own.
    is_strict=False,
)

WIDTHS = {
    **{"record": 32, "field": 18, "part": 26, "address": 30},
    **dict.fromkeys(["source", "changes", "present", "wording"], 48),
}
TOP = Alignment(wrap_text=True, vertical="top")
# Text, so that 90% stays 90%.
TEXT_FORMAT = "@"
INPUT_FILL = PatternFill("solid", fgColor="FFF4DE")


def as_xlsx(texts: Sequence[Text]) -> bytes:
    """Texts in one language, at least one. Labels are in the active language."""
    book = Workbook()
    sheet = book.active
    name = {"language": texts[0].language_name}
    sheet.title = gettext("Translations (%(language)s)") % name
    rows = (
        [text_cell(sheet, name, values.get(name)) for name in LABELS]
        for values in map(values_of, texts)
    )
    widths = [WIDTHS.get(name, 14) for name in LABELS]
    yes = '"{}"'.format(gettext("Yes"))
    choices = {list(LABELS).index("unchanged"): yes}
    write_sheet(sheet, map(str, LABELS.values()), rows, widths, choices)
    for cell in sheet[1]:
        cell.alignment = TOP
    for number, name in enumerate(LABELS, 1):
        sheet.column_dimensions[get_column_letter(number)].hidden = (
            name in HIDDEN_COLUMNS
        )
    sheet.freeze_panes = "C2"
    # Other cells are locked, without a password.
    sheet.protection.sheet = True
    for action in ["formatColumns", "formatRows", "formatCells"]:
        setattr(sheet.protection, action, False)
    return content_of(book)


def values_of(text: Text) -> dict[str, str | int | None]:
    """By column; the other columns are for the translator."""
    location, state = text.location, str(text.state.label)
    if text.state == TextState.BEHIND:
        day = date_format(text.since, "DATE_FORMAT")
        state = gettext("behind since %(day)s") % {"day": day}
    return {
        "record": f"{location.name} ({text.record._meta.verbose_name})",
        "field": text.label,
        "part": ": ".join(map(str, filter(None, [location.plan, location.pillar]))),
        "state": state,
        "address": location.address_in(text.language, settings.PUBLIC_URL),
        "from": capfirst(text.source_name),
        "source": text.source_wording,
        "changes": in_words(text.changes),
        "present": text.wording,
        "limit": text.limit,
        "key": text.key,
        "digest": text.digest,
    }


def text_cell(sheet, column: str, value: str | int | None):
    cell = written_cell(sheet, "" if value is None else value)
    if isinstance(value, int):
        return cell
    cell.alignment = TOP
    if column == "address" and value:
        cell.hyperlink = value
    if column in INPUT_COLUMNS:
        cell.value = None
        cell.number_format, cell.fill = TEXT_FORMAT, INPUT_FILL
        cell.protection = Protection(locked=False)
    return cell
