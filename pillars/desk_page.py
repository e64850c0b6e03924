"""A page of the desk that is no form of the admin's own."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def desk_page(
    request: HttpRequest, template: str, title: str, /, status: int = 200, **context
) -> HttpResponse:
    """A page in the admin's frame, which no browser or proxy keeps."""
    around = {**admin.site.each_context(request), "title": title}
    page = render(request, template, {**around, **context}, status=status)
    page["Cache-Control"] = "no-store"
    return page
