"""The public pages: find a record, correct its address, hand it to a template."""

import re
import sqlite3
from collections.abc import Container, Iterable, Sequence
from contextlib import closing
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.translation import get_language, get_language_from_path
from django.views.decorators.http import require_safe

from pillars import words
from pillars.codes import RESERVED, longest, segment
from pillars.hierarchy.tree import withdrawn_by
from pillars.models import Priority
from pillars.models.coded import TO_PLAN, known_codes
from pillars.search.pages import ResultPages

from . import readings, searchable
from .page_context import PageContext
from .page_links import PageLinks, used_on_page
from .status_counts import GroupCounts, StatusCounts
from .whole_plan import parts_of


def to_public_language(
    request: HttpRequest, public: Sequence[str]
) -> HttpResponse | None:
    """A redirect to the first one, from a language in which readers find nothing."""
    language = get_language_from_path(request.path_info)
    if language is None or language in public:
        return None
    rest = request.get_full_path_info().removeprefix(f"/{language}")
    return redirect(f"{get_script_prefix()}{public[0]}{rest}")


def page(
    request: HttpRequest,
    name: str,
    around: PageContext,
    has_links: bool = True,
    **context,
) -> HttpResponse:
    """A page's own context, and what is around it on every page."""
    if answer := to_public_language(request, around.languages):
        return answer
    plan = around.plan
    shared = {
        "page_context": around,
        "plan": plan,
        "LANGUAGES": around.named_languages,
    }
    links = PageLinks(plan, request.path) if plan and has_links else None
    with words.used_by(plan), used_on_page(links):
        return render(request, f"public/{name}.html", shared | context)


@require_safe
def counts_page(request: HttpRequest, slug: str, name: str, **context) -> HttpResponse:
    around = PageContext.of(slug)
    counts = readings.current().status_counts(slug)
    return page(request, name, around, counts=counts, **context)


plan_home = partial(counts_page, name="plan_home")
measure_list = partial(counts_page, name="measure_list")
measures_by_status = partial(counts_page, name="measures_by_status")
progress = partial(counts_page, name="progress")


@require_safe
def plain_page(request: HttpRequest, name: str, slug: str = "") -> HttpResponse:
    around = PageContext.of(slug) if slug else PageContext.of_current()
    return page(request, name, around)


plan_list = partial(plain_page, name="plan_list")
accessibility = partial(plain_page, name="accessibility")
about = partial(plain_page, name="about")
glossary = partial(plain_page, name="glossary")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """As the shelf answers readers, but of what the scope reads."""
    query, kind = (request.GET.get(name, "") for name in ("q", "kind"))
    around = PageContext.of_current()
    response = page(request, "search", around, is_asked=bool(query.strip()))
    if query.strip() and response.status_code == 200:
        with closing(sqlite3.connect(":memory:")) as db:
            searchable.write(db, dict.fromkeys(around.languages, ""))
            html = ResultPages(db).page(
                get_language(), query, kind, response.content.decode()
            )
        response.content = html
    return response


@require_safe
def offices(request: HttpRequest, slug: str) -> HttpResponse:
    around = PageContext.of(slug)
    found = readings.current().offices(slug)
    # There may have been some, and links to them.
    answer = None if found else redirect(around.plan)
    return answer or page(request, "offices", around, offices=found)


@require_safe
def whole_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """For paper, where no link in a text leads on."""
    around = PageContext.of(slug)
    counts = readings.current().status_counts(slug)
    context = {"counts": counts, "parts": parts_of(counts, slug)}
    response = page(request, "print/print", around, has_links=False, **context)
    response.content = re.sub(rb"\s*\n\s*", b"\n", response.content)
    return response


@require_safe
def reader_language(request: HttpRequest) -> HttpResponse:
    return redirect("pillars:current")


@require_safe
def current_plan(request: HttpRequest) -> HttpResponse:
    return redirect(PageContext.of_current().plan or "pillars:plans")


@require_safe
def record_page(
    request: HttpRequest, slug: str, code: str, kinds: Container[str] = TO_PLAN
) -> HttpResponse:
    """A record's page at its right address, or the note on where it went."""
    around = PageContext.of(slug)
    known = known_codes(around.plan)
    kind, code = known.get(longest(code, known), ("", ""))
    if kind not in kinds:
        raise Http404
    record = getattr(readings.current(), kind)(slug, code)
    if request.path != record.get_absolute_url():
        return redirect(record, permanent=True)
    if gone := withdrawn_by(record):
        response = page(request, "retired", around, record=record, gone=gone)
        if response.status_code == 200:
            response.status_code = 410
        return response
    context = {"record": record, kind: record}
    if kind == "pillar":
        context["counts"] = StatusCounts([record])
        context["priority"] = readings.current().without_priorities(record)
    if kind == "priority":
        context["counts"] = StatusCounts([], list(record.measures.all()))
        context["neighbors"] = neighbors(record, readings.current().priorities(slug))
    if kind == "measure":
        context["other_parts"] = readings.current().other_parts(slug, record)
        if not record.has_figures:
            by_reason = readings.current().status_counts(slug).by_reason
            context["alike"] = len(by_reason.get(record.progress.reason, ()))
    return page(request, f"{kind}_detail", around, **context)


def neighbors(
    priority: Priority, ordered: Iterable[Priority]
) -> dict[str, Priority | None]:
    line = [None, *ordered, None]
    for before, here, after in zip(line, line[1:], line[2:], strict=False):
        if here == priority:
            return {"previous": before, "next": after}
    return {}


@require_safe
def student_group(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    around = PageContext.of(slug)
    groups = readings.current().groups(slug)
    record = groups.get(segment(group))
    if record is None:
        raise Http404
    if request.path != record.get_absolute_url():
        return redirect(record, permanent=True)
    found = GroupCounts(record, readings.current().status_counts(slug))
    others = [other for other in groups.values() if other != record]
    context = {"record": record, "found": found, "others": others}
    return page(request, "student_group", around, **context)


@require_safe
def short_link(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    if code in RESERVED:
        return redirect(f"{request.path}/", permanent=True)
    around = PageContext.of(slug) if slug else PageContext.of_current()
    known = known_codes(around.plan) if around.plan else {}
    if segment(code) in known:
        kind, code = known[segment(code)]
        return redirect(getattr(readings.current(), kind)(around.plan.slug, code))
    if not slug and code in {plan.slug for plan in around.plans}:
        return redirect(f"{request.path}/", permanent=True)
    raise Http404


def error_page(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    status: int,
    around: PageContext | None = None,
) -> HttpResponse:
    """In the active language; without a database, unless it is given a plan."""
    context = {
        "status": status,
        "request": request,
        "banner": getattr(request, "banner", ""),
        "LANGUAGE_CODE": get_language(),
        "LANGUAGES": around.named_languages if around else settings.LANGUAGES,
    }
    if around:
        context |= {"page_context": around, "plan": around.plan}
    # Context processors may ask the session or the database, which may be what failed.
    with words.used_by(around and around.plan):
        page = render_to_string("error.html", context, request if around else None)
    return HttpResponse(page, status=status)


bad_request = partial(error_page, status=400)
permission_denied = partial(error_page, status=403)
page_not_found = partial(error_page, status=404)
server_error = partial(error_page, status=500)
