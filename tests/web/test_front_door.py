"""The front door: what a stranger sends is answered in a page, never by 500."""

import pytest
from django.test import Client

from plan_site.web.headers import DESK_POLICY, PUBLIC_POLICY
from tests.helpers.makers import make_measure, make_priority

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    priority = make_priority()
    make_measure(priority, code="1A-M1")
    return priority


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
def test_invalid_addresses_are_answered(client, priority, language, path, status):
    response = client.get(path.format(language))

    assert response.status_code == status
    if status != 301:
        assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize(
    "method", ["post", "put", "patch", "delete", "options", "trace"]
)
def test_public_pages_are_for_reading(client, priority, method):
    response = getattr(client, method)("/es/2022-26/")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert '<html lang="es"' in response.content.decode()


def test_an_invalid_method_is_refused(client, priority):
    assert client.generic("BREW", "/en/2022-26/").status_code == 405


def test_a_post_with_a_body_of_nonsense_is_refused_unread(client, priority):
    response = client.generic(
        "POST", "/en/2022-26/", b"\xff" * 100_000, content_type="multipart/form-data"
    )

    assert response.status_code == 405


@pytest.mark.parametrize(
    "host", ["evil.example", "a b", "127.0.0.1:port", "[::1", "x" * 300]
)
def test_an_invalid_host_is_refused_in_the_language_of_the_address(priority, host):
    response = Client(headers={"host": host}).get("/es/2022-26/")

    assert response.status_code == 400
    assert '<html lang="es"' in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "\x00\xff;q=nonsense,,,;;"},
        {"accept-language": "es-" + "x" * 5000},
        {"cookie": "sessionid=%00; csrftoken=\xff; ;;="},
        {"if-none-match": "\x00", "if-modified-since": "yesterday"},
        {"range": "bytes=-9999999999"},
    ],
)
def test_invalid_headers_change_nothing(priority, headers):
    response = Client(headers=headers).get("/en/2022-26/")

    assert response.status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/en/2022-26/", "/es/2022-26/measures/", "/2022-26/1a", "/en/nothing/", "/"],
)
def test_public_answers_carry_the_strict_policy_and_no_cookie(client, priority, path):
    response = client.get(path)

    assert response["Content-Security-Policy"] == PUBLIC_POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_public_answers_do_not_depend_on_cookies(client, priority):
    assert "Cookie" not in client.get("/en/2022-26/").get("Vary", "")


def test_desk_has_the_policy_that_its_theme_needs(client):
    response = client.get("/admin/accounts/login/")

    assert response.status_code == 200
    assert response["Content-Security-Policy"] == DESK_POLICY


@pytest.mark.parametrize("accept", ["es-MX,es;q=0.9,en;q=0.8", "en-US,en;q=0.9"])
def test_root_leads_to_the_language_of_the_reader(client, priority, accept):
    response = client.get("/", headers={"accept-language": accept})

    assert response.status_code == 302
    assert response["Location"] == f"/{accept[:2]}/"
    assert "Accept-Language" in response["Vary"]
