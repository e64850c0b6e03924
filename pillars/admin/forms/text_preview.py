"""A Markdown text as readers will get it, while an editor is still writing it."""

import re
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from pillars.models import Plan
from pillars.models.base import languages
from pillars.public.page_context import Glossary
from pillars.text.markdown import markdown

# Ten times the longest text of a plan; what is larger is no text for a page.
CHARACTERS_AT_MOST = 50_000


@require_POST
def preview_text(request: HttpRequest, desk) -> HttpResponse:
    """The answer to a form's Preview buttons."""
    if not desk.has_view_or_change_permission(request):
        raise PermissionDenied
    text = request.POST.get("text", "")
    if len(text) > CHARACTERS_AT_MOST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    # A browser sends a text's line ends as two characters; it is stored with one.
    html = markdown(text.replace("\r\n", "\n").strip())
    return HttpResponse(link_terms(html, request.GET))


def link_terms(html: SafeString, asked: QueryDict) -> SafeString:
    """The terms of a plan linked to the preview's glossary, if it is known which."""
    language, plan = asked.get("language"), asked.get("plan", "")
    if language not in languages() or not re.fullmatch("[0-9]{1,18}", plan):
        return html
    if (found := Plan.objects.filter(pk=plan).first()) is None:
        return html
    with translation.override(language):
        return Glossary(found, settings.PREVIEW_PREFIX).link(html)
