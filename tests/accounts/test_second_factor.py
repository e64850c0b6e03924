"""The second step of signing in: a code from the phone, or a recovery code."""

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.helpers.sign_in import (
    ADD_PHONE,
    CODE,
    CODES,
    code_of,
    make_editor,
    make_phone,
    recovery_code_of,
    secret_on,
    sign_in,
    wrong_code,
)

pytestmark = pytest.mark.django_db
START = "/admin/"


@pytest.fixture(autouse=True)
def _asked_for(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def eva():
    return make_editor(is_superuser=True)


@pytest.fixture
def phone(eva):
    """The secret in Eva's phone."""
    return make_phone(eva)


def send(client: Client, code: str, **more):
    return client.post(CODE, {"code": code}, **more)


def test_staff_without_a_phone_set_one_up_and_go_on_where_they_wanted_to(client, eva):
    sign_in(client)
    sent = client.get("/admin/pillars/pillar/")
    page = client.get(ADD_PHONE)

    done = client.post(ADD_PHONE, {"code": code_of(secret_on(page))})
    codes = client.get(CODES)

    assert sent["Location"] == ADD_PHONE
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert done["Location"] == CODES
    assert len(codes.context["unused_codes"]) == 10
    assert 'href="/admin/pillars/pillar/"' in codes.content.decode()
    assert client.get("/admin/pillars/pillar/").status_code == 200
    # The way on is for once.
    assert 'href="/admin/pillars/pillar/"' not in client.get(CODES).content.decode()


def test_question_of_a_script_is_not_where_one_goes_on(client, eva):
    client.force_login(eva)
    client.get("/admin/pillars/pillar/")

    client.get("/admin/jsi18n/", headers={"Sec-Fetch-Dest": "empty"})

    assert client.session["after_second_factor"] == "/admin/pillars/pillar/"


@pytest.mark.parametrize(
    "path",
    [START, "/admin/editions/edition/review/", "/admin/accounts/", "/preview/en/"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_desk_page_opens_without_a_phone(client, eva, path, method):
    client.force_login(eva)

    answer = getattr(client, method)(path)

    assert answer["Location"] == ADD_PHONE


def test_language_and_signing_out_need_no_phone(client, eva):
    client.force_login(eva)

    client.post("/admin/language/", {"language": "es", "next": ADD_PHONE})
    signed_out = client.post("/admin/accounts/logout/")

    assert eva.account.desk_language == "es"
    assert signed_out["Location"] == "/admin/accounts/login/"


def test_wrong_first_code_keeps_the_same_key(client, eva):
    sign_in(client)
    secret = secret_on(client.get(ADD_PHONE))

    again = client.post(ADD_PHONE, {"code": wrong_code(secret)})

    assert secret_on(again) == secret
    assert "That code is wrong" in again.content.decode()


def test_phone_is_asked_for_after_the_password(client, phone):
    first = sign_in(client, next="/admin/pillars/plan/")
    between = client.get("/admin/pillars/plan/")

    answer = send(client, code_of(phone))

    assert first["Location"] == CODE
    assert between["Location"].startswith("/admin/login/")
    assert answer["Location"] == "/admin/pillars/plan/"
    assert client.get("/admin/pillars/plan/").status_code == 200


def test_half_signed_in_is_not_signed_in(client, phone):
    sign_in(client)

    pages = [START, "/preview/en/", "/admin/accounts/", "/admin/accounts/phone/"]
    answers = [client.get(path) for path in pages]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert all("/login/?next=" in answer["Location"] for answer in answers)


def test_code_without_a_password_leads_to_the_beginning(client, phone):
    answer = send(client, code_of(phone))

    assert answer["Location"] == "/admin/accounts/login/"


def test_code_works_once(client, phone):
    code = code_of(phone)
    sign_in(client)
    send(client, code)
    other = Client()
    sign_in(other)

    answer = send(other, code)

    assert "it has already been used" in answer.content.decode()
    assert other.get(START).status_code == 302


def test_code_works_once_for_as_long_as_it_holds(client, eva, phone, caplog):
    code = code_of(phone, 1)
    sign_in(client)
    send(client, code)
    forget_what_the_library_remembers(eva, code)
    other = Client()
    sign_in(other)

    answer = send(other, code)

    assert "it has already been used" in answer.content.decode()
    assert "Second factor refused, used before: eva" in caplog.text


@pytest.mark.parametrize(
    "written",
    [
        *(
            "{0} {1}",
            "{0}\u00a0{1}",
            "{0}\u200b{1}",
            " {0}-{1} ",
            "{0}.{1}",
            "{0}\u2013{1}",
        ),
        "{fullwidth}",
        "{arabic}",
    ],
    ids=ascii,
)
def test_code_is_the_same_however_it_is_written(client, eva, phone, written):
    code = code_of(phone)
    other_way = written.format(
        code[:3],
        code[3:],
        fullwidth="".join(chr(0xFF10 + int(digit)) for digit in code),
        arabic="".join(chr(0x660 + int(digit)) for digit in code),
    )
    sign_in(client)

    first = send(client, other_way)
    forget_what_the_library_remembers(eva, code, other_way)
    other = Client()
    sign_in(other)
    second = send(other, code)

    assert first["Location"] == START
    assert "it has already been used" in second.content.decode()
    assert other.get(START).status_code == 302


def forget_what_the_library_remembers(user, *codes):
    """The library remembers a code for half a minute, and it holds for longer."""
    totp = user.authenticator_set.get(type="totp").wrap()
    for code in codes:
        cache.delete(totp._get_used_cache_key(code))


def test_code_that_set_up_the_phone_is_used(client, eva):
    sign_in(client)
    code = code_of(secret_on(client.get(ADD_PHONE)))
    spaced = f"{code[:3]} {code[3:]}"
    added = client.post(ADD_PHONE, {"code": spaced})
    other = Client()
    sign_in(other)

    answer = send(other, code)

    assert added["Location"] == CODES
    assert "it has already been used" in answer.content.decode()


def test_recovery_code_is_the_same_however_it_is_written(client, eva, phone):
    code = recovery_code_of(eva)
    sign_in(client)

    first = send(client, f" {code[:4]}\u2011{code[4:]} ")
    other = Client()
    sign_in(other)
    second = send(other, code)

    assert first["Location"] == START
    assert "it has already been used" in second.content.decode()


def test_recovery_code_works_once(client, eva, phone):
    code = recovery_code_of(eva)
    sign_in(client)
    first = send(client, code)
    other = Client()
    sign_in(other)

    second = send(other, code)

    assert first["Location"] == START
    assert second.status_code == 200
    assert other.get(START).status_code == 302


def test_fifth_wrong_code_locks_out_password_and_code(client, phone, caplog):
    sign_in(client)
    answers = [send(client, wrong_code(phone)) for _time in range(5)]
    caplog.clear()

    right = send(client, code_of(phone))
    said = caplog.messages[0]
    password = sign_in(Client())

    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert right.status_code == password.status_code == 429
    assert said == "Second factor refused, too many tries: eva, from 127.0.0.1"
    assert client.get(START).status_code == 302


def test_right_password_in_between_gives_no_more_tries(client, phone):
    for _time in range(4):
        sign_in(client)
        send(client, wrong_code(phone))
        client.post("/admin/accounts/logout/")
    sign_in(client)

    answer = send(client, wrong_code(phone))

    assert answer.status_code == 429


def test_codes_cannot_be_guessed_from_many_addresses(phone, caplog):
    caplog.set_level(logging.INFO, "plan_site.sign_in")
    for number in range(5):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(client, address=f"198.51.100.{number}")
        send(client, wrong_code(phone))
    client = Client(REMOTE_ADDR="198.51.100.9")
    sign_in(client, address="198.51.100.9")

    answer = send(client, code_of(phone))

    assert "Too many wrong codes" in answer.content.decode()
    assert client.get(START).status_code == 302
    assert caplog.messages[-2:] == [
        "Password right, code asked for: eva, from 198.51.100.9",
        "Second factor refused, too many tries: eva, from 198.51.100.9",
    ]


def test_tries_are_counted_where_all_processes_count(settings):
    backend = settings.CACHES["default"]["BACKEND"]

    assert backend == "django.core.cache.backends.db.DatabaseCache"


def test_phone_can_be_exchanged(client, eva, phone):
    sign_in(client)
    send(client, code_of(phone))

    removed = client.post("/admin/accounts/phone/remove/")

    assert removed["Location"] == "/admin/accounts/phone/"
    assert not eva.authenticator_set.exists()
    assert client.get(START)["Location"] == ADD_PHONE


def test_old_session_cannot_remove_the_phone(client, eva, phone):
    client.force_login(eva)

    answer = client.post("/admin/accounts/phone/remove/")

    assert answer["Location"].startswith("/admin/accounts/again/")
    assert eva.authenticator_set.count() == 2


def test_recovery_codes_are_made_again(client, eva, phone):
    old = recovery_code_of(eva)
    sign_in(client)
    send(client, code_of(phone))

    client.post("/admin/accounts/codes/new/")

    assert old not in client.get(CODES).context["unused_codes"]


def test_setting_up_speaks_spanish(client, eva):
    spanish = Client(headers={"Accept-Language": "es"})
    sign_in(spanish)

    page = spanish.get(ADD_PHONE).content.decode()

    assert "Configure su celular</h1>" in page
    assert "Los seis dígitos que muestra la aplicación" in page


def test_where_it_is_not_asked_for_a_phone_is_offered(client, eva, settings):
    settings.SECOND_FACTOR = False
    sign_in(client)

    page = client.get(reverse("mfa_index")).content.decode()

    assert client.get(START).status_code == 200
    assert 'href="/admin/accounts/phone/add/"' in page
