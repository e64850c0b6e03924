"""Signing in: the password, who is locked out, what is written down, what is closed."""

import logging

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from plan_site.web.headers import DESK_POLICY
from tests.helpers.sign_in import LOGIN, PASSWORD, WRONG, make_editor, sign_in

pytestmark = pytest.mark.django_db
START = "/admin/"


@pytest.fixture(autouse=True)
def eva():
    return make_editor(is_superuser=True)


def fail(times: int, client: Client, **more):
    for _time in range(times):
        answer = sign_in(client, password=WRONG, **more)
    return answer


@pytest.mark.parametrize("name", ["eva", "EVA", " eva ", "eva@example.org"])
def test_name_or_address_and_password_open_the_desk(client, name):
    answer = sign_in(client, name)

    assert answer["Location"] == START
    assert client.get(START).status_code == 200


@pytest.mark.parametrize(
    "typed", ["Boss", "boss", "Boss@Plan.Example.ORG", "boss@plan.example.org"]
)
def test_first_administrator_signs_in_however_the_address_was_written(client, typed):
    call_command(
        "createsuperuser",
        interactive=False,
        username="Boss",
        email="Boss@Plan.Example.ORG",
    )
    boss = User.objects.get(username="Boss")
    boss.set_password(PASSWORD)
    boss.save()

    answer = sign_in(client, typed)

    assert answer["Location"] == START
    assert client.session["_auth_user_id"] == str(boss.pk)


def test_form_is_taken_whatever_host_the_proxy_passes_on(eva, settings):
    client = Client(enforce_csrf_checks=True)
    page = client.get(LOGIN, HTTP_HOST="localhost")
    sent = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    typed = {"login": "eva", "password": PASSWORD}

    answers = [
        client.post(LOGIN, sent | typed, HTTP_HOST="localhost", HTTP_ORIGIN=origin)
        for origin in ("http://evil.example", settings.PUBLIC_URL)
    ]

    assert [answer.status_code for answer in answers] == [403, 302]


def test_page_that_was_asked_for_comes_after_signing_in(client):
    first = client.get("/admin/pillars/pillar/?q=joy", follow=True)
    form = first.context["redirect_field_value"]

    answer = sign_in(client, next=form)

    assert form == "/admin/pillars/pillar/?q=joy"
    assert answer["Location"] == form


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(client, elsewhere):
    answer = sign_in(client, next=elsewhere)

    assert answer["Location"] == START


def test_old_address_of_the_desks_sign_in_leads_to_ours(client):
    answer = client.get("/admin/login/?next=/admin/pillars/plan/")

    assert answer["Location"] == f"{LOGIN}?next=%2Fadmin%2Fpillars%2Fplan%2F"


def test_password_posted_to_the_old_address_signs_nobody_in(client):
    client.post("/admin/login/", {"username": "eva", "password": PASSWORD})

    assert client.get(START).status_code == 302


@pytest.mark.parametrize("name", ["eva", "nobody"])
def test_wrong_password_says_the_same_of_everybody(client, name):
    page = sign_in(client, name, WRONG)

    assert page.context["form"].non_field_errors() == [
        "The user name or the password is wrong."
    ]
    assert page["Cache-Control"].startswith("max-age=0, no-cache")


@pytest.mark.postgresql
def test_fifth_wrong_password_locks_out_even_the_right_one(client):
    fourth = fail(4, client)
    fifth = fail(1, client)

    right = sign_in(client)

    assert [fourth.status_code, fifth.status_code, right.status_code] == [200, 429, 429]
    assert "You can try again in 15 minutes." in right.content.decode()
    assert client.get(START).status_code == 302


def test_lock_is_shown_in_spanish():
    page = fail(5, Client(headers={"Accept-Language": "es"}))

    assert "Puede intentarlo de nuevo en 15 minutos." in page.content.decode()


@pytest.mark.parametrize("name", ["eva", "Eva", "eva@example.org", "EVA@EXAMPLE.ORG"])
@pytest.mark.postgresql
def test_names_of_one_person_are_counted_together(client, name):
    fail(3, client, name="EVA")
    fail(1, client, name="Eva@Example.org")

    answer = fail(1, client, name=name)

    assert answer.status_code == 429


def test_right_password_from_another_address_still_gets_in(client):
    fail(5, client, address="198.51.100.7")

    answer = sign_in(client, address="198.51.100.8")

    assert answer["Location"] == START


def test_somebody_else_at_the_same_address_still_gets_in(client):
    make_editor("ana")
    fail(5, client)

    assert sign_in(client, "ana")["Location"] == START


@pytest.mark.postgresql
def test_signing_in_ends_the_count(client):
    fail(4, client)
    sign_in(client)
    client.logout()

    assert fail(4, client).status_code == 200


def test_nothing_that_was_typed_is_kept(client):
    sign_in(client, "pa55word-in-the-wrong-box", WRONG)

    (attempt,) = AccessAttempt.objects.values()
    assert "pa55word" not in str(attempt)
    assert WRONG not in str(attempt)


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "social/"])
def test_there_is_no_signing_up(client, path):
    address = f"/admin/accounts/{path}"
    stranger = client.get(address)
    sign_in(client)

    assert stranger["Location"] == f"/admin/login/?next={address}"
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_user_who_is_not_staff_is_told_so_and_can_sign_in_as_somebody_else(client):
    make_editor("reader", is_staff=False)
    sign_in(client, "reader")

    page = client.get("/preview/", follow=True)

    assert page.status_code == 403
    assert "You are signed in as reader" in page.content.decode()
    assert 'action="/admin/accounts/logout/"' in page.content.decode()


def test_account_that_is_switched_off_does_not_get_in(client):
    make_editor("old", is_active=False)

    answer = sign_in(client, "old")

    assert answer["Location"] == "/admin/accounts/inactive/"
    assert client.get(START).status_code == 302


def test_signing_out_leads_back_to_signing_in(client):
    sign_in(client)

    answer = client.post("/admin/accounts/logout/")

    assert answer["Location"] == LOGIN
    assert client.get(START).status_code == 302


def test_session_holds_for_a_working_day(client):
    sign_in(client)

    assert client.session.get_expiry_age() == 12 * 60 * 60
    assert client.cookies["sessionid"]["max-age"] == 12 * 60 * 60


def test_what_happens_is_written_down_without_secrets(client, caplog):
    with caplog.at_level(logging.INFO, "plan_site.sign_in"):
        sign_in(client, "pa55word-in-the-wrong-box", WRONG)
        fail(1, client)
        sign_in(client, address="2001:db8:1:2:3:4:5:6")
        client.post("/admin/accounts/logout/")
        fail(4, client)

    said = [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.name == "plan_site.sign_in"
    ]
    failed = ("WARNING", "Sign-in failed: eva, from 127.0.0.1")
    assert said == [
        ("WARNING", "Sign-in failed: (nobody's name), from 127.0.0.1"),
        failed,
        ("INFO", "Signed in: eva, from 2001:db8:1:2::"),
        ("INFO", "Signed out: eva, from 127.0.0.1"),
        *[failed] * 3,
        ("WARNING", "Locked out: eva, from 127.0.0.1"),
        failed,
    ]
    assert not [secret for secret in ("pa55", PASSWORD, WRONG) if secret in caplog.text]


@pytest.mark.parametrize(
    ("behind", "forwarded", "counted"),
    [
        (False, "203.0.113.9", "198.51.100.7"),
        (True, "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (True, "203.0.113.9:4711", "203.0.113.9"),
        (True, "[2001:db8:1:2:3::9]:4711", "2001:db8:1:2::"),
        (True, None, "198.51.100.7"),
        (True, "nonsense", "an unknown address"),
    ],
)
def test_address_behind_a_proxy_is_the_one_that_the_proxy_wrote(
    client, settings, caplog, behind, forwarded, counted
):
    settings.BEHIND_PROXY = behind
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    with caplog.at_level(logging.INFO, "plan_site.sign_in"):
        client.post(
            LOGIN,
            {"login": "eva", "password": WRONG},
            REMOTE_ADDR="198.51.100.7",
            headers=headers,
        )

    assert caplog.records[0].getMessage() == f"Sign-in failed: eva, from {counted}"


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_of_signing_in_is_the_desks_and_accessible(client, language):
    page = client.get(LOGIN, headers={"Accept-Language": language})
    wrong = client.post(LOGIN, {"login": "eva"}, headers={"Accept-Language": language})

    text, again = page.content.decode(), wrong.content.decode()
    assert f'<html lang="{language}"' in text
    assert text.count("<h1>") == 1
    assert page["Content-Security-Policy"] == DESK_POLICY
    assert 'for="id_login"' in text
    assert 'for="id_password"' in text
    assert 'aria-invalid="true"' in again
    assert 'aria-describedby="id_password_error"' in again
    assert 'id="id_password_error"' in again


def test_public_pages_know_nothing_of_signing_in(client):
    sign_in(client)
    client.cookies.clear()

    page = client.get("/en/")

    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
