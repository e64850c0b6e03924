"""
Import a translators' file: each row writes a text, or confirms it, all in one language.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.admin.translations.actions import (
    FORBIDDEN,
    message_of,
    save,
    set_confirmed,
    set_wording,
)
from pillars.imports.files.cells import read_yes_or_no
from pillars.imports.files.dataset import SAME_LINE, Row
from pillars.imports.files.pipeline import (
    Change,
    Importer,
    ImportResult,
    Kind,
    RowResult,
)
from pillars.models import PlanItem
from pillars.permissions.rules import may_write
from pillars.rules.behind import same_words
from pillars.text.language_names import language_name
from pillars.translations.queries import texts_at
from pillars.translations.status import Text, TextState

from .workbook import COLUMNS

OTHER_LANGUAGE = gettext_lazy(
    "A file writes one language, and a row before this one writes %(language)s."
    " Download a file for each language."
)
NO_TEXT = gettext_lazy("No such text. Leave this column as it was downloaded.")
NOT_BOTH = gettext_lazy("Give a new wording, or say yes here; not both.")
MISSING = gettext_lazy("The text is missing. Write it.")


@dataclass(frozen=True)
class TextRow(RowResult):
    text: Text = field(kw_only=True)

    @property
    def name(self) -> str:
        text = self.text
        return f"{text.location.name}, {text.label} ({text.language_name})"

    @property
    def wording(self) -> str:
        return self.changes[0].after if self.changes else ""


class TranslationsImporter(Importer):
    columns = {"": COLUMNS}

    def match(self, rows: list[Row], lock: bool) -> None:
        self.texts = texts_at((row.text("key") for row in rows), lock)
        # As saved, before new wordings are set.
        self.digests = {key: text.digest for key, text in self.texts.items()}
        self.lines: dict[str, int] = {}
        # What the first row that writes a text writes in.
        self.language = ""

    def validate(self, row: Row) -> TextRow | None:
        text, typed = self.texts.get(row.text("key")), row.text("wording")
        is_confirmed = row.read("unchanged", read_yes, row.text("unchanged"))
        kind = Kind.BLANK
        if typed or is_confirmed is not False:
            self.check(row, text, typed, is_confirmed)
            kind = self.kind_of(row, text, typed) if row.is_valid else None
        if text is None or not row.is_valid:
            return None
        column = text.record._meta.get_field(text.column)
        changes = [Change(column, text.wording, typed)] if typed else []
        key = [text.key, self.digests[text.key]]
        return TextRow(row, key, kind, text.record, changes, text=text)

    def check(
        self, row: Row, text: Text | None, typed: str, is_confirmed: bool | None
    ) -> None:
        if text is None:
            row.refuse("key", NO_TEXT)
        elif text.key in self.lines:
            row.refuse("key", SAME_LINE % {"line": self.lines[text.key]})
        elif text.language != (self.language or text.language):
            name = {"language": language_name(self.language)}
            row.refuse("key", OTHER_LANGUAGE % name)
        elif not may_write(self.user, text.record, text.language):
            row.refuse("wording", FORBIDDEN)
        elif typed and is_confirmed:
            row.refuse("unchanged", NOT_BOTH)

    def kind_of(self, row: Row, text: Text, typed: str) -> Kind:
        """Also sets the new wording in the text's record."""
        self.lines[text.key] = row.line
        self.language = text.language
        if typed and same_words(typed, text.wording):
            return Kind.UNCHANGED
        is_as_downloaded = row.text("digest") == self.digests[text.key]
        if not is_as_downloaded or not text.is_open:
            return Kind.MOVED
        if not typed:
            if text.state == TextState.MISSING:
                row.refuse("unchanged", MISSING)
            return Kind.CONFIRMED
        try:
            set_wording(text, typed)
        except ValidationError as error:
            row.refuse("wording", " ".join(error.messages))
        return Kind.WRITTEN

    def validate_together(self, result: ImportResult) -> None:
        """Put a record's own errors on the row of the text, else on its first row."""
        for record, rows in by_record(result).items():
            by_column = {row.text.column: row.row for row in rows}
            try:
                record.full_clean()
            except ValidationError as error:
                for column, errors in error.error_dict.items():
                    message = message_of(record, ValidationError({column: errors}))
                    row = by_column.get(column, rows[0].row)
                    row.refuse("wording", message)

    def save(self, result: ImportResult) -> None:
        for rows in by_record(result).values():
            for row in rows:
                if row.kind is Kind.CONFIRMED:
                    set_confirmed(self.user, row.text)
            save(self.user, [row.text for row in rows], _("from a file"))


def read_yes(text: str) -> bool:
    return text.casefold() == "x" or bool(text and read_yes_or_no(text))


def by_record(result: ImportResult) -> dict[PlanItem, list[TextRow]]:
    """The rows to save; a record is saved once for all its texts."""
    found = defaultdict(list)
    for row in result.to_save:
        found[row.record].append(row)
    return found
