"""Rollback: the content of an older edition goes out again, as a new edition."""

import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import diff, without_repetition
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.hide_again import hidden_today
from plan_site.editions.document.records import with_feeds
from plan_site.editions.document.snapshot import ItemId
from plan_site.editions.models import Edition, database_now

from .publish import PublishingError, refuse_unless_free, store

NOT_LIVE = _("No edition %(number)s has gone live.")
NO_CHANGE = _(
    "Nothing would change: the site already has the content of edition %(number)s."
)
HAS_ERROR = _("The content of edition %(number)s cannot be published again: %(why)s")
REASON = _("The site went back to what edition %(number)s said.")
ROLLED_BACK = _("Was in edition %(before)s, rolled back in edition %(number)s.")


def candidate_of(number: int, now: datetime.datetime | None = None) -> Candidate:
    """An older edition, without what is hidden today. Raises ``PublishingError``."""
    now = now or database_now()
    edition = Edition.objects.live(now).filter(number=number).first()
    if edition is None:
        raise PublishingError(NOT_LIVE % {"number": number})
    last = Document.last_live(now)
    older = Document.read(edition.contents).snapshot
    rows = with_feeds(hidden_today(last.hidden).with_last().in_rows(older))
    return Candidate(last, rows, frozenset(last.snapshot.changed_items(rows)))


def record(
    number: int,
    candidate: Candidate,
    note: dict[str, str],
    *,
    user=None,
    now: datetime.datetime | None = None,
) -> Edition:
    """The new edition's row, not pressed yet. Raises ``PublishingError``."""
    now = now or database_now()
    refuse_unless_free(now)
    if not candidate.chosen:
        raise PublishingError(NO_CHANGE % {"number": number})
    # What was hidden or redacted since may leave gaps.
    for message in check_list(candidate):
        # The rollback itself gives the reason why a number changes.
        if message.stops and message.check != "reason":
            raise PublishingError(
                HAS_ERROR % {"number": number, "why": message.message}
            )
    reason = reason_for(number, note)
    corrected = [c.item for c in candidate.changes if c.kind == "corrected"]
    reasons, by = dict.fromkeys(corrected, reason), str(user or "")
    act = Act(note, reasons, by=by, rolled_back_from=number)
    return store(candidate.last, candidate.rows, act, user, now)


def reason_for(number: int, note: dict[str, str]) -> dict[str, str]:
    """Why published numbers change, by language: the note, else the plain fact."""
    reason = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            reason[code] = note.get(code) or REASON % {"number": number}
    return reason


def rollback_notes(candidate: Candidate) -> dict[ItemId, str]:
    """The changed items that say again what a rollback withdrew, and which one did."""
    last, found = candidate.last, {}
    withdrawn = [entry.number - 1 for entry in last.log if entry.rolled_back_from]
    for edition in Edition.objects.filter(number__in=withdrawn).order_by("number"):
        numbers = {"before": edition.number, "number": edition.number + 1}
        rows = Document.read(edition.contents).snapshot
        lost = {change.item: change.fields for change in diff(last.snapshot, rows)}
        for change in candidate.all_changes:
            was, now = lost.get(change.item), change.fields
            # What comes or goes whole is a change without fields.
            if was == now == () or any(f in now for f in without_repetition(was or ())):
                found[change.item] = ROLLED_BACK % numbers
    return found
