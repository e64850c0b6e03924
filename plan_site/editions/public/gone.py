"""
Addresses that once worked: what left the plan without a note answers 410 at its own
address and says when; all others lead there, or to where a code or a plan has moved.
"""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language_from_path

from pillars.codes import in_addresses, longest, segment
from pillars.models import PlanItem
from pillars.public.page_context import PageContext
from pillars.public.views import page
from plan_site.editions.document import public_fields
from plan_site.editions.document.document import Document
from plan_site.editions.document.names import in_language
from plan_site.editions.document.snapshot import ItemId, group_address
from plan_site.web.middleware import is_desk

from .embed import card

TO_PAGES = {
    *("pillars:link", "pillars:current-link", "short:link", "short:current-link"),
    *("pillars:part", "pillars:measure", "pillars:group"),
}


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
    match, code = request.resolver_match, segment(named.get("code", ""))
    slug = named.get("slug") or plan_of_short_link(code, edition)
    plan = edition.plans.get(slug)
    if plan is None:
        return None
    if plan not in edition.touched:
        home = reverse("pillars:plan", args=[slug])
        home = request.path if is_about_one(match) else home
        return lead_to(request, home) or gone(request, PageContext.of_current(), plan)
    now = record_of(plan).slug
    code, own, item = find(match, edition.codes_of(plan))
    if item is None and now == slug:
        return None
    if item is None:
        # Where the plan is now, there may be an answer.
        moved = reverse(match.view_name, kwargs=named | {"slug": now})
        return lead_to(request, moved)
    if item in edition.touched:
        record = record_of(item)
        if not is_about_one(match):
            return lead_to(request, record.get_absolute_url())
        return lead_to(request, reverse(match.view_name, args=[now, record.segment]))
    route = match.view_name if is_about_one(match) else f"pillars:{route_of(item)}"
    home = reverse(route, args=[now, code])
    return lead_to(request, home) or gone(request, PageContext.of(now), item, own)


def is_about_one(match: ResolverMatch) -> bool:
    """Neither a record's page nor a link to it, but something about it, as its card."""
    is_of_plan = not {"code", "group"} & {*match.kwargs}
    return not is_of_plan and match.view_name not in TO_PAGES


def find(
    match: ResolverMatch, codes: dict[str, ItemId]
) -> tuple[str, str, ItemId | None]:
    """What is meant: its code as addresses write it and as the plan does, the item."""
    if "group" in match.kwargs:
        code = segment(match.kwargs["group"])
        return code, "", codes.get(group_address(code))
    code = segment(match.kwargs.get("code", ""))
    is_measure = match.view_name == "pillars:measure"
    routes = {"measure"} if is_measure else {"measure", "part"}
    items = in_addresses(
        {own: codes[own] for own in codes if route_of(codes[own]) in routes}
    )
    # Only a page's address has a tail.
    has_tail = match.view_name in {"pillars:part", "pillars:measure"}
    code = longest(code, items) if has_tail else code
    return code, *items.get(code, ("", None))


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


def record_of(item: ItemId) -> PlanItem:
    label, _colon, key = item.partition(":")
    return public_fields.BY_LABEL[label].objects.get(pk=key)


def lead_to(request: HttpRequest, address: str) -> HttpResponse | None:
    """A redirect to another address; permanent unless the reader's language decides."""
    pinned = get_language_from_path(request.path_info) is not None
    return redirect(address, permanent=pinned) if address != request.path else None


def gone(
    request: HttpRequest, around: PageContext, item: ItemId, code: str = ""
) -> HttpResponse:
    departure = {"code": code, **last_trace(item)}
    show = card if request.resolver_match.url_name == "embed" else page
    response = show(request, "withdrawn", around, departure=departure)
    if response.status_code == 200:
        response.status_code = 410
    return response


def last_trace(item: ItemId) -> dict[str, object]:
    """With which edition what left the plan, as far as the log says."""
    for entry in Document.in_scope().log:
        for change in entry.changes:
            if change.item == item and change.kind == "removed":
                title, language = in_language(change.title)
                return {
                    "title": title,
                    "title_language": language,
                    "number": entry.number,
                    "day": datetime.date.fromisoformat(entry.day),
                }
    return {}
