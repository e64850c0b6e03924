"""The records that a document is about, and the rows that restoring it gives them."""

from django.db import transaction
from django.db.models import Model, Q

from pillars.enums import State
from pillars.hierarchy.tree import TO_PLAN
from pillars.models.base import languages
from plan_site.editions.document import public_fields
from plan_site.editions.document.diff import NUMBERS, YEAR_AND_GROUP
from plan_site.editions.document.records import plain, row_of
from plan_site.editions.document.snapshot import COUNTED, Row, RowKey, Snapshot

DATABASE = "default"


def records_about(snapshot: Snapshot) -> dict[RowKey, Model]:
    """The records of public plans, of a document's plans, and of a document's keys."""
    plans = [row.pk for row in snapshot.of_kind("plan")]
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
        keys = {row.pk for row in snapshot if row.model == label}
        records |= chain.in_bulk(keys - set(records))
        found |= {(label, key): record for key, record in sorted(records.items())}
    return found


def restored_row(row: Row, records: dict[RowKey, Model], redacted: set[tuple]) -> Row:
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
    return row.with_fields(**{column: present[column] for column in silent})


def paired_row(row: Row, record: Model | None) -> Row:
    """A row with what stood beside its texts when they were last like that."""
    model = public_fields.BY_LABEL[row.model]
    past = model.history.using(DATABASE).filter(id=row.pk).order_by("-history_id")
    versions = [*filter(None, [record]), *past]
    beside = {"paired_wordings": {}, "confirmations": {}}
    for name in model.translated_fields():
        same = next((one for one in versions if has_texts(one, name, row.fields)), None)
        for column, saved in beside.items():
            if same and name in getattr(same, column):
                saved[name] = getattr(same, column)[name]
    return row.with_fields(**beside)


def has_texts(record: Model, name: str, values: dict) -> bool:
    columns = [f"{name}_{code}" for code in languages()]
    states = record.translation_state, values["translation_state"] or {}
    return states[0].get(name) == states[1].get(name) and all(
        plain(getattr(record, column)) == plain(values[column]) for column in columns
    )
