"""
Snapshots: the public rows and public fields of all public plans, as plain data.

A snapshot is a list of rows in Django's fixture format, sorted, each column normalised,
so that the same content gives the same bytes. What is hidden for privacy never gets in.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Field, Model

from pillars.enums import State
from pillars.models import Baseline, Result
from pillars.rules.suppression import published

from . import public_fields

Row = dict[str, object]

COUNTED = (Baseline, Result)


def take() -> list[Row]:
    """A snapshot of the working copy as it is now, under today's privacy threshold."""
    with transaction.atomic():
        return [
            row_of(record)
            for model in public_fields.PUBLIC
            for record in public_records(model)
        ]


def public_records(model: type[Model]) -> Iterable[Model]:
    """The records of a model that belong to a public plan, in a fixed order."""
    to_plan = public_fields.TO_PLAN[model]
    is_public = f"{to_plan}__is_public" if to_plan else "is_public"
    records = model._base_manager.using("default").filter(**{is_public: True})
    links = [link.name for link in public_fields.public_links(model)]
    return records.order_by("pk").prefetch_related(*links)


def row_of(record: Model) -> Row:
    model = type(record)
    values = {
        column.name: plain(column.value_from_object(record))
        for column in public_fields.public_columns(model)
    }
    for link in public_fields.public_links(model):
        linked = getattr(record, link.name).all()
        values[link.name] = sorted(other.pk for other in linked) or None
    if model in COUNTED:
        state, value = as_published(record)
        values |= {"state": state.value, "value": plain(value)}
    return {"model": public_fields.label(model), "pk": record.pk, "fields": values}


def as_published(record: Model) -> tuple[State, Decimal | None]:
    """The state and the value in which a record, or its past, may be published."""
    return published(
        State(record.state),
        record.value,
        record.student_count,
        settings.PRIVACY_THRESHOLD,
    )


def plain(value: object) -> object:
    """A value as JSON has it: 84.0 and 84.00 alike, nothing for an empty text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value == "":
        return None
    return value


def as_bytes(content: object) -> bytes:
    """Plain data as bytes, the same for the same content."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def digest(content: object) -> str:
    return hashlib.sha256(as_bytes(content)).hexdigest()


def key_of(row: Row) -> tuple[str, int]:
    return row["model"], row["pk"]


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows so that each comes after those that it stands on."""
    place = {label: number for number, label in enumerate(public_fields.BY_LABEL)}
    return sorted(rows, key=lambda row: (place[row["model"]], row["pk"]))


def load(rows: Iterable[Row], alias: str) -> None:
    """
    Write rows into a database whose tables are empty.

    Private columns stay empty. Raises ``IntegrityError`` for rows that break a rule of
    the database.
    """
    connection = connections[alias]
    by_model: dict[str, list[Row]] = {}
    for row in in_order(rows):
        by_model.setdefault(row["model"], []).append(row)
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for label, some in by_model.items():
            insert(cursor, connection, public_fields.BY_LABEL[label], some)
        for label, some in by_model.items():
            insert_links(cursor, connection, public_fields.BY_LABEL[label], some)
    connection.check_constraints()


def insert_links(cursor, connection, model: type[Model], rows: list[Row]) -> None:
    for link in public_fields.public_links(model):
        columns = link.m2m_column_name(), link.m2m_reverse_name()
        table, one, other = map(
            connection.ops.quote_name, [link.m2m_db_table(), *columns]
        )
        pairs = [
            (row["pk"], key)
            for row in rows
            for key in row["fields"].get(link.name) or ()
        ]
        cursor.executemany(
            f"INSERT INTO {table} ({one}, {other}) VALUES (%s, %s)",  # noqa: S608
            pairs,
        )


def insert(cursor, connection, model: type[Model], rows: list[Row]) -> None:
    """Write rows of one model, all columns given, with no signal and no ``save()``."""
    columns = model._meta.concrete_fields
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    # Most cells of a number are empty, and prepared alike in every row.
    empty = [
        column.get_db_prep_save(default_of(column), connection) for column in columns
    ]
    values = [
        [
            nothing if value is None else column.get_db_prep_save(value, connection)
            for (column, value), nothing in zip(
                stated_values(model, row), empty, strict=True
            )
        ]
        for row in rows
    ]
    table = quote(model._meta.db_table)
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - names of our own tables


def stated_values(model: type[Model], row: Row) -> Iterator[tuple[Field, object]]:
    """Each column, and what a row says of it; ``None`` where it says nothing."""
    values = row["fields"]
    shadows = shadow_columns(model)
    for column in model._meta.concrete_fields:
        value = values.get(column.name)
        if column.primary_key:
            yield column, row["pk"]
        elif column.name in shadows:
            # The shadow column is never read; it holds the first wording there is.
            codes = settings.MODELTRANSLATION_LANGUAGES
            wordings = [values.get(f"{column.name}_{code}") for code in codes]
            yield column, next(filter(None, wordings), "")
        elif value is None or column.is_relation:
            yield column, value
        else:
            yield column, column.to_python(value)


@cache
def shadow_columns(model: type[Model]) -> frozenset[str]:
    """The names of the columns that stand for a text in whichever language."""
    return frozenset(model.translated_fields())


def default_of(column: Field) -> object:
    """What a column holds of which a row says nothing."""
    return None if column.null else column.get_default()
