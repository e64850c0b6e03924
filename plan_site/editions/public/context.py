"""What every public page knows of the edition that it is read from."""

from django.http import HttpRequest

from plan_site.editions.document.document import Document
from plan_site.editions.scope import OutsideAnyScopeError


def edition(request: HttpRequest) -> dict[str, object]:
    """The edition's facts, and the banner above pages that only staff see."""
    try:
        document = Document.in_scope()
    except OutsideAnyScopeError:
        # A page that refuses an odd request is made before anything is read.
        document = Document()
    return {"edition": document, "banner": getattr(request, "banner", "")}
