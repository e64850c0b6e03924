"""
Publishing: the working copy's chosen changes go out as the next edition, or none do.

An edition's row is made first, without a moment; its press follows, in a process of its
own; only then does it go live, at once or when it is due. One at a time: the number is
unique, and who comes second is told what happened.
"""

import datetime
import logging
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from plan_site.editions.checks.check_list import Finding, check_list
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.snapshot import Snapshot, as_bytes, digest
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press import press
from plan_site.editions.press.press import press_lives

log = logging.getLogger(__name__)


class PublishingError(RuntimeError):
    """A publication was refused; the message tells an editor why and what to do."""


def refuse_past(at: datetime.datetime | None, now: datetime.datetime) -> None:
    if at is not None and at <= now:
        raise PublishingError(_("That moment has passed. Choose a later one, or none."))


def refuse_unless_free(now: datetime.datetime) -> None:
    """Refuse while an edition waits for its moment, or while one is being pressed."""
    waiting = Edition.objects.waiting(now).first()
    if waiting:
        raise PublishingError(
            _("Edition %(number)s waits for its moment. Cancel it first, or wait.")
            % {"number": waiting.number}
        )
    pressing = Edition.objects.being_pressed().first()
    if pressing is None:
        return
    if press_lives(pressing, now):
        raise PublishingError(
            _("%(who)s is publishing edition %(number)s now. Look again in a minute.")
            % {"who": pressing.published_by or _("Somebody"), "number": pressing.number}
        )
    # Its press was killed: nobody has ever seen it, so its number is free again.
    log.warning("Edition %s was never pressed; its number is free.", pressing.number)
    Edition.objects.being_pressed().filter(heard_at=pressing.heard_at).delete()


def refuse_findings(candidate: Candidate, accepted: Iterable[str]) -> list[Finding]:
    """
    What the check list says of a candidate, all of it answered.

    Raises ``PublishingError`` for one of nothing, with errors, or with unanswered
    warnings.
    """
    if not candidate.chosen:
        message = _(
            "Nothing has changed since the last edition, or nothing is chosen. Choose"
            " what to publish."
        )
        raise PublishingError(message)
    findings = check_list(candidate)
    errors = [finding for finding in findings if finding.stops]
    if errors:
        raise PublishingError(str(errors[0].message))
    accepted = set(accepted)
    open_ones = [f for f in findings if f.name not in accepted]
    if open_ones:
        raise PublishingError(
            _("A warning has not been answered: %(warning)s")
            % {"warning": open_ones[0].message}
        )
    return findings


def record(
    candidate: Candidate,
    act: Act,
    *,
    user=None,
    accepted: Iterable[str] = (),
    now: datetime.datetime | None = None,
    at: datetime.datetime | None = None,
) -> Edition:
    """
    The next edition's row, not live yet and not pressed, dated by the day it goes live.

    Raises ``PublishingError`` if there is nothing to publish, a check fails, another
    edition is under way, or the last one is no longer the one the candidate builds on.
    """
    now = now or database_now()
    refuse_findings(candidate, accepted)
    return store(candidate.last, candidate.rows, act, user, now, at)


def store(
    last: Document,
    rows: Snapshot,
    act: Act,
    user,
    now: datetime.datetime,
    at: datetime.datetime | None = None,
) -> Edition:
    """Store the document that comes after ``last``, if nobody else was first."""
    refuse_past(at, now)
    refuse_unless_free(now)
    document = last.next(rows, act, timezone.localdate(at or now))
    try:
        with transaction.atomic():
            refuse_unless_last(last, now)
            return Edition.objects.create(
                number=document.number,
                document=as_bytes(document).decode(),
                digest=digest(document),
                note_en=act.note.get("en", ""),
                note_es=act.note.get("es", ""),
                published_by=user,
                created_at=now,
                heard_at=now,
                rolled_back_from=act.rolled_back_from,
            )
    except IntegrityError:
        other = Edition.objects.order_by("-number").first()
        raise PublishingError(
            _("%(who)s published edition %(number)s meanwhile. Look at it again.")
            % {"who": other.published_by or _("Somebody"), "number": other.number}
        ) from None


def refuse_unless_last(last: Document, now: datetime.datetime) -> None:
    """
    Refuse a document that is no longer the last live one; in a transaction.

    Nothing is redacted until the next one is stored, which would bring it back.
    """
    held = Edition.objects.live(now).select_for_update(of=("self",)).first()
    newest = Document.read(held.contents) if held else Document()
    if newest.number != last.number:
        raise IntegrityError
    if digest(newest) != digest(last):
        raise PublishingError(
            _("A value was taken out of the editions meanwhile. Look at it again.")
        )


def press_and_go_live(
    edition: Edition, at: datetime.datetime | None = None, progress=lambda *_: None
) -> None:
    """
    Press an edition and let it go live, at once or at a moment.

    A press that fails takes the edition's row with it: its number is free again, and
    readers have noticed nothing.
    """
    try:
        press.press(edition.contents, progress)
    except BaseException:
        Edition.objects.being_pressed().filter(pk=edition.pk).delete()
        raise
    edition.goes_live_at = at or moment_of(edition, database_now())
    edition.save(update_fields=["goes_live_at"])


def moment_of(edition: Edition, now: datetime.datetime) -> datetime.datetime:
    """When an edition goes live that waits for nothing: now, on the day it says."""
    midnight_passed = timezone.localdate(now) != timezone.localdate(edition.created_at)
    # Its pages were dated when it was stored; its record says the same day as they.
    return edition.created_at if midnight_passed else now


# So long may it take until every machine has heard that an edition is cancelled.
TO_HEAR_OF_IT = datetime.timedelta(seconds=5)


def cancel(edition: Edition, now: datetime.datetime) -> None:
    """Take back an edition that waits for its moment; its number is free again."""
    to_come = Edition.objects.waiting(now + TO_HEAR_OF_IT)
    deleted, _rows = to_come.filter(pk=edition.pk).delete()
    if deleted:
        return
    if Edition.objects.being_pressed().filter(pk=edition.pk).exists():
        raise PublishingError(
            _("Its pages are still being made. Look again in a minute.")
        )
    raise PublishingError(
        _("It is live, or will be in a moment. Publish or roll back instead.")
    )
