"""The desk in a real browser: its pages pass axe, and none of them complains."""

from pathlib import Path

import pytest
import unfold
from django.conf import settings
from django.contrib import admin
from playwright.sync_api import Page

from tests.editions.conftest import _edition_files, _working_copy
from tests.helpers.browser.desk_acts import ACTS
from tests.helpers.browser.desk_pages import make_every_record, pages, sign_in
from tests.helpers.editions.review_form import own_editions_folder

pytestmark = pytest.mark.rest

__all__ = ["_edition_files", "_working_copy", "own_editions_folder"]

SIGN_IN = "/admin/login/"
# Each width and each scheme, in the two pairs that tell most.
LOOKS = [(1280, "light"), (390, "dark")]
# What axe finds in the theme, or in Django's own scripts below it: the rule, what tells
# the element, the words that make it there, and what it is.
OF_THE_THEME = [
    (
        "aria-prohibited-attr",
        *("help-tooltip", "help-tooltip"),
        "the hints of the two lists that rights are chosen from",
    ),
    (
        "color-contrast",
        *('placeholder="Filter"', "'placeholder', gettext(\"Filter\")"),
        "the search boxes of those lists",
    ),
]


@pytest.fixture
def desk(page: Page, transactional_db, live_server, settings) -> Page:
    """An editor's browser, not signed in yet, and a plan to look at."""
    settings.SECOND_PERSON = True
    page.emulate_media(reduced_motion="reduce")
    return page


def is_of_the_theme(line: str) -> bool:
    return any(
        line.startswith(f"{rule} ") and part in line
        for rule, part, _source, _what in OF_THE_THEME
    )


def addresses(desk: Page, url: str):
    """Every page of the desk: the sign-in page, and all others once signed in."""
    yield SIGN_IN
    addresses = pages(make_every_record(), sign_in(desk.context, url))
    yield from addresses


def go(desk: Page, path: str):
    """Open a page, and not the sign-in page in its stead."""
    desk.goto(path)
    assert path == SIGN_IN or "/login/" not in desk.url


def looks(desk: Page):
    """A page on a screen and on a telephone, light and dark."""
    for width, scheme in LOOKS:
        desk.set_viewport_size({"width": width, "height": 900})
        desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        dark = str(scheme == "dark").lower()
        desk.evaluate(f"document.documentElement.classList.toggle('dark', {dark})")
        desk.wait_for_timeout(200)  # The theme's colours change over in 150 ms.
        yield width, scheme


def faults(desk: Page, axe) -> dict[str, tuple]:
    """What is wrong with a page, each with its look: for axe, or for who scrolls."""
    found = {}
    for look in looks(desk):
        lines = [line for line in axe(desk) if not is_of_the_theme(line)]
        if desk.evaluate("document.documentElement.scrollWidth > innerWidth"):
            lines.append("wider than the screen")
        found |= {f"{desk.url} {line}": look for line in lines}
    return found


def test_every_page_of_the_desk_passes_axe(desk: Page, live_server, axe):
    found = {}

    for path in addresses(desk, live_server.url):
        go(desk, path)
        found |= faults(desk, axe)

    assert found == {}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_page_that_comes_of_an_act_passes_axe(desk: Page, live_server, axe, act):
    priority = make_every_record()
    sign_in(desk.context, live_server.url)

    act(desk, priority)

    assert faults(desk, axe) == {}


def test_no_page_of_the_desk_complains_on_the_console(desk: Page, live_server):
    said = []
    kinds = {"error", "warning"}
    desk.on("console", lambda m: m.type in kinds and said.append((desk.url, m.text)))
    desk.on("pageerror", lambda error: said.append((desk.url, str(error))))

    for path in addresses(desk, live_server.url):
        go(desk, path)
        desk.wait_for_timeout(100)

    assert said == []


@pytest.mark.parametrize("words", [words for *_, words, _what in OF_THE_THEME])
def test_what_is_left_to_the_theme_is_in_its_files_and_in_none_of_ours(words):
    theirs = [Path(package.__file__).parent for package in (unfold, admin)]
    ours = [settings.BASE_DIR / folder for folder in ("templates", "pillars")]

    assert any(files_with(words, folder) for folder in theirs)
    assert not any(files_with(words, folder) for folder in ours)


def files_with(words: str, folder: Path) -> list[Path]:
    """The templates, scripts and forms in a folder in which some words stand."""
    return [
        path
        for path in folder.rglob("*")
        if path.suffix in {".html", ".js", ".py"} and words in path.read_text()
    ]
