"""
Taking back: the working copy becomes what an edition's document says.

Public columns alone are written. Where the document has a value as hidden or redacted
it says nothing, so that the editors' own value stays. A plan that the document has not
leaves the public; nothing of it is deleted.
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.management.color import no_style
from django.db import IntegrityError, connections, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from pillars.hierarchy.tree import plan_of
from pillars.history.recording import (
    CHANGED,
    CREATED,
    DELETED,
    TAKEN_BACK,
    Reason,
    change_reason,
    record_change,
)
from pillars.models import Account
from plan_site.editions.document import public_fields
from plan_site.editions.document.diff import Change, diff
from plan_site.editions.document.document import Document
from plan_site.editions.document.hide_again import hidden_today
from plan_site.editions.document.records import insert, row_of
from plan_site.editions.document.snapshot import Row, RowKey, Snapshot

from .restore_rows import (
    DATABASE,
    PLAN,
    plan_of_row,
    plans_withdrawn,
    records_about,
    wanted_row,
    with_pairs,
)

PILLAR = "pillars.pillar"


class TakeBackError(RuntimeError):
    """The working copy cannot become what a document says; the message says why."""


def differences(document: Document) -> list[Change]:
    """What taking a document back would overwrite."""
    return TakeBack.of(document).differences


@transaction.atomic(using=DATABASE)
def apply(document: Document) -> list[Change]:
    """
    Take a document back into the working copy, all or nothing; gives what changed.

    Raises ``TakeBackError`` where a plan that is not public has taken an address since,
    and where a plan that is locked would change.
    """
    taken = TakeBack.of(document)
    if taken.locked_plans:
        raise TakeBackError(refused_by_a_lock(taken.locked_plans))
    try:
        with transaction.atomic(using=DATABASE):
            taken.write()
            connections[DATABASE].check_constraints()
    except IntegrityError as error:
        raise TakeBackError(
            _(
                "The editors’ copy contains something that conflicts with the edition’s"
                " content, such as another plan at the same address. Change that first."
                " The database says: %(error)s"
            )
            % {"error": error}
        ) from error
    return taken.differences


@dataclass(frozen=True)
class TakeBack:
    """The working copy's records that a document is about, and what it says of them."""

    records: dict[RowKey, Model]
    wanted: dict[RowKey, Row]

    @classmethod
    def of(cls, document: Document) -> "TakeBack":
        """Read the working copy for a document; in a transaction it is locked."""
        hide = hidden_today(Document.last_live().hidden)
        said = hide.in_rows(document.snapshot)
        records = records_about(said)
        redacted = {
            (entry["model"], entry["pk"], entry["column"])
            for entry in document.redacted
        }
        wanted = {row.key: wanted_row(row, records, redacted) for row in said}
        return cls(records, wanted | plans_withdrawn(records, wanted))

    @cached_property
    def present(self) -> dict[RowKey, Row]:
        """The working copy's rows as they are, in a snapshot's form."""
        return {key: row_of(record) for key, record in self.records.items()}

    @cached_property
    def kept_apart(self) -> set[int]:
        """The plans that the document has not: their rows stay."""
        plans = [row for row in self.wanted.values() if row.kind == "plan"]
        return {row.pk for row in plans if not row.fields["is_public"]}

    @cached_property
    def surplus(self) -> list[RowKey]:
        """The rows of public plans that the document has not."""
        return [
            key
            for key, record in self.records.items()
            if key not in self.wanted and plan_of(record).pk not in self.kept_apart
        ]

    @cached_property
    def differing(self) -> list[RowKey]:
        """The rows that are there, but not as the document has them."""
        return [
            key
            for key, row in self.wanted.items()
            if key in self.records and row != self.present[key]
        ]

    @cached_property
    def missing(self) -> list[RowKey]:
        """The rows of the document that the working copy has no more."""
        return [key for key in self.wanted if key not in self.records]

    @cached_property
    def locked_plans(self) -> list[str]:
        """The locked plans in which something would change, by name."""
        plans = {
            key: str(record)
            for (label, key), record in self.records.items()
            if label == PLAN and record.is_locked
        }
        rows = self.present | self.wanted
        changed = [*self.surplus, *self.differing, *self.missing]
        # A record that leaves a locked plan changes it as much as one that comes.
        about = [
            said[key] for said in (self.present, rows) for key in changed if key in said
        ]
        by_item = {row.item: row for row in rows.values() if row.is_item}
        whose = {plan_of_row(row, by_item) for row in about}
        return [name for key, name in plans.items() if key in whose]

    @cached_property
    def differences(self) -> list[Change]:
        """What would be overwritten."""
        apart = {
            key
            for key, record in self.records.items()
            if key not in self.wanted and plan_of(record).pk in self.kept_apart
        }
        before = [row for key, row in self.present.items() if key not in apart]
        return diff(Snapshot.of(before), Snapshot.of(self.wanted.values()))

    def write(self) -> None:
        """
        Write what differs.

        Rows that change are taken out and put back whole, private columns and all: so
        numbers can swap places. What points to them is checked when all is done.
        """
        back = [self.whole_row(key) for key in self.differing]
        back += [self.wanted[key] for key in self.missing]
        back = [with_pairs(row, self.records.get(row.key)) for row in back]
        forget_who_looks_after([key for label, key in self.surplus if label == PILLAR])
        out = sorted(
            [*self.surplus, *self.differing],
            key=lambda key: -public_fields.ORDER[key[0]],
        )
        self.unlink(out)
        for label, key in out:
            manager = public_fields.BY_LABEL[label]._base_manager.using(DATABASE)
            manager.filter(pk=key)._raw_delete(DATABASE)
        insert(Snapshot.of(back), DATABASE)
        connection = connections[DATABASE]
        with connection.cursor() as cursor:
            for line in connection.ops.sequence_reset_sql(
                no_style(), [*public_fields.PUBLIC]
            ):
                cursor.execute(line)
        self.record()

    def unlink(self, out: list[RowKey]) -> None:
        """Let go of what links rows that are about to go, from either end."""
        gone: dict[str, list[int]] = {}
        for label, key in out:
            gone.setdefault(label, []).append(key)
        for model in public_fields.PUBLIC:
            for link in public_fields.public_links(model):
                links = link.remote_field.through._base_manager.using(DATABASE)
                theirs = gone.get(public_fields.label(model), [])
                others = public_fields.label(link.related_model)
                removed = [key for label, key in self.surplus if label == others]
                links.filter(**{f"{link.m2m_field_name()}__in": theirs}).delete()
                reverse = link.m2m_reverse_field_name()
                links.filter(**{f"{reverse}__in": removed}).delete()

    def record(self) -> None:
        """Tell the history what was written past it: one act, said to be so."""
        written: dict[str, list[int]] = {}
        for label, key in [*self.differing, *self.missing]:
            written.setdefault(label, []).append(key)
        with change_reason(Reason.of_act(TAKEN_BACK)):
            for key in self.surplus:
                record_change(self.records[key], DELETED)
            for label, keys in written.items():
                manager = public_fields.BY_LABEL[label]._base_manager.using(DATABASE)
                for key, record in manager.in_bulk(keys).items():
                    before = self.records.get((label, key))
                    kind = CHANGED if before else CREATED
                    record_change(record, kind, before)

    def whole_row(self, key: RowKey) -> Row:
        """A record with all its columns, the public ones that differ as wanted."""
        record, wanted = self.records[key], self.wanted[key].fields
        values = {
            column.name: column.value_from_object(record)
            for column in record._meta.concrete_fields
        }
        now = self.present[key].fields
        changed = {name for name in wanted if wanted[name] != now.get(name)}
        if "state" in changed:
            changed.add("value")  # One without the other would be no true row.
        values |= {name: wanted[name] for name in changed if name in wanted}
        for link in public_fields.public_links(type(record)):
            values[link.name] = wanted.get(link.name)
        return Row(*key, values)


def forget_who_looks_after(pillars: list[int]) -> None:
    """Let go of pillars that are about to go, whoever looks after them."""
    links = Account.pillars.through.objects.using(DATABASE)
    links.filter(pillar__in=pillars).delete()


def refused_by_a_lock(plans: list[str]) -> str:
    """What is said when a locked plan would change."""
    return _("It would change a plan that is locked: %(plans)s. Unlock it first.") % {
        "plans": ", ".join(f"“{plan}”" for plan in plans)
    }
