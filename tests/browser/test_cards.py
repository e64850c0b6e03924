"""A card in a frame on another site, and the pages that no other site may show."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.editions.conftest import _edition_files, _working_copy
from tests.helpers.browser.server import Site

__all__ = ["_edition_files", "_working_copy"]

pytestmark = [pytest.mark.django_db, pytest.mark.rest]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    site = Site().start()
    yield site
    site.end()


@pytest.fixture(scope="session")
def base_url(site) -> str:
    return site.url


@pytest.fixture(autouse=True)
def _on_the_shelf(_edition_files, site, example):
    (folder,) = example.glob("1-*")
    site.watcher.put_on_shelf(folder)


class School(BaseHTTPRequestHandler):
    """Another site: a page with a frame."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.frame.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def show_at_school(page: Page, base_url):
    """Goes to that site's page, which has the frame given."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), School)
    Thread(target=server.serve_forever, daemon=True).start()

    def show(frame: str) -> None:
        server.frame = frame.replace("http://127.0.0.1:8000", base_url)
        page.goto(f"http://localhost:{server.server_port}/")

    yield show
    server.shutdown()
    server.server_close()


def test_snippet_shows_the_card_on_another_site_and_leads_out_of_it(
    page: Page, base_url, show_at_school
):
    page.goto(f"{base_url}/es/example/1.1")
    snippet = page.locator("code.snippet").text_content()
    address = f"{base_url}/es/example/embed/1.1/"
    assert snippet.startswith(
        '<iframe src="http://127.0.0.1:8000/es/example/embed/1.1/"'
    )

    show_at_school(snippet)
    card = page.frame_locator("iframe")
    expect(card.get_by_role("heading", name="Leer bien")).to_be_visible()
    assert page.frames[1].url == address
    card.get_by_role("link", name="Verlo en el plan").click()

    page.wait_for_url(f"{base_url}/es/example/1.1-leer-bien-en-tercer-grado/")


def test_no_page_but_a_card_is_shown_on_another_site(
    page: Page, base_url, show_at_school
):
    show_at_school(f'<iframe src="{base_url}/es/example/"></iframe>')

    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_count(0)
    assert page.frames[1].url.startswith("chrome-error:")


def test_whole_card_is_seen_on_a_phone(page: Page, base_url, show_at_school):
    page.set_viewport_size({"width": 360, "height": 800})
    for code in ("1.1", "1.10-a", "3.3-a"):
        page.goto(f"{base_url}/es/example/{code}")
        frame = page.locator("code.snippet").text_content()
        show_at_school(frame)

        expect(page.frame_locator("iframe").locator("h1")).to_contain_text(code)
        card = page.frames[1]
        size = card.evaluate(
            "[document.documentElement.scrollHeight - innerHeight,"
            " document.documentElement.scrollWidth - innerWidth]"
        )
        assert size == [0, 0], code
