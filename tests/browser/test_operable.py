"""The theme for who does not see its icons, and for who has no mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from pillars.models import Priority
from tests.helpers.browser.desk_pages import sign_in
from tests.helpers.desk import form_of, list_of
from tests.helpers.makers import make_priority, make_strategy
from tests.public.test_styles import contrast

pytestmark = pytest.mark.rest

# The words of the icons' font on the pages below, as a screen reader would say them.
ICONS = re.compile(r"\b(home|translate|star|flag|arrow_back|chevron_right)\b")

# What has the focus, if its middle is under something else at the foot of the screen.
COVERED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const bar = document.getElementById("submit-row").getBoundingClientRect();
    const is_in = one.closest("#submit-row, #nav-sidebar") || one === document.body;
    return !is_in && box.top >= bar.top - 1 && box.top < innerHeight
        ? [one.outerHTML.slice(0, 100)] : [];
}"""

# The color of a field's border and what it stands on, as #rrggbb each.
BORDER = """one => {
    const pen = document.createElement("canvas").getContext("2d");
    const style = getComputedStyle(one);
    return [style.borderTopColor, style.backgroundColor].map(color => {
        pen.fillStyle = color;
        pen.fillRect(0, 0, 1, 1);
        const parts = [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
        return "#" + parts.map(part => part.toString(16).padStart(2, "0")).join("");
    });
}"""


@pytest.fixture
def priority(transactional_db) -> Priority:
    make_strategy(priority := make_priority())
    return priority


@pytest.fixture
def desk(page: Page, priority, live_server) -> Page:
    """A priority's form in an editor's browser."""
    page.emulate_media(reduced_motion="reduce")
    sign_in(page.context, live_server.url)
    page.goto(form_of(priority))
    return page


def test_links_are_named_without_their_icons(desk: Page):
    said = desk.locator("body").aria_snapshot()

    assert 'link "Start page"' in said
    assert 'link "Translations"' in said
    assert not ICONS.search(said)


def test_icons_that_come_later_are_silent_too(desk: Page):
    desk.locator(".add-row").first.click()

    loud = desk.locator(".material-symbols-outlined:not([aria-hidden], [role=button])")
    expect(desk.locator("[name=strategies-1-text_en]")).to_be_visible()
    expect(loud).to_have_count(0)


def test_what_shows_an_icon_alone_has_a_name(desk: Page):
    desk.goto(list_of("priority"))

    search = desk.locator("#toolbar").get_by_role("button", name="Search", exact=True)
    expect(search).to_be_visible()
    expect(desk.get_by_role("button", name="Menu", exact=True)).to_be_visible()


def test_menu_of_a_narrow_screen_opens_by_keyboard(desk: Page):
    desk.set_viewport_size({"width": 390, "height": 800})
    translations = desk.get_by_role("link", name="Translations")
    expect(translations).not_to_be_in_viewport()

    desk.get_by_role("button", name="Menu", exact=True).last.press("Enter")

    expect(translations).to_be_in_viewport()


def test_menu_of_a_person_opens_by_keyboard(desk: Page):
    desk.get_by_role("button", name="ana").press("Enter")

    expect(desk.get_by_role("button", name="Log out")).to_be_visible()


def test_row_is_marked_for_deletion_and_kept_by_keyboard(desk: Page):
    box = desk.locator("[name=strategies-0-DELETE]")

    desk.get_by_role("button", name="Delete", exact=True).first.press("Space")
    expect(box).to_be_checked()
    desk.get_by_role("button", name="Click to cancel").first.press("Enter")

    expect(box).not_to_be_checked()


def test_focus_is_seen_on_a_switch_and_never_under_the_bar_at_the_foot(desk: Page):
    desk.set_viewport_size({"width": 1280, "height": 800})
    covered = []

    for _step in range(80):
        desk.keyboard.press("Tab")
        covered += desk.evaluate(COVERED)
    switch = desk.locator("[name=is_retired]")
    desk.get_by_role("heading", name="Retirement").first.click()
    switch.press("Tab")
    desk.keyboard.press("Shift+Tab")

    assert covered == []
    expect(switch).to_have_css("outline-style", "solid")


@pytest.mark.parametrize("is_dark", [False, True])
def test_border_of_a_field_can_be_seen(desk: Page, is_dark):
    desk.evaluate(f"document.documentElement.classList.toggle('dark', {is_dark:d})")
    desk.wait_for_timeout(200)  # The theme's colors change over in 150 ms.

    for name in ("title_en", "why_es", "pillar", "unofficial_in"):
        border, ground = desk.locator(f"[name={name}]").first.evaluate(BORDER)
        assert contrast(border, ground) > 3


def test_letter_alone_is_no_shortcut(desk: Page):
    desk.goto(list_of("priority"))
    search = desk.locator("#searchbar")
    expect(search).to_be_visible()

    desk.keyboard.press("/")

    expect(search).not_to_be_focused()
