"""What answers readers, without Django or a database: folders written by hand."""

import json
import subprocess
import sys

import pytest

from plan_site.editions.serving.addresses import (
    choose_language,
    is_allowed_host,
)
from plan_site.editions.serving.answers import CACHE, SHORT_CACHE
from plan_site.editions.serving.shelf import BadEditionError, Shelf
from plan_site.web.headers import public_headers
from tests.helpers.editions.answers_folder import write_folder
from tests.helpers.editions.machines import ROOT
from tests.helpers.editions.pressed_editions import Reader
from tests.helpers.editions.readers_only import BASE, Source, readers

PLAN = "/en/2022-26"
# As Django's SecurityMiddleware sends it with the site's settings.
HSTS = "max-age=31536000; includeSubDomains; preload"
# Each "import django" of this process fails.
WITHOUT_DJANGO = """
import pathlib, sys
sys.modules["django"] = None
from tests.helpers.editions.readers_only import print_answers
print_answers(pathlib.Path(sys.argv[1]))
"""
PRIORITY, MEASURE = "/2022-26/1a-title/", "/2022-26/measures/1d-m2-share/"


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "7-abc")


@pytest.fixture
def source(folder):
    source = Source()
    source.shelf = Shelf(folder)
    return source


@pytest.fixture
def reader(source, tmp_path):
    return Reader(readers(tmp_path, source))


def test_readers_are_answered_where_django_cannot_be_imported(tmp_path):
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        [sys.executable, "-c", WITHOUT_DJANGO, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert json.loads(done.stdout) == {
        "503": [503, "no-store", "<p>503</p>"],
        "page": [200, CACHE, "<p>Page en /</p>"],
        "304": [304, CACHE, ""],
        "short link": [302, "/es" + PRIORITY, ""],
        "old tail": [301, "/en" + PRIORITY, ""],
        "404": [404, SHORT_CACHE, "<p>404</p>"],
        "410": [410, SHORT_CACHE, "<p>1B is gone es</p>"],
        "static file": [200, "max-age=315360000, public, immutable", "b {}"],
        "old static file": [200, "max-age=60, public", "a {}"],
        "405": [405, "no-store", "<p>405</p>"],
        "414": [414, "no-store", "<p>414</p>"],
        "400": [400, "no-store", "<p>400</p>"],
    }


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        *(
            (f"/1a{mark}", PRIORITY)
            for mark in [
                *[".", ",", ")", ";", ":", "!", "'", '"', "\u201d", ">", "\u2026"],
                *["\u200b", "\ufeff", "\u00a0", " ", "/"],
            ]
        ),
        *((path, PRIORITY) for path in ["/1A,", "/ 1a", "/2022-26/1a/", "//1a"]),
        *((path, PRIORITY) for path in ["/2022-26//1a", "/2022\u201326/1a", "/1A"]),
        *((path, MEASURE) for path in ["/1d\u2011m2", "/1d\u2013m2"]),
        ("/EN/", "/2022-26/"),
        ("/ES/1a", "/es" + PRIORITY),
        ("/en/2022-26/Measures/", "/2022-26/measures/"),
        ("/2022-26/measures", "/2022-26/measures/"),
        ("/en/2022-26/1A-T\u00cdTULO", PRIORITY),
        ("/en/2022-26/1d-m2-share", MEASURE),
        ("/2022-26/1a-an-old-title/", PRIORITY),
        ("/2022-26/measures/1d-m2-share/", MEASURE),
        ("/2022-26/measures/1d-m2", MEASURE),
    ],
)
def test_address_as_people_write_it_leads_to_its_page_at_once(reader, typed, page):
    answer = reader.get(typed)

    assert answer.status in {301, 302}
    assert answer.headers["Location"] == (page if "/es" in page else f"/en{page}")
    assert reader.get(answer.headers["Location"]).status == 200


@pytest.mark.parametrize("mark", ["", ".", "\u200b", "/", "-title"])
@pytest.mark.parametrize("path", ["/9z", "/en/9z", "/2022-26/1x", "/en/2022-26/11a"])
def test_code_that_never_was_has_no_page(reader, path, mark):
    assert reader.get(path + mark).status == 404


@pytest.mark.parametrize("path", ["/measures/1d-m3/", "/measures/1d-m3-tail", "/1b/"])
def test_code_that_is_gone_says_so_without_a_language_too(reader, path):
    for address in (f"/2022-26{path}", f"/es/2022-26{path}"):
        answer = reader.get(address, accept_language="es")
        assert (answer.status, answer.text[:16]) == (410, "<p>1B is gone es")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        *((header, "es") for header in ["es,,en", "es;q=0.8888", "es;q=.9", "ES"]),
        *((header, "es") for header in ["es-419", "Es-mx", "qu,es;q=0.5"]),
        *(
            (header, "es")
            for header in ["en;q=0", "en;q=0.0,fr", "en;q=0.1, es; q=0.2"]
        ),
        *((header, "es") for header in ["es;x=1;q=2,es-US,en;q=0.9", "*;q=0.1,es"]),
        *((header, "en") for header in ["", "fr", "*", "en,es", "es;q=0", ",;q=,é"]),
        *((header, "en") for header in ["en-GB,es;q=0.9", "*;q=0"]),
    ],
)
def test_language_is_the_readers_as_far_as_the_header_makes_sense(header, language):
    assert choose_language(header, ("en", "es")) == language


@pytest.mark.parametrize("path", ["/", "/1a", "/nothing", "/1b"])
def test_answer_by_language_says_so_and_asks_no_cookie(reader, path):
    answers = [
        reader.get(path, accept_language="es", cookie=cookie)
        for cookie in ["", "django_language=en; sessionid=%%%"]
    ]

    assert answers[0] == answers[1]
    assert "Accept-Language" in answers[0].headers["Vary"]
    assert "es" in answers[0].headers.get("Location", answers[0].text + " es")


@pytest.mark.parametrize(
    ("pattern", "allowed", "refused"),
    [
        (
            "plan.example.org",
            ["plan.example.org", "PLAN.example.org:443", "plan.example.org.:80"],
            ["", "example.org", "a.plan.example.org", "plan.example.org:x", "plan/a"],
        ),
        (".example.org", ["example.org", "a.b.example.org"], ["an-example.org", "."]),
        ("[::1]", ["[::1]", "[::1]:8000"], ["::1", "[::1", "[::2]"]),
        ("*", ["any.example"], ["", "a b", "x" * 300 + "/", "a,b", "\xff"]),
    ],
)
def test_host_is_compared_as_django_does(pattern, allowed, refused):
    def found(names):
        return [name for name in names if is_allowed_host(name, (pattern,))]

    assert (found(allowed), found(refused)) == (allowed, [])


@pytest.mark.parametrize("path", ["/1a", f"{PLAN}/", "/static/site.css"])
@pytest.mark.parametrize("name", ["accept_language", "accept_encoding", "host"])
def test_no_long_header_is_kept_in_memory(reader, name, path):
    header = "".join(["es,", "x" * 100_000])
    before = sys.getrefcount(header)

    reader.get(path, **{name: header})

    assert sys.getrefcount(header) == before


def test_tag_is_compared_weakly(reader):
    tag = reader.get(f"{PLAN}/").headers["ETag"]

    known = [tag, tag.removeprefix("W/"), f'"x", {tag} , "y"', "*"]
    other = ['"x"', tag.strip('W/"'), 'W/"x", "' + tag[3:-2] + 'x"', ""]

    for header, status in [*((k, 304) for k in known), *((o, 200) for o in other)]:
        answer = reader.get(f"{PLAN}/", if_none_match=header)
        assert (header, answer.status) == (header, status)
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_who_asks_for_a_part_of_a_page_gets_all_of_it(reader):
    whole = reader.get(f"{PLAN}/")

    answer = reader.get(f"{PLAN}/", range="bytes=5-9")

    assert (answer.status, answer.body) == (200, whole.body)
    assert answer.headers == whole.headers


def test_page_goes_on_without_a_form_that_is_damaged(source, folder, reader):
    source.shelf = Shelf(folder, megabytes=0)
    page = folder / "pages/en/2022-26/index.html"
    whole = reader.get(f"{PLAN}/").body
    page.with_name("index.html.br").write_bytes(b"")

    assert reader.get(f"{PLAN}/", accept_encoding="br").body == whole
    assert "index.html.br" in source.shelf.fault
    page.unlink()
    answer = reader.get(f"{PLAN}/")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert answer.body
    assert reader.get("/es/2022-26/").status == 200


def test_pages_in_memory_need_no_files(source, folder, reader):
    whole = reader.get(f"{PLAN}/")
    for path in [*(folder / "pages").rglob("*.*")]:
        path.unlink()

    assert reader.get(f"{PLAN}/") == whole
    assert source.shelf.fault == ""


@pytest.mark.parametrize(
    "name", ["answers.json", "digests.json", "pages/es/2022-26/index.html"]
)
def test_folder_that_is_not_whole_makes_no_shelf(folder, name):
    (folder / name).write_text("{")

    with pytest.raises(BadEditionError):
        Shelf(folder)


def test_edition_that_comes_during_a_request_does_no_harm(folder, tmp_path):
    class Coming(Source):
        """Has an edition from the second look on."""

        looks = iter([None])

        @property
        def shelf(self):
            return next(self.looks, edition)

    edition = Shelf(folder)
    del edition.errors["503"]  # As the press writes it.
    reader = Reader(readers(tmp_path, Coming()))

    assert [reader.get(f"{PLAN}/").status for _time in range(2)] == [503, 200]


@pytest.mark.parametrize(
    ("is_behind_proxy", "scheme", "sent", "status"),
    [
        (False, "http", None, 301),
        (False, "https", None, 200),
        (False, "http", "https", 301),
        (True, "http", "https", 200),
        (True, "http", "https, http", 200),
        (True, "https", "http", 301),
        (True, "http", None, 301),
    ],
)
def test_plain_http_leads_to_the_same_address_by_https(
    source, tmp_path, is_behind_proxy, scheme, sent, status
):
    url = "https://plan.example.org"
    headers = public_headers(31_536_000)
    source.shelf = Shelf(source.shelf.folder, headers)
    application = readers(
        tmp_path, source, headers, PUBLIC_URL=url, BEHIND_PROXY=is_behind_proxy
    )
    asked = {"HTTP_X_FORWARDED_PROTO": sent} if sent else {}

    for path, query in [(f"{PLAN}/", "a=1&b=%22"), ("/static/site.css", "")]:
        asked |= {"PATH_INFO": path, "QUERY_STRING": query, "wsgi.url_scheme": scheme}
        begun = []
        parts = application(
            BASE | asked, lambda *given, begun=begun: begun.extend(given)
        )
        getattr(parts, "close", list)()
        line, given = begun[0], dict(begun[1])
        assert int(line[:3]) == status
        # Never over plain http: RFC 6797, section 7.2.
        policy = given.get("Strict-Transport-Security")
        assert policy == (HSTS if status == 200 else None)
        if status == 301:
            assert given["Location"] == url + path + (f"?{query}" if query else "")


def test_each_answer_takes_few_calls(source, reader):
    """Of our own functions: what they cost is most of what we add to the server."""
    requests = {
        "page": {"PATH_INFO": f"{PLAN}/"},
        "304": {"PATH_INFO": f"{PLAN}/", "HTTP_IF_NONE_MATCH": "*"},
        "short link": {"PATH_INFO": "/1a"},
        "old tail": {"PATH_INFO": f"{PLAN}/1a-old/"},
        "404": {"PATH_INFO": "/en/nothing/"},
        "410": {"PATH_INFO": f"{PLAN}/1b"},
    }

    calls = {
        name: count_calls(reader.application, asked) for name, asked in requests.items()
    }

    assert calls == dict.fromkeys(requests, 4) | {"304": 5}


def count_calls(application, asked: dict) -> int:
    """Calls of Python functions for a request that came before."""
    calls = []

    def note(frame, event, _argument):
        if event == "call":
            calls.append(frame.f_code.co_qualname)

    environ = BASE | asked
    application(environ, print_nothing)
    sys.setprofile(note)
    try:
        application(environ, print_nothing)
    finally:
        sys.setprofile(None)
    return len(calls) - calls.count(print_nothing.__qualname__)


def print_nothing(_status, _headers):
    """A server that starts no response."""
