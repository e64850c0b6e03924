"""Names of records and values of their fields as text."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from pillars import school_years
from pillars.hierarchy.tree import kind_of_row
from pillars.models import PlanItem, StudentGroup
from pillars.models.base import MonthField
from pillars.models.series import YearValue
from pillars.text.diff import mark_changes

from .recording import changed_columns

YEARS = {"school_year", "first_year", "last_year"}
# What a record is called by: the first of these that it has.
TITLES = ("title", "term", "text")


@dataclass(frozen=True)
class FieldChange:
    """What a field said before and after, the words that differ marked."""

    field: models.Field
    before: SafeString
    after: SafeString

    @property
    def name(self) -> str:
        return capfirst(str(self.field.verbose_name))

    @property
    def language(self) -> str:
        """Empty where the field says the same in each language."""
        return getattr(self.field, "language", "")


def edited_columns(model: type[PlanItem]) -> list[models.Field]:
    """The columns that people write, without those that the site writes itself."""
    unwritten = model.translated_fields()
    if issubclass(model, YearValue):
        unwritten = [*unwritten, "decimals"]  # Its numbers bring them.
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in unwritten
    ]


class RecordNames:
    """What records and values are called, also those that were deleted meanwhile."""

    def __init__(self, states: Iterable[models.Model | None]):
        """Reads what some states point to: a query for each model."""
        states = list(filter(None, states))
        keys: dict[type[models.Model], set[int]] = defaultdict(set)
        for state in states:
            for field in edited_columns(kind_of_row(state)):
                if field.remote_field is not None:
                    keys[field.related_model].add(getattr(state, field.attname))
        self.records = {
            model: model._base_manager.in_bulk(some) for model, some in keys.items()
        }
        self.deleted = {(kind_of_row(state), state.id): state for state in states}

    def name_by_key(self, model: type[models.Model], key: int) -> str:
        """Of a record; if it is gone, of its last state if that was given."""
        if record := self.records.get(model, {}).get(key):
            return str(record)
        state = self.deleted.get((model, key))
        return self.name(state) if state else _("a record that was deleted")

    def kind_and_name(self, state: models.Model) -> str:
        """``Strategy 3 Tutoring``."""
        kind = capfirst(str(kind_of_row(state)._meta.verbose_name))
        return f"{kind} {self.name(state)}"

    def name(self, state: models.Model) -> str:
        """Made of nothing but the state and what it points to."""
        if hasattr(state, "school_year"):
            group = _("All students") if hasattr(state, "group_id") else ""
            if key := getattr(state, "group_id", None):
                group = self.name_by_key(StudentGroup, key)
            parts = [school_years.label(state.school_year), group]
            return " · ".join(filter(None, parts))
        code = getattr(state, "code", "")
        record = getattr(state, "instance", state)
        titles = (getattr(record, name) for name in TITLES if hasattr(record, name))
        return f"{code} {Truncator(next(titles, '') or '').chars(80)}".strip()

    def changes(self, before, after, without: str = "") -> list[FieldChange]:
        """Where one state is None, all that the other says ``without`` one column."""
        columns = edited_columns(kind_of_row(before or after))
        if before is None or after is None:
            columns = [column for column in columns if column.name != without]
        else:
            columns = changed_columns(before, after, columns)
        found = [self.change(column, before, after) for column in columns]
        return [change for change in found if change.before or change.after]

    def value_in(self, state: models.Model | None, field: models.Field) -> str:
        value = getattr(state, field.attname, None)
        if field.remote_field is not None and value is not None:
            return self.name_by_key(field.related_model, value)
        return value_as_text(field, value)

    def change(self, field: models.Field, before, after) -> FieldChange:
        was, now = (self.value_in(state, field) for state in (before, after))
        is_wording = isinstance(field, models.CharField | models.TextField)
        if was and now and is_wording and not field.choices:
            return FieldChange(field, *mark_changes(was, now))
        return FieldChange(field, escape(was), escape(now))


def value_as_text(field: models.Field, value: object) -> str:
    """Empty for none."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.name in YEARS:
        return school_years.label(value)
    if isinstance(value, Decimal):
        return number_format(f"{value.normalize():f}")
    if isinstance(field, MonthField):
        return date_format(value, "YEAR_MONTH_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list):
        names = dict(settings.LANGUAGES)
        return ", ".join(str(names.get(code, code)) for code in value)
    return str(value)
