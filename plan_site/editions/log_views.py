"""The readers' log as a page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pillars.frame import Frame
from pillars.views import page

from . import scope
from .changes import ReadersLog


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    log = ReadersLog(scope.current().edition, slug)
    return page(request, "editions/changes", Frame.of(slug), log=log)
