"""
A second person's approval: what one asks to publish, another one grants or declines,
unless the digest of what would go out has changed since.
"""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pillars.models.account import person_name
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act
from plan_site.editions.models import (
    Edition,
    PublicationRequest,
    database_now,
    note_columns,
)

from . import publish
from .publish import PublishingError

State = PublicationRequest.State
# How long the person who asked is shown that it was declined.
DECLINED_SHOWN_FOR = datetime.timedelta(days=14)

ASKED_ALREADY = _("%(who)s has asked for the same already. It waits for an answer.")
ANSWERED_ALREADY = _("This request has been answered already.")
OWN_REQUEST = _("You asked for this publication. Somebody else has to grant it.")
NO_LONGER_VALID = _(
    "What was asked for has changed since, so this request is no longer valid. It has"
    " to be asked for again."
)
NO_REASON = _("Say in a few words why you decline.")


def ask(
    candidate: Candidate,
    act: Act,
    user,
    accepted: Iterable[str] = (),
    at: datetime.datetime | None = None,
) -> PublicationRequest:
    """Raises ``PublishingError``, also for what has been asked for already."""
    messages = publish.checked_messages(candidate, accepted)
    publish.refuse_past(at, database_now())
    try:
        with transaction.atomic():
            close_outdated(candidate)
            return PublicationRequest.objects.create(
                asked_by=user,
                digest=candidate.outcome,
                chosen=sorted(candidate.chosen),
                minor=sorted(act.minor & candidate.chosen),
                reasons=act.reasons,
                accepted=sorted(message.name for message in messages),
                **note_columns(act.note),
                goes_live_at=at,
            )
    except IntegrityError:
        same = PublicationRequest.objects.open().filter(digest=candidate.outcome)
        who = person_name(same[0].asked_by) if same else ""
        raise PublishingError(ASKED_ALREADY % {"who": who or _("Somebody")}) from None


def close_outdated(everything: Candidate) -> None:
    waiting = PublicationRequest.objects.open().select_for_update(of=("self",))
    for request in waiting:
        if candidate_of(request, everything) is None:
            close(request, State.VOID, None)


def candidate_of(
    request: PublicationRequest, everything: Candidate
) -> Candidate | None:
    """What was asked for; none if what would go out has changed since."""
    candidate = everything.choose(request.chosen, request.reasons)
    return candidate if candidate.outcome == request.digest else None


def lock_open(key: int) -> PublicationRequest:
    """An open request, locked in the transaction. Raises ``PublishingError``."""
    requests = PublicationRequest.objects.select_for_update(of=("self",))
    request = requests.filter(pk=key).first()
    if request is None or not request.is_open:
        raise PublishingError(ANSWERED_ALREADY)
    return request


def close(request: PublicationRequest, state: str, user, answer: str = "") -> None:
    request.state, request.answered_by, request.answer = state, user, answer
    request.answered_at = timezone.now()
    request.save()


@transaction.atomic
def grant(key: int, user) -> tuple[Edition, datetime.datetime | None]:
    """The edition asked for, to be pressed, and when it goes live; else an error."""
    now = database_now()
    request = lock_open(key)
    if request.asked_by_id == user.pk:
        raise PublishingError(OWN_REQUEST)
    candidate = candidate_of(request, Candidate.now())
    if candidate is None:
        raise PublishingError(NO_LONGER_VALID)
    at = moment_of(request, now)
    minor, by = frozenset(request.minor), person_name(user)
    act = Act(request.note, request.reasons, minor, by)
    request.edition = publish.record(
        candidate, act, user=user, accepted=request.accepted, now=now, at=at
    )
    close(request, State.GRANTED, user)
    return request.edition, at


def moment_of(
    request: PublicationRequest, now: datetime.datetime
) -> datetime.datetime | None:
    """When it is to go live; nothing for at once, as when the moment has passed."""
    at = request.goes_live_at
    return at if at is not None and at > now else None


@transaction.atomic
def decline(key: int, user, answer: str) -> None:
    request = lock_open(key)
    if not answer:
        raise PublishingError(NO_REASON)
    close(request, State.DECLINED, user, answer)


@transaction.atomic
def withdraw(key: int, user) -> None:
    close(lock_open(key), State.WITHDRAWN, user)


def requests_for(user, sees_all: bool) -> Iterable[PublicationRequest]:
    """The requests that concern somebody: open ones, and their own declined ones."""
    requests = PublicationRequest.objects.all()
    lately = timezone.now() - DECLINED_SHOWN_FOR
    about = Q(pk__in=requests.open())
    if not sees_all:
        about &= Q(asked_by=user)
    mine = Q(asked_by=user, state=State.DECLINED, answered_at__gte=lately)
    found = requests.filter(about | mine).select_related("asked_by", "answered_by")
    everything = Candidate.now() if any(request.is_open for request in found) else None
    for request in found:
        waits = request.is_open
        request.is_outdated = waits and candidate_of(request, everything) is None
        request.is_mine = request.asked_by_id == user.pk
    return found
