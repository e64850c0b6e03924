"""The file in which readers search: what they may find, and the page around it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.http import HttpRequest
from django.utils import translation

from pillars.public import searchable
from pillars.public.page_context import PageContext
from pillars.public.views import page


def write_search_index(path: Path) -> None:
    """Of the edition that the active scope reads."""
    around, frames = PageContext.of_current(), {}
    for language in around.languages:
        request = HttpRequest()
        request.path = request.path_info = f"/{language}/search"
        with translation.override(language):
            response = page(request, "search", around, is_asked=True)
        frames[language] = response.content.decode()
    with closing(sqlite3.connect(path)) as db:
        searchable.write(db, frames)
