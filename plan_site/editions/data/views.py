"""The page that offers a plan's data, the files, and each page for machines."""

from collections.abc import Callable, Container
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from pillars import words
from pillars.hierarchy.tree import withdrawn_by
from pillars.models import PlanItem
from pillars.models.coded import TO_PLAN, known_codes
from pillars.public import readings
from pillars.public.page_context import PageContext
from pillars.public.views import page, to_public_language

from . import dataset, pages
from .files import CSV, FILES, JSON, as_csv, as_text, column_texts
from .tables import TABLES, facts_of

# Any other site's page may read it.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@require_safe
def data_page(request: HttpRequest, slug: str) -> HttpResponse:
    about, around = column_texts(), PageContext.of(slug)
    columns = {
        name: [(it, about[it.rstrip("*")]) for it in [*columns, *facts_of(around.plan)]]
        for name, columns in TABLES.items()
    }
    return page(request, "data/data", around, columns=columns)


@require_safe
def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    plan, made = PageContext.of(slug).plan, FILES[name]
    with words.used_by(plan), override(plan.languages[0]):
        return HttpResponse(made.make(plan), content_type=made.content_type)


@require_safe
def measure_file(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    plan, measure = PageContext.of(slug).plan, record_or_404(slug, code, {"measure"})
    if withdrawn_by(measure):
        return redirect(measure)
    with words.used_by(plan), override(plan.languages[0]):
        return HttpResponse(as_csv("numbers", plan, [measure]), content_type=CSV)


def record_or_404(slug: str, code: str, kinds: Container[str] = TO_PLAN) -> PlanItem:
    """By its code alone, as addresses write it."""
    kind, own = known_codes(PageContext.of(slug).plan).get(code, ("", ""))
    if kind not in kinds:
        raise Http404
    return getattr(readings.current(), kind)(slug, own)


def answer(
    request: HttpRequest, slug: str, page: Callable[[Any], dict], record: object
) -> HttpResponse:
    plan = PageContext.of(slug).plan
    if elsewhere := to_public_language(request, plan.languages):
        return elsewhere
    address = request.path.removesuffix(".json")
    about = {"language": get_language(), "url": f"{settings.PUBLIC_URL}{address}/"}
    with words.used_by(plan):
        text = as_text(facts_of(plan) | about | page(record))
    return HttpResponse(text, content_type=JSON, headers=OPEN)


@require_safe
def plan_data(request: HttpRequest, slug: str) -> HttpResponse:
    return answer(request, slug, pages.plan_page, PageContext.of(slug).plan)


@require_safe
def page_data(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    if code in pages.PAGES:
        return answer(request, slug, pages.PAGES[code], PageContext.of(slug).plan)
    record = record_or_404(slug, code)
    if withdrawn_by(record):
        return redirect(record)
    return answer(request, slug, pages.RECORDS[type(record)], record)


@require_safe
def group_data(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    record = readings.current().groups(slug).get(group)
    if record is None:
        raise Http404
    return answer(request, slug, pages.group_page, record)


@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    plans = readings.current().plans()
    return HttpResponse(as_text(dataset.catalog(plans)), content_type=JSON)
