"""Records of the database as a snapshot's rows, and a snapshot's rows as records."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import attrgetter

from django.db import connections, transaction
from django.db.models import F, Field, Model

from pillars.hierarchy.tree import TO_PLAN
from pillars.models import Baseline, Plan, Result
from pillars.models.base import languages
from pillars.models.series import as_published

from . import public_fields
from .snapshot import ItemId, Row, Snapshot

# What counts students, and is hidden where it counts too few.
COUNTED = (Baseline, Result)


def take_snapshot(
    languages_of: Callable[[Plan], list[str]] = attrgetter("languages"),
) -> Snapshot:
    """
    The working copy as it is now, under today's privacy threshold, in the languages
    that each plan has for readers.
    """
    with transaction.atomic():
        codes = {plan.pk: languages_of(plan) for plan in public_records(Plan)}
        return Snapshot.of(
            row_of(record, codes[record.plan_key])
            for model in public_fields.PUBLIC
            for record in public_records(model)
            if record.plan_key in codes  # Its plan is not public since this moment.
        )


def public_records(model: type[Model]) -> Iterable[Model]:
    to_plan = TO_PLAN[model]
    is_public = f"{to_plan}__is_public" if to_plan else "is_public"
    records = model._base_manager.using("default").filter(**{is_public: True})
    return records.annotate(plan_key=F(to_plan or "pk")).order_by("pk")


def row_of(record: Model, codes: list[str] | None = None) -> Row:
    """Without the texts of other languages, if languages are given."""
    model = type(record)
    shown = codes or languages()
    values = {
        column.name: plain(column.value_from_object(record))
        for column in public_fields.public_columns(model)
        if getattr(column, "language", shown[0]) in shown
    }
    values["translation_state"] = behind_in(shown, record.translation_state)
    if model is Plan:
        values["public_languages"] = [*(codes or record.languages)]
    if model in COUNTED:
        state, value = as_published(record)
        values |= {"state": state.value, "value": plain(value)}
        if value is None:
            values["decimals"] = None
    return Row(model._meta.label_lower, record.pk, values)


def behind_in(codes: Iterable[str], state: dict[str, dict]) -> dict[str, dict]:
    """What a translation state says of some languages."""
    known = {
        field: {code: state[field][code] for code in codes if code in state[field]}
        for field in state
    }
    return {field: days for field, days in known.items() if days}


def item_record(record: Model) -> Model:
    column, _whole = public_fields.PART_OF.get(record._meta.label_lower, ("", ""))
    return getattr(record, column) if column else record


def item_of(record: Model) -> ItemId:
    whole = item_record(record)
    return f"{whole._meta.label_lower}:{whole.pk}"


def with_feeds(rows: Iterable[Row]) -> Snapshot:
    """Whatever is gone back to, a plan's feed keeps the name that it has now."""
    feeds = Plan._base_manager.using("default").in_bulk()
    return Snapshot.of(
        row.with_fields(feed_id=plain(feeds[row.pk].feed_id))
        if row.kind == "plan" and row.pk in feeds
        else row
        for row in rows
    )


def plain(value: object) -> object:
    """A value as JSON has it: 84.0 and 84.00 alike, nothing for an empty text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if value == "":
        return None
    return value


def load(snapshot: Snapshot, alias: str) -> None:
    """Fill empty tables, private columns apart. Raises ``IntegrityError``."""
    with transaction.atomic(using=alias):
        insert(snapshot, alias)
    connections[alias].check_constraints()


def insert(snapshot: Snapshot, alias: str) -> None:
    by_model: dict[type[Model], list[Row]] = defaultdict(list)
    for row in snapshot:
        by_model[public_fields.BY_LABEL[row.model]].append(row)
    for model, rows in by_model.items():
        model._base_manager.using(alias).bulk_create(map(record_of, rows))


def record_of(row: Row) -> Model:
    """An unsaved record that says what a row says, and else what a new one does."""
    model = public_fields.BY_LABEL[row.model]
    # All values are given: what else is found for translated columns is found slowly.
    return model(*(value_in(row, column) for column in model._meta.concrete_fields))


def value_in(row: Row, column: Field) -> object:
    if column.primary_key:
        return row.pk
    value = row.fields.get(column.name)
    if value is None:
        return None if column.null else column.get_default()
    return column.to_python(value)
