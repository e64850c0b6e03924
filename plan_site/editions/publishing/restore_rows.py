"""The records that a document is about, and what the document wants of each."""

from django.db import transaction
from django.db.models import Model, Q

from pillars.enums import State
from pillars.hierarchy.tree import TO_PLAN
from pillars.models.base import languages
from plan_site.editions.document import public_fields
from plan_site.editions.document.diff import NUMBERS, YEAR_AND_GROUP
from plan_site.editions.document.records import plain, row_of
from plan_site.editions.document.snapshot import COUNTED, ItemId, Row, RowKey, Snapshot

DATABASE = "default"
PLAN = "pillars.plan"


def records_about(said: Snapshot) -> dict[RowKey, Model]:
    """The records of public plans, of a document's plans, and of a document's keys."""
    plans = [row.pk for row in said.of_kind("plan")]
    keys: dict[str, set[int]] = {label: set() for label in public_fields.BY_LABEL}
    for row in said:
        keys[row.model].add(row.pk)
    found = {}
    for label, model in public_fields.BY_LABEL.items():
        path = TO_PLAN[model]
        is_public = f"{path}__is_public" if path else "is_public"
        about = Q(**{is_public: True}) | Q(**{f"{path or 'pk'}__in": plans})
        manager = model._base_manager.using(DATABASE)
        chain = manager.select_related(path) if path else manager.all()
        if transaction.get_connection(DATABASE).in_atomic_block:
            chain = chain.select_for_update(of=("self",))
        records = {record.pk: record for record in chain.filter(about)}
        records |= chain.in_bulk(keys[label] - set(records))
        found |= {(label, key): record for key, record in sorted(records.items())}
    return found


def wanted_row(row: Row, records: dict[RowKey, Model], redacted: set[tuple]) -> Row:
    """A document's row, with the working copy's own where the document is silent."""
    record = records.get(row.key)
    if record is None:
        return row
    silent = {
        column
        for column, value in row.fields.items()
        if value is None and (*row.key, column) in redacted
    }
    if row.kind in COUNTED and row.fields["state"] == State.SUPPRESSED:
        silent |= {"state", "value"}
    present = row_of(record).fields
    if any(present.get(name) != row.fields.get(name) for name in YEAR_AND_GROUP):
        silent -= {*NUMBERS, "state"}  # It is another year's, or group's.
    return row.having(**{column: present[column] for column in silent})


def with_pairs(row: Row, record: Model | None) -> Row:
    """A row with what stood beside its wordings when they were last like that."""
    model = public_fields.BY_LABEL[row.model]
    past = model.history.using(DATABASE).filter(id=row.pk).order_by("-history_id")
    written = [*filter(None, [record]), *past]
    beside = {"paired_wordings": {}, "confirmations": {}}
    for name in model.translated_fields():
        same = next((one for one in written if says(one, name, row.fields)), None)
        for column, kept in beside.items():
            if same and name in getattr(same, column):
                kept[name] = getattr(same, column)[name]
    return row.having(**beside)


def says(record: Model, name: str, values: dict) -> bool:
    """Whether a record, or its past, has a text and its state as a row has them."""
    columns = [f"{name}_{code}" for code in languages()]
    states = record.translation_state, values["translation_state"] or {}
    return states[0].get(name) == states[1].get(name) and all(
        plain(getattr(record, column)) == plain(values[column]) for column in columns
    )


def plans_withdrawn(
    records: dict[RowKey, Model], wanted: dict[RowKey, Row]
) -> dict[RowKey, Row]:
    """The plans that are public now and not in the document: no longer public."""
    rows = {}
    for key, record in records.items():
        if key[0] == PLAN and key not in wanted:
            rows[key] = row_of(record).having(is_public=False, is_current=False)
    return rows


def plan_of_row(row: Row, rows: dict[ItemId, Row]) -> int:
    """The key of the plan that a row belongs to, by the rows that it stands on."""
    return plan_of_row(rows[row.above], rows) if row.above else row.pk
