"""What readers get of an edition: pages from disk, and what the site answers itself."""

import gzip
import threading

import brotli
import lxml.html
import pytest
from django.conf import settings as django_settings
from django.db import connections, transaction
from django.test import override_settings

from plan_site.editions import document, files, shelf, snapshot
from plan_site.editions.document import Act
from plan_site.headers import public_headers
from tests.makers import make_measure, make_pillar, make_priority

from .candidates import TODAY
from .pressing import FOUND, paths_in, pressed, reader_of

pytestmark = pytest.mark.django_db

PAGE = "/en/2022-26/1a-joyful-schools/"
LANGUAGES = ["en", "es"]


def two_documents() -> list[dict]:
    """Two editions of a plan; the second one no longer has priority 1B."""
    pillar = make_pillar(title_en="Academics", title_es="Estudios")
    priority = make_priority(
        pillar, title_en="Joyful schools", title_es="Escuelas alegres"
    )
    make_measure(priority, code="1A-M1", title_en="Share", title_es="Parte")
    gone = make_priority(pillar, title_en="Gone", title_es="Ida")
    first = document.following(document.empty(), snapshot.take(), Act({}, {}), TODAY)
    gone.delete()
    return [first, document.following(first, snapshot.take(), Act({}, {}), TODAY)]


@pytest.fixture(scope="module")
def folders(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two editions on disk."""
    root = tmp_path_factory.mktemp("serving") / "editions"
    storages = {**django_settings.STORAGES, **FOUND}
    with (
        django_db_blocker.unblock(),
        override_settings(EDITIONS_ROOT=root, STORAGES=storages),
    ):
        with transaction.atomic():
            documents = two_documents()
            transaction.set_rollback(True)
        return [pressed(contents) for contents in documents]


@pytest.fixture
def reader(folders, settings):
    """A reader of the second edition."""
    settings.EDITIONS_ROOT = folders[1].parent
    return reader_of(folders[1])


def lowered(headers: dict) -> dict:
    return {name.lower(): value for name, value in headers.items()}


def missing_headers(headers: dict) -> dict:
    """The public headers that an answer does not carry."""
    given = lowered(headers)
    wanted = public_headers().items()
    return {name: value for name, value in wanted if given.get(name.lower()) != value}


def test_every_page_has_the_headers_of_a_page_and_no_cookie(reader, folders):
    paths = paths_in(folders[1])

    assert len(paths) > 20
    for path in paths:
        answer = reader.get(path, cookie="sessionid=%%%; csrftoken=x; lang=es")
        headers = lowered(answer.headers)
        assert (answer.status, missing_headers(answer.headers)) == (200, {}), path
        assert headers["cache-control"] == shelf.CACHE
        assert "stale-while-revalidate" in shelf.CACHE
        assert "stale-if-error" in shelf.CACHE
        assert headers["etag"].startswith('W/"')
        assert "set-cookie" not in headers
        assert "access-control-allow-origin" not in headers


def test_page_that_the_reader_has_is_not_sent_again(reader):
    seal = reader.get(PAGE).headers["ETag"]

    again = reader.get(PAGE, if_none_match=seal)
    other = reader.get(PAGE, if_none_match='W/"another"')
    several = reader.get(PAGE, if_none_match=f'W/"another", {seal}')

    assert several.status == reader.get(PAGE, if_none_match="*").status == 304
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == seal
    assert again.headers["Cache-Control"] == shelf.CACHE
    assert other.status == 200


def test_day_alone_never_says_that_a_page_is_the_same(reader):
    """A redaction or a new build changes a page, and not its edition's day."""
    page = reader.get(PAGE)

    again = reader.get(PAGE, if_modified_since=page.headers["Last-Modified"])

    assert (again.status, again.body) == (200, page.body)


def test_part_of_a_page_is_never_put_to_a_part_of_another_edition(reader):
    page = reader.get(PAGE)

    part = reader.get(PAGE, range="bytes=0-9")
    whole = reader.get(PAGE, range="bytes=10-", if_range='W/"another"')

    assert (part.status, part.body) == (206, page.body[:10])
    assert (whole.status, whole.body) == (200, page.body)


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip, br; q=0.000", "gzip"),
        ("gzip;q=0,br;q=0", None),
        ("br;q=0.1", "br"),
    ],
)
def test_page_is_sent_in_the_form_that_the_reader_takes(reader, accepted, sent):
    plain = reader.get(PAGE)
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[sent]

    answer = reader.get(PAGE, accept_encoding=accepted)

    assert answer.headers.get("Content-Encoding") == sent
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["ETag"] == plain.headers["ETag"]
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert unpack(answer.body) == plain.body


@pytest.mark.parametrize("path", [PAGE, "/en/nowhere/", "/1a", "/en/2022-26/1b"])
def test_head_has_the_headers_of_a_get(reader, path):
    whole, head = reader.get(path), reader.get(path, "HEAD")

    # The body of an answer that the site makes is left out by its server.
    assert head.body == b"" or path != PAGE
    assert (head.status, head.headers) == (whole.status, whole.headers)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/en/2022-26/1a-an-older-title/", PAGE),
        ("/en/2022-26/1a-escuelas-alegres/", PAGE),
        ("/es/2022-26/1a-joyful-schools/", "/es/2022-26/1a-escuelas-alegres/"),
        ("/en/2022-26/measures/1a-m1/", "/en/2022-26/measures/1a-m1-share/"),
    ],
)
def test_tail_that_is_old_heals(reader, path, place):
    answer = reader.get(path)

    assert (answer.status, answer.headers["Location"]) == (301, place)
    assert missing_headers(answer.headers) == {}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/2022-26/1a-an-older-title/", 301),
        ("/1a", 302),
        ("/", 302),
        ("/en/nowhere/", 404),
        ("/en/2022-26/1b-gone/", 410),
    ],
)
def test_what_is_no_page_is_kept_for_a_minute_since_it_may_be_one_soon(
    reader, path, status
):
    """For ever would be too long: a title that goes back makes the two ways a ring."""
    answer = reader.get(path)

    assert answer.status == status
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_refused_request_is_not_kept(reader):
    for answer in (reader.get(PAGE, "POST"), reader.get("/en/" + "a" * 3000)):
        assert answer.headers.get("Cache-Control") == "no-store"


@pytest.mark.parametrize("path", [PAGE.rstrip("/"), PAGE + "index.html"])
def test_address_that_nearly_is_a_page_leads_to_it(reader, path):
    answer = reader.get(path)

    assert answer.status in {301, 302}
    assert answer.headers["Location"] in {"./", PAGE, "1a-joyful-schools/"}
    assert missing_headers(answer.headers) == {}


@pytest.mark.parametrize(
    ("path", "language", "place"),
    [
        ("/1a", "es", "/es/2022-26/1a-escuelas-alegres/"),
        ("/2022-26/1a", "en", PAGE),
        ("/es/1a", "en", "/es/2022-26/1a-escuelas-alegres/"),
        ("/", "es", "/es/"),
    ],
)
def test_short_link_leads_to_the_page_in_the_readers_language(
    reader, path, language, place
):
    answer = reader.get(path, accept_language=language)

    assert answer.status in {301, 302}
    while answer.status in {301, 302} and answer.headers["Location"] != place:
        answer = reader.get(answer.headers["Location"], accept_language=language)
    assert answer.headers["Location"] == place
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rest", ["nowhere/", "2022-26/9z-x/", "2040-44/", "a/b.html"])
def test_unknown_address_answers_404_in_the_language_of_its_prefix(
    reader, language, rest
):
    other = {"en": "es", "es": "en"}[language]

    answer = reader.get(
        f"/{language}/{rest}", accept_language=other, cookie="sessionid=%%%"
    )

    page = lxml.html.fromstring(answer.text)
    assert answer.status == 404
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1
    assert missing_headers(answer.headers) == {}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/en/2022-26/1b-gone/", "/es/2022-26/1b", "/1b"])
def test_what_an_edition_took_out_answers_410(reader, folders, path):
    before = reader_of(folders[0]).get(path)

    answer = reader.get(path)

    assert before.status in {200, 301, 302}
    assert answer.status == 410
    assert "1B" in answer.text
    assert missing_headers(answer.headers) == {}


@pytest.mark.parametrize(
    "path",
    [
        b"/en/\xff\xfe/",
        b"/\x00",
        b"/en/2022-26/1a\x00",
        b"/en/2022-26/1a-\xc3\x28/",
        b"/en/../../../etc/passwd",
        b"/..%2f..%2fetc%2fpasswd",
        b"//evil.example/",
        b"/\\evil.example/",
        b"/en/2022-26/" + b"1" * 3000,
        b"/en/\xe2\x80\xae\r\nSet-Cookie: x=1",
        "/١a".encode(),
        b"*",
        b"",
    ],
    ids=lambda path: repr(path)[:30],
)
def test_odd_address_is_answered_as_a_page_and_leads_nowhere_else(reader, path):
    answer = reader.get(path)

    assert 300 < answer.status < 500
    assert missing_headers(answer.headers) == {}
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http"))
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"])
@pytest.mark.parametrize("path", [PAGE, "/es/2022-26/", "/en/nowhere/"])
def test_page_is_for_reading(reader, method, path):
    answer = reader.get(path, method)

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert lxml.html.fromstring(answer.text).get("lang") == path[1:3]
    assert missing_headers(answer.headers) == {}


@pytest.mark.parametrize("path", ["/", "/en/", PAGE, "/es/nada", "/1a"])
def test_site_without_an_edition_says_so_in_both_languages(settings, tmp_path, path):
    settings.EDITIONS_ROOT = tmp_path
    reader = reader_of(None)

    answer = reader.get(path)

    page = lxml.html.fromstring(answer.text)
    assert answer.status == 503
    assert set(page.xpath("//main//@lang | //*[@lang]/@lang")) >= {"en", "es"}
    assert missing_headers(answer.headers) == {}
    assert "Retry-After" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert reader.get(path, "HEAD").body == b""


def test_request_reads_one_edition_to_its_end_while_another_is_put_up(folders, reader):
    serving = reader.application
    pages = serving.watcher.shelf.pages
    asked = []

    def put_up_the_first(environ, start_response):
        serving.watcher.put_on_shelf(folders[0])
        asked.append(environ["PATH_INFO"])
        return serving.answer_from_django(environ, start_response)

    pages.application = put_up_the_first

    during, after = reader.get("/en/2022-26/1b"), reader.get("/en/2022-26/1b")

    assert asked == ["/en/2022-26/1b"]
    assert (during.status, after.status) == (410, 302)


def test_files_come_and_go_while_other_threads_close_their_connections(tmp_path):
    stop, troubles = threading.Event(), []

    def go_through():
        while not stop.is_set():
            try:
                list(connections.all(initialized_only=True))
            except RuntimeError as error:
                troubles.append(error)

    threads = [threading.Thread(target=go_through) for _n in range(3)]
    for thread in threads:
        thread.start()
    for number in range(400):
        files.register(f"n-{number}", tmp_path / "none", read_only=True)
    for number in range(400):
        files.forget(f"n-{number}")
    stop.set()
    for thread in threads:
        thread.join()

    assert troubles == []
