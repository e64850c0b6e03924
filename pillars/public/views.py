"""The public pages: find a record, heal its address, hand it to a template."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from pillars.enums import Status
from pillars.models import Pillar, PlanItem, Priority

from . import readings
from .glossary import Glossary
from .neighbors import neighbours
from .page_context import Frame
from .status_counts import Standing


def page(request: HttpRequest, name: str, frame: Frame, **context) -> HttpResponse:
    """A page: its own context, and what the frame around it shows."""
    glossary = Glossary(frame.plan) if frame.plan else None
    around = {"frame": frame, "plan": frame.plan, "glossary": glossary}
    return render(request, f"{name}.html", {**around, **context})


def record_page(
    request: HttpRequest, name: str, frame: Frame, record: PlanItem, **context
) -> HttpResponse:
    """A record's page at its right address, or the note on where it went."""
    if request.path != record.get_absolute_url():
        return redirect(record, permanent=True)
    if record.withdrawn_by:
        response = page(request, "public/retired", frame, record=record)
        response.status_code = 410
        return response
    named = {record._meta.model_name: record}
    return page(request, name, frame, record=record, **named, **context)


def standing_page(
    request: HttpRequest, name: str, slug: str, **context
) -> HttpResponse:
    """A page on all measures of a plan."""
    frame = Frame.of(slug)
    standing = readings.current().standing(slug)
    return page(request, name, frame, standing=standing, **context)


@require_safe
def reader_language(request: HttpRequest) -> HttpResponse:
    return redirect("pillars:current")


@require_safe
def current_plan(request: HttpRequest) -> HttpResponse:
    frame = Frame.of_current()
    if frame.plan is None:
        return redirect("pillars:plans")
    return redirect(frame.plan)


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    return page(request, "public/plan_list", Frame.of_current())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "public/accessibility", Frame.of_current())


@require_safe
def plan_home(request: HttpRequest, slug: str) -> HttpResponse:
    return standing_page(request, "public/plan_home", slug)


@require_safe
def pillar_detail(
    request: HttpRequest, slug: str, code: int, tail: str
) -> HttpResponse:
    pillar = readings.current().pillar(slug, code)
    standing = Standing([pillar])
    return record_page(
        request, "public/pillar_detail", Frame.of(slug), pillar, standing=standing
    )


@require_safe
def priority_detail(
    request: HttpRequest, slug: str, code: str, tail: str
) -> HttpResponse:
    priority = readings.current().priority(slug, code)
    around = neighbours(priority, readings.current().priorities(slug))
    return record_page(
        request, "public/priority_detail", Frame.of(slug), priority, around=around
    )


@require_safe
def measure_list(request: HttpRequest, slug: str) -> HttpResponse:
    return standing_page(request, "public/measure_list", slug)


@require_safe
def measures_by_status(request: HttpRequest, slug: str, status: Status) -> HttpResponse:
    return standing_page(request, "public/measures_by_status", slug, status=status)


@require_safe
def measure_detail(
    request: HttpRequest, slug: str, code: str, tail: str
) -> HttpResponse:
    measure = readings.current().measure(slug, code)
    return record_page(request, "public/measure_detail", Frame.of(slug), measure)


@require_safe
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    return standing_page(request, "public/progress", slug)


@require_safe
def about(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, "public/about", Frame.of(slug))


@require_safe
def glossary(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, "public/glossary", Frame.of(slug))


@require_safe
def short_pillar(request: HttpRequest, code: int, slug: str = "") -> HttpResponse:
    slug = slug or current_slug()
    return redirect(get_object_or_404(Pillar.objects.in_plan(slug), number=code))


@require_safe
def short_priority(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    found = Priority.objects.select_related("pillar__plan")
    return redirect(get_object_or_404(found.coded(slug or current_slug(), code)))


@require_safe
def short_measure(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    return redirect(readings.current().named_measure(slug or current_slug(), code))


def current_slug() -> str:
    """The address of the plan in force; empty, and so unknown, when there is none."""
    plan = Frame.of_current().plan
    return plan.slug if plan else ""


def error_page(
    request: HttpRequest, exception: Exception | None = None, *, status: int
) -> HttpResponse:
    """A page that says what went wrong, in the active language; it asks no database."""
    return render(request, "error.html", {"status": status}, status=status)


bad_request = partial(error_page, status=400)
permission_denied = partial(error_page, status=403)
page_not_found = partial(error_page, status=404)
server_error = partial(error_page, status=500)
