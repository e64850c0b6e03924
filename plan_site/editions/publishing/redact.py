"""Redacting: a value leaves every edition ever published, and the history."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pillars.enums import State
from plan_site.editions.document.diff import NUMBERS, Change
from plan_site.editions.document.document import Document, rewrite
from plan_site.editions.document.records import row_of
from plan_site.editions.document.snapshot import COUNTED, ItemId, Row, Snapshot
from plan_site.editions.models import Edition, Redaction

from . import redact_history
from .field_path import FieldPath
from .ledger import forget_titles
from .publish import PublishingError

NO_REASON = _("Say why it is taken out.")
NOTHING_THERE = _("No edition says anything there.")
NOTHING_EARLIER = _("Every edition has the same value there as the editors’ copy.")
STILL_THERE = _(
    "The editors’ copy still has it: “%(value)s”. It would be published again with the"
    " next edition. Change it or empty it there first, then redact again. If that value"
    " may stay, and only what earlier editions said instead should go, add"
    " --earlier-only."
)


class FieldRedaction:
    """What is to be taken out of a field, and of which editions."""

    def __init__(self, item: ItemId, text: str, *, earlier_only: bool = False):
        """
        Locks all editions in a transaction. ``earlier_only`` lets the value that the
        working copy has today stand where it was published. Raises ``PublishingError``.
        """
        stored = Edition.objects.order_by("number")
        if transaction.get_connection().in_atomic_block:
            stored = stored.select_for_update(of=("self",))
            # Waits for who is publishing; what they stored is read only after that.
            list(stored.values_list("pk"))
        self.editions = [(one, Document.read(one.contents)) for one in stored]
        ever = [
            row for _edition, document in self.editions for row in document.snapshot
        ]
        self.path = path = FieldPath.find(item, text, ever)
        values = {row.fields.get(path.column) for row in filter(path.holds, ever)}
        records = path.model._base_manager.using("default").filter(pk__in=path.rows)
        present = values & {row_of(one).fields[path.column] for one in records}
        self.gone = values - present - {None}
        for value in present - {None}:
            if not earlier_only:
                raise PublishingError(STILL_THERE % {"value": value})
        if not self.gone:
            raise PublishingError(NOTHING_EARLIER if earlier_only else NOTHING_THERE)

    @property
    def edition_numbers(self) -> list[int]:
        return [
            document.number
            for _edition, document in self.editions
            if self.clear(document) != document
        ]

    def clear(self, document: Document) -> Document:
        return replace(
            document,
            snapshot=Snapshot.of(map(self.clear_row, document.snapshot)),
            log=tuple(entry.with_each(self.clear_change) for entry in document.log),
        )

    def clear_row(self, row: Row) -> Row:
        column = self.path.column
        if not self.path.holds(row) or row.fields.get(column) not in self.gone:
            return row
        if row.kind in COUNTED and column == "value":
            hidden = dict.fromkeys(["value", "decimals"])
            return row.with_fields(state=State.SUPPRESSED.value, **hidden)
        return row.with_fields(**{column: None})

    def clear_change(self, change: Change) -> Change:
        title, language = change.title, self.path.title_language(change)
        if title.get(language) in self.gone:
            title = {**title, language: ""}
        lines = (
            line.hide(redacted=True)
            if self.path.is_of(change, line) and self.gone & {*line.sides}
            else line
            for line in change.fields
        )
        return replace(change, title=title, fields=tuple(lines))


@transaction.atomic
def redact(
    item: ItemId,
    text: str,
    reason: str,
    *,
    user=None,
    earlier_only: bool = False,
) -> list[int]:
    """Returns the numbers of the editions that had it. Raises ``PublishingError``."""
    if not reason.strip():
        raise PublishingError(NO_REASON)
    redaction = FieldRedaction(item, text, earlier_only=earlier_only)
    path, numbers = redaction.path, redaction.edition_numbers
    now, about = timezone.now(), {"item": path.item, "column": path.column}
    mark = {**about, "model": path.label, "day": timezone.localdate(now).isoformat()}
    entries = [{**mark, "pk": key} for key in sorted(path.rows)]

    def without_status(change: Change) -> Change:
        """A status rests on every number of its measure, whichever changed."""
        rests = change.item == path.item and path.column in NUMBERS
        return replace(change, statuses=None) if rests else change

    for edition, document in redaction.editions:
        # From the first that had it on, as a document knows all that came before.
        if edition.number >= numbers[0]:
            cleared = redaction.clear(document)
            log = tuple(entry.with_each(without_status) for entry in cleared.log)
            redacted = [*document.redacted, *entries]
            rewrite(edition, replace(cleared, log=log, redacted=redacted))
    redact_history.clear(path, redaction.gone, reason)
    if path.field[0] == "title":
        forget_titles(redaction.gone)
    record = {**about, "reason": reason, "redacted_at": now, "redacted_by": user}
    for key in sorted(path.rows):
        Redaction.objects.create(**record, row_label=path.label, row_key=key)
    return numbers
