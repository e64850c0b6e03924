"""A page of the desk that is no form of the admin's own."""

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
        "refusals": [said for said in refusals if said],
    }
    page = render(request, template, {**around, **context}, status=status)
    page["Cache-Control"] = "no-store"
    return page
