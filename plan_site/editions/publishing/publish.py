"""
Publishing, one edition at a time: its row is made first, without a moment; its press
follows, in a process of its own; only then does it go live.
"""

import datetime
import logging
from collections.abc import Iterable
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pillars.models.account import person_name
from plan_site.editions.checks.check_list import check_list
from plan_site.editions.checks.messages import CheckMessage
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act, Document, rewrite
from plan_site.editions.document.snapshot import Snapshot, as_bytes, digest
from plan_site.editions.models import Edition, database_now, note_columns
from plan_site.editions.press import press
from plan_site.editions.press.press import is_press_alive
from plan_site.editions.storage.folders import LIVE

from .ledger import keep_addresses

log = logging.getLogger(__name__)

PAST = _("That moment has passed. Choose a later one, or none.")
WAITS = _("Edition %(number)s waits for its moment. Cancel it first, or wait.")
BEING_PRESSED = _(
    "%(who)s is publishing edition %(number)s now. Look again in a minute."
)
NOTHING_CHOSEN = _(
    "Nothing has changed since the last edition, or nothing is chosen. Choose what to"
    " publish."
)
UNANSWERED = _("A warning has not been answered: %(warning)s")
REDACTED = _("A value was redacted meanwhile. Please review it again.")
OTHER_PUBLISHED = _(
    "%(who)s published edition %(number)s meanwhile. Please review it again."
)
STILL_PRESSED = _("Its pages are still being made. Look again in a minute.")
IS_LIVE = _("It is live, or will be in a moment. Publish or roll back instead.")

# So long may it take until every machine has heard that an edition is cancelled.
TO_HEAR_OF_IT = datetime.timedelta(seconds=5)


class PublishingError(RuntimeError):
    """Something was refused; the message tells an editor why and what to do."""


class CheckListError(PublishingError):
    """The message is one of the check list."""


def record(
    candidate: Candidate,
    act: Act,
    *,
    user=None,
    accepted: Iterable[str] = (),
    now: datetime.datetime | None = None,
    at: datetime.datetime | None = None,
) -> Edition:
    """The next edition's row, not pressed yet. Raises ``PublishingError``."""
    now = now or database_now()
    checked_messages(candidate, accepted)
    return store(candidate.last, candidate.rows, act, user, now, at)


def checked_messages(
    candidate: Candidate, accepted: Iterable[str]
) -> list[CheckMessage]:
    """All are warnings accepted by name, else ``PublishingError`` is raised."""
    if not candidate.chosen:
        raise PublishingError(NOTHING_CHOSEN)
    messages, accepted = check_list(candidate), set(accepted)
    for message in messages:
        if message.stops:
            raise CheckListError(message.message)
        if message.name not in accepted:
            raise CheckListError(UNANSWERED % {"warning": message.message})
    return messages


def store(
    last: Document,
    rows: Snapshot,
    act: Act,
    user,
    now: datetime.datetime,
    at: datetime.datetime | None = None,
) -> Edition:
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
                **note_columns(act.note),
                published_by=user,
                created_at=now,
                heard_at=now,
                rolled_back_from=act.rolled_back_from,
            )
    except IntegrityError:
        raise refusal(OTHER_PUBLISHED, Edition.objects.latest("number")) from None


def refuse_past(at: datetime.datetime | None, now: datetime.datetime) -> None:
    if at is not None and at <= now:
        raise PublishingError(PAST)


def refuse_unless_free(now: datetime.datetime) -> None:
    """Refuse while an edition waits for its moment, or while one is being pressed."""
    if waiting := Edition.objects.waiting(now).first():
        raise refusal(WAITS, waiting)
    pressing = Edition.objects.being_pressed().first()
    if pressing is None:
        return
    if is_press_alive(pressing, now):
        raise refusal(BEING_PRESSED, pressing)
    # Its press was killed: nobody has ever seen it, so its number is free again.
    log.warning("Edition %s was never pressed; its number is free.", pressing.number)
    Edition.objects.being_pressed().filter(heard_at=pressing.heard_at).delete()


def refuse_unless_last(last: Document, now: datetime.datetime) -> None:
    """Refuse a document that is no longer the last live one; in a transaction."""
    # Nothing is redacted until the next one is stored, which would bring it back.
    locked = Edition.objects.live(now).select_for_update(of=("self",)).first()
    newest = Document.read(locked.contents) if locked else Document()
    if newest.number != last.number:
        raise IntegrityError
    if digest(newest) != digest(last):
        raise PublishingError(REDACTED)


def refusal(message: str, edition: Edition) -> PublishingError:
    who = person_name(edition.published_by) or _("Somebody")
    return PublishingError(message % {"number": edition.number, "who": who})


def press_and_go_live(
    edition: Edition, at: datetime.datetime | None = None, processes: int = 1
) -> None:
    """A press that fails takes the edition's row with it: its number is free again."""
    try:
        folder = press.press(edition.contents, processes=processes)
    except BaseException:
        Edition.objects.being_pressed().filter(pk=edition.pk).delete()
        raise
    edition.goes_live_at = at or moment_of(edition, database_now())
    edition.save(update_fields=["goes_live_at"])
    mark_if_live(edition, folder)
    keep_addresses(edition, folder)


def mark_if_live(edition: Edition, folder: Path) -> None:
    """So that the first start serves it at once, unless it was rewritten meanwhile."""
    live = Edition.objects.live(database_now())
    if live.filter(pk=edition.pk, digest=edition.digest).exists():
        (folder / LIVE).touch()


def moment_of(edition: Edition, now: datetime.datetime) -> datetime.datetime:
    # Its pages were dated when it was stored; its record says the same day as they.
    midnight_passed = timezone.localdate(now) != timezone.localdate(edition.created_at)
    return edition.created_at if midnight_passed else now


def cancel(edition: Edition, now: datetime.datetime) -> None:
    """Withdraw an edition that waits for its moment; its number is free again."""
    to_come = Edition.objects.waiting(now + TO_HEAR_OF_IT)
    deleted, _rows = to_come.filter(pk=edition.pk).delete()
    if not deleted:
        is_pressed = Edition.objects.being_pressed().filter(pk=edition.pk).exists()
        raise PublishingError(STILL_PRESSED if is_pressed else IS_LIVE)


@transaction.atomic
def hide_in_waiting_edition(now: datetime.datetime) -> int | None:
    """
    What is hidden while an edition waits for its moment does not go live with it: the
    number of that edition, if a value was taken out of it.
    """
    to_come = Edition.objects.exclude(goes_live_at__lte=now)
    edition = to_come.select_for_update(of=("self",)).first()
    if edition is None:
        return None
    document = Document.read(edition.contents)
    without = document.hide_again()
    if (without.snapshot, without.log) == (document.snapshot, document.log):
        return None
    rewrite(edition, without)
    return edition.number
