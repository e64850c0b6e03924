"""A request for publication: what was asked for, and granting or declining it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pillars.desk.page import desk_page
from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.models import PublicationRequest, database_now
from plan_site.editions.publishing import approval
from plan_site.editions.publishing.publish import PublishingError

from .frame import desk_url, may_publish
from .progress_views import press_in_background, published_once
from .review import Review, labels
from .review_form import text_in

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@published_once
def request_asked(request: HttpRequest, key: int) -> HttpResponse:
    asked = PublicationRequest.objects.select_related(
        "asked_by", "answered_by", "edition"
    )
    found = get_object_or_404(asked, pk=key)
    if request.method != "POST":
        return request_page(request, found)
    act = ACTS.get(request.POST.get("act"))
    if act is None or not may(request, found, act):
        raise PermissionDenied
    try:
        return act(request, found)
    except PublishingError as refusal:
        found.refresh_from_db()
        return request_page(request, found, str(refusal))


def may(request: HttpRequest, asked: PublicationRequest, act) -> bool:
    """People withdraw their own requests and answer those of others."""
    is_mine = asked.asked_by_id == request.user.pk
    return is_mine if act is withdraw else may_publish(request) and not is_mine


def grant(request: HttpRequest, asked: PublicationRequest) -> HttpResponse:
    edition, at = approval.grant(asked.pk, request.user)
    press_in_background(edition, at)
    return redirect(desk_url("progress", edition.number))


def decline(request: HttpRequest, asked: PublicationRequest) -> HttpResponse:
    answer = text_in(request.POST, "answer")
    approval.decline(asked.pk, request.user, answer)
    messages.success(request, _("The request is declined. Who asked sees your note."))
    return redirect(desk_url("review"))


def withdraw(request: HttpRequest, asked: PublicationRequest) -> HttpResponse:
    approval.withdraw(asked.pk, request.user)
    messages.success(request, _("Your request is withdrawn."))
    return redirect(desk_url("review"))


ACTS = {"grant": grant, "decline": decline, "withdraw": withdraw}


def request_page(
    request: HttpRequest, asked: PublicationRequest, refusal: str = ""
) -> HttpResponse:
    context = {"typed_answer": request.POST.get("answer", "")}
    if asked.is_open:
        context |= candidate_context(asked)
    return desk_page(
        request,
        "desk/publishing/request.html",
        _("Request for publication %(number)s") % {"number": asked.pk},
        CONFLICT if refusal else 200,
        asked=asked,
        may_answer=may(request, asked, grant),
        may_withdraw=may(request, asked, withdraw),
        refusal=refusal,
        moment=approval.moment_of(asked, database_now()),
        **context,
    )


def candidate_context(asked: PublicationRequest) -> dict[str, object]:
    """The candidate with its findings; only ``is_outdated`` if it changed."""
    candidate = approval.candidate_of(asked, Candidate.now())
    if approval.is_outdated(asked, candidate):
        return {"is_outdated": True}
    findings = check_list(candidate)
    entries = [e for e in Review(candidate).entries if e.item in candidate.chosen]
    return {
        "entries": entries,
        "labels": labels(),
        "next_number": candidate.last.number + 1,
        "errors": [finding for finding in findings if finding.stops],
        "warnings": [finding for finding in findings if not finding.stops],
    }
