"""What a page's *Share* block offers: short links, texts to paste, QR codes."""

from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from pillars import words
from pillars.codes import longest, segment
from pillars.models import PlanItem
from pillars.models.coded import known_codes

from . import qr
from .fragments import wording_html
from .page_context import PageContext

TO_PASTE = _(
    "{part}: {title} ({plan}). See what is planned and how it is going: {address}"
)


def short_link(plan: str, code: str) -> str:
    """As it is printed, also where the site is only previewed."""
    return f"{settings.PUBLIC_URL}/{plan}/{code}"


def qr_paths(record: PlanItem) -> dict[str, str]:
    """Of the files for print, by kind."""
    plan, code = record.own_plan.slug, record.segment
    names = {kind: qr.qr_name(short_link(plan, code), code, kind) for kind in qr.TYPES}
    return {
        kind: reverse("short:qr", args=[plan, name]) for kind, name in names.items()
    }


@require_safe
def qr_picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A 404 under the name of a picture that looked otherwise."""
    known = known_codes(PageContext.of(slug).plan)
    _kind, code = known.get(longest(name, known), ("", ""))
    address, ending = short_link(slug, segment(code)), name.rpartition(".")[2]
    if not code or ending not in qr.TYPES:
        raise Http404
    if name != qr.qr_name(address, segment(code), ending):
        raise Http404
    return HttpResponse(
        qr.qr_file(address, ending),
        content_type=qr.TYPES[ending],
        headers={"Cross-Origin-Resource-Policy": "cross-origin"},
    )


class Text(NamedTuple):
    """A sentence, and the address in it, which opens in one language of readers."""

    path: str
    html: SafeString


def texts_to_paste(record: PlanItem) -> dict[str, Text]:
    """By language."""
    plan, texts = record.own_plan, {}
    for language in plan.languages:
        with override(language):
            path = reverse("pillars:link", args=[plan.slug, record.segment])
            html = format_html(
                str(TO_PASTE),
                part=words.with_code(record._meta.model_name, record.code),
                title=wording_html(record.wording_of("title")),
                plan=wording_html(plan.wording_of("short_title")),
                address=settings.PUBLIC_URL + path,
            )
            texts[language] = Text(path, html)
    return texts
