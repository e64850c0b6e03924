"""The status of a measure by its rows in a document, without a database."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from pillars.enums import Status
from pillars.models import StudentGroup

from .records import record_of
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
        by_kind[row.kind].append(record_of(row))
    if not by_kind["measure"]:
        return None
    (measure,) = by_kind["measure"]
    numbers = [by_kind[kind] for kind in ("baseline", "target", "result")]
    for number in chain(*numbers):
        if key := number.group_id:
            # No more of it is needed than what tells it from others.
            number.group = StudentGroup(pk=key, code=str(key))
    measure.series = measure.series_with(*numbers)
    return measure.progress.status
