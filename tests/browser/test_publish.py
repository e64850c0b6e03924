"""Publishing in a real browser: review, answer, publish, wait, read what went out."""

import re

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import Page, expect

from pillars.models import Priority
from plan_site.editions import desk as desk_module
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
from plan_site.editions.serving import Serving
from tests.editions.conftest import _edition_files, _working_copy

__all__ = ["_edition_files", "_working_copy"]

PASSWORD = "a-long-enough-one"  # noqa: S105 - of an editor who lives as long as a test
REVIEW = "/admin/editions/edition/review/"
PATIENCE = 60


class Site:
    """The whole site as it is served, with the shelf in front, on a port of its own."""

    def __init__(self):
        self.thread = LiveServerThread("127.0.0.1", self.serving)
        self.thread.daemon = True

    def serving(self, application):
        self.serving = Serving(StaticFilesHandler(WSGIHandler()))
        return self.serving

    def start(self) -> str:
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error
        return f"http://127.0.0.1:{self.thread.port}"

    def end(self):
        """No press outlives its test, nor the server."""
        self.thread.terminate()
        for press in [*self.serving.watcher._pressing.values(), *desk_module._started]:
            press.wait(PATIENCE)

    def look(self):
        """What its watcher does each second."""
        self.serving.watcher.look()


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
    served = Site()
    served.url = served.start()
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
    page.get_by_label("User name or e-mail address").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
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
        site.look()
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


@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_publishing_pass_axe_and_fit_a_phone(desk: Page, site, axe, language):
    rename("1A", "Calm schools", "Escuelas tranquilas")
    desk.set_extra_http_headers({"Accept-Language": language})
    pages = [
        REVIEW,
        "/admin/editions/edition/1/take-back/",
        f"/admin/editions/edition/languages/?page=/{language}/2022-26/",
        "/admin/editions/edition/1/progress/",  # It asks for itself again: the last.
    ]
    found = {}

    for path in pages:
        desk.set_viewport_size({"width": 390, "height": 844})
        desk.goto(f"{site.url}{path}")
        if desk.evaluate("document.documentElement.scrollWidth") > 390:
            found[path, "width"] = ["too wide"]
        found[path] = [line for line in axe(desk) if "ed-" in line or "iframe" in line]

    assert {place: lines for place, lines in found.items() if lines} == {}
