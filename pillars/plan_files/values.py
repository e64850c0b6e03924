"""A cell as the value of its column: a text, a choice, a number, a day, yes or no."""

import re
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from pillars import school_years
from pillars.enums import TargetKind, UnitKind
from pillars.imports import cells
from pillars.imports.cells import CellError, as_text
from pillars.imports.columns import folded
from pillars.imports.numbers import read_value, read_yes_or_no
from pillars.imports.tables import Cell
from pillars.models import Measure
from pillars.models.base import languages
from pillars.rules.texts import visible_text

YEARS = {"first_year", "last_year", "school_year"}
WHOLE_AT_MOST = 32_767
IN_PERCENT = Measure(unit_kind=UnitKind.PERCENT, decimals=4)


def read(field: models.Field, cell: Cell, measure: Measure | None = None) -> Any:
    """What a cell says; an empty one is the column's default. Raises ``CellError``."""
    text = as_text(cell)
    if not text:
        return None if field.null else field.get_default()
    if field.name in YEARS:
        return cells.read_school_year(text, school_years.label(2026))
    if field.choices:
        return read_choice(field, text)
    for kind, reader in READERS.items():
        if isinstance(field, kind):
            return reader(text)
    if isinstance(field, models.DecimalField):
        return read_decimal(cell, measure)
    return visible_text(text)


def read_choice(field: models.Field, text: str) -> str:
    """A choice by its value, or by its label in any language."""
    named = {}
    for language in languages():
        with translation.override(language):
            named |= {folded(str(label)): value for value, label in field.flatchoices}
    named |= {folded(str(value)): value for value, _label in field.flatchoices}
    if folded(text) not in named:
        values = ", ".join(str(value) for value, _label in field.flatchoices if value)
        raise CellError(_("Expected one of these: %(values)s.") % {"values": values})
    return named[folded(text)]


def read_whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > WHOLE_AT_MOST:
        raise CellError(_("Expected a whole number."))
    return int(text)


def read_decimal(cell: Cell, measure: Measure | None) -> Any:
    """A number in its measure's unit; none of a measure that is not understood."""
    return None if measure is None else read_value(cell, measure)


def counted_like(measure: Measure, is_target: bool) -> Measure:
    """In whose unit a number is written: a change by percent is one in any unit."""
    kind = measure.target_kind
    return IN_PERCENT if is_target and kind == TargetKind.CHANGE_BY_PERCENT else measure


READERS = {
    models.BooleanField: read_yes_or_no,
    models.DateField: cells.read_day,
    models.URLField: cells.read_address,
    models.PositiveSmallIntegerField: read_whole,
    models.PositiveIntegerField: cells.read_count,
}
