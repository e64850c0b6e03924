"""Editions on disk for tests, and the site that serves them, in this process."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from plan_site.editions.press import press
from plan_site.editions.serving.application import Serving

FOUND = {"staticfiles": {"BACKEND": "tests.helpers.editions.static_files.FoundFiles"}}


@contextmanager
def connections_kept() -> Iterator[None]:
    """A request closes old connections; a test's transaction would end with them."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@dataclass(frozen=True)
class Answer:
    """What a reader gets: all of it, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Reader:
    """Asks a WSGI application as a server does; ``path`` may be bytes of any kind."""

    def __init__(self, application):
        self.application = application

    def get(self, path: str | bytes, method: str = "GET", **headers: str) -> Answer:
        """The answer; ``accept_encoding="br"`` is a header."""
        raw = path.encode() if isinstance(path, str) else path
        place, _mark, query = raw.partition(b"?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": place.decode("latin-1"),
            "QUERY_STRING": quote(query, safe="=&%"),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        begun = {}

        def start_response(status, given, _error=None):
            begun.update(status=int(status.split()[0]), headers=dict(given))

        with connections_kept():
            parts = self.application(environ, start_response)
            body = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
        return Answer(begun["status"], begun["headers"], body)


def reader_of(folder: Path | None) -> Reader:
    """A reader of the site that serves an edition's folder, or none yet."""
    serving = Serving(WSGIHandler())
    if folder is not None:
        serving.watcher.put_on_shelf(folder)
    return Reader(serving)


def pressed(contents: dict) -> Path:
    """A document's edition on disk."""
    with connections_kept():
        return press.press(contents)


def paths_in(folder: Path) -> list[str]:
    """The addresses of all pages of an edition on disk."""
    table = json.loads((folder / "answers.json").read_bytes())
    return [path for path, entry in table["answers"].items() if 200 in entry]
