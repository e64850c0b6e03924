"""Publishing in a real browser: review, answer, publish, wait, read what went out."""

import re

import pytest
from playwright.sync_api import Page, expect

from pillars.models import Priority
from plan_site.editions.models import Edition
from tests.editions.conftest import _edition_files, _working_copy
from tests.helpers.browser.shipped_plan import plan
from tests.helpers.browser.site import (
    REVIEW,
    ana,
    browser_context_args,
    desk,
    publish,
    site,
)

__all__ = [
    "_edition_files",
    "_working_copy",
    "ana",
    "browser_context_args",
    "desk",
    "plan",
    "site",
]


def rename(code: str, english: str, spanish: str):
    priority = Priority.objects.get(code=code)
    priority.title_en, priority.title_es = english, spanish
    priority.save()


def test_editor_reviews_publishes_waits_and_reads(desk: Page, site):
    rename("1A", "Calm schools", "Escuelas tranquilas")
    rename("1B", "Safe schools", "Escuelas seguras")
    desk.reload()
    expect(desk.locator(".ed-count")).to_have_text("2 items changed")
    desk.get_by_role("checkbox", name="Publish this: Priority 1B").uncheck()
    desk.get_by_label("English").last.fill("A calmer name.")

    publish(desk, site, 2)

    went_out = desk.get_by_role("region", name="What went out")
    expect(went_out.get_by_role("listitem").first).to_contain_text("Calm schools")
    desk.goto("/en/2022-26/1a")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Calm schools")
    desk.goto("/en/2022-26/1b")
    expect(desk.get_by_role("heading", level=1)).not_to_contain_text("Safe schools")
    assert Edition.objects.first().note_en == "A calmer name."


@pytest.mark.rest
def test_preview_stays_in_the_preview_and_pairs_open_from_it(desk: Page, site):
    rename("1A", "Calm schools", "Escuelas tranquilas")
    desk.goto("/preview/en/2022-26/1a")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Calm schools")

    desk.get_by_role("link", name="Español").click()
    expect(desk).to_have_url(re.compile("/preview/es/2022-26/1a-escuelas-tranquilas/"))
    desk.locator(".preview-bar").get_by_role("link").nth(1).click()

    now, then = desk.frame_locator("iframe").nth(0), desk.frame_locator("iframe").nth(1)
    expect(then.get_by_role("heading", level=1)).to_contain_text("Escuelas tranquilas")
    expect(now.get_by_role("heading", level=1)).not_to_contain_text("tranquilas")
    expect(now.locator(".preview-bar a")).to_have_count(0)


@pytest.mark.rest
def test_pages_of_publishing_pass_axe_and_fit_a_phone(desk: Page, site, axe):
    rename("1A", "Calm schools", "Escuelas tranquilas")
    found = {}

    for language in ("en", "es"):
        desk.context.set_extra_http_headers({"Accept-Language": language})
        for path in (
            REVIEW,
            "/admin/editions/edition/1/take-back/",
            f"/admin/editions/edition/languages/?page=/{language}/2022-26/",
            "/admin/editions/edition/1/progress/",
        ):
            # A page of its own, since one of them asks for itself again and again.
            page = desk.context.new_page()
            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(f"{site.url}{path}")
            if page.evaluate("document.documentElement.scrollWidth") > 390:
                found[language, path, "width"] = ["too wide"]
            lines = [line for line in axe(page) if "ed-" in line or "iframe" in line]
            found[language, path] = lines
            page.close()

    assert {place: lines for place, lines in found.items() if lines} == {}
