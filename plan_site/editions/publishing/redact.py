"""
Redacting: a value is taken out of every edition that was ever published.

It goes out of the history at the desk, too, so that it stays nowhere.

Out of each document go the value in its rows, and what its log says of it. The digests
of the documents change with that, so that each machine makes the live pages anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pillars.enums import State
from plan_site.editions.document.diff import Change
from plan_site.editions.document.document import Document, rewrite
from plan_site.editions.document.records import row_of
from plan_site.editions.document.snapshot import COUNTED, ItemId, Row, Snapshot
from plan_site.editions.models import Edition, Redaction

from . import redact_history
from .field_path import Place


class RedactionError(RuntimeError):
    """A redaction was refused; the message tells an editor why and what to do."""


@dataclass(frozen=True)
class Redacting:
    """A value on its way out of every edition."""

    place: Place
    editions: list[tuple[Edition, Document]]
    # What the working copy holds in that place today.
    present: set
    earlier_only: bool

    @classmethod
    def of(cls, item: ItemId, text: str, *, earlier_only: bool = False) -> "Redacting":
        """
        Read all editions for a place; in a transaction they are locked.

        ``earlier_only`` lets the working copy's own value stand where it was published.
        Raises ``NoSuchPlaceError``, and ``RedactionError`` where nothing can go.
        """
        stored = Edition.objects.order_by("number")
        if transaction.get_connection().in_atomic_block:
            stored = stored.select_for_update(of=("self",))
            # Waits for who is publishing; what they stored is read only after that.
            list(stored.values_list("pk"))
        editions = [(edition, Document.read(edition.contents)) for edition in stored]
        ever = [row for _edition, document in editions for row in document.snapshot]
        place = Place.read(item, text, ever)
        if not place.rows:
            place = place.with_its_rows([*ever, *redact_history.numbers_of(place)])
        kept = place.model._base_manager.using("default").filter(pk__in=place.rows)
        present = {row_of(record).fields[place.column] for record in kept}
        redacting = cls(place, editions, present - {None}, earlier_only)
        redacting.refuse_what_would_come_back()
        return redacting

    def refuse_what_would_come_back(self) -> None:
        """Refuse to take out nothing, or what the next edition would say again."""
        said = self.ever
        if not said:
            raise RedactionError(_("No edition says anything there."))
        if self.earlier_only:
            if said <= self.present:
                raise RedactionError(
                    _("Every edition has the same value there as the editors’ copy.")
                )
        elif said & self.present:
            raise RedactionError(
                _(
                    "The editors’ copy still has it: “%(value)s”. It would be"
                    " published again with the next edition. Change it or empty it"
                    " there first, then redact again. If that value may stay, and only"
                    " what earlier editions said instead should go, add"
                    " --earlier-only."
                )
                % {"value": next(iter(said & self.present))}
            )

    def said(self, document: Document) -> Iterator:
        """All that a document says in the place."""
        for row in filter(self.place.holds, document.snapshot):
            yield from filter(None, [row.fields.get(self.place.column)])
        for entry in document.log:
            for change in entry.changes:
                yield from filter(None, [self.title_in(change)])
                for line in change.fields:
                    if self.place.is_of(change, line, self.told):
                        yield from filter(None, line.sides)

    def title_in(self, change: Change) -> str | None:
        """What a change calls its item, if that is what is redacted."""
        language = self.place.names(change)
        return change.title.get(language) if language else None

    def goes(self, value: object) -> bool:
        return bool(value) and not (self.earlier_only and value in self.present)

    @property
    def affected(self) -> list[Edition]:
        """The editions that say what is to go."""
        return [
            edition
            for edition, document in self.editions
            if any(map(self.goes, self.said(document)))
        ]

    @cached_property
    def ever(self) -> set:
        return {
            value for _e, document in self.editions for value in self.said(document)
        }

    @cached_property
    def told(self) -> set:
        """All that the rows meant have said, wherever they stood."""
        return {
            row.fields[self.place.column]
            for _edition, document in self.editions
            for row in filter(self.place.holds, document.snapshot)
        } - {None}

    def without(self, document: Document, entries: list[dict]) -> Document:
        """A document without the value, and with a word that it was taken out."""
        return replace(
            document,
            snapshot=Snapshot.of(map(self.in_row, document.snapshot)),
            log=tuple(entry.with_each(self.in_change) for entry in document.log),
            redacted=[*document.redacted, *entries],
        )

    def in_row(self, row: Row) -> Row:
        column = self.place.column
        if not self.place.holds(row) or not self.goes(row.fields.get(column)):
            return row
        if row.kind in COUNTED and column == "value":
            return row.having(state=State.SUPPRESSED.value, value=None)
        return row.having(**{column: None})

    def in_change(self, change: Change) -> Change:
        title = change.title
        if self.goes(self.title_in(change)):
            title = {**title, self.place.names(change): ""}
        lines = (
            replace(line, before=None, after=None, hidden=True, redacted=True)
            if self.place.is_of(change, line, self.told)
            and any(map(self.goes, line.sides))
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
    """
    Take a value out of every edition, and out of the desk's history.

    Gives the numbers of the editions that said it.

    Raises ``NoSuchPlaceError`` or ``RedactionError``, and nothing is changed then.
    """
    if not reason.strip():
        raise RedactionError(_("Say why it is taken out."))
    now = timezone.now()
    redacting = Redacting.of(item, text, earlier_only=earlier_only)
    place, affected = redacting.place, redacting.affected
    entries = [
        {
            "item": place.item,
            "model": place.label,
            "pk": key,
            "column": place.column,
            "day": timezone.localdate(now).isoformat(),
        }
        for key in sorted(place.rows)
    ]
    for edition, document in redacting.editions:
        # From the first that said it on, as a document knows all that came before.
        if edition.number >= affected[0].number:
            rewrite(edition, redacting.without(document, entries))
    redact_history.clear(place, set(filter(redacting.goes, redacting.ever)), reason)
    for entry in entries:
        Redaction.objects.create(
            item=place.item,
            row_label=place.label,
            row_key=entry["pk"],
            column=place.column,
            reason=reason,
            redacted_at=now,
            redacted_by=user,
        )
    return [edition.number for edition in affected]
