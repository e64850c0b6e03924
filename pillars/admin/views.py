"""Pages of the desk that are no record's: the search; the preview of a text."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pillars.desk.page import desk_page
from pillars.hierarchy.labels import parse_key
from pillars.hierarchy.tree import KINDS
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Plan
from pillars.models.base import languages
from pillars.permissions.rules import may_view
from pillars.public.page_links import PageLinks
from pillars.search.desk import find
from pillars.text.markdown import markdown

LONGEST_QUERY = 200
SHOWN = 100
SHOWN_IN_PALETTE = 20
# Ten times the longest text of a plan; what is larger is no text for a page.
LONGEST_TEXT = 50_000


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Records by code or words; for the palette, which asks while one types, a list."""
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    kinds = [kind for kind in KINDS if may_view(request.user, kind)]
    hits = find(query, WorkingCopy(kinds)) if query else []
    answers = [hit for hit in hits if may_view(request.user, hit.record)]
    in_palette = "HX-Request" in request.headers
    shown = answers[: SHOWN_IN_PALETTE if in_palette else SHOWN]
    count, left = len(answers), len(answers) - len(shown)
    found = {"query": query, "answers": shown, "count": count, "left": left}
    if in_palette:
        page = render(request, "desk/search/_palette.html", found)
        page["Cache-Control"] = "no-store"
    else:
        page = desk_page(request, "desk/search/page.html", _("Search"), **found)
    page["Vary"] = "HX-Request"
    return page


@require_POST
def preview_text(request: HttpRequest, desk) -> HttpResponse:
    """A Markdown text as readers will get it, for a form's Preview buttons."""
    if not desk.has_view_or_change_permission(request):
        raise PermissionDenied
    text = request.POST.get("text", "")
    if len(text) > LONGEST_TEXT:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    # A browser sends a text's line ends as two characters; it is stored with one.
    html = markdown(text.replace("\r\n", "\n").strip())
    return HttpResponse(link_terms(html, request.GET))


def link_terms(html: SafeString, asked: QueryDict) -> SafeString:
    """The terms of a plan linked to the preview's glossary, if it is known which."""
    language, key = asked.get("language"), parse_key(asked.get("plan", ""))
    plan = Plan.objects.filter(pk=key).first()
    if plan is None or language not in languages():
        return html
    with translation.override(language):
        return PageLinks(plan, prefix=settings.PREVIEW_PREFIX).link(html)
