"""The front door: what a stranger sends is answered in a page, never by 500."""

from urllib.parse import unquote_to_bytes

import pytest

from pillars.public.views import bad_request, permission_denied, server_error
from plan_site.web.headers import DESK_POLICY, PUBLIC_POLICY
from tests.editions.conftest import _edition_files, _working_copy
from tests.helpers.editions.shelf import folders, reader

__all__ = ["_edition_files", "_working_copy", "folders", "reader"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/{}/nothing-here/", 404),
        ("/{}/2022-26/9z-no-such-thing/", 404),
        ("/{}/2022-26/measures/9z-m9/", 404),
        ("/{}/2022-26/%00/", 404),
        ("/{}/2022-26/1a-%ff%fe/", 301),
        ("/{}/2022-26/1a-%E2%80%AE/", 301),
        ("/{}/../../etc/passwd", 404),
        ("/{}/2022-26/" + "a" * 10_000, 414),
        ("/{}/2022-26/?" + "a=1&" * 5000, 414),
    ],
)
def test_invalid_addresses_are_answered(reader, language, path, status):
    answer = reader.get(unquote_to_bytes(path.format(language)))

    assert answer.status == status
    if status != 301:
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]
)
def test_public_pages_are_for_reading(reader, method):
    answer = reader.get("/es/2022-26/", method, content_type="multipart/form-data")

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert '<html lang="es"' in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "a b", "127.0.0.1:port", "[::1", "x" * 300, ""]
)
def test_invalid_host_is_refused_in_the_language_of_the_address(reader, caplog, host):
    caplog.clear()
    answer, desk = (reader.get(path, host=host) for path in ["/es/2022-26/", "/admin/"])

    assert answer.status == desk.status == 400
    assert '<html lang="es"' in answer.text
    assert caplog.records == []


@pytest.mark.parametrize(
    "headers",
    [
        {"accept_language": "\x00\xff;q=nonsense,,,;;"},
        {"accept_language": "es-" + "x" * 5000},
        {"cookie": "sessionid=%00; csrftoken=\xff; ;;="},
        {"if_none_match": "\x00", "if_modified_since": "yesterday"},
        {"range": "bytes=9999999999-1"},
    ],
)
def test_invalid_headers_change_nothing(reader, headers):
    assert reader.get("/en/2022-26/", **headers).status == 200


@pytest.mark.parametrize(
    "path",
    ["/en/2022-26/", "/es/2022-26/measures/", "/2022-26/1a", "/en/nothing/", "/"],
)
def test_public_answers_carry_the_strict_policy_and_no_cookie(reader, path):
    headers = reader.get(path, cookie="sessionid=x").headers

    assert headers["Content-Security-Policy"] == PUBLIC_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


def test_desk_has_the_policy_that_its_theme_needs(client):
    response = client.get("/admin/accounts/login/")

    assert response.status_code == 200
    assert response["Content-Security-Policy"] == DESK_POLICY


@pytest.mark.parametrize("accept", ["es-MX,es;q=0.9,en;q=0.8", "en-US,en;q=0.9"])
def test_root_leads_to_the_language_of_the_reader(reader, accept):
    answer = reader.get("/", accept_language=accept)

    assert answer.status == 302
    assert answer.headers["Location"] == f"/{accept[:2]}/2022-26/"
    assert answer.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize("path", ["/admin/accounts/login/", "/admin/", "/en/2022-26/"])
@pytest.mark.parametrize("make", [bad_request, permission_denied, server_error])
def test_error_page_asks_neither_session_nor_database(
    rf, django_db_blocker, path, make
):
    with django_db_blocker.block():
        page = make(rf.get(path))

    assert page.status_code in {400, 403, 500}
    assert "<h1>" in page.content.decode()
