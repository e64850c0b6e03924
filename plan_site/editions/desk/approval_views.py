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
    act = ACTIONS.get(request.POST.get("act"))
    if act is None or not is_allowed(request, publication, act):
        raise PermissionDenied
    try:
        return act(request, publication)
    except PublishingError as refusal:
        publication.refresh_from_db()
        return request_page(request, publication, str(refusal))


def is_allowed(request: HttpRequest, publication: PublicationRequest, act) -> bool:
    """People withdraw their own requests and answer those of others."""
    is_mine = publication.asked_by_id == request.user.pk
    return is_mine if act is withdraw else may_publish(request) and not is_mine


def grant(request: HttpRequest, publication: PublicationRequest) -> HttpResponse:
    edition, at = approval.grant(publication.pk, request.user)
    press_in_background(edition, at)
    return redirect(desk_url("progress", edition.number))


def decline(request: HttpRequest, publication: PublicationRequest) -> HttpResponse:
    answer = text_in(request.POST, "answer")
    approval.decline(publication.pk, request.user, answer)
    messages.success(request, _("The request is declined. Who asked sees your note."))
    return redirect(desk_url("review"))


def withdraw(request: HttpRequest, publication: PublicationRequest) -> HttpResponse:
    approval.withdraw(publication.pk, request.user)
    messages.success(request, _("Your request is withdrawn."))
    return redirect(desk_url("review"))


ACTIONS = {"grant": grant, "decline": decline, "withdraw": withdraw}


def request_page(
    request: HttpRequest, publication: PublicationRequest, refusal: str = ""
) -> HttpResponse:
    context = {"typed_answer": request.POST.get("answer", "")}
    if publication.is_open:
        context |= candidate_context(publication)
    return desk_page(
        request,
        "desk/publishing/request.html",
        _("Request for publication %(number)s") % {"number": publication.pk},
        publication=publication,
        may_answer=is_allowed(request, publication, grant),
        may_withdraw=is_allowed(request, publication, withdraw),
        refusal=refusal,
        moment=approval.moment_of(publication, database_now()),
        **context,
    )


def candidate_context(publication: PublicationRequest) -> dict[str, object]:
    """Only ``is_outdated`` if the candidate has changed since the request."""
    candidate = approval.candidate_of(publication, Candidate.now())
    if candidate is None:
        return {"is_outdated": True}
    findings = check_list(candidate)
    entries = [e for e in Review(candidate).entries if e["item"] in candidate.chosen]
    return {
        "entries": entries,
        "next_number": candidate.last.number + 1,
        "errors": [finding for finding in findings if finding.stops],
        "warnings": [finding for finding in findings if not finding.stops],
    }
