"""How readers tell what is wrong or unclear on a page, without a form."""

from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest

from pillars.public.page_context import PageContext
from pillars.public.views import error_page
from plan_site.editions.document.document import Document
from plan_site.editions.scope import WORKING_COPY, Scope, reading
from tests.helpers.makers import make_pillar, make_plan, make_priority

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
CONTACT = {"contact_url_en": "https://example.org/contact"}


def line_in(response):
    """The line at the foot of a page; nothing if there is none."""
    page = lxml.html.fromstring(response.content.decode())
    return next(iter(page.xpath("//footer//*[@class='tell']")), None)


@pytest.mark.parametrize(
    ("language", "subject", "lines"),
    [
        (
            "en",
            "Wrong or unclear: 1A Reading & more",
            ["Page: {}", "Edition 7, published November 26, 2026"],
        ),
        (
            "es",
            "Un error o algo que no se entiende: 1A ¿Leer?",
            ["Página: {}", "Edición 7, publicada el 26 de noviembre de 2026"],
        ),
    ],
)
def test_mail_names_the_page_and_its_edition(client, language, subject, lines):
    plan = make_plan(contact_email="o'neil+plan@example.org", **CONTACT)
    names = {"title_en": "Reading & more", "title_es": "¿Leer?"}
    address = make_priority(make_pillar(plan), **names).get_absolute_url_in(language)

    with reading(Scope(WORKING_COPY, Document(number=7, day="2026-11-26"))):
        url = urlsplit(line_in(client.get(address)).find("a").get("href"))

    given = parse_qs(url.query, strict_parsing=True)
    assert (url.scheme, url.path) == ("mailto", "o%27neil%2Bplan@example.org")
    assert given["subject"] == [subject]
    said = given["body"][0].split("\r\n")
    assert said[:2] == [each.format(SITE + address) for each in lines]
    assert "+" not in url.query


def test_without_an_address_of_mail_the_contact_page_and_this_one_are_named(client):
    make_plan(**CONTACT)

    found = line_in(client.get("/en/2022-26/measures/"))

    address = f"{SITE}/en/2022-26/measures/"
    assert found.find("a").get("href") == "https://example.org/contact"
    assert found.find("p/b").text == address
    assert found.find("button").get("data-copy") == address


def test_without_a_contact_nothing_is_offered(client):
    make_plan()

    assert line_in(client.get("/en/2022-26/")) is None


def test_mistaken_address_is_not_named(rf):
    plan = make_plan(title_en="Plan", contact_email="plan@example.org", **CONTACT)
    around = PageContext([plan], plan, ["en", "es"])

    page = error_page(rf.get("/en/"), status=404, around=around)

    mail = line_in(page).find("a").get("href")
    assert mail.startswith("mailto:plan@example.org?subject=Wrong%20or%20unclear%3A")
    assert "%20Plan&" in mail
    assert "127.0.0.1" not in mail
    plan.contact_email = ""
    without_mail = line_in(error_page(rf.get("/en/"), status=404, around=around))
    assert [part.tag for part in without_mail] == ["a"]
