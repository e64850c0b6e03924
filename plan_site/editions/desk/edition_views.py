"""Roll back readers to an older edition; restore one to the editors' copy."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pillars.desk.page import desk_page
from pillars.permissions.rules import may_rewrite_the_plan
from plan_site.editions.document.diff import Change
from plan_site.editions.document.document import Document
from plan_site.editions.document.names import Names
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import Snapshot, digest
from plan_site.editions.models import Edition
from plan_site.editions.publishing import restore, rollback
from plan_site.editions.publishing.publish import PublishingError

from .access import desk_url
from .progress_views import press_in_background, published_once
from .review import entry_of
from .review_form import texts_in


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("editions.publish", raise_exception=True)
@published_once
def roll_back(request: HttpRequest, number: int) -> HttpResponse:
    note, refusal = texts_in(request.POST, "note_"), ""
    try:
        candidate = rollback.candidate_of(number)
    except PublishingError as error:
        raise Http404(str(error)) from None
    last = candidate.last
    if request.method == "POST" and request.POST.get("last") != str(last.number):
        refusal = _(
            "Another edition was published meanwhile. Look at the changes again."
        )
    elif request.method == "POST":
        try:
            edition = rollback.record(number, candidate, note, user=request.user)
            press_in_background(edition)
        except PublishingError as error:
            refusal = str(error)
        else:
            return redirect(desk_url("progress", edition.number))
    return desk_page(
        request,
        "desk/publishing/roll_back.html",
        _("Roll back to edition %(number)s") % {"number": number},
        number=number,
        last=last.number,
        entries=as_entries(candidate.changes, last.snapshot, candidate.rows),
        note=note,
        refusal=refusal,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def restore_edition(request: HttpRequest, number: int) -> HttpResponse:
    if not may_rewrite_the_plan(request.user):
        raise PermissionDenied
    edition = get_object_or_404(Edition, number=number)
    document = Document.read(edition.contents)
    seen = request.POST.get("seen")
    differences = restore.differences(document)
    refusal = ""
    if request.method == "POST" and seen != digest(differences):
        refusal = _(
            "The editors’ copy changed meanwhile. Look at the differences again."
        )
    elif request.method == "POST":
        try:
            restore.apply(document)
        except PublishingError as error:
            refusal = str(error)
        else:
            message = _("Edition %(number)s is restored to the editors’ copy.")
            messages.success(request, message % {"number": number})
            return redirect(desk_url("review"))
    return desk_page(
        request,
        "desk/publishing/take_back.html",
        _("Restore edition %(number)s to the editors’ copy") % {"number": number},
        number=number,
        entries=as_entries(differences, take_snapshot(), document.snapshot),
        seen=digest(differences),
        refusal=refusal,
    )


def as_entries(changes: Iterable[Change], *snapshots: Snapshot) -> list[dict]:
    names = Names(*snapshots)
    return [entry_of(change, names) for change in changes]
