"""
Error pages.

The press makes them with a plan around them, ``collectstatic`` without one.
"""

from collections.abc import Iterable
from pathlib import Path

from django.http import HttpRequest
from django.utils import translation

from pillars.public.page_context import PageContext
from pillars.public.views import error_page
from plan_site.editions.storage.digests import write_digests

from .files import LANGUAGES, Entry, write, write_table

ERRORS = (400, 404, 405, 414)
NOT_PUBLISHED = 503


def write_errors_without_plan(folder: Path) -> None:
    """What a server answers for as long as it has no edition."""
    errors = make_errors(folder / "pages", (*ERRORS, NOT_PUBLISHED))
    write_table(folder, errors=errors)
    write_digests(folder)


def make_errors(
    pages: Path, statuses: Iterable[int] = ERRORS, around: PageContext | None = None
) -> dict[str, dict[str, Entry]]:
    """Their entries, by status and language."""
    languages = around.languages if around else LANGUAGES
    return {
        str(status): {
            language: make_page(pages, language, status, around)
            for language in languages
        }
        for status in statuses
    }


def make_page(
    pages: Path, language: str, status: int, around: PageContext | None
) -> Entry:
    request = HttpRequest()
    request.path = request.path_info = f"/{language}/"
    with translation.override(language):
        response = error_page(request, status=status, around=around)
    return write(pages, f"errors/{language}/{status}.html", response)
