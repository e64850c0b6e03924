"""The logo in all the forms that browsers and telephones ask for."""

import struct

import lxml.html
import pytest

from pillars.public.look import logo, logo_in_page
from plan_site.editions.public.icons import SIDES, icon_path
from plan_site.variables import svg_file
from tests.helpers.makers import make_plan

pytestmark = pytest.mark.django_db

RED = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<rect width="9" height="9" fill="red"/></svg>'
)


@pytest.fixture
def own_logo(settings, tmp_path):
    """A district's, from a file."""
    file = tmp_path / "logo.svg"
    file.write_text(RED)
    settings.LOGO = svg_file(str(file))


def test_page_shows_the_districts_logo_and_names_its_icons(client, own_logo):
    make_plan()

    page = lxml.html.fromstring(client.get("/en/2022-26/").content.decode())

    (shown,) = page.xpath("//header//img")
    assert (shown.get("src"), shown.get("alt")) == (logo_in_page(), "")
    assert client.get(icon_path()).content.decode() == RED == logo()
    icons = {link.get("rel"): link.get("href") for link in page.xpath("//head/link")}
    assert icons["icon"] == icon_path()
    assert icons["apple-touch-icon"] == icon_path(180)
    assert icons["manifest"] == "/site.webmanifest"


def test_icons_are_named_by_what_they_show(client, settings):
    make_plan()
    before = icon_path(192)

    settings.LOGO = RED

    assert icon_path(192) != before
    assert client.get(before, follow=True).status_code == 404


@pytest.mark.parametrize("side", SIDES)
def test_icon_has_its_size(client, own_logo, side):
    response = client.get(icon_path(side))

    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", response.content[16:24]) == (side, side)


def test_manifest_speaks_the_first_language_of_the_site(client):
    assert client.get("/site.webmanifest", follow=True).status_code == 404
    make_plan(title_es="El Plan", short_title_es="Plan", public_languages=["es"])

    response = client.get("/site.webmanifest", headers={"Accept-Language": "en"})

    facts = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (facts["name"], facts["short_name"], facts["lang"]) == (
        "El Plan",
        "Plan",
        "es",
    )
    assert facts["start_url"] == "/"
    for each in facts["icons"]:
        assert client.get(each["src"])["Content-Type"] == each["type"]
