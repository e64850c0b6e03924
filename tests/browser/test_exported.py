"""An export in a real browser, from a server that knows of nothing but files."""

import io
import shutil
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.helpers.browser.shipped_plan import publish_twice
from tests.helpers.editions.exports import beyond_one_test
from tests.helpers.shared_folder import shared_folder

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

OLD = "/es/2022-26/1d-un-nombre-viejo/"
RIGHT = "/es/2022-26/1d-preparacion-para-la-universidad-y-una-carrera/"


class PlainFiles(SimpleHTTPRequestHandler):
    """Files from a folder, and the folder's 404.html, as hosts of plain files do it."""

    def send_error(self, code, message=None, explain=None):
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args):
        """Say nothing: what is asked for is the tests' business."""


@pytest.fixture(scope="session")
def folder(shipped, django_db_blocker, tmp_path_factory) -> Path:
    """The shipped plan as an export, with a priority that had another name before."""

    def make(place: Path) -> None:
        shutil.copytree(shipped, place / "editions")
        with beyond_one_test(django_db_blocker, place):
            publish_twice()
            call_command("export_site", place / "public", stdout=io.StringIO())

    return shared_folder(tmp_path_factory, "exported", make) / "public"


@pytest.fixture(scope="session")
def base_url(folder):
    """Where the plain files are served."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(PlainFiles, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def in_spanish(browser, base_url) -> Page:
    """A page of a reader whose phone is set to Spanish as it is spoken in Mexico."""
    context = browser.new_context(locale="es-MX", base_url=base_url)
    yield context.new_page()
    context.close()


def test_home_is_in_the_readers_language(in_spanish: Page):
    in_spanish.goto("/")

    expect(in_spanish).to_have_url("/es/2022-26/")
    expect(in_spanish.locator("html")).to_have_attribute("lang", "es")


def test_reader_of_neither_language_is_offered_both(browser, base_url):
    context = browser.new_context(locale="ko-KR", base_url=base_url)
    page = context.new_page()

    page.goto("/1d")

    expect(page.get_by_role("link", name="English")).to_be_visible()
    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(RIGHT)
    context.close()


def test_root_is_whole_without_script(browser, base_url):
    context = browser.new_context(
        java_script_enabled=False, locale="es-MX", base_url=base_url
    )
    page = context.new_page()

    page.goto("/")

    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url("/es/2022-26/")
    context.close()


@pytest.mark.parametrize("address", ["/1d", "/1D", "/2022-26/1d", "/es/1d", OLD])
def test_short_link_and_old_tail_lead_to_the_priority(in_spanish: Page, address):
    in_spanish.goto(address)

    expect(in_spanish).to_have_url(RIGHT)
    expect(in_spanish.get_by_role("heading", level=1)).to_contain_text("Preparación")


def test_way_back_is_never_barred(in_spanish: Page):
    in_spanish.goto("/es/2022-26/about/")
    in_spanish.goto("/1d")
    expect(in_spanish).to_have_url(RIGHT)

    in_spanish.go_back()

    expect(in_spanish).to_have_url("/es/2022-26/about/")


def test_wrong_address_is_answered_in_both_languages(in_spanish: Page):
    response = in_spanish.goto("/es/2022-26/nothing/")

    assert response.status == HTTPStatus.NOT_FOUND
    expect(in_spanish.locator("section[lang=en]")).to_be_visible()
    in_spanish.locator("section[lang=es] a").click()
    expect(in_spanish).to_have_url("/es/2022-26/")


def test_nothing_is_missing_and_nothing_is_asked_of_others(in_spanish: Page, base_url):
    asked, complaints = [], []
    in_spanish.on("response", lambda answer: asked.append((answer.url, answer.status)))
    in_spanish.on("console", lambda message: complaints.append(message.text))

    for path in ["/", "/es/1d", "/es/2022-26/", "/es/2022-26/measures/", "/1d-m2"]:
        in_spanish.goto(path)
        in_spanish.wait_for_url("**/es/2022-26/**")
        in_spanish.wait_for_load_state("networkidle")

    assert complaints == []
    assert [url for url, _status in asked if not url.startswith(base_url)] == []
    assert [(url, status) for url, status in asked if status >= 400] == []


@pytest.mark.parametrize("path", ["/", "/404.html"])
def test_pages_of_the_export_itself_pass_axe(browser, base_url, axe, path):
    context = browser.new_context(locale="ko-KR", base_url=base_url)
    page = context.new_page()
    page.goto(path)

    assert axe(page) == []
    context.close()
