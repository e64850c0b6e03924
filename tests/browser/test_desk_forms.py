"""A form at the desk as a hand and a screen reader meet it: room left, and previews."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from pillars.desk.sent_twice import SENT_TWICE
from pillars.models import Priority, Resource
from tests.helpers.browser.desk_pages import sign_in
from tests.helpers.desk import form_of
from tests.helpers.makers import make_priority, make_strategy

pytestmark = pytest.mark.rest


@pytest.fixture
def priority(transactional_db) -> Priority:
    make_strategy(priority := make_priority(why_en="One **bold** word."))
    return priority


@pytest.fixture
def desk(page: Page, priority, live_server) -> Page:
    """A priority's form in an editor's browser."""
    page.user = sign_in(page.context, live_server.url)
    page.goto(form_of(priority))
    return page


def around(desk: Page, name: str):
    """A text's input with all that stands around it."""
    return desk.locator(".grow", has=desk.locator(f"[name={name}]")).last


def test_characters_left_is_counted_live_and_said_near_the_limit_only(desk: Page):
    title, row = desk.locator("[name=title_es]"), around(desk, "title_es")

    title.fill("ñ" * 142)
    expect(row.locator(".text-count")).to_have_text("142 of 200 characters")
    expect(row.get_by_role("status")).to_be_empty()

    title.fill("ñ" * 203)
    too_many = "203 of 200 characters: 3 too many"
    expect(row.locator(".text-count")).to_have_text(too_many)
    expect(row.get_by_role("status")).to_have_text(too_many)


def test_row_added_later_counts_too_and_points_to_its_own_help(desk: Page):
    desk.locator(".add-row").first.click()
    new = desk.locator("[name=strategies-1-text_en]")

    new.fill("Do it.")

    count = around(desk, "strategies-1-text_en").locator(".text-count")
    expect(count).to_have_text("6 characters; up to 200 read best")
    described_by = new.get_attribute("aria-describedby")
    assert described_by == "id_strategies-1-text_en_helptext"


def test_preview_opens_follows_the_typing_and_closes_by_keyboard(desk: Page):
    row = around(desk, "why_en")
    button, shown = row.get_by_role("button"), row.locator(".text-preview")

    button.press("Enter")
    expect(shown.locator("strong")).to_have_text("bold")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(shown).to_have_attribute("lang", "en")
    desk.locator("[name=why_en]").fill("<script>alert(1)</script>")
    expect(shown).to_have_text("<script>alert(1)</script>")
    button.press("Space")

    expect(shown).to_be_hidden()


def test_closed_part_opens_where_something_in_it_is_wrong(desk: Page):
    desk.get_by_role("heading", name="Retirement").first.click()
    desk.locator("[name=is_retired]").check()

    desk.locator("button[name=_save]").click()

    expect(desk.locator("#id_retirement_note_es_error")).to_be_visible()
    expect(desk.locator("[name=editors_note]")).to_be_visible()
    expect(desk.locator("[name=strategies-0-is_retired]")).to_be_hidden()


def test_preview_says_so_when_nobody_is_signed_in_any_more(desk: Page):
    Session.objects.all().delete()
    row = around(desk, "why_en")

    row.get_by_role("button").click()

    expect(row.locator(".text-preview")).to_contain_text("You may have been signed out")
    expect(desk.locator("[name=why_en]")).to_have_value("One **bold** word.")


def test_second_press_before_the_answer_saves_one_record_and_leads_to_it(
    desk: Page, priority
):
    desk.goto(reverse("admin:pillars_resource_add"))
    for name in ["url_en", "url_es"]:
        desk.locator(f"[name={name}]").fill("https://example.org/a")
    desk.locator("[name=title_en]").fill("Page")
    desk.locator("[name=kind]").select_option("web_page")
    desk.locator("[name=priority]").evaluate(
        "(list, key) => list.add(new Option('1A', key, true, true))", str(priority.pk)
    )
    answers = []

    def answer_late(route):
        if route.request.method == "POST" and not answers:
            answers.append(route.fetch(max_redirects=0))
        else:
            route.continue_()

    desk.route("**/add/", answer_late)
    save = desk.locator("button[name=_save]")
    save.hover()
    desk.mouse.down()
    desk.mouse.up()
    while not answers:
        desk.wait_for_timeout(20)
    desk.mouse.down()
    desk.mouse.up()

    expect(desk.locator("body")).to_contain_text(str(SENT_TWICE))
    assert desk.url.endswith(form_of(Resource.objects.get()))
