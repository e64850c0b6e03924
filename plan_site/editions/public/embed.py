"""
A record as a small card, in a frame on another site: no script, nothing from elsewhere.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pillars.codes import segment
from pillars.hierarchy.tree import withdrawn_by
from pillars.models import PlanItem
from pillars.models.coded import known_codes
from pillars.public import readings
from pillars.public.page_context import PageContext
from pillars.public.status_counts import StatusCounts
from pillars.public.views import page
from plan_site.web.headers import frame_headers

# CSS pixels: of the longest cards on a phone.
HEIGHT = 400
SNIPPET = (
    '<iframe src="{}" title="{}" lang="{}" width="100%" height="{}" loading="lazy"'
    ' style="border: 0"></iframe>'
)


@require_safe
def embed(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    around = PageContext.of(slug)
    kind, own = known_codes(around.plan).get(segment(code), ("", ""))
    if not kind:
        raise Http404
    record = getattr(readings.current(), kind)(slug, own)
    if code != record.segment:
        return redirect("editions:embed", slug, record.segment, permanent=True)
    gone, context = withdrawn_by(record), {"record": record, kind: record}
    if kind != "measure":
        measures = list(record.measures.all())
        context["counts"] = StatusCounts([], measures)
    response = card(request, "embed", around, gone=gone, **context)
    if gone and response.status_code == 200:
        response.status_code = 410
    return response


def card(request: HttpRequest, name: str, around: PageContext, **context):
    """A page that other sites may show in a frame."""
    response = page(request, name, around, layout="public/card.html", **context)
    for header, value in frame_headers(settings.EMBED_ON).items():
        response[header] = value
    return response


def embed_snippet(record: PlanItem) -> str:
    """What another site's page needs to show the card; empty if none may."""
    if settings.EMBED_ON == "'none'":
        return ""
    path = reverse("editions:embed", args=[record.own_plan.slug, record.segment])
    title = f"{record.code} {record.wording_of('title').text}"
    address = settings.PUBLIC_URL + path
    return format_html(SNIPPET, address, title, get_language(), HEIGHT)
