"""Fields and values of records as people say them: the words of the history."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from . import school_years
from .marking import marked
from .models import Pillar, PlanItem, Priority, Strategy, StudentGroup
from .recording import changed_columns

YEARS = {"school_year", "first_year", "last_year"}
# What a record’s own name is made of.
NAMED_WITH = {Priority: ["pillar"], Strategy: ["priority__pillar"]}
# What stands before a record’s title in its name.
CODES = ("code", "number", "letter")
TITLES = ("title", "term", "text")


@dataclass(frozen=True)
class Line:
    """One field: what it said and what it says, the words that differ marked."""

    field: models.Field
    before: SafeString
    after: SafeString

    @property
    def name(self) -> str:
        """The field’s name, with its language if it has one."""
        return capfirst(str(self.field.verbose_name))

    @property
    def language(self) -> str:
        """The language of what it says; empty where it says the same in each."""
        return getattr(self.field, "language", "")


def told_columns(model: type[PlanItem]) -> list[models.Field]:
    """The columns that people write: not what the site keeps for itself."""
    texts = model.translated_fields()
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in texts
    ]


def model_of(row: models.Model) -> type[PlanItem]:
    """The model that a record is of, or that a row of a history is about."""
    return getattr(row, "instance_type", type(row))


class Names:
    """What the records are called that some rows point to; a query for each model."""

    def __init__(self, rows: Iterable[models.Model]):
        rows = [row for row in rows if row is not None]
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for row in rows:
            for field in told_columns(model_of(row)):
                if field.remote_field is not None:
                    wanted[field.related_model].add(getattr(row, field.attname))
        self.records = {
            model: model._base_manager.select_related(
                *NAMED_WITH.get(model, [])
            ).in_bulk(keys)
            for model, keys in wanted.items()
        }
        self.gone = {(model_of(row), row.id): row for row in rows}

    def of(self, model: type[models.Model], key: int) -> str:
        """A record’s name, also if it was deleted and its last row is known."""
        known = self.known(model, key)
        if known is None:
            return _("something that is gone")
        return str(known) if isinstance(known, model) else self.own_name(known)

    def known(self, model: type[models.Model], key: int) -> models.Model | None:
        """A record; if it is gone, its last row if that is known."""
        return self.records.get(model, {}).get(key) or self.gone.get((model, key))

    def of_row(self, row: models.Model) -> str:
        """What kind of record a row is about, and which: “Strategy 3 Tutoring”."""
        kind = capfirst(str(model_of(row)._meta.verbose_name))
        return f"{kind} {self.own_name(row)}"

    def own_name(self, row: models.Model) -> str:
        """A row’s name, made of nothing but the row and what it points to."""
        if hasattr(row, "school_year"):
            known = row.group_id and self.of(StudentGroup, row.group_id)
            group = known or _("All students")
            return f"{school_years.label(row.school_year)} · {group}"
        codes = (getattr(row, name, None) for name in CODES)
        code = str(next(filter(None, codes), ""))
        if model_of(row) is Priority and not isinstance(row, PlanItem):
            code = f"{self.number_of(row)}{code}"
        record = getattr(row, "instance", row)
        titles = (getattr(record, name) for name in TITLES if hasattr(record, name))
        return f"{code} {Truncator(next(titles, '') or '').chars(80)}".strip()

    def number_of(self, priority: models.Model) -> str:
        """The number of a priority’s pillar, be it there or deleted too."""
        pillar = self.known(Pillar, priority.pillar_id)
        return str(pillar.number) if pillar is not None else ""

    def value(self, field: models.Field, value: object) -> str:
        """A value as people write it; empty for none."""
        if field.remote_field is not None and value is not None:
            return self.of(field.related_model, value)
        return value_in_words(field, value)

    def lines(self, before, after, without: str = "") -> list[Line]:
        """What differs between two states of a record, either of which may be none."""
        there = before if after is None else after
        columns = [f for f in told_columns(model_of(there)) if f.name != without]
        if before is not None and after is not None:
            columns = changed_columns(before, after, columns)
        found = [self.line(field, before, after) for field in columns]
        return [line for line in found if line.before or line.after]

    def line(self, field: models.Field, before, after) -> Line:
        was, now = (
            self.value(field, getattr(row, field.attname)) if row is not None else ""
            for row in (before, after)
        )
        is_wording = isinstance(field, models.CharField | models.TextField)
        if was and now and is_wording and not field.choices:
            return Line(field, *marked(was, now))
        return Line(field, escape(was), escape(now))


def value_in_words(field: models.Field, value: object) -> str:
    """A value of a column as people write it; empty for none."""
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
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    return str(value)
