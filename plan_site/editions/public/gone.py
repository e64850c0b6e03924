"""
Addresses that once worked: what left the plan without a note answers 410 at its own
address and says when; all others lead there, or to where a code or a plan has moved.
"""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix, reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language_from_path

from pillars import words
from pillars.codes import in_addresses, longest, segment
from pillars.models import PlanItem
from pillars.public.page_context import PageContext
from pillars.public.views import to_public_language
from plan_site.editions.document import public_fields
from plan_site.editions.document.document import Document
from plan_site.editions.document.names import in_language
from plan_site.editions.document.snapshot import ItemId, group_address
from plan_site.web.middleware import is_desk


class GoneMiddleware(MiddlewareMixin):
    """Turns a 404 into a 410 or a redirect where the edition knows the address."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # An old tail may hide a longer code that is gone.
        if response.status_code not in {404, 301} or is_desk(request):
            return response
        named = getattr(request.resolver_match, "kwargs", {})
        if not {"slug", "code"} & set(named):
            return response
        return answer(request, named, Document.in_scope()) or response


def answer(request: HttpRequest, named: dict, edition: Document) -> HttpResponse | None:
    """None for an address that never worked."""
    code = segment(str(named.get("code", "")))
    slug = named.get("slug") or plan_of_short_link(code, edition)
    plan = edition.plans.get(slug)
    if plan is None:
        return None
    if plan not in edition.touched:
        home = reverse("pillars:plan", args=[slug])
        around = PageContext.of_current()
        return lead_to(request, home) or gone(request, departure(edition, plan), around)
    now = record_of(plan).slug
    route = request.resolver_match.url_name
    if route == "group":
        code = segment(named["group"])
        own, item = "", edition.codes_of(plan).get(group_address(code))
    else:
        items = in_addresses(
            {
                own: item
                for own, item in edition.codes_of(plan).items()
                if route_of(item) == "measure"
                or (route != "measure" and route_of(item) != "group")
            }
        )
        # A short link has no tail.
        code = code if route in {"link", "current-link"} else longest(code, items)
        own, item = items.get(code, ("", None))
    if item is None:
        return (
            lead_to(request, replace_slug(request, slug, now)) if now != slug else None
        )
    if item in edition.touched:
        return lead_to(request, record_of(item).get_absolute_url())
    page = reverse(f"pillars:{route_of(item)}", args=[now, code])
    left = departure(edition, item, own)
    return lead_to(request, page) or gone(request, left, PageContext.of(now))


def route_of(item: ItemId) -> str:
    kinds = {"pillars.measure": "measure", "pillars.studentgroup": "group"}
    return kinds.get(item.partition(":")[0], "part")


def plan_of_short_link(code: str, edition: Document) -> str:
    """The current plan's slug; without one, that of any plan that had the code."""
    if current := PageContext.of_current().plan:
        return current.slug
    plans = edition.plans.items()
    return next(
        (slug for slug, plan in plans if code in in_addresses(edition.codes_of(plan))),
        "",
    )


def departure(edition: Document, item: ItemId, code: str = "") -> dict[str, object]:
    """What left the plan, and with which edition, as far as the log says."""
    for entry in edition.log:
        for change in entry.changes:
            if change.item == item and change.kind == "removed":
                title, language = in_language(change.title)
                return {
                    "code": code,
                    "title": title,
                    "title_language": language,
                    "number": entry.number,
                    "day": datetime.date.fromisoformat(entry.day),
                }
    return {"code": code}


def record_of(item: ItemId) -> PlanItem | None:
    label, _colon, key = item.partition(":")
    return public_fields.BY_LABEL[label].objects.filter(pk=key).first()


def replace_slug(request: HttpRequest, slug: str, now: str) -> str:
    language = get_language_from_path(request.path_info)
    before = f"/{language}/" if language else "/"
    rest = request.path_info.removeprefix(before + slug)
    return f"{get_script_prefix().rstrip('/')}{before}{now}{rest}"


def lead_to(request: HttpRequest, address: str) -> HttpResponse | None:
    """A redirect to another address; permanent unless the reader's language decides."""
    pinned = get_language_from_path(request.path_info) is not None
    return redirect(address, permanent=pinned) if address != request.path else None


def gone(request: HttpRequest, departure: dict, around: PageContext) -> HttpResponse:
    if answer := to_public_language(request, around.languages):
        return answer
    context = {
        "departure": departure,
        "page_context": around,
        "plan": around.plan,
        "LANGUAGES": around.named_languages,
    }
    with words.used_by(around.plan):
        return render(request, "public/withdrawn.html", context, status=410)
