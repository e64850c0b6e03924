"""Publishing in a real browser: review, answer, publish, wait, read what went out."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from pillars.models import Priority
from plan_site.editions import (
    document,
    live,
    preview,
    publishing,
    serving_state,
    snapshot,
)
from plan_site.editions.document import Act
from plan_site.editions.models import Edition
from tests.editions.conftest import _edition_files, _working_copy

from .site import PATIENCE, Site

__all__ = ["_edition_files", "_working_copy"]

PASSWORD = "a-long-enough-one"  # noqa: S105 - of an editor who lives as long as a test
REVIEW = "/admin/editions/edition/review/"


@pytest.fixture
def site(transactional_db, django_user_model, settings, monkeypatch, tmp_path):
    """The shipped plan as edition 1, an editor, a press that finds this database."""
    database = connection.settings_dict
    if connection.vendor != "sqlite":
        pytest.skip("The press is told of a test database by its path.")
    settings.EDITIONS_ROOT = tmp_path / "editions"
    monkeypatch.setenv("EDITIONS_ROOT", str(settings.EDITIONS_ROOT))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database['NAME']}")
    monkeypatch.setenv("DEBUG", "1")  # Static files need not be gathered for it.
    for module in (preview, live):
        monkeypatch.setattr(module, "_made", {})
    monkeypatch.setattr(serving_state, "_holders", [])
    call_command("loaddata", "lausd_2022_26", verbosity=0)
    django_user_model.objects.create_superuser("ana", password=PASSWORD)
    go_live()
    served = Site().start()
    yield served
    served.end()


def go_live():
    """The working copy is live as an edition; nobody needs its pages here."""
    last, now = document.last_live(), timezone.now()
    edition = publishing.store(last, snapshot.take(), Act({}, {}), None, now)
    edition.goes_live_at = now
    edition.save()


def rename(code: str, english: str, spanish: str):
    priority = Priority.objects.coded("2022-26", code).get()
    priority.title_en, priority.title_es = english, spanish
    priority.save()


@pytest.fixture
def desk(page: Page, site) -> Page:
    """An editor at the desk."""
    page.goto(f"{site.url}{REVIEW}")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{site.url}{REVIEW}")
    return page


def test_editor_reviews_publishes_waits_and_reads(desk: Page, site):
    rename("1A", "Calm schools", "Escuelas tranquilas")
    rename("1B", "Safe schools", "Escuelas seguras")
    desk.reload()
    expect(desk.locator(".ed-count")).to_have_text("2 items changed")
    desk.get_by_role("checkbox", name="Publish this: Priority 1B").uncheck()
    desk.get_by_label("English").last.fill("A calmer name.")

    desk.get_by_role("button", name="Publish", exact=True).click()

    expect(desk).to_have_url(re.compile("/2/progress/$"))
    status = desk.get_by_role("status")
    for _second in range(PATIENCE):
        site.watcher.look()
        if "is live" in status.inner_text():
            break
        desk.wait_for_timeout(1000)
    expect(status).to_contain_text("Edition 2 is live.")
    went_out = desk.get_by_role("region", name="What went out")
    expect(went_out.get_by_role("listitem").first).to_contain_text("Calm schools")
    desk.goto(f"{site.url}/en/2022-26/1a")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Calm schools")
    desk.goto(f"{site.url}/en/2022-26/1b")
    expect(desk.get_by_role("heading", level=1)).not_to_contain_text("Safe schools")
    assert Edition.objects.first().note_en == "A calmer name."


def test_preview_stays_in_the_preview_and_pairs_open_from_it(desk: Page, site):
    rename("1A", "Calm schools", "Escuelas tranquilas")
    desk.goto(f"{site.url}/preview/en/2022-26/1a")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Calm schools")

    desk.get_by_role("link", name="Español").click()
    expect(desk).to_have_url(re.compile("/preview/es/2022-26/1a-escuelas-tranquilas/"))
    desk.locator(".preview-bar").get_by_role("link").nth(1).click()

    now, then = desk.frame_locator("iframe").nth(0), desk.frame_locator("iframe").nth(1)
    expect(then.get_by_role("heading", level=1)).to_contain_text("Escuelas tranquilas")
    expect(now.get_by_role("heading", level=1)).not_to_contain_text("tranquilas")
    expect(now.locator(".preview-bar a")).to_have_count(0)


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
