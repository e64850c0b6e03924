"""The files at the root of the site that machines ask for."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from pillars.models import Plan
from pillars.public.page_context import PageContext
from plan_site.editions.document.document import Document

# RFC 9116 asks for less than a year.
SECURITY_DAYS = datetime.timedelta(days=364)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. Each page of search results is one of a million."""
    kept_out = ["/admin/", "/preview/"]
    kept_out += [f"/{language}/search" for language, _name in settings.LANGUAGES]
    return plain_text(
        "User-agent: *",
        *(f"Disallow: {path}" for path in kept_out),
        "",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
    )


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """
    RFC 9116. It expires a year after its edition: by then nobody has published what
    it says again, and it may be wrong.
    """
    around = PageContext.of_current()
    contact = settings.SECURITY_CONTACT or contact_of(around.plan)
    if not contact:
        raise Http404
    expires = Document.in_scope().today + SECURITY_DAYS
    return plain_text(
        f"Contact: {contact}",
        f"Expires: {expires}T00:00:00Z",
        f"Preferred-Languages: {', '.join(around.languages)}",
        f"Canonical: {settings.PUBLIC_URL}{reverse('root:security')}",
    )


def contact_of(plan: Plan | None) -> str:
    if plan is None:
        return ""
    mail = plan.contact_email and f"mailto:{plan.contact_email}"
    return mail or plan.wording_of("contact_url").text


def plain_text(*lines: str) -> HttpResponse:
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
