"""
Restoring: the working copy's public columns become what an edition's document says.
What the document has hidden or redacted stays as the editors have it.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.core.management.color import no_style
from django.db import IntegrityError, connections, transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from pillars.enums import State
from pillars.hierarchy.tree import TO_PLAN, plan_of
from pillars.history.recording import (
    CHANGED,
    CREATED,
    DELETED,
    TAKEN_BACK,
    Reason,
    change_reason,
    record_change,
)
from pillars.models import Account, Plan
from pillars.models.base import languages
from plan_site.editions.document import public_fields
from plan_site.editions.document.diff import NUMBERS, YEAR_AND_GROUP, Change, diff
from plan_site.editions.document.document import Document
from plan_site.editions.document.hide_again import hidden_today
from plan_site.editions.document.records import (
    behind_in,
    insert,
    plain,
    row_of,
    with_feeds,
)
from plan_site.editions.document.snapshot import COUNTED, Row, RowKey, Snapshot

from .publish import PublishingError

DATABASE = "default"
LOCKED = _("It would change a plan that is locked: %(plans)s. Unlock it first.")
REFUSED = _(
    "The editors’ copy contains something that conflicts with the edition’s content,"
    " such as another plan at the same address. Change that first. The database says:"
    " %(error)s"
)


def differences(document: Document) -> list[Change]:
    return Restore(document).differences


@transaction.atomic(using=DATABASE)
def apply(document: Document) -> list[Change]:
    """All or nothing; returns what changed. Raises ``PublishingError``."""
    restore = Restore(document)
    if locked := restore.locked_plans():
        plans = ", ".join(f"“{plan}”" for plan in locked)
        raise PublishingError(LOCKED % {"plans": plans})
    try:
        with transaction.atomic(using=DATABASE):
            restore.write()
            connections[DATABASE].check_constraints()
    except IntegrityError as error:
        raise PublishingError(REFUSED % {"error": error}) from error
    return restore.differences


class Restore:
    """The working copy's records that a document is about, and its rows for them."""

    def __init__(self, document: Document):
        """Read the working copy for a document; in a transaction it is locked."""
        hide = hidden_today(Document.last_live().hidden)
        snapshot = with_feeds(hide.in_rows(document.snapshot))
        found = records_about(snapshot)
        redacted = {
            (one["model"], one["pk"], one["column"]) for one in document.redacted
        }
        self.rows = {row.key: restored_row(row, found, redacted) for row in snapshot}
        # A plan that the document has not leaves the public, and all its rows stay.
        left = {
            key: row_of(record).with_fields(is_public=False, is_current=False)
            for key, record in found.items()
            if isinstance(record, Plan) and key not in self.rows
        }
        self.rows |= left
        self.records: dict[RowKey, Model] = {
            key: record
            for key, record in found.items()
            if key in self.rows or ("pillars.plan", plan_of(record).pk) not in left
        }
        self.present = {key: row_of(record) for key, record in self.records.items()}
        self.surplus = [key for key in self.records if key not in self.rows]
        self.missing = [key for key in self.rows if key not in self.records]
        self.different = [
            key for key, row in self.present.items() if self.rows.get(key, row) != row
        ]

    @property
    def differences(self) -> list[Change]:
        present, rows = self.present.values(), self.rows.values()
        return diff(Snapshot.of(present), Snapshot.of(rows))

    def locked_plans(self) -> list[str]:
        items = Snapshot.of(self.rows.values()).items
        changed = {*self.surplus, *self.different, *self.missing}
        # A record that leaves a locked plan changes it as much as one that comes.
        plans = {plan_of(self.records[key]).pk for key in changed & {*self.records}}
        for key in changed & {*self.rows}:
            row = self.rows[key]
            while row.above:
                row = items[row.above]
            plans.add(row.pk)
        records = (self.records.get(("pillars.plan", key)) for key in sorted(plans))
        return [str(plan) for plan in records if plan and plan.is_locked]

    def write(self) -> None:
        # Rows that change are deleted and written whole, so that numbers can swap
        # places. What points to them is checked when all is done.
        back = [self.whole_row(key) for key in self.different]
        back += [self.rows[key] for key in self.missing]
        back = [paired_row(row, self.records.get(row.key)) for row in back]
        self.delete()
        insert(Snapshot.of(back), DATABASE)
        connection, models = connections[DATABASE], [*public_fields.PUBLIC]
        with connection.cursor() as cursor:
            for line in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(line)
        self.record_changes()

    def delete(self) -> None:
        going = keys_by_model([*self.surplus, *self.different])
        surplus = keys_by_model(self.surplus)
        caretakers = Account.pillars.through.objects.using(DATABASE)
        caretakers.filter(pillar__in=surplus["pillars.pillar"]).delete()
        for label, model in reversed(public_fields.BY_LABEL.items()):
            manager = model._base_manager.using(DATABASE)
            manager.filter(pk__in=going[label])._raw_delete(DATABASE)

    def record_changes(self) -> None:
        """Tell the history what was written past it, as one act."""
        with change_reason(Reason.of_act(TAKEN_BACK)):
            for key in self.surplus:
                record_change(self.records[key], DELETED)
            written = keys_by_model([*self.different, *self.missing])
            for label, keys in written.items():
                manager = public_fields.BY_LABEL[label]._base_manager.using(DATABASE)
                for key, record in manager.in_bulk(keys).items():
                    before = self.records.get((label, key))
                    record_change(record, CHANGED if before else CREATED, before)

    def whole_row(self, key: RowKey) -> Row:
        record, restored = self.records[key], self.rows[key].fields
        values = {
            column.name: column.value_from_object(record)
            for column in record._meta.concrete_fields
        }
        now = self.present[key].fields
        changed = {name for name in restored if restored[name] != now.get(name)}
        if "state" in changed:
            changed.add("value")  # One without the other would be no true row.
        values |= {name: restored[name] for name in changed if name in restored}
        return Row(*key, values)


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
    # The languages that were in preparation then.
    absent = present.keys() - row.fields.keys()
    others = {column.rpartition("_")[2] for column in absent}
    if any(present.get(name) != row.fields.get(name) for name in YEAR_AND_GROUP):
        silent -= {*NUMBERS, "state"}  # It is another year's, or group's.
    own = {column: present[column] for column in silent | absent}
    if "translation_state" not in own:
        document = row.fields["translation_state"] or {}
        editors = behind_in(others, present["translation_state"])
        own["translation_state"] = {
            name: document.get(name, {}) | editors.get(name, {})
            for name in document | editors
        }
    return row.with_fields(**own)


def keys_by_model(keys: Iterable[RowKey]) -> dict[str, list[int]]:
    by_model = defaultdict(list)
    for label, key in keys:
        by_model[label].append(key)
    return by_model


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
        plain(getattr(record, column)) == plain(values.get(column))
        for column in columns
    )
