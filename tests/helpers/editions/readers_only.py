"""Serves folders written by hand with what answers readers, which needs no Django."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

from plan_site.editions.serving.readers import Readers
from plan_site.editions.serving.shelf import Shelf
from plan_site.web.headers import PUBLIC_HEADERS
from tests.helpers.editions.answers_folder import write_folder

OLD_STYLE = "/static/site.000000000000.css"
REQUESTS = {
    "page": {"PATH_INFO": "/en/2022-26/"},
    "304": {"PATH_INFO": "/en/2022-26/", "HTTP_IF_NONE_MATCH": "*"},
    "short link": {"PATH_INFO": "/1a"},
    "old tail": {"PATH_INFO": "/en/2022-26/1a-old/"},
    "404": {"PATH_INFO": "/en/nothing/"},
    "410": {"PATH_INFO": "/es/2022-26/1b"},
    "static file": {"PATH_INFO": "/static/site.123456789abc.css"},
    "old static file": {"PATH_INFO": OLD_STYLE},
    "405": {"PATH_INFO": "/en/2022-26/", "REQUEST_METHOD": "POST"},
    "414": {"PATH_INFO": "/" + "a" * 3000},
    "400": {"PATH_INFO": "/en/2022-26/", "HTTP_HOST": "other.example"},
}
BASE = {
    "REQUEST_METHOD": "GET",
    "QUERY_STRING": "",
    "HTTP_HOST": "plan.example.org",
    "HTTP_ACCEPT_LANGUAGE": "es",
    "wsgi.url_scheme": "http",
}


class Source:
    """Stands where the watcher is."""

    shelf: Shelf | None = None


def readers(
    root: Path, source: Source, headers: dict = PUBLIC_HEADERS, **given: object
) -> Readers:
    """Those of a site whose static files and error pages were collected."""
    static = root / "static"
    static.mkdir()
    (static / "site.css").write_text("a {}")
    (static / "site.123456789abc.css").write_text("b {}")
    settings = {
        "PUBLIC_URL": "http://plan.example.org",
        "ALLOWED_HOSTS": ["plan.example.org", "127.0.0.1"],
        "BEHIND_PROXY": False,
        "STATIC_URL": "/static/",
        "STATIC_ROOT": static,
    }
    bare = Shelf(write_folder(static / "errors"))
    site = SimpleNamespace(**settings | given)
    return Readers(source, site, headers, "Please try again.", bare)


def ask(application, **environ: str) -> list:
    """Status, what it says of caching or leads to, and the beginning of the body."""
    seen = []
    parts = application(BASE | environ, lambda *begun: seen.extend(begun))
    headers = dict(seen[1])
    where = headers.get("Location", headers["Cache-Control"])
    return [int(seen[0][:3]), where, b"".join(parts).decode().partition("-")[0]]


def print_answers(root: Path) -> None:
    """To each kind of request, as JSON."""
    source = Source()
    application = readers(root, source)
    found = {"503": ask(application, PATH_INFO="/en/2022-26/")}
    source.shelf = Shelf(write_folder(root / "7-abc"))
    for name, environ in REQUESTS.items():
        found[name] = ask(application, **environ)
    sys.stdout.write(json.dumps(found))
