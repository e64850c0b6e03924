"""
The whole site in a real browser: desk, shelf and press, as editors and readers have it.

The fixture ``site`` serves the plan that a module's own fixture ``plan`` makes.
"""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.serving.watcher import Watcher
from plan_site.editions.storage import edition_files
from tests.helpers.browser.server import PATIENCE, Site

PASSWORD = "a-long-enough-one"  # noqa: S105 - of an editor who lives as long as a test
REVIEW = "/admin/editions/edition/review/"


@pytest.fixture
def site(transactional_db, plan, settings, monkeypatch, tmp_path):
    """The plan as edition 1, and a press that finds this database."""
    if connection.vendor != "sqlite":
        pytest.skip("The press is told of a test database by its path.")
    settings.EDITIONS_ROOT = tmp_path / "editions"
    monkeypatch.setenv("EDITIONS_ROOT", str(settings.EDITIONS_ROOT))
    name = connection.settings_dict["NAME"]
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{name}")
    monkeypatch.setenv("DEBUG", "1")  # Static files need not be gathered for it.
    monkeypatch.setattr(edition_files, "_latest", {})
    monkeypatch.setattr(Watcher, "current", None)
    go_live()
    served = Site().start()
    yield served
    served.end()


@pytest.fixture
def browser_context_args(browser_context_args, site):
    """A test says ``page.goto("/en/")`` and means this site."""
    return {**browser_context_args, "base_url": site.url}


@pytest.fixture
def ana(transactional_db) -> User:
    """An editor who may do everything."""
    names = {"first_name": "Ana", "last_name": "Ruiz"}
    return User.objects.create_superuser("ana", password=PASSWORD, **names)


@pytest.fixture
def desk(page: Page, ana) -> Page:
    """Ana's browser, signed in, at *Review & publish*."""
    return enter(page, "ana", REVIEW)


def go_live():
    """The working copy is live as an edition; nobody needs its pages here."""
    last, now = Document.last_live(), timezone.now()
    edition = publishing.store(last, take_snapshot(), Act({}, {}), None, now)
    edition.goes_live_at = now
    edition.save()


def enter(page: Page, name: str, path: str) -> Page:
    """Ask for a page of the desk and sign in on the way."""
    page.goto(path)
    sign_in(page, name)
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))
    return page


def sign_in(page: Page, name: str):
    """Fill in the sign-in page, and send it."""
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def publish(desk: Page, site: Site, number: int):
    """
    Press *Publish* on the review page, its warnings answered, and wait until readers
    have the edition.
    """
    for warning in desk.locator("input[name=accepted]").all():
        warning.check()
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk).to_have_url(re.compile(f"/{number}/progress/$"))
    status = desk.get_by_role("status")
    for _half_second in range(2 * PATIENCE):
        said = status.inner_text()
        if "is live" in said:
            break
        if "All pages are made" in said:
            site.watcher.ask()
            site.watcher.follow()
        desk.wait_for_timeout(500)
    expect(status).to_contain_text(f"Edition {number} is live.")


def complaints_in(context: BrowserContext) -> list[str]:
    """What a browser says of its pages from now on: errors, and what is kept out."""
    said = []
    kinds = {"error", "warning"}
    context.on("console", lambda line: line.type in kinds and said.append(line.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    return said


@pytest.fixture
def complaints(context):
    """What the page's browser complained of; a test takes out what it expects."""
    said = complaints_in(context)
    yield said
    assert said == [], said
