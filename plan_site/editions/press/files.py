"""
The files of an edition that readers get: bodies, and the table that names them.

Error pages have a plan around them; those that ``collectstatic`` makes have none.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pillars.public.page_context import PageContext
from pillars.public.views import error_page
from plan_site.editions.storage.digests import write_digests
from plan_site.web.headers import PUBLIC_HEADERS

TABLE = "answers.json"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# How the content types of texts begin, which are worth compressing.
TEXTS = (
    *("text/", "application/atom+xml", "application/xml", "application/json"),
    *("application/manifest+json", "application/schema+json", "application/yaml"),
    "image/svg+xml",
)
# What a view may say of its answer beside what is said of every one.
FURTHER_HEADERS = (
    *("Access-Control-Allow-Origin", "Content-Disposition", "X-Robots-Tag"),
)
# Higher levels take twice as long to save a few percent of a page's size.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6

ERRORS = (400, 404, 405, 414)
NOT_PUBLISHED = 503

# Status, file, content type and own headers; of a redirect, status and location.
Entry = tuple


def file_name(path: str) -> str:
    name = unquote(path).lstrip("/")
    return f"{name}index.html" if path.endswith("/") else name


def write(pages: Path, name: str, response: HttpResponse) -> Entry:
    """A body, also compressed if that is smaller."""
    path, content_type = pages / name, response["Content-Type"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(response.content)
    if content_type.startswith(TEXTS):
        forms = {
            ".br": brotli.compress(response.content, quality=BROTLI_QUALITY),
            ".gz": gzip.compress(response.content, GZIP_LEVEL, mtime=0),
        }
        for ending, compressed in forms.items():
            if len(compressed) < len(response.content):
                path.with_name(path.name + ending).write_bytes(compressed)
    return response.status_code, name, content_type


def own_headers(response: HttpResponse) -> Iterator[str]:
    """Those unlike every answer's, as ``Name: value``; without value: left out."""
    for name in (*PUBLIC_HEADERS, *FURTHER_HEADERS):
        value = response.get(name, "")
        if value != PUBLIC_HEADERS.get(name, ""):
            yield f"{name}: {value}"


def write_table(folder: Path, **parts: dict | list) -> None:
    """``serving/table.py`` reads it."""
    table = {"answers": {}, "codes": [], "languages": LANGUAGES} | parts
    text = json.dumps(table, sort_keys=True, separators=(",", ":"))
    (folder / TABLE).write_text(text)


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
