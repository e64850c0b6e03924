"""A Markdown text as readers will get it, while an editor is still writing it."""

import re

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from pillars.models import Plan
from pillars.models.base import languages
from pillars.public.glossary import Glossary
from pillars.text.markdown import markdown

# Ten times the longest text of a plan; what is larger is no text for a page.
CHARACTERS_AT_MOST = 50_000
TOO_LARGE = 413


class TextPreview:
    """Mixed into a form's admin: the address that its Preview buttons ask."""

    def get_urls(self):
        name = f"pillars_{self.opts.model_name}_preview_text"
        view = self.admin_site.admin_view(require_POST(self.preview_text))
        return [path("preview-text/", view, name=name), *super().get_urls()]

    def preview_text(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        text = request.POST.get("text", "")
        if len(text) > CHARACTERS_AT_MOST:
            return HttpResponse(status=TOO_LARGE)
        # A browser sends a text's line ends as two characters; it is kept with one.
        html = markdown(text.replace("\r\n", "\n").strip())
        return HttpResponse(explained(html, request.GET))


def explained(html: SafeString, asked: QueryDict) -> SafeString:
    """The terms of a plan linked to the preview's glossary, if it is known which."""
    language, plan = asked.get("language"), asked.get("plan", "")
    if language not in languages() or not re.fullmatch("[0-9]{1,18}", plan):
        return html
    if (found := Plan.objects.filter(pk=plan).first()) is None:
        return html
    with translation.override(language):
        return Glossary(found, settings.PREVIEW_PREFIX).link(html)
