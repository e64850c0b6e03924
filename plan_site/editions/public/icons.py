"""The logo as an icon, in all forms that browsers and telephones ask for."""

import hashlib
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, override
from django.views.decorators.http import require_safe

from pillars.models import Plan
from pillars.public.look import PAPER, logo
from pillars.public.page_context import PageContext
from plan_site.editions.paper.typesetter import FOLDER, typeset

TEMPLATE = "icon.typ"
# Dots a side: what Apple's telephones show, and what a web manifest should have.
TOUCH, SIDES = 180, (180, 192, 512)
FAVICON = 48


def icon_path(side: int = 0) -> str:
    """Of a PNG with so many dots a side; without them, of the logo itself."""
    name = digest(logo())
    if side:
        return reverse("root:icon-png", args=[f"{side}-{name}"])
    return reverse("root:icon", args=[name])


@lru_cache(maxsize=4)
def digest(svg: str) -> str:
    shown = f"{svg}{PAPER}{(FOLDER / TEMPLATE).read_text()}"
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    for side in (0, *SIDES):
        if request.path == icon_path(side):
            return png(side) if side else svg()
    raise Http404


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For what has no page to name its icon, such as a PDF; PNG does, by its bytes."""
    return png(FAVICON)


def svg() -> HttpResponse:
    return HttpResponse(logo(), content_type="image/svg+xml")


def png(side: int) -> HttpResponse:
    data = {"logo": logo(), "paper": PAPER["light"], "side": side}
    return HttpResponse(
        typeset(TEMPLATE, data, format="png", ppi=72), content_type="image/png"
    )


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """For those who put the site on their home screen, in its first language."""
    around = PageContext.of_current()
    if around.plan is None:
        raise Http404
    with override(around.languages[0]):
        facts = manifest_of(around.plan)
    return JsonResponse(facts, content_type="application/manifest+json")


def manifest_of(plan: Plan) -> dict:
    home = reverse("root")
    icons = [{"src": icon_path(), "sizes": "any", "type": "image/svg+xml"}]
    for side in SIDES:
        sizes = f"{side}x{side}"
        icons.append({"src": icon_path(side), "sizes": sizes, "type": "image/png"})
    return {
        "id": home,
        "name": plan.title,
        "short_name": plan.wording_of("short_title").text or plan.title,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": home,
        "scope": home,
        "display": "browser",
        "background_color": PAPER["light"],
        "theme_color": PAPER["light"],
        "icons": icons,
    }
