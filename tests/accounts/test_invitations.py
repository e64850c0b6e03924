"""New people: a link to choose a password, by e-mail or handed over."""

import logging

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from tests.helpers.makers import make_pillar
from tests.helpers.password_emails import (
    LINK,
    NEW,
    choose_password,
    dead_mail_server,
    link_in,
    mail_server,
)
from tests.helpers.sign_in import make_editor, sign_in

__all__ = ["dead_mail_server", "mail_server"]

pytestmark = pytest.mark.django_db
ADD = "/admin/auth/user/add/"
PEOPLE = "/admin/auth/user/"


def add_person(client: Client, name: str = "ana", follow: bool = True, **given):
    """Fill in the form of somebody new and save it."""
    sent = {
        "username": name,
        "email": f"{name}@example.org",
        "first_name": "Ana",
        "last_name": "Ruiz",
        "account-TOTAL_FORMS": "1",
        "account-INITIAL_FORMS": "0",
        "account-MIN_NUM_FORMS": "0",
        "account-MAX_NUM_FORMS": "1",
        **given,
    }
    return client.post(ADD, sent, follow=follow)


def test_new_person_is_invited_by_e_mail_in_their_language(admin_client, mail_server):
    pillar = make_pillar()
    group = Group.objects.create(name="Readers of drafts")

    page = add_person(
        admin_client,
        groups=[group.pk],
        **{
            "account-0-pillars": [pillar.pk],
            "account-0-text_languages": ["es"],
            "account-0-desk_language": "es",
        },
    )

    ana = User.objects.get(username="ana")
    (letter,) = mail.outbox
    assert (ana.is_staff, ana.is_superuser, ana.has_usable_password()) == (
        (True, False, False)
    )
    assert list(ana.groups.all()) == [group]
    assert list(ana.account.pillars.all()) == [pillar]
    assert ana.account.writes == ["es"]
    assert letter.to == ["ana@example.org"]
    assert letter.subject == "Su invitación al escritorio del plan estratégico"
    assert "Hola, Ana Ruiz:" in letter.body
    assert "durante 7 días" in letter.body
    assert "The invitation is on its way to ana@example.org." in page.content.decode()
    assert not LINK.search(page.content.decode())


def test_invited_person_chooses_a_password_and_signs_in(admin_client, mail_server):
    add_person(admin_client, **{"account-0-desk_language": "es"})
    link = link_in(mail.outbox[0].body)
    ana = Client()

    page = ana.get(link, follow=True)
    done = choose_password(link, ana)
    answer = sign_in(ana, "ana", NEW)

    assert "Elija su contraseña</h1>" in page.content.decode()
    assert done["Location"] == "/admin/accounts/password/new/done/"
    assert answer["Location"] == "/admin/"
    assert '<html lang="es"' in ana.get("/admin/").content.decode()


def test_link_works_once(admin_client):
    link = link_in(add_person(admin_client).content.decode())
    choose_password(link)

    page = Client().get(link)

    assert "This link no longer works" in page.content.decode()
    assert sign_in(Client(), "ana", NEW).status_code == 302


@pytest.mark.parametrize("password", ["short", "123456789012345", "password1234"])
def test_weak_password_is_refused_and_the_link_still_works(admin_client, password):
    link = link_in(add_person(admin_client).content.decode())

    refused = choose_password(link, password=password)

    assert refused.status_code == 200
    assert refused.context["form"].errors["password1"]
    assert choose_password(link).status_code == 302


def test_without_a_mail_server_the_link_is_on_the_page_and_in_no_log(
    admin_client, caplog
):
    with caplog.at_level(logging.DEBUG):
        page = add_person(admin_client)

    ana = User.objects.get(username="ana")
    link = link_in(page.content.decode())
    assert page.redirect_chain[-1][0] == f"{PEOPLE}{ana.pk}/sign-in-help/"
    assert "no-store" in page["Cache-Control"]
    assert "please give this person the link yourself" in page.content.decode()
    assert not mail.outbox
    assert link not in caplog.text
    assert choose_password(link).status_code == 302


def test_dead_mail_server_keeps_the_person_and_shows_the_link(
    admin_client, dead_mail_server, caplog
):
    page = add_person(admin_client)

    text = page.content.decode()
    assert User.objects.filter(username="ana").exists()
    assert "The e-mail could not be sent." in text
    assert choose_password(link_in(text)).status_code == 302
    assert link_in(text) not in caplog.text
    assert "Mail failed: to ana (ConnectionRefusedError)" in caplog.text


def test_invitation_is_sent_again(admin_client, mail_server):
    add_person(admin_client)
    page = f"{PEOPLE}{User.objects.get(username='ana').pk}/sign-in-help/"

    answer = admin_client.post(page, {"act": "send"}, follow=True)

    first, second = mail.outbox
    assert "on its way to ana@example.org" in answer.content.decode()
    assert first.subject == second.subject
    assert choose_password(link_in(second.body)).status_code == 302


@pytest.mark.parametrize("taken", ["eva", "EVA"])
def test_names_and_addresses_are_given_once(admin_client, taken):
    make_editor("eva")

    name = add_person(admin_client, taken, email="other@example.org")
    address = add_person(admin_client, email=f"{taken}@example.org")

    assert "Somebody has that user name already." in name.content.decode()
    assert "Somebody has that e-mail address already." in address.content.decode()
    assert User.objects.count() == 2


def test_new_person_needs_an_address(admin_client):
    page = add_person(admin_client, email="")

    assert page.context["adminform"].form.errors["email"]
    assert not User.objects.filter(username="ana").exists()


def test_nobody_types_a_password_for_somebody_else(admin_client):
    ana = make_editor("ana")

    blank = admin_client.get(ADD).content.decode()
    form = admin_client.get(f"{PEOPLE}{ana.pk}/change/").content.decode()
    old = admin_client.get(f"{PEOPLE}{ana.pk}/password/", follow=True)

    assert 'type="password"' not in blank + form
    assert "password" not in old.redirect_chain[-1][0]


def test_who_may_not_change_people_gets_no_link(client):
    ana = make_editor("ana")
    client.force_login(make_editor("reader"))

    answer = client.get(f"{PEOPLE}{ana.pk}/sign-in-help/")

    assert answer.status_code == 403


def test_lost_phone_is_taken_away(admin_client, caplog):
    ana = make_editor("ana")
    ana.authenticator_set.create(type="totp", data={"secret": "x"})
    page = f"{PEOPLE}{ana.pk}/sign-in-help/"

    with caplog.at_level(logging.INFO):
        admin_client.post(page, {"act": "forget_phone"})

    assert not ana.authenticator_set.exists()
    assert "Second factor removed by admin: ana" in caplog.text


def test_locked_person_is_let_in_again(admin_client, caplog):
    caplog.set_level(logging.INFO, "plan_site.sign_in")
    make_editor("ana")
    for _time in range(5):
        sign_in(Client(), "ana", "wrong-and-long")
    ana = User.objects.get(username="ana")

    admin_client.post(f"{PEOPLE}{ana.pk}/sign-in-help/", {"act": "unlock"})

    assert caplog.messages[-1] == "Unlocked by admin: ana, from 127.0.0.1"
    assert sign_in(Client(), "ana").status_code == 302


@pytest.mark.parametrize("size", [1, 3])
def test_list_of_people_asks_the_same_queries_however_long_it_is(
    admin_client, django_assert_num_queries, django_assert_max_num_queries, size
):
    make_editor("first")
    admin_client.get(PEOPLE)
    with django_assert_max_num_queries(20) as one:
        admin_client.get(PEOPLE)
    for number in range(size):
        make_editor(f"more-{number}")

    with django_assert_num_queries(len(one)):
        admin_client.get(PEOPLE)


def test_command_prints_a_link(capsys):
    make_editor("ana")

    call_command("invite", "ana")

    assert choose_password(link_in(capsys.readouterr().out)).status_code == 302


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("nobody", {}, "There is nobody called 'nobody'."),
        ("old", {}, "The account of 'old' is switched off."),
        ("ana", {"send": True}, "There is no mail server, or no e-mail address."),
    ],
)
def test_command_says_why_there_is_no_link(name, options, said):
    make_editor("ana")
    make_editor("old", is_active=False)

    with pytest.raises(CommandError, match=said):
        call_command("invite", name, **options)
