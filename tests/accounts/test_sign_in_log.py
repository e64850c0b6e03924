"""What is written down of the second step, and of the help with signing in."""

import logging

import pytest

from tests.helpers.sign_in import (
    ADD_PHONE,
    CODE,
    PASSWORD,
    code_of,
    make_editor,
    recovery_code_of,
    secret_on,
    sign_in,
    wrong_code,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def eva():
    return make_editor(is_superuser=True)


def test_second_step_is_written_down_without_codes(
    client, eva, caplog, settings, django_capture_on_commit_callbacks
):
    settings.SECOND_FACTOR = True
    with caplog.at_level(logging.INFO, "plan_site.sign_in"):
        sign_in(client)
        secret = secret_on(client.get(ADD_PHONE))
        client.post(ADD_PHONE, {"code": wrong_code(secret)})
        with django_capture_on_commit_callbacks(execute=True):
            client.post(ADD_PHONE, {"code": code_of(secret)})
        recovery = recovery_code_of(eva)
        client.post("/admin/accounts/logout/")
        sign_in(client)
        wrong = wrong_code(secret)
        client.post(CODE, {"code": wrong})
        client.post(CODE, {"code": recovery})
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/admin/accounts/codes/new/")
        client.post("/admin/accounts/phone/remove/")

    said = [
        record.getMessage().removesuffix(": eva, from 127.0.0.1")
        for record in caplog.records
        if record.name == "plan_site.sign_in"
    ]
    assert said == [
        "Signed in",
        "Second factor not added, wrong code",
        "Second factor added",
        "Signed out",
        "Password right, code asked for",
        "Second factor failed",
        "Recovery code used",
        "Signed in",
        "New recovery codes",
        "Second factor removed",
    ]
    assert not [each for each in (secret, recovery, PASSWORD) if each in caplog.text]


def test_link_that_is_shown_is_written_down_without_the_link(admin_client, eva, caplog):
    with caplog.at_level(logging.INFO, "plan_site.sign_in"):
        page = admin_client.get(f"/admin/auth/user/{eva.pk}/sign-in-help/")

    assert "/password/new/" in page.content.decode()
    assert caplog.messages == ["Link shown to admin: eva, from 127.0.0.1"]
