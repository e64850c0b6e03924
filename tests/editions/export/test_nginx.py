"""An export under a real nginx, which answers as the site itself does."""

import io
import json
from urllib.parse import quote

import pytest
from django.core.management import call_command

from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.nginx import running_nginx
from tests.helpers.editions.pressed_editions import FOUND, connections_kept, reader_of
from tests.helpers.makers import make_measure, make_priority

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

SPANISH = "es-MX,es;q=0.8"
# What an answer has no part in, or nginx says in its own way.
OF_NGINX = {"Server", "Date", "Connection", "ETag", "Last-Modified", "Accept-Ranges"}
OF_REDIRECTS = OF_NGINX | {"Content-Type", "Content-Length"}
ADDRESSES = [
    *["/1a", "/en/1a", "/es/1b", "/1a-m1", "/en/2022-26/1a", "/2022-26/1a-m2", "/zz"],
    *["/en/2022-26/measures/1a-m3-mean", "/2022-26/measures", "/es/2012-16/about"],
    *["/2022-26/1a-an-old-title/", "/2022-26/measures/1a-m1-x"],
    *["/en/2022-26/1a-m1-an-old-title", "/es/2022-26/1a-árbol", "/es/2022-26/1a-x/y"],
    *["/1.1", "/en/2022-26/1.1-old", "/es/2022-26/1.11-x/", "/2022-26/goal-2-x"],
    *["/en/2022-26/1.12", "/goal-99", "/en/2022-26/1.1-objective-11"],
    *["/en/2022-26/1c", "/en/2022-26/1a1b", "/en", "/es/nada", "", "/changes.atom"],
    *["/en/changes.atom", "/es/2022-26/changes.atom", "/en/2012-16/changes.atom"],
]
CLOSINGS = [
    *"/.,);:!'\">”…-",
    "//",
    "\u200b",
    "\ufeff",
    "\xa0",
    " ",
    "…)\u200b./",
    "-x",
]


@pytest.fixture(scope="module")
def nginx(exported, tmp_path_factory):
    with running_nginx(exported.path, tmp_path_factory.mktemp("nginx")) as nginx:
        yield nginx


@pytest.fixture(scope="module")
def pressed(exported):
    """The folder that the export was made from."""
    (folder,) = (exported.path.parent / "editions").glob("2-*")
    return folder


@pytest.fixture
def site(pressed):
    return reader_of(pressed)


def differences(nginx, site, path: str, method: str = "GET", **headers: str) -> list:
    """Where the two do not answer alike; the body of a redirect is not compared."""
    theirs = nginx.get(quote(path, safe="/?="), method, **headers)
    ours = site.get(path, method, **headers)
    leads_on = ours.status in {301, 302}
    ignored = OF_REDIRECTS if leads_on else OF_NGINX
    parts = [(theirs.status, ours.status)]
    if not leads_on:
        parts.append((theirs.body, ours.body))
    for name in sorted({*theirs.headers, *ours.headers} - ignored):
        parts.append((theirs.headers.get(name), ours.headers.get(name)))
    return [(path, headers, *pair) for pair in parts if pair[0] != pair[1]]


@pytest.mark.parametrize("language", ["", SPANISH])
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_each_address_of_the_table_is_answered_alike(
    nginx, site, pressed, language, encoding
):
    table = json.loads((pressed / "answers.json").read_bytes())
    asked = {"accept_language": language, "accept_encoding": encoding}

    assert len(table["answers"]) > 150
    assert [
        difference
        for address in table["answers"]
        for difference in differences(nginx, site, address, **asked)
    ] == []


@pytest.mark.parametrize("closing", ["", *CLOSINGS])
def test_what_people_write_is_understood_alike(nginx, site, closing):
    written = {
        change + closing
        for address in ADDRESSES
        for change in [
            address,
            address.upper(),
            address.replace("-", "\u2011"),
            address.replace("/", "//"),
            address.replace("/", "/ ", 1),
        ]
    }

    assert [
        difference
        for path in sorted(written)
        if path.startswith("/")
        for difference in differences(nginx, site, path, accept_language=SPANISH)
    ] == []


@pytest.mark.parametrize(
    "accepted",
    [
        *["es", "ES", "es-419", "es-MX,es;q=0.8", "qu,es;q=0.5", "es,,en", "es;q=.9"],
        *["en;q=0", "es;q=0", "es-MX;q=0,en", "en;q=0.0,es;q=0.1", "ko", "ko,en;q=0"],
        *["", "es;q=0.8888", "test", "fr-es,es", "e,s", ";;;", "es ; q=0 , en"],
    ],
)
def test_language_is_chosen_alike_if_the_first_is_preferred(nginx, site, accepted):
    for path in ["/", "/1a", "/zz", "/en/zz"]:
        assert differences(nginx, site, path, accept_language=accepted) == []


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/en/2022-26/", "HEAD", {}),
        ("/es/2022-26/", "POST", {}),
        ("/1a", "DELETE", {"accept_language": "es"}),
        ("/static/pillars/site.css", "PUT", {}),
        ("/en/2022-26/?" + "a" * 1986, "GET", {}),
        ("/en/2022-26/?" + "a" * 1989, "GET", {}),
        ("/es/" + "a" * 3000, "GET", {}),
        ("/es/" + "a," * 900 + "a", "GET", {}),
        ("/en/2022-26/", "GET", {"host": "elsewhere.example.org"}),
        ("/es/2022-26/", "GET", {"host": "localhost"}),
        ("/static/nothing.css", "GET", {}),
        ("/en/static/pillars/site.css", "GET", {}),
        ("/1a?fbclid=x", "GET", {}),
        ("/en/2022-26/?utm_source=y", "GET", {}),
        ("/en/2022-26/1a/index.html", "GET", {}),
        ("/en/1a/index.html", "GET", {}),
        ("/404.html", "GET", {}),
        ("/es/404.html", "GET", {}),
        ("/.exported.json", "GET", {}),
        ("/.nginx/maps.conf", "GET", {}),
        ("/en/2022-26/index.html.br", "GET", {}),
    ],
)
def test_what_is_refused_is_refused_alike(nginx, site, path, method, headers):
    assert differences(nginx, site, path, method, **headers) == []


def test_https_is_asked_for_alike(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    settings.EDITIONS_ROOT = tmp_path / "editions"
    settings.PUBLIC_URL = "https://127.0.0.1"
    settings.HTTPS = settings.BEHIND_PROXY = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make_measure(make_priority(), code="1A-M1")
    publish()
    with connections_kept():
        call_command("export_site", tmp_path / "public", stdout=io.StringIO())
    (folder,) = settings.EDITIONS_ROOT.glob("1-*")
    place = tmp_path / "nginx"
    place.mkdir()

    with running_nginx(tmp_path / "public", place) as nginx:
        site = reader_of(folder)
        found = [
            difference
            for path in ["/en/2022-26/", "/1a?x=é", "/1a-árbol"]
            for scheme in ["", "https", "http", "https, http"]
            for difference in differences(nginx, site, path, x_forwarded_proto=scheme)
        ]
        insecure = nginx.get("/1a")

    assert found == []
    assert insecure.headers["Location"] == "https://127.0.0.1/1a"


def test_static_files_of_an_older_build_are_the_current_ones(nginx):
    old = nginx.get("/static/pillars/site.0123456789ab.css")
    current = nginx.get("/static/pillars/site.css")

    assert (old.status, old.body) == (200, current.body)
    assert old.headers["Cache-Control"] == "max-age=60, public"
    assert old.headers["Content-Type"] == "text/css; charset=utf-8"


def test_page_that_is_unchanged_is_not_sent_again(nginx):
    tag = nginx.get("/en/2022-26/").headers["ETag"]

    answer = nginx.get("/en/2022-26/", if_none_match=tag)

    assert (answer.status, answer.body) == (304, b"")
