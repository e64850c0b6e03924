"""A page of the desk that is no form of the admin's own."""

from collections.abc import Sequence

from babel.dates import get_timezone_location
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _


def desk_page(
    request: HttpRequest,
    template: str,
    title: str,
    /,
    status: int = 200,
    refusal: str | Sequence[str] = (),
    **context,
) -> HttpResponse:
    """
    A page in the admin's frame, which no browser or proxy keeps.

    Above it stands why something was not done: a refusal, or several.
    """
    refusals = [refusal] if isinstance(refusal, str) else refusal
    around = {
        **admin.site.each_context(request),
        "title": title,
        "time_zone": time_zone_name(),
        "refusals": [said for said in refusals if said],
    }
    page = render(request, template, {**around, **context}, status=status)
    page["Cache-Control"] = "no-store"
    return page


def time_zone_name() -> str:
    """“Los Angeles time”, in the language of the desk."""
    locale = to_locale(get_language())
    city = get_timezone_location(settings.TIME_ZONE, locale=locale, return_city=True)
    return _("%(city)s time") % {"city": city}
