"""
The desk of a site in English, Spanish and Korean.

The site's languages are read at its start: these tests run in a process of their own.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from pillars.models import Plan, Priority
from tests.helpers.browser.desk_pages import sign_in
from tests.helpers.desk import form_data, form_of
from tests.helpers.makers import make_priority, make_strategy
from tests.helpers.people import client_of, make_person
from tests.helpers.translation_pages import download, listed, rows_of
from tests.test_house import ROOT

within = pytest.mark.skipif(not settings.FURTHER_LANGUAGES, reason="In a process apart")
outside = pytest.mark.skipif(bool(settings.FURTHER_LANGUAGES), reason="It is that one")


@outside
@pytest.mark.rest
def test_desk_of_three_languages(tmp_path):
    done = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__],
        cwd=ROOT,
        env=os.environ
        | {
            "TEST_LANGUAGES": "ko",
            "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


@pytest.fixture
def priority(transactional_db) -> Priority:
    found = make_priority(
        **{"why_en": "It helps.", "why_es": "Ayuda.", "why_ko": "도움"},
        title_ko="읽기",
    )
    make_strategy(found)
    Plan.objects.update(public_languages=["en", "es", "ko"], title_ko="계획")
    return found


@pytest.fixture
def desk(page: Page, priority, live_server) -> Page:
    """A priority's form in an editor's browser."""
    page.user = sign_in(page.context, live_server.url)
    page.goto(form_of(priority))
    return page


@within
def test_form_shows_one_other_language_and_keeps_what_is_typed(desk: Page, priority):
    expect(desk.locator("[name=why_es]")).to_be_visible()
    expect(desk.locator("[name=why_ko]")).to_be_hidden()
    desk.locator("[name=why_es]").fill("Ayuda a todos.")

    with desk.expect_response("**second_language=ko**"):
        desk.get_by_role("link", name="Korean").click()

    expect(desk.locator("[name=why_es]")).to_be_hidden()
    expect(desk.locator("[name=strategies-0-text_ko]")).to_be_visible()
    expect(desk.get_by_role("link", name="Korean")).to_have_attribute(
        "aria-current", "true"
    )
    desk.locator("[name=why_ko]").fill("모두를 돕는다")
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator("[name=why_ko]")).to_be_visible()
    expect(desk.locator("[name=why_es]")).to_be_hidden()
    priority.refresh_from_db()
    assert (priority.why_es, priority.why_ko) == ("Ayuda a todos.", "모두를 돕는다")
    assert priority.title_ko == "읽기"


@within
def test_text_out_of_sight_that_has_an_error_is_shown_with_it(desk: Page):
    desk.locator("[name=title_ko]").evaluate("it => it.value = '가'.repeat(201)")

    desk.get_by_role("button", name="Save and continue editing").click()

    expect(desk.locator("[name=title_ko]")).to_be_visible()
    expect(desk.locator("[name=why_ko]")).to_be_hidden()


@within
def test_what_others_wrote_out_of_sight_is_shown_and_stays(desk: Page, priority):
    priority.why_ko = "다른 사람이 썼다"
    priority.save()
    desk.locator("[name=why_es]").fill("Ayuda a todos.")

    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator("[name=why_ko]")).to_have_value("다른 사람이 썼다")
    expect(desk.locator("[name=why_ko]")).to_be_visible()
    desk.get_by_role("button", name="Save and continue editing").click()

    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    priority.refresh_from_db()
    assert (priority.why_es, priority.why_ko) == ("Ayuda a todos.", "다른 사람이 썼다")


@within
def test_translator_begins_with_their_own_language(priority):
    client = client_of(make_person("Translator", languages=["ko"]))

    page = client.get(form_of(priority))

    assert page.context["second_language"] == "ko"
    assert {"title_ko", "why_ko"} < {*form_data(page)}
    page = client.get(form_of(priority), {"second_language": "es"})
    assert page.context["second_language"] == "es"
    assert client.get(form_of(priority)).context["second_language"] == "es"


@within
@pytest.mark.django_db
def test_language_that_is_not_begun_is_listed_and_is_no_task(admin_client):
    make_priority()

    start = admin_client.get(reverse("admin:index")).context["start"]

    assert start.groups == []
    assert {key.rpartition(":")[2] for key in listed(admin_client)} == {"ko"}


@within
def test_each_language_is_told_which_one_it_is_behind(admin_client, priority):
    priority.why_en = "It helps everyone."
    priority.save()
    priority.why_es = "Ayuda a todos."
    priority.save()
    (key,) = listed(admin_client, state="behind")

    page = admin_client.get(form_of(priority)).content.decode()

    assert key.endswith("why:ko")
    assert page.count(": the English text changed") == 1
    (row,) = rows_of(download(admin_client, language="ko", state="behind"))
    assert (row["from"], row["source"]) == ("English", "It helps everyone.")
    assert row["present"] == "도움"
    assert "nothing to translate" in str(
        admin_client.get(download(admin_client, language="es")["Location"]).content
    )
