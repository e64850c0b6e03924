"""
Static files of an older build, for cached pages that still link to them.

The current file of that name is sent, cached briefly since it may differ.
"""

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FINGERPRINT = re.compile(r"\.[0-9a-f]{12}(?=\.[a-z0-9]+$)")


@require_safe
def current_file(request: HttpRequest, name: str) -> HttpResponse:
    plain = FINGERPRINT.sub("", name)
    current = getattr(staticfiles_storage, "hashed_files", {}).get(plain)
    if plain == name or current is None:
        raise Http404
    response = FileResponse(staticfiles_storage.open(current))
    response["Cache-Control"] = "public, max-age=60"
    return response
