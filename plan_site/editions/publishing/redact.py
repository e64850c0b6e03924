"""Redacting: a value leaves every edition ever published, and the history."""

from collections.abc import Callable
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
from .lookup import FieldPath
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
        self.editions = [
            (edition, Document.read(edition.contents)) for edition in stored
        ]
        ever = [
            row for _edition, document in self.editions for row in document.snapshot
        ]
        path = FieldPath.read(item, text, ever)
        if not path.rows:
            path = path.with_its_rows([*ever, *redact_history.rows_of_years(path)])
        self.path = path
        # All values that its rows ever had, under whatever year and group.
        rows = filter(path.holds, ever)
        self.row_values = {row.fields[path.column] for row in rows} - {None}
        records = path.model._base_manager.using("default").filter(pk__in=path.rows)
        present = {row_of(record).fields[path.column] for record in records} - {None}
        self.gone = self.values_to_go(present, earlier_only)

    def values_to_go(self, present: set, earlier_only: bool) -> set:
        """Refuse to take out nothing, or what the next edition would say again."""
        values: set = set()
        for _edition, document in self.editions:
            # ``add`` returns nothing, so that nothing is taken out.
            self.clear(document, values.add)
        if not values:
            raise PublishingError(NOTHING_THERE)
        if earlier_only and values <= present:
            raise PublishingError(NOTHING_EARLIER)
        for value in values & present:
            if not earlier_only:
                raise PublishingError(STILL_THERE % {"value": value})
        return values - present

    @property
    def edition_numbers(self) -> list[int]:
        return [
            document.number
            for _edition, document in self.editions
            if self.clear(document, self.gone.__contains__) != document
        ]

    def clear(
        self, document: Document, is_removed: Callable[[object], bool]
    ) -> Document:
        """A document without the values there of which ``is_removed`` says so."""
        path = self.path

        def clear_row(row: Row) -> Row:
            value = row.fields.get(path.column)
            if not path.holds(row) or not value or not is_removed(value):
                return row
            if row.kind in COUNTED and path.column == "value":
                hidden = dict.fromkeys(["value", "decimals"])
                return row.with_fields(state=State.SUPPRESSED.value, **hidden)
            return row.with_fields(**{path.column: None})

        def clear_change(change: Change) -> Change:
            title, language = change.title, path.title_language(change)
            if title.get(language) and is_removed(title[language]):
                title = {**title, language: ""}
            lines = (
                line.hide(redacted=True)
                if path.is_of(change, line, self.row_values)
                and any(is_removed(value) for value in line.sides if value)
                else line
                for line in change.fields
            )
            return replace(change, title=title, fields=tuple(lines))

        return replace(
            document,
            snapshot=Snapshot.of(map(clear_row, document.snapshot)),
            log=tuple(entry.with_each(clear_change) for entry in document.log),
        )


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
    now = timezone.now()
    redaction = FieldRedaction(item, text, earlier_only=earlier_only)
    path, numbers = redaction.path, redaction.edition_numbers
    about = {"item": path.item, "column": path.column}
    day = timezone.localdate(now).isoformat()
    entries = [
        {**about, "model": path.label, "pk": key, "day": day}
        for key in sorted(path.rows)
    ]

    def without_status(change: Change) -> Change:
        """A status rests on every number of its measure, whichever changed."""
        rests = change.item == path.item and path.column in NUMBERS
        return replace(change, statuses=None) if rests else change

    for edition, document in redaction.editions:
        # From the first that had it on, as a document knows all that came before.
        if edition.number >= numbers[0]:
            cleared = redaction.clear(document, redaction.gone.__contains__)
            log = tuple(entry.with_each(without_status) for entry in cleared.log)
            redacted = [*document.redacted, *entries]
            rewrite(edition, replace(cleared, log=log, redacted=redacted))
    redact_history.clear(path, redaction.gone, reason)
    record = {**about, "reason": reason, "redacted_at": now, "redacted_by": user}
    for key in sorted(path.rows):
        Redaction.objects.create(**record, row_label=path.label, row_key=key)
    return numbers
