"""The desk's pages that are not the admin's own."""

from collections.abc import Sequence
from http import HTTPStatus

from babel.dates import get_timezone_location
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _


def desk_page(
    request: HttpRequest,
    template: str,
    title: str,
    /,
    status: int | None = None,
    refusal: str | Promise | Sequence[str] = (),
    **context,
) -> HttpResponse:
    """In the admin's layout, never cached; refusals are shown above it."""
    refusals = [refusal] if isinstance(refusal, str | Promise) else refusal
    layout = {
        **admin.site.each_context(request),
        "title": title,
        "time_zone": time_zone_name(),
        "refusals": list(filter(None, refusals)),
    }
    status = status or (HTTPStatus.CONFLICT if layout["refusals"] else HTTPStatus.OK)
    page = render(request, template, {**layout, **context}, status=status)
    page["Cache-Control"] = "no-store"
    return page


def time_zone_name() -> str:
    """“Los Angeles time”, in the language of the desk."""
    locale = to_locale(get_language())
    city = get_timezone_location(settings.TIME_ZONE, locale=locale, return_city=True)
    return _("%(city)s time") % {"city": city}
