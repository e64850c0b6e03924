"""The addresses of what is for paper."""

import copy
import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, resolve, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pillars.codes import segment
from pillars.models import Plan, Priority
from pillars.models.coded import known_codes
from pillars.public import readings
from pillars.public.page_context import PageContext
from pillars.public.views import to_public_language

from .documents import pdf_address, pdf_of
from .letters import letters_we_lack
from .pictures import picture_name, picture_of

log = logging.getLogger(__name__)


@require_safe
def pdf(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """Of a priority, or of the whole plan; a retired one's page says where it went."""
    plan = PageContext.of(slug).plan
    if answer := to_public_language(request, plan.languages):
        return answer
    record = record_with_pdf(plan, code)
    if request.path != pdf_address(record):
        return redirect(pdf_address(record), permanent=True)
    if lacking := letters_we_lack(get_language()):
        log.warning("No PDF at %s: no font has %s.", request.path, lacking)
        raise Http404
    path = page_path(record)
    page = page_at(request, path)
    if page.status_code != 200:
        return page
    made = pdf_of(record, page.content.decode(), path)
    name = "-".join(filter(None, [slug, segment(code), get_language()]))
    own = {
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        # Made for pages: a browser's reader of PDFs may need what it forbids.
        "Content-Security-Policy": "",
    }
    return HttpResponse(made, content_type="application/pdf", headers=own)


@require_safe
def short_link(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """For print: to the PDF in the reader's language, or else to its page."""
    record = record_with_pdf(PageContext.of(slug).plan, code)
    is_printable = not letters_we_lack(get_language())
    return redirect(pdf_address(record) if is_printable else page_path(record))


def record_with_pdf(plan: Plan, code: str) -> Plan | Priority:
    if not code:
        return plan
    kind, own = known_codes(plan).get(segment(code), ("", ""))
    if kind != "priority":
        raise Http404
    return readings.current().priority(plan.slug, own)


def page_path(record: Plan | Priority) -> str:
    if isinstance(record, Plan):
        return reverse("pillars:print", args=[record.slug])
    return record.get_absolute_url()


def page_at(request: HttpRequest, path: str) -> HttpResponse:
    """Another page of the site, as the reader of this one gets it."""
    inner = copy.copy(request)
    inner.path, inner.path_info = path, f"/{path.removeprefix(get_script_prefix())}"
    inner.resolver_match = found = resolve(inner.path_info)
    return found.func(inner, *found.args, **found.kwargs)


@require_safe
def picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    plan = PageContext.of(slug).plan
    if answer := to_public_language(request, plan.languages):
        return answer
    if name != picture_name(plan):
        raise Http404
    for_other_sites = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(
        picture_of(plan), content_type="image/png", headers=for_other_sites
    )
