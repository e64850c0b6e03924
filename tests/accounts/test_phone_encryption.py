"""What signing in with a phone needs: sealed in the database, and a changed key."""

import json
import logging

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from tests.helpers.sign_in import (
    CODE,
    CODES,
    code_of,
    make_editor,
    make_phone,
    recovery_code_of,
    sign_in,
)

pytestmark = pytest.mark.django_db
START = "/admin/"
OTHER = "another-key-of-the-site"


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


def enter(code: str) -> Client:
    """A browser in which Eva typed her password and this code."""
    client = Client()
    sign_in(client)
    client.answer = client.post(CODE, {"code": code})
    return client


def test_database_holds_no_secret_of_a_phone(eva, phone):
    seed = eva.authenticator_set.get(type="recovery_codes").data["seed"]

    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert phone not in kept
    with pytest.raises(ValueError, match="hexadecimal"):
        bytes.fromhex(seed)
    assert enter(code_of(phone)).get(START).status_code == 200
    assert enter(recovery_code_of(eva)).get(START).status_code == 200


def test_same_secret_is_never_sealed_alike(phone):
    other = make_editor("ana")
    make_phone(other)

    seeds = Authenticator.objects.filter(type="recovery_codes")

    assert len({row.data["seed"] for row in seeds}) == 2


def test_former_key_still_reads(eva, phone, settings):
    settings.SECRET_KEY, former = OTHER, settings.SECRET_KEY
    settings.SECRET_KEY_FALLBACKS = [former]

    client = enter(code_of(phone))

    assert client.get(START).status_code == 200
    assert len(client.get(CODES).context["unused_codes"]) == 10


@pytest.mark.parametrize("recovery", [False, True])
def test_after_a_new_key_people_are_told_what_to_do(
    eva, phone, settings, caplog, recovery
):
    code = recovery_code_of(eva) if recovery else code_of(phone)
    settings.SECRET_KEY = OTHER

    client = enter(code)

    assert client.answer.status_code == 403
    assert "no-store" in client.answer["Cache-Control"]
    page = client.answer.content.decode()
    assert "Your phone has to be set up again</h1>" in page
    assert client.get(START).status_code == 302
    assert "SECRET_KEY has changed" in caplog.text


def test_page_of_recovery_codes_tells_it_too(eva, phone, settings):
    settings.SECRET_KEY, former = "kept-until-now", settings.SECRET_KEY
    settings.SECRET_KEY_FALLBACKS = [former]
    client = enter(code_of(phone))
    # Who is signed in stays so; what was sealed under the former key is lost.
    settings.SECRET_KEY_FALLBACKS = []

    page = client.get(CODES)

    assert page.status_code == 403
    assert "Your phone has to be set up again</h1>" in page.content.decode()


def test_command_lets_people_in_without_their_phones(eva, phone, settings, caplog):
    settings.SECRET_KEY = OTHER

    with caplog.at_level(logging.INFO):
        call_command("forget_phone", "EVA@example.org")

    client = Client()
    assert sign_in(client)["Location"] == START
    assert client.get(START)["Location"] == "/admin/accounts/phone/add/"
    assert not eva.authenticator_set.exists()
    assert "Second factor removed by command: eva" in caplog.text


def test_command_takes_no_phone_where_a_name_is_nobodys(eva, phone):
    with pytest.raises(CommandError, match="There is nobody called 'evva'."):
        call_command("forget_phone", "eva", "evva")

    assert eva.authenticator_set.exists()
