"""Each changed field of an item before and after, both languages side by side."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pillars import school_years
from pillars.history.field_text import value_as_text
from pillars.rules.behind import Behind
from pillars.rules.texts import visible_text
from pillars.rules.values import with_decimals
from pillars.text.diff import mark_changes
from pillars.translations.status import TextState, needed_texts
from plan_site.editions.checks.messages import field_label
from plan_site.editions.document.diff import FieldChange, identity, without_repetition
from plan_site.editions.document.names import Names
from plan_site.editions.document.public_fields import PART_OF
from plan_site.editions.document.snapshot import Row


@dataclass(frozen=True)
class Wording:
    """A field in one language; ``language`` is empty if the field has none."""

    language: str
    before: SafeString
    after: SafeString
    # Only the other language changed.
    is_same: bool = False
    # And this one needs the text, too.
    is_missing: bool = False


@dataclass(frozen=True)
class Line:
    name: str
    wordings: list[Wording]


class Lines:
    """
    Lines of items, in which other records are called by their names, with what is
    missing in the languages of readers, if they are given.
    """

    def __init__(self, names: Names, public: Container[str]):
        self.names, self.public = names, public

    def of(
        self, changes: Iterable[FieldChange], old: Sequence[Row], new: Sequence[Row]
    ) -> Iterator[Line]:
        fields_by_row = {(row.kind, *identity(row)): row.fields for row in [*old, *new]}
        by_field: dict[tuple, list[FieldChange]] = {}
        for change in without_repetition(changes):
            by_field.setdefault((change.row, change.field), []).append(change)
        for (row, _field), group in by_field.items():
            values = fields_by_row.get(row, {})
            yield Line(self.name(group[0]), list(self.wordings(group, values)))

    def wordings(self, changes: list[FieldChange], values: dict) -> Iterator[Wording]:
        """One for each language, changed or not."""
        by_language = {change.language: change for change in changes}
        if "" in by_language:
            yield self.wording(by_language[""])
            return
        is_needed = changes[0].field in needed_texts(changes[0].model)
        is_written = any(visible_text(change.after) for change in changes)
        needed_in = self.public if is_needed and is_written else ()
        for code in settings.MODELTRANSLATION_LANGUAGES:
            if code in by_language:
                yield self.wording(by_language[code])
            else:
                text = values.get(f"{changes[0].field}_{code}") or ""
                same = mark_changes(text, text)[0] if text else SafeString("")
                is_missing = code in needed_in and not visible_text(text)
                yield Wording(code, same, same, is_same=True, is_missing=is_missing)

    def wording(self, change: FieldChange) -> Wording:
        if change.hidden:
            suppressed = escape(_("hidden to protect students"))
            return Wording(change.language, suppressed, suppressed)
        if change.is_number:
            entered = change.decimals or (None, None)
            sides = map(number_text, change.sides, entered)
        else:
            sides = (self.value_text(change, value) for value in change.sides)
        return Wording(change.language, *mark_changes(*sides))

    def name(self, change: FieldChange) -> str:
        """A field's label, after its row's: "Result 2023–24, middle schools: value"."""
        meta, column = change.model._meta, change.column
        name = str(column.verbose_name) if column else change.field
        kind = capfirst(meta.verbose_name)
        if change.year is not None:
            group = self.names.full_title(f"pillars.studentgroup:{change.group}")
            places = [f"{kind} {school_years.label(change.year)}", group]
            return f"{', '.join(filter(None, places))}: {name}"
        row = f"{kind} {change.key}: " if meta.label_lower in PART_OF else ""
        return row + capfirst(name)

    def value_text(self, change: FieldChange, value: object) -> str:
        """A value in words; empty for None."""
        model, column = change.model, change.column
        if value is None:
            return ""
        if column.is_relation:
            item = f"{column.related_model._meta.label_lower}:{value}"
            return self.names.full_title(item) or item
        if change.field == "translation_state":
            return translation_state_text(model, value)
        return value_as_text(column, column.to_python(value))


def number_text(text: str | None, decimals: int | None) -> str:
    """A number as it was entered; empty for none."""
    if text is None:
        return ""
    return number_format(f"{with_decimals(Decimal(text), decimals or 0):f}")


def translation_state_text(model: type[models.Model], state: dict) -> str:
    sentences = []
    for name, days in state.items():
        for code, since in days.items():
            day = {"day": date_format(Behind.parse(since).since)}
            behind = _("behind since %(day)s") % day
            sentences.append(f"{field_label(model, name, code)}: {behind}")
    return "; ".join(sentences) or str(TextState.IN_STEP.label)
