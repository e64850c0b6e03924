"""Who forgot a password: a link by e-mail, and nobody learns who works here."""

import datetime
import logging

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pillars.models import Account
from plan_site.accounts.emails import LinkTokens
from tests.helpers.password_emails import (
    FORGOTTEN,
    NEW,
    choose_password,
    dead_mail_server,
    forget,
    link_in,
    mail_server,
    silent_mail_server,
    wait_for_emails,
)
from tests.helpers.sign_in import PASSWORD, make_editor, sign_in

__all__ = ["dead_mail_server", "mail_server", "silent_mail_server"]

pytestmark = pytest.mark.django_db


def test_forgotten_password_is_set_anew_by_e_mail(client, mail_server, caplog):
    caplog.set_level(logging.INFO, "plan_site.sign_in")
    ana = make_editor("ana")
    Account.objects.create(user=ana, desk_language="es")

    forget(client, "ANA@example.org")
    (letter,) = mail.outbox
    choose_password(link_in(letter.body))

    assert caplog.messages == [
        "Password link asked for: ana, from 127.0.0.1",
        "Mail sent: a link to set a password, to ana",
        "Password set by link: ana, from 127.0.0.1",
    ]
    assert letter.subject.startswith("Una contraseña nueva")
    assert "durante 1 día" in letter.body
    assert sign_in(Client(), "ana", PASSWORD).status_code == 200
    assert sign_in(Client(), "ana", NEW).status_code == 302


@pytest.mark.parametrize("address", ["ana@example.org", "nobody@example.org"])
def test_nobody_learns_who_works_here(client, mail_server, address):
    make_editor("ana")

    answer = forget(client, address)

    assert answer["Location"] == "/admin/accounts/password/forgotten/sent/"
    assert len(mail.outbox) == (address == "ana@example.org")


def test_dead_mail_server_answers_as_always(client, dead_mail_server):
    make_editor("ana")

    answer = forget(client, "ana@example.org")

    assert answer["Location"] == "/admin/accounts/password/forgotten/sent/"


def test_answer_does_not_wait_for_the_letter(client, silent_mail_server, caplog):
    make_editor("ana")

    with caplog.at_level(logging.INFO, "plan_site.sign_in"):
        answer = client.post(FORGOTTEN, {"email": "ana@example.org"})
        at_once = caplog.messages
        silent_mail_server()
        wait_for_emails()

    assert answer["Location"] == "/admin/accounts/password/forgotten/sent/"
    assert at_once == ["Password link asked for: ana, from 127.0.0.1"]
    assert caplog.messages[1].startswith("Mail failed: to ana")


def test_database_is_asked_the_same_whoever_it_is(client, mail_server):
    make_editor("ana")
    forget(client, "first@example.org")

    with CaptureQueriesContext(connection) as known:
        forget(client, "ana@example.org")
    with CaptureQueriesContext(connection) as unknown:
        forget(client, "nobody@example.org")

    assert len(mail.outbox) == 1
    assert len(known) == len(unknown)


def test_asking_again_and_again_is_answered_in_a_page(client, mail_server):
    answers = [forget(client, "a@example.org") for _time in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Too many tries</h1>" in answers[-1].content.decode()


def test_inactive_person_gets_nothing(client, mail_server):
    ana = make_editor("ana")
    link = LinkTokens().make_token(ana)
    ana.is_active = False
    ana.save()

    forget(client, "ana@example.org")

    assert not mail.outbox
    assert not LinkTokens().check_token(ana, link)


def test_given_up_address_is_no_way_in(admin_client, mail_server):
    ana = make_editor("ana")
    sign_in(Client(), "ana@example.org")
    ana.email = "new@example.org"
    ana.save()

    forget(Client(), "ana@example.org")

    assert not mail.outbox


def test_without_a_mail_server_the_page_says_whom_to_ask(client):
    page = client.get(FORGOTTEN)

    assert "Please ask an administrator for a link" in page.content.decode()
    assert "<input" not in page.content.decode().split("si-languages")[0]


def test_links_are_of_the_public_address(client, mail_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_editor("ana")

    forget(client, "ana@example.org", headers={"host": "evil.example"})

    assert "evil.example" not in mail.outbox[0].body
    assert link_in(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("is_invited", "days", "holds"),
    [(True, 6.9, True), (True, 7.1, False), (False, 0.9, True), (False, 1.1, False)],
)
def test_links_end(is_invited, days, holds):
    ana = make_editor("ana")
    if is_invited:
        ana.set_unusable_password()

    class Earlier(LinkTokens):
        def _now(self):
            return super()._now() - datetime.timedelta(days=days)

    assert LinkTokens().check_token(ana, Earlier().make_token(ana)) is holds


def test_who_has_no_password_yet_is_led_to_a_link(client):
    eva = make_editor("eva")
    eva.set_unusable_password()
    eva.save()
    client.force_login(eva)

    answer = client.get("/admin/accounts/password/", follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == FORGOTTEN
