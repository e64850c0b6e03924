"""Review & publish: what changed, the check list, and publishing it."""

from dataclasses import replace
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from pillars.desk.page import desk_page
from plan_site.editions.checks.check_list import check_list
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press.press import is_press_alive
from plan_site.editions.publishing import approval
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.publishing.publish import PublishingError
from plan_site.editions.publishing.rollback import rollback_notes

from .access import desk_url, may_publish, may_submit
from .progress_views import press_in_background, published_once
from .review import Review
from .review_form import ReviewForm

# How many changed items the start page lists.
LISTED = 5
CHANGED_MEANWHILE = gettext_lazy(
    "Something changed while you were looking, so nothing was published. What is new is"
    " marked below; everything that you typed is still here."
)
OTHER_BUTTON = gettext_lazy(
    "Nothing was sent, because the site’s rule for publishing has changed. Use the"
    " button below; everything that you typed is still here."
)


@require_safe
def changed_count(request: HttpRequest) -> HttpResponse:
    """For the header of every page of the desk."""
    count = len(Candidate.now().chosen)
    text = ngettext("%(count)s item changed", "%(count)s items changed", count)
    return HttpResponse(text % {"count": count})


@require_safe
def unpublished_list(request: HttpRequest) -> HttpResponse:
    """The items that changed; the start page loads them later."""
    review = Review(Candidate.now())
    listed, left = review.changes[:LISTED], review.changes[LISTED:]
    context = {"changed": [*map(review.entry, listed)], "left": len(left)}
    return render(request, "desk/publishing/_unpublished_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@published_once
def review_and_publish(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    if is_sent and not may_submit(request):
        raise PermissionDenied
    draft = getattr(request, "draft", None)
    data = request.POST if is_sent else draft and draft.show()
    candidate, form = apply_form(ReviewForm.read(data) if data else ReviewForm())
    refusal = CHANGED_MEANWHILE if data and candidate.seen != form.seen else ""
    acts = {"ask": ask} if settings.SECOND_PERSON else {"publish": publish}
    act = request.POST.get("act")
    if act in {"ask", "publish"} - acts.keys():
        refusal = refusal or OTHER_BUTTON
    if act in acts and not refusal:
        try:
            return acts[act](request, candidate, form)
        except PublishingError as error:
            refusal = str(error)
    # A form that was filled from a draft can be filled in as ever.
    status = None if is_sent else HTTPStatus.OK
    return review_page(request, candidate, form, refusal, status)


def ask(request: HttpRequest, candidate: Candidate, form: ReviewForm) -> HttpResponse:
    """Raises ``PublishingError`` if it is refused."""
    act, at = form.act(request.user), form.goes_live_at
    publication = approval.ask(candidate, act, request.user, form.accepted, at)
    messages.success(request, _("You have asked for publication."))
    return redirect(desk_url("request", publication.pk))


def publish(
    request: HttpRequest, candidate: Candidate, form: ReviewForm
) -> HttpResponse:
    """Raises ``PublishingError`` if it is refused."""
    at = form.goes_live_at
    edition = publishing.record(
        candidate,
        form.act(request.user),
        user=request.user,
        accepted=form.accepted,
        at=at,
    )
    press_in_background(edition, at)
    return redirect(desk_url("progress", edition.number))


def apply_form(form: ReviewForm) -> tuple[Candidate, ReviewForm]:
    """What is new is ticked at first, but not what a rollback withdrew."""
    full = Candidate.now()
    new = full.chosen - form.seen_items.keys() - rollback_notes(full).keys()
    form = replace(form, chosen=form.chosen | new)
    return full.choose(form.chosen, form.reasons), form


def review_page(
    request: HttpRequest,
    candidate: Candidate,
    form: ReviewForm,
    refusal: str | Promise = "",
    status: int | None = None,
) -> HttpResponse:
    review = Review(candidate)
    findings = check_list(candidate)
    now = database_now()
    pressing = Edition.objects.being_pressed().defer("document").first()
    return desk_page(
        request,
        "desk/publishing/review.html",
        _("Review & publish"),
        status,
        review=review,
        candidate=candidate,
        errors=[finding for finding in findings if finding.stops],
        warnings=[finding for finding in findings if not finding.stops],
        review_form=form,
        refusal=refusal,
        known=" ".join(f"{each['item']}={each['digest']}" for each in review.entries),
        may_publish=may_publish(request),
        may_submit=may_submit(request),
        second_person=settings.SECOND_PERSON,
        next_number=candidate.last.number + 1,
        waiting=Edition.objects.waiting(now).defer("document").first(),
        pressing=pressing,
        was_stopped=pressing is not None and not is_press_alive(pressing, now),
    )


@require_POST
@permission_required("editions.publish", raise_exception=True)
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    edition = Edition.objects.filter(number=number).first()
    try:
        if edition is None:
            raise PublishingError(_("There is no such edition; somebody cancelled it."))
        publishing.cancel(edition, database_now())
    except PublishingError as refusal:
        return review_page(request, *apply_form(ReviewForm()), str(refusal))
    return redirect(desk_url("review"))
