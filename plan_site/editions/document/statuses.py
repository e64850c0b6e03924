"""The status of a measure by its rows in a document, without a database."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model

from pillars.enums import Status
from pillars.models import StudentGroup

from . import public_fields as fields
from .snapshot import Row


def differing_statuses(
    before: Iterable[Row], after: Iterable[Row]
) -> dict[str, str] | None:
    """Of a measure that stays one and has another status than before."""
    one, other = status_of(before), status_of(after)
    return {"before": one, "after": other} if one and other and one != other else None


def status_of(rows: Iterable[Row]) -> Status | None:
    """None for what is no measure, and for a related figure."""
    by_kind = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    if not by_kind["measure"]:
        return None
    (measure,) = map(as_record, by_kind["measure"])
    kinds = ("baseline", "target", "result")
    numbers = (list(map(as_record, by_kind[kind])) for kind in kinds)
    measure.series = measure.series_with(*numbers)
    return measure.progress.status


def as_record(row: Row) -> Model:
    """With what a status rests on: no texts, and a group that has its key alone."""
    model, values = fields.BY_LABEL[row.model], {}
    for column in fields.public_columns(model):
        value = row.fields.get(column.name)
        if value is not None and not hasattr(column, "language"):
            values[column.attname] = column.to_python(value)
    record = model(**values)
    if key := values.get("group_id"):
        record.group = StudentGroup(pk=key, code=str(key))
    return record
