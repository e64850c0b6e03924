"""A tab that crashes: what was typed in its open form is found again."""

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from pillars.models import Priority
from plan_site.drafts.models import Draft
from tests.editions.conftest import _edition_files, _working_copy
from tests.helpers.browser.site import REVIEW, ana, browser_context_args, desk, site
from tests.helpers.desk import form_of
from tests.helpers.makers import make_priority, make_strategy
from tests.helpers.translation_pages import address as translations

__all__ = [
    "_edition_files",
    "_working_copy",
    "ana",
    "browser_context_args",
    "desk",
    "site",
]


@pytest.fixture
def plan(transactional_db) -> None:
    """Two priorities, the first with a strategy."""
    first = make_priority()
    make_priority(first.pillar)
    make_strategy(first)


@pytest.fixture
def editor(desk: Page) -> Page:
    """Ana's tab, whose time a test lets pass."""
    desk.clock.install()
    return desk


@pytest.fixture
def priority(site) -> Priority:
    return Priority.objects.first()


def wait_for_drafts(desk: Page, number: int) -> None:
    """Let 15 seconds pass, until the server has stored what is typed."""
    desk.clock.run_for(15_000)
    for _attempt in range(100):
        if Draft.objects.count() == number:
            return
        desk.wait_for_timeout(50)
    assert Draft.objects.count() == number


def crash(desk: Page) -> Page:
    """A new tab of the same browser, whose other tab has crashed without a word."""
    new = desk.context.new_page()
    with pytest.raises(Error, match="crash"):
        desk.goto("chrome://crash")
    return new


def reopen(desk: Page, address: str) -> None:
    desk.goto(address)
    desk.get_by_role("link", name="Open what you typed").click()
    expect(
        desk.get_by_text("This form was closed before you saved it.")
    ).to_be_visible()


def field(desk: Page, name: str) -> Locator:
    return desk.locator(f"[name='{name}']")


def test_form_of_a_crashed_tab_has_its_rows_choices_and_ticks_again(editor, priority):
    editor.goto(form_of(priority))
    field(editor, "title_es").fill("Escuelas tranquilas")
    editor.locator(".add-row").first.click()
    field(editor, "strategies-1-text_es").fill("Otra cosa")
    field(editor, "strategies-1-level").select_option("school_site")
    editor.get_by_role("heading", name="Retirement").first.click()
    field(editor, "is_retired").check()
    wait_for_drafts(editor, 1)

    new = crash(editor)
    reopen(new, form_of(priority))

    expect(field(new, "title_es")).to_have_value("Escuelas tranquilas")
    expect(field(new, "strategies-1-text_es")).to_have_value("Otra cosa")
    expect(field(new, "strategies-1-level")).to_have_value("school_site")
    expect(field(new, "is_retired")).to_be_checked()
    assert Priority.objects.first().title_es == priority.title_es


def test_review_page_of_a_crashed_tab_has_its_ticks_and_moment_again(editor, priority):
    for record in Priority.objects.all():
        record.title_en += ", rewritten"
        record.save()
    editor.goto(REVIEW)
    left_out = f"[data-item][value='pillars.priority:{priority.pk}']"
    editor.locator(left_out).uncheck()
    field(editor, "moment").fill("2030-01-02T08:00")
    wait_for_drafts(editor, 1)

    new = crash(editor)
    reopen(new, REVIEW)

    expect(field(new, "moment")).to_have_value("2030-01-02T08:00")
    expect(new.locator(left_out)).not_to_be_checked()
    expect(new.locator("[data-item]:checked")).to_have_count(1)


def test_saving_one_translation_keeps_typing_in_the_others(editor, priority):
    for name in ("title", "why"):
        setattr(priority, f"{name}_en", "Written anew.")
    priority.save()
    editor.goto(translations())
    first, second = editor.locator("form.tr-box textarea").all()[:2]
    second.fill("Aún no está guardado.")
    first.fill("Ya está guardado.")

    first.locator("xpath=ancestor::form").get_by_role("button").first.click()

    expect(
        editor.get_by_text("You typed this earlier; it is not saved yet.")
    ).to_be_visible()
    boxes = editor.locator("form.tr-box textarea")
    assert "Aún no está guardado." in [box.input_value() for box in boxes.all()]
    assert Draft.objects.count() == 1
