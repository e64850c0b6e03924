"""Rollback: the content of an older edition goes out again, as a new edition."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import Change, diff, without_repetition
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.hide_again import hidden_today
from plan_site.editions.document.snapshot import ItemId, Snapshot
from plan_site.editions.models import Edition, database_now

from . import publish
from .publish import PublishingError


@dataclass(frozen=True)
class Rollback:
    """What the site would be if an older edition's content went out again."""

    number: int
    last: Document
    older: Document

    @classmethod
    def to(cls, number: int, now: datetime.datetime | None = None) -> "Rollback":
        """The rollback to an edition. Raises ``PublishingError`` if there is none."""
        now = now or database_now()
        edition = Edition.objects.live(now).filter(number=number).first()
        if edition is None:
            raise PublishingError(
                _("No edition %(number)s has gone live.") % {"number": number}
            )
        return cls(number, Document.last_live(now), Document.read(edition.contents))

    @cached_property
    def rows(self) -> Snapshot:
        """The older edition's rows, in today's format, without what is hidden today."""
        hide = hidden_today(self.last.hidden).with_last()
        return hide.in_rows(self.older.snapshot)

    @cached_property
    def changes(self) -> list[Change]:
        return diff(self.last.snapshot, self.rows)

    def reasons(self, note: dict[str, str]) -> dict[str, dict[str, str]]:
        """Why each published number changes: the note, else the plain fact."""
        reason = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                fact = _("The site went back to what edition %(number)s said.")
                reason[code] = note.get(code) or fact % {"number": self.number}
        return {
            change.item: reason for change in self.changes if change.kind == "corrected"
        }

    def refuse_errors(self) -> None:
        """Refuse a content in which the check list finds an error today."""
        changed = self.last.snapshot.changed_items(self.rows)
        candidate = Candidate(self.last, self.rows, frozenset(changed))
        for finding in check_list(candidate):
            # Why a number changes is told by the rollback itself.
            if finding.stops and finding.check != "reason":
                raise PublishingError(
                    _("What edition %(number)s said cannot go out again: %(why)s")
                    % {"number": self.number, "why": finding.message}
                )


def rolled_back(candidate: Candidate) -> dict[ItemId, str]:
    """The changed items that say again what a rollback withdrew, and which one did."""
    last, found = candidate.last, {}
    withdrawn = [entry.number - 1 for entry in last.log if entry.rolled_back_from]
    for edition in Edition.objects.filter(number__in=withdrawn).order_by("number"):
        rows = Document.read(edition.contents).snapshot
        lost = {change.item: change.fields for change in diff(last.snapshot, rows)}
        said = _("Was in edition %(before)s, rolled back in edition %(number)s.") % {
            "before": edition.number,
            "number": edition.number + 1,
        }
        for change in candidate.all_changes:
            was, now = lost.get(change.item), change.fields
            # What comes or goes whole is a change without fields.
            if was == now == () or any(f in now for f in without_repetition(was or ())):
                found[change.item] = said
    return found


def record(
    rollback: Rollback,
    note: dict[str, str],
    *,
    user=None,
    now: datetime.datetime | None = None,
) -> Edition:
    """
    The new edition's row, not live yet and not pressed.

    What stops it is that nothing would change, another edition that is under way, or an
    error: what was hidden or redacted since leaves gaps in a content that had none.
    """
    now = now or database_now()
    publish.refuse_unless_free(now)
    if rollback.rows == rollback.last.snapshot:
        raise PublishingError(
            _("Nothing would change: the site says what edition %(number)s said.")
            % {"number": rollback.number}
        )
    rollback.refuse_errors()
    act = Act(
        note,
        rollback.reasons(note),
        by=str(user or ""),
        rolled_back_from=rollback.number,
    )
    return publish.store(rollback.last, rollback.rows, act, user, now)
