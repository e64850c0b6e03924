"""
A second person's approval: what one asks to publish, another one grants or declines.

A request holds what was chosen and said, and the fingerprint of what would go out. It
is void as soon as that is another: it is compared whenever somebody looks, and once
more in the transaction that grants it.
"""

import datetime
from collections.abc import Collection, Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pillars.models.account import person_name
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act
from plan_site.editions.models import Edition, PublicationRequest, database_now

from . import publish
from .publish import PublishingError

State = PublicationRequest.State
# How long the person who asked is shown that it was declined.
TOLD_FOR = datetime.timedelta(days=14)


def ask(
    candidate: Candidate,
    act: Act,
    user,
    accepted: Collection[str] = (),
    at: datetime.datetime | None = None,
) -> PublicationRequest:
    """
    Ask for the publication of a candidate.

    Raises ``PublishingError`` for what could not be published either, and for what has
    been asked for already.
    """
    findings = publish.refuse_findings(candidate, accepted)
    publish.refuse_past(at, database_now())
    try:
        with transaction.atomic():
            close_void(candidate)
            refuse_twice(candidate)
            return PublicationRequest.objects.create(
                asked_by=user,
                digest=candidate.outcome,
                chosen=sorted(candidate.chosen),
                minor=sorted(act.minor & candidate.chosen),
                reasons=act.reasons,
                accepted=sorted({f.name for f in findings} & set(accepted)),
                note_en=act.note.get("en", ""),
                note_es=act.note.get("es", ""),
                goes_live_at=at,
            )
    except IntegrityError:
        raise PublishingError(asked_already(None)) from None


def refuse_twice(candidate: Candidate) -> None:
    same = PublicationRequest.objects.open().filter(digest=candidate.outcome).first()
    if same is not None:
        raise PublishingError(asked_already(same.asked_by))


def asked_already(who) -> str:
    return _("%(who)s has asked for the same already. It waits for an answer.") % {
        "who": who or _("Somebody")
    }


def close_void(everything: Candidate) -> None:
    """Close the open requests whose candidates are no longer as they were."""
    waiting = PublicationRequest.objects.open().select_for_update(of=("self",))
    for request in waiting:
        if is_void(request, everything):
            close(request, State.VOID, None)


def candidate_of(
    request: PublicationRequest, everything: Candidate | None = None
) -> Candidate:
    """The candidate that a request asks for, made from what there is now."""
    everything = everything or Candidate.now()
    return everything.choosing(request.chosen, request.reasons)


def is_void(request: PublicationRequest, everything: Candidate) -> bool:
    """Whether what would go out is no longer what was asked for."""
    return candidate_of(request, everything).outcome != request.digest


def held(key: int) -> PublicationRequest:
    """An open request, held until the transaction ends. Raises ``PublishingError``."""
    requests = PublicationRequest.objects.select_for_update(of=("self",))
    request = requests.filter(pk=key).first()
    if request is None or not request.is_open:
        raise PublishingError(_("This request has been answered already."))
    return request


def close(request: PublicationRequest, state: str, user, answer: str = "") -> None:
    request.state, request.answered_by, request.answer = state, user, answer
    request.answered_at = timezone.now()
    request.save()


def grant(key: int, user) -> tuple[Edition, datetime.datetime | None]:
    """
    The edition that a request asks for, to be pressed, and the moment of its wish.

    Raises ``PublishingError`` if the same person asked, if the request is void or
    answered, or if what it asks for cannot be published now.
    """
    now = database_now()
    with transaction.atomic():
        request = held(key)
        if request.asked_by_id == user.pk:
            raise PublishingError(
                _("You asked for this publication. Somebody else has to grant it.")
            )
        candidate = candidate_of(request)
        if candidate.outcome != request.digest:
            raise PublishingError(
                _(
                    "What was asked for has changed since, so this request is no longer"
                    " valid. It has to be asked for again."
                )
            )
        at = moment_of(request, now)
        edition = publish.record(
            candidate,
            act_of(request, user),
            user=user,
            accepted=request.accepted,
            now=now,
            at=at,
        )
        request.edition = edition
        close(request, State.GRANTED, user)
    return edition, at


def moment_of(
    request: PublicationRequest, now: datetime.datetime
) -> datetime.datetime | None:
    """When it is to go live; nothing for at once, as when the moment has passed."""
    at = request.goes_live_at
    return at if at is not None and at > now else None


def act_of(request: PublicationRequest, user) -> Act:
    """What is said of the publication: the one who asked said it all."""
    by = person_name(user)
    return Act(request.note, request.reasons, frozenset(request.minor), by)


@transaction.atomic
def decline(key: int, user, answer: str) -> None:
    """Answer no, with a note. Raises ``PublishingError`` without one."""
    request = held(key)
    if not answer:
        raise PublishingError(_("Say in a few words why you decline."))
    close(request, State.DECLINED, user, answer)


@transaction.atomic
def withdraw(key: int, user) -> None:
    close(held(key), State.WITHDRAWN, user)


def shown_to(user, sees_all: bool) -> Iterable[PublicationRequest]:
    """The requests that concern somebody: open ones, and their own declined ones."""
    requests = PublicationRequest.objects.all()
    lately = timezone.now() - TOLD_FOR
    about = Q(pk__in=requests.open())
    if not sees_all:
        about &= Q(asked_by=user)
    mine = Q(asked_by=user, state=State.DECLINED, answered_at__gte=lately)
    found = list(
        requests.filter(about | mine).select_related("asked_by", "answered_by")
    )
    everything = Candidate.now() if any(request.is_open for request in found) else None
    for request in found:
        request.is_void = request.is_open and is_void(request, everything)
        request.is_mine = request.asked_by_id == user.pk
    return found
