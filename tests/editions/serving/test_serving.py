"""What readers get of an edition: pages from disk, and what the site answers itself."""

import json
import threading

import lxml.html
import pytest
from django.db import connections

from plan_site.editions.press.files import write_errors_without_plan
from plan_site.editions.serving.answers import CACHE
from plan_site.editions.serving.application import (
    MAX_DESK_REQUESTS,
    MAX_SIGN_IN_REQUESTS,
)
from plan_site.editions.storage import edition_files
from tests.helpers.editions.pressed_editions import Reader, paths_in, reader_of
from tests.helpers.editions.shelf import (
    PAGE,
    folders,
    lower_names,
    missing_headers,
    reader,
)

__all__ = ["folders", "reader"]

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "es"]


def test_every_page_has_the_headers_of_a_page_and_no_cookie(reader, folders):
    # Cards and files for other sites have headers of their own.
    pages = [path for path in paths_in(folders[1]) if path.endswith("/")]
    paths = [path for path in pages if "/embed/" not in path]

    assert len(paths) > 20
    for path in paths:
        answer = reader.get(path, cookie="sessionid=%%%; csrftoken=x; lang=es")
        headers = lower_names(answer.headers)
        assert (answer.status, missing_headers(answer.headers)) == (200, {}), path
        assert headers["cache-control"] == CACHE
        assert "stale-while-revalidate" in CACHE
        assert "stale-if-error" in CACHE
        assert headers["etag"].startswith('W/"')
        assert "set-cookie" not in headers
        assert "access-control-allow-origin" not in headers


def test_list_of_plans_is_there_while_one_plan_links_to_no_list(reader):
    assert reader.get("/es/plans/").status == 200


@pytest.mark.parametrize("path", [PAGE, "/en/nowhere/", "/1a", "/en/2022-26/1b"])
def test_head_has_the_headers_of_a_get(reader, path):
    whole, head = reader.get(path), reader.get(path, "HEAD")

    assert head.body == b""
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
        ("/", "es", "/es/2022-26/"),
    ],
)
def test_short_link_leads_to_the_page_in_the_readers_language(
    reader, path, language, place
):
    answer = reader.get(path, accept_language=language)

    assert (answer.status, answer.headers["Location"]) == (302, place)
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
def test_invalid_address_is_answered_as_a_page_and_leads_nowhere_else(reader, path):
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
    settings.EDITIONS_ROOT, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    write_errors_without_plan(settings.STATIC_ROOT / "errors")
    reader = reader_of(None)

    answer = reader.get(path, accept_language="es")

    page = lxml.html.fromstring(answer.text)
    assert answer.status == 503
    spanish = not path.startswith("/en/")
    assert page.get("lang") == ("es" if spanish else "en")
    heading = "El plan está por publicarse" if spanish else "The plan is about to be"
    assert heading in page.findtext(".//h1")
    assert page.xpath("//a/@hreflang") == ["en" if spanish else "es"]
    assert missing_headers(answer.headers) == {}
    assert "Retry-After" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert reader.get(path, "HEAD").body == b""


def test_site_is_ready_once_it_has_an_edition(reader):
    empty = reader_of(None)

    assert (empty.get("/healthz").status, empty.get("/readyz").status) == (200, 503)
    assert json.loads(empty.get("/readyz").body)["edition"] is None
    assert (reader.get("/healthz").status, reader.get("/readyz").status) == (200, 200)
    assert json.loads(reader.get("/readyz").body)["edition"] == 2


@pytest.mark.parametrize(
    ("cookie", "most"),
    [("sessionid=x", MAX_DESK_REQUESTS), ("lang=es", MAX_SIGN_IN_REQUESTS)],
)
def test_desk_has_room_again_after_each_answer(reader, cookie, most):
    answers = [reader.get("/admin/", cookie=cookie).status for _ in range(most + 1)]

    assert set(answers) == {302}


@pytest.mark.parametrize(
    ("full", "cookie", "beside"),
    [("desk", "sessionid=x", ""), ("sign_in", "", "sessionid=x")],
    ids=["editors", "strangers"],
)
def test_desk_that_is_full_says_so_in_both_languages(reader, full, cookie, beside):
    """Strangers and editors do not take each other's places."""
    places = getattr(reader.application, full)
    while places.acquire(blocking=False):
        pass

    answer = reader.get("/admin/", cookie=cookie)

    assert reader.get("/admin/", cookie=beside).status == 302
    assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.text.splitlines() == [
        "The desk is busy. Try again in a moment.",
        "El escritorio está ocupado. Inténtelo de nuevo en un momento.",
    ]


@pytest.mark.parametrize("path", ["/admin/" + "a/" * 9000, "/admin/?a=" + "a" * 20000])
def test_desk_refuses_an_address_that_fits_into_no_redirect(reader, path):
    assert reader.get(path).status == 414


@pytest.mark.parametrize("path", ["/admin", "/preview"])
def test_desk_is_found_without_the_slash(reader, path):
    answer = reader.get(path)

    assert (answer.status, answer.headers["Location"]) == (301, f"{path}/")


def test_readers_and_editors_are_held_to_https_alike(folders, settings):
    settings.PUBLIC_URL = "https://127.0.0.1:8000"
    settings.BEHIND_PROXY, settings.SECURE_SSL_REDIRECT = True, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    reader = reader_of(folders[1])
    paths = [PAGE, "/admin/accounts/login/"]

    plain = [reader.get(path, x_forwarded_proto="http") for path in paths]
    secure = [reader.get(path, x_forwarded_proto="https") for path in paths]

    assert [(answer.status, answer.headers["Location"]) for answer in plain] == [
        (301, f"https://127.0.0.1:8000{path}") for path in paths
    ]
    policies = {answer.headers["Strict-Transport-Security"] for answer in secure}
    assert (len(policies), [answer.status for answer in secure]) == (1, [200, 200])
    assert reader.get("/healthz", x_forwarded_proto="http", host="any").status == 200


def test_request_reads_one_edition_to_its_end_while_another_is_put_up(folders, reader):
    watcher, parts = reader.application.watcher, []
    watcher.put_on_shelf(folders[0])

    def put_up_the_second(environ, start_response):
        def start(*begun):
            watcher.put_on_shelf(folders[1])
            start_response(*begun)

        parts.append(reader.application(environ, start))
        return parts[0]

    during, after = Reader(put_up_the_second).get("/en/2022-26/"), reader.get(PAGE)

    assert "1B" in during.text
    assert watcher.shelf.number == 2
    assert after.status == 200
    assert "1B" not in reader.get("/en/2022-26/").text


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
        edition_files.register(f"n-{number}", str(tmp_path / "none"))
    for number in range(400):
        edition_files.unregister(f"n-{number}")
    stop.set()
    for thread in threads:
        thread.join()

    assert troubles == []
