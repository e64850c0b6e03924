"""A request for publication: view, grant, decline or withdraw it."""

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

from .access import desk_url, may_publish
from .progress_views import press_in_background, published_once
from .review import Review
from .review_form import text_in


@require_http_methods(["GET", "HEAD", "POST"])
@published_once
def publication_request(request: HttpRequest, key: int) -> HttpResponse:
    requests = PublicationRequest.objects.select_related(
        "asked_by", "answered_by", "edition"
    )
    publication = get_object_or_404(requests, pk=key)
    if request.method != "POST":
        return request_page(request, publication)
    act = request.POST.get("act", "")
    if not is_allowed(request, publication, act):
        raise PermissionDenied
    try:
        return answer(request, publication.pk, act)
    except PublishingError as refusal:
        publication.refresh_from_db()
        return request_page(request, publication, str(refusal))


def is_allowed(request: HttpRequest, publication: PublicationRequest, act: str) -> bool:
    """People withdraw their own requests and answer those of others."""
    is_mine = publication.asked_by_id == request.user.pk
    answers = may_publish(request) and not is_mine
    return {"withdraw": is_mine, "grant": answers, "decline": answers}.get(act, False)


def answer(request: HttpRequest, key: int, act: str) -> HttpResponse:
    """Raises ``PublishingError`` if it is refused."""
    if act == "grant":
        edition, at = approval.grant(key, request.user)
        press_in_background(edition, at)
        return redirect(desk_url("progress", edition.number))
    if act == "decline":
        approval.decline(key, request.user, text_in(request.POST, "answer"))
        done = _("The request is declined. Who asked sees your note.")
    else:
        approval.withdraw(key, request.user)
        done = _("Your request is withdrawn.")
    messages.success(request, done)
    return redirect(desk_url("review"))


def request_page(
    request: HttpRequest, publication: PublicationRequest, refusal: str = ""
) -> HttpResponse:
    candidate, context = None, {}
    if publication.is_open:
        candidate = approval.candidate_of(publication, Candidate.now())
    if candidate:
        findings, entries = check_list(candidate), Review(candidate).entries
        context = {
            "entries": [one for one in entries if one["item"] in candidate.chosen],
            "next_number": candidate.last.number + 1,
            "errors": [finding for finding in findings if finding.stops],
            "warnings": [finding for finding in findings if not finding.stops],
        }
    return desk_page(
        request,
        "desk/publishing/request.html",
        _("Request for publication %(number)s") % {"number": publication.pk},
        publication=publication,
        is_outdated=publication.is_open and not candidate,
        may_answer=is_allowed(request, publication, "grant"),
        may_withdraw=is_allowed(request, publication, "withdraw"),
        typed_answer=request.POST.get("answer", ""),
        refusal=refusal,
        moment=approval.moment_of(publication, database_now()),
        **context,
    )
