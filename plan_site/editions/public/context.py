"""What every public page knows of the edition that it is read from."""

from django.http import HttpRequest

from plan_site.editions import scope


def edition(request: HttpRequest) -> dict[str, object]:
    """The edition's facts, and the bar of a previewed page; nothing outside a scope."""
    try:
        facts = scope.current().edition
    except scope.OutsideAnyScopeError:
        # A page that refuses an odd request is made before anything is read.
        facts = {}
    return {"edition": facts, "preview": getattr(request, "preview_bar", None)}
