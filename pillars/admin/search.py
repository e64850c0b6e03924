"""The desk's search: every record that a person may look at, by code or by words."""

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pillars.desk.page import desk_page
from pillars.hierarchy.labels import code_of, form_of, kind_of, title_of
from pillars.hierarchy.tree import KINDS, plan_of
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.permissions.rules import may_view
from pillars.rules.texts import fold
from pillars.search import Hit, Snippet, find

LONGEST_QUERY = 200
SHOWN = 100
SHOWN_IN_PALETTE = 20


@dataclass(frozen=True)
class Answer:
    kind: str
    code: str
    title: str
    place: str
    plan: str = ""
    snippet: Snippet | None = None


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page of results; for the palette, which asks while one types, only these."""
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    answers = answers_to(request, query)
    in_palette = "HX-Request" in request.headers
    shown = answers[: SHOWN_IN_PALETTE if in_palette else SHOWN]
    found = {"query": query, "answers": shown, "count": len(answers)}
    found["left"] = len(answers) - len(shown)
    if in_palette:
        page = render(request, "desk/search/_palette.html", found)
        page["Cache-Control"] = "no-store"
    else:
        page = desk_page(request, "desk/search/page.html", _("Search"), **found)
    page["Vary"] = "HX-Request"
    return page


def answers_to(request: HttpRequest, query: str) -> list[Answer]:
    """What is found: records, then the desk's lists of that name."""
    if not query:
        return []
    kinds = [kind for kind in KINDS if may_view(request.user, kind)]
    found = find(query, WorkingCopy(kinds))
    hits = [hit for hit in found if may_view(request.user, hit.record)]
    return [*map(answer, hits), *lists_named(request, query)]


def answer(hit: Hit) -> Answer:
    record, plan, title = hit.record, plan_of(hit.record), title_of(hit.record)
    says_more = hit.snippet and hit.snippet.text != title
    return Answer(
        kind=kind_of(record),
        code=code_of(record),
        title=title,
        place=form_of(record),
        # Codes come again in each plan.
        plan="" if plan.is_current else str(plan),
        snippet=hit.snippet if says_more else None,
    )


def lists_named(request: HttpRequest, query: str) -> list[Answer]:
    wanted = fold(query)
    return [
        Answer(_("List"), "", capfirst(model["name"]), model["admin_url"])
        for app in admin.site.get_app_list(request)
        for model in app["models"]
        if model["admin_url"] and wanted and wanted in fold(str(model["name"]))
    ]
