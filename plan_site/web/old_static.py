"""
Static files of an older build, which a page in some cache still asks for.

Their names carry a fingerprint that is no longer there. What answers is the current
file of that name, and only briefly, since it is not the one that was asked for.
"""

import mimetypes
import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FINGERPRINT = re.compile(r"\.[0-9a-f]{12}(?=\.[a-z0-9]+$)")


@require_safe
def current_file(request: HttpRequest, name: str) -> HttpResponse:
    """The current file of a name that once had another fingerprint, or a 404."""
    plain = FINGERPRINT.sub("", name)
    current = getattr(staticfiles_storage, "hashed_files", {}).get(plain)
    if plain == name or current is None:
        raise Http404
    kind = mimetypes.guess_type(plain)[0] or "application/octet-stream"
    response = FileResponse(staticfiles_storage.open(current), content_type=kind)
    response["Cache-Control"] = "public, max-age=60"
    return response
