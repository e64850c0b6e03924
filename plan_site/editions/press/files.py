"""The files of an edition that readers get: bodies, and the table that names them."""

import gzip
import json
from pathlib import Path
from urllib.parse import unquote

import brotli
from django.conf import settings
from django.http import HttpResponse

TABLE = "answers.json"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
COMPRESSED_TYPES = {
    "text/html",
    "text/css",
    "text/calendar",
    "application/atom+xml",
    "application/xml",
    "text/plain",
    "text/csv",
    "application/json",
}
# Higher levels take twice as long to save a few percent of a page's size.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6

# Status, file and content type; of a redirect, status and location.
Entry = tuple


def file_name(path: str) -> str:
    name = unquote(path).lstrip("/")
    return f"{name}index.html" if path.endswith("/") else name


def write(pages: Path, name: str, response: HttpResponse) -> Entry:
    """A body, also compressed if that is smaller."""
    path, content_type = pages / name, response["Content-Type"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(response.content)
    if content_type.partition(";")[0] in COMPRESSED_TYPES:
        forms = {
            ".br": brotli.compress(response.content, quality=BROTLI_QUALITY),
            ".gz": gzip.compress(response.content, GZIP_LEVEL, mtime=0),
        }
        for ending, compressed in forms.items():
            if len(compressed) < len(response.content):
                path.with_name(path.name + ending).write_bytes(compressed)
    return response.status_code, name, content_type


def write_table(folder: Path, **parts: dict) -> None:
    """``serving/table.py`` reads it."""
    table = {"answers": {}, "codes": {}, "languages": LANGUAGES} | parts
    text = json.dumps(table, sort_keys=True, separators=(",", ":"))
    (folder / TABLE).write_text(text)
