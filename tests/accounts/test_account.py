"""One's own account: the desk's language, what one looks after, the password."""

import logging

import pytest
from django.test import Client

from pillars.models import Account
from plan_site.accounts.emails import link_email
from tests.helpers.makers import make_pillar
from tests.helpers.sign_in import PASSWORD, make_editor, sign_in

pytestmark = pytest.mark.django_db
MINE = "/admin/accounts/"
CHANGE = "/admin/accounts/password/"
SPANISH = {"Accept-Language": "es"}
NEW = "my-very-own-words"


@pytest.fixture
def eva():
    return make_editor(is_superuser=True)


@pytest.fixture
def desk(client, eva):
    """A browser that speaks English, in which Eva is signed in."""
    sign_in(client)
    return client


def choose(desk, language: str) -> None:
    """By the switch in the menu with the name."""
    desk.post("/admin/language/", {"language": language, "next": "/admin/"})


def test_language_that_is_chosen_holds_on_every_desk_page(desk, eva):
    choose(desk, "es")

    pillars = desk.get("/admin/pillars/pillar/")
    editions = desk.get("/admin/editions/edition/")
    assert '<html lang="es"' in pillars.content.decode()
    assert '<html lang="es"' in editions.content.decode()
    assert pillars["Content-Language"] == "es"
    assert link_email(eva).subject.startswith("Una contraseña nueva")


def test_chosen_language_wins_over_the_browsers_and_comes_along(eva):
    Account.objects.create(user=eva, desk_language="en")
    other = Client(headers=SPANISH)
    sign_in(other)

    assert '<html lang="en"' in other.get("/admin/").content.decode()


def test_without_a_choice_the_browser_is_heard(eva):
    other = Client(headers=SPANISH)
    sign_in(other)

    assert '<html lang="es"' in other.get("/admin/").content.decode()
    assert link_email(eva).subject.startswith("A new password")


def test_switch_in_the_menu_is_remembered(desk, eva):
    choose(desk, "es")
    other = Client()
    sign_in(other)

    assert '<html lang="es"' in other.get("/admin/").content.decode()


@pytest.mark.parametrize("language", ["xx", "", "es'--"])
def test_invalid_language_is_not_remembered(desk, eva, language):
    choose(desk, language)

    assert not Account.objects.exists()


def test_chosen_language_leaves_public_pages_alone(desk):
    choose(desk, "es")

    page = desk.get("/en/nothing-here/")

    assert '<html lang="en"' in page.content.decode()


def test_page_shows_what_a_person_looks_after(desk, eva):
    account = Account.objects.create(user=eva, text_languages=["es"])
    account.pillars.add(make_pillar(title_en="Joy and Wellness"))

    page = desk.get(MINE)

    assert "Joy and Wellness" in page.content.decode()
    assert "Spanish" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_menu_leads_to_ones_own_account(desk):
    page = desk.get("/admin/").content.decode()

    assert f'href="{MINE}"' in page
    assert "/admin/password_change/" not in page


def test_stranger_has_no_account(client):
    assert client.get(MINE)["Location"] == f"/admin/login/?next={MINE}"


def test_password_is_changed_and_the_session_goes_on(desk, caplog):
    caplog.set_level(logging.INFO, "plan_site.sign_in")
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    page = desk.post(CHANGE, sent, follow=True)

    assert page.redirect_chain[-1][0] == MINE
    assert "Your password is changed." in page.content.decode()
    assert caplog.messages == ["Password changed: eva, from 127.0.0.1"]
    assert sign_in(Client(), password=NEW).status_code == 302
    assert sign_in(Client()).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "wrong"),
    [
        ("not-the-old-one", NEW, NEW, "oldpassword"),
        (PASSWORD, "short", "short", "password1"),
        (PASSWORD, NEW, "something-else", "password2"),
    ],
)
def test_password_stays_where_something_is_wrong(desk, old, new, again, wrong):
    sent = {"oldpassword": old, "password1": new, "password2": again}

    page = desk.post(CHANGE, sent)

    assert list(page.context["form"].errors) == [wrong]
    assert sign_in(Client()).status_code == 302


def test_changing_a_password_ends_other_sessions(desk):
    other = Client()
    sign_in(other)

    desk.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert other.get("/admin/").status_code == 302


def test_old_address_of_changing_a_password_leads_to_ours(desk):
    assert desk.get("/admin/password_change/")["Location"] == CHANGE
