"""A real Chromium, and axe in it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

HERE = Path(__file__).parent
NAMES = ["chromium", "chromium-browser", "google-chrome"]
NO_CHROMIUM = (
    "No Chromium for the browser tests. On Debian: apt-get install chromium;"
    " elsewhere set CHROMIUM to its path."
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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
def axe() -> Callable[[Page], list[str]]:
    """Gives the violations of WCAG 2.2 A and AA on a page, a line for each element."""

    def violations(page: Page) -> list[str]:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        return [
            f"{rule['id']} ({rule['impact']}): {node['html']}"
            for rule in found.response["violations"]
            for node in rule["nodes"]
        ]

    return violations
