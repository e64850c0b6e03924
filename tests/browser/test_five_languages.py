"""
A site in English, Spanish, Korean, Armenian and Arabic, in a real browser.

The site's languages are read at its start, so these tests have a process of their own.
"""

import os
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest
from django.conf import settings
from playwright.sync_api import Page

from plan_site.editions.document.document import Document
from tests.editions.conftest import _edition_files
from tests.helpers.browser.server import Site
from tests.helpers.editions.candidates import findings, published
from tests.helpers.editions.pressed_editions import FOUND, pressed
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_strategy,
)

__all__ = ["_edition_files"]

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ["en", "es", "ko", "ar"]
TITLES = {"ko": "즐거운 학교", "hy": "Ուրախ դպրոցներ", "ar": "مدارس مبهجة"}
within = pytest.mark.skipif(not settings.FURTHER_LANGUAGES, reason="In a process apart")
outside = pytest.mark.skipif(bool(settings.FURTHER_LANGUAGES), reason="It is that one")


@outside
def test_site_of_five_languages(tmp_path):
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", __file__]
    done = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ
        | {
            "TEST_LANGUAGES": "ko,hy,ar",
            "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def in_each(field: str) -> dict[str, str]:
    return {f"{field}_{code}": text for code, text in TITLES.items()}


@pytest.fixture
def plan():
    """Armenian is in preparation."""
    plan = make_plan(
        public_languages=PUBLIC,
        requires_all_texts=False,
        **in_each("title"),
        **in_each("short_title"),
    )
    titles = in_each("title") | {"title_en": "Joyful schools"}
    priority = make_priority(make_pillar(plan), **titles)
    make_strategy(priority)
    values = {2022: "72", 2023: "75.5"}
    make_measure(priority, baseline=(2021, "70"), targets={2025: "90"}, results=values)
    return plan


@pytest.fixture
def site(plan, _edition_files, settings):
    """What readers get, from its own pages."""
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    site = Site().start()
    site.watcher.put_on_shelf(pressed(published()))
    yield site
    site.end()


@pytest.fixture
def browser_context_args(browser_context_args, site):
    return {**browser_context_args, "base_url": site.url}


@within
def test_languages_hold_nothing_up_and_what_is_in_preparation_stays_inside(plan):
    document = published()

    assert [message.name for message in findings() if message.stops] == []
    assert TITLES["ko"] in str(document)
    assert TITLES["hy"] not in str(document)
    (row,) = Document.read(document).snapshot.of_kind("plan")
    assert row.fields["public_languages"] == PUBLIC


@within
@pytest.mark.parametrize("language", PUBLIC)
def test_each_language_is_offered_by_its_own_name(page: Page, site, language):
    page.goto(f"/{language}/2022-26/")

    names = {"en": "English", "es": "Español", "ko": "한국어", "ar": "العربيّة"}
    links = page.locator(".switch a")
    assert links.all_inner_texts() == [n for c, n in names.items() if c != language]
    found = lxml.html.fromstring(page.content()).xpath("//link[@hreflang]/@hreflang")
    assert found == ["en", "x-default", "es", "ko", "ar"]
    assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else None)


@within
def test_language_in_preparation_leads_to_the_first_one(page: Page, site):
    page.goto("/hy/2022-26/1a")

    assert page.url.endswith("/en/2022-26/1a-joyful-schools/")


@within
@pytest.mark.parametrize("width", [390, 1280])
def test_arabic_page_is_mirrored_and_its_chart_is_not(page: Page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    edges = {}
    for language in ("en", "ar"):
        page.goto(f"/{language}/2022-26/measures/1a-m1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        years = page.locator(".chart svg:visible text").filter(has_text="20")
        edges[language] = {
            "code": page.locator("h1 ~ .code, .title .code").first.bounding_box()["x"],
            "title": page.locator("h1").bounding_box()["x"],
            "first": years.first.bounding_box()["x"],
            "last": years.last.bounding_box()["x"],
        }

    assert edges["en"]["code"] < edges["en"]["title"]
    assert edges["ar"]["code"] > edges["ar"]["title"]
    assert edges["ar"]["first"] < edges["ar"]["last"]


@within
@pytest.mark.parametrize("language", ["ko", "ar"])
def test_text_of_another_language_says_so_and_keeps_its_direction(
    page: Page, site, language
):
    page.goto(f"/{language}/2022-26/1a")

    assert TITLES[language] in page.locator("h1").inner_text()
    english = page.locator('main span[lang="en"]').first
    assert english.evaluate("it => getComputedStyle(it).direction") == "ltr"
