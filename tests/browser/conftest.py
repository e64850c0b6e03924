"""A real Chromium, axe in it, and the shipped plan as readers get it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from plan_site.editions.press import press
from tests.helpers.browser.example_plan import publish_example
from tests.helpers.browser.shipped_plan import publish_twice
from tests.helpers.editions.exports import beyond_one_test
from tests.helpers.shared_folder import shared_folder

HERE = Path(__file__).parent
NAMES = ["chromium", "chromium-browser", "google-chrome"]
NO_CHROMIUM = (
    "No Chromium for the browser tests. On Debian: apt-get install chromium;"
    " elsewhere set CHROMIUM to its path."
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Without their limit to violations, it also writes out all that is well.
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "resultTypes": ["violations"],
}
RUN_AXE = "options => axe.run(options).then(found => found.violations)"


def find_chromium() -> str | None:
    """The path of this machine's Chromium, if it has one."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else NAMES
    return next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(items):
    """Prepare the tests of this folder for the machine that they run on."""
    here = [item for item in items if HERE in item.path.parents]
    for item in here:
        if "axe" in item.fixturenames:  # the pages' policy would keep its script out
            item.add_marker(pytest.mark.browser_context_args(bypass_csp=True))
        if find_chromium() is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(NO_CHROMIUM))


def pytest_terminal_summary(terminalreporter):
    """Say once why nothing ran here."""
    if find_chromium() is None:
        terminalreporter.write_line(NO_CHROMIUM, yellow=True)


@pytest.fixture(scope="session", autouse=True)
def chromium() -> str:
    """The path of Chromium; in CI every test fails without it."""
    path = find_chromium()
    if path is None:
        pytest.fail(NO_CHROMIUM, pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, chromium):
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": [
            "--no-sandbox",  # its sandbox refuses root, as which containers run
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def base_url(live_server):
    """Where the site runs, so that a test says ``page.goto("/en/")``."""
    return live_server.url


@pytest.fixture
def browser_context_args(browser_context_args, base_url):
    """Each test's own site: what is made once for all would keep that of the first."""
    return {**browser_context_args, "base_url": base_url}


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """The folder of editions that holds the shipped plan, pressed as edition 2."""

    def make(place: Path) -> None:
        with beyond_one_test(django_db_blocker, place):
            press.press(publish_twice().contents)

    return shared_folder(tmp_path_factory, "shipped", make) / "editions"


@pytest.fixture(scope="session")
def example(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """The folder of editions that holds the example's plan, pressed as edition 1."""

    def make(place: Path) -> None:
        with beyond_one_test(django_db_blocker, place):
            press.press(publish_example().contents)

    return shared_folder(tmp_path_factory, "example", make) / "editions"


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Gives the violations of WCAG 2.2 A and AA on a page, a line for each element."""

    def violations(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        return [
            f"{rule['id']} ({rule['impact']}): {node['html']}"
            for rule in page.evaluate(RUN_AXE, AXE_OPTIONS)
            for node in rule["nodes"]
        ]

    return violations
