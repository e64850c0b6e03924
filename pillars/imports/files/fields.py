"""Cells as values of records' fields: texts, choices, days, languages."""

import datetime
from functools import cache, partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.history.field_text import YEARS
from pillars.models import Measure
from pillars.models.base import MonthField, languages
from pillars.rules.texts import visible_text

from .cells import (
    Cell,
    CellError,
    as_text,
    folded,
    in_each_language,
    read_school_year,
    read_value,
    read_whole,
    read_yes_or_no,
)

# As the documentation asks, and as spreadsheets in the United States write it.
DAY = forms.DateField(input_formats=["%Y-%m-%d", "%m/%d/%Y"])
NOT_A_MONTH = gettext_lazy("Expected a month such as 2024-08 (year, month).")
NOT_A_DAY = gettext_lazy("Expected a day such as 2024-10-02 (year, month, day).")


def read_cell(field: models.Field, cell: Cell, measure: Measure | None = None) -> Any:
    """
    A cell as the value of a field, empty as its default. Raises ``CellError``.

    A number is in the unit of its measure, and nothing without one.
    """
    text = as_text(cell)
    if not text:
        return None if field.null else field.get_default()
    if field.name in YEARS:
        return read_school_year(text)
    if field.choices:
        return read_choice(field, text)
    if isinstance(field, models.DecimalField):
        return None if measure is None else read_value(cell, measure)
    if isinstance(field, models.URLField):
        try:
            return field.clean(text, None)
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from None
    for kind, reader in READERS.items():
        if isinstance(field, kind):
            return reader(text)
    return visible_text(text)


def read_choice(field: models.Field, text: str) -> str:
    found = choices_by_name(field).get(folded(text))
    if found is None:
        values = ", ".join(str(value) for value, _label in field.flatchoices)
        raise CellError(_("Expected one of these: %(values)s.") % {"values": values})
    return found


@cache
def choices_by_name(field: models.Field) -> dict[str, str]:
    """By value, and by label in each language, folded."""
    found = {}
    for value, label in field.flatchoices:
        names = [folded(str(value)), *in_each_language(lambda label=label: label)]
        found |= dict.fromkeys(names, value)
    return found


def read_day(text: str) -> datetime.date:
    try:
        return DAY.to_python(text)
    except ValidationError:
        raise CellError(NOT_A_DAY) from None


def read_month(text: str) -> datetime.date:
    try:
        return MonthField().to_python(text)
    except ValidationError:
        raise CellError(NOT_A_MONTH) from None


def read_languages(text: str) -> list[str]:
    found = [code.strip().lower() for code in text.split(",") if code.strip()]
    if not {*found} <= {*languages()}:
        expected = _("Expected languages of this site, such as %(codes)s.")
        raise CellError(expected % {"codes": ", ".join(languages())})
    return [code for code in languages() if code in found]


READERS = {
    models.JSONField: read_languages,
    models.BooleanField: read_yes_or_no,
    MonthField: read_month,
    models.DateField: read_day,
    models.PositiveSmallIntegerField: read_whole,
    models.PositiveIntegerField: partial(read_whole, most=2_147_483_647),
}
