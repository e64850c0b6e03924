"""What the pages of whole plans say to search engines and other machines."""

import json
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.html
import pytest
from django.conf import settings
from lxml import etree

from plan_site.editions.press import press
from tests.helpers.browser.example_plan import publish_example
from tests.helpers.browser.shipped_plan import publish_twice
from tests.helpers.editions.exports import beyond_one_test
from tests.helpers.editions.live_editions import NOON
from tests.helpers.editions.pressed_editions import Reader, paths_in, reader_of
from tests.helpers.shared_folder import shared_folder

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

PLANS = {"shipped": publish_twice, "example": publish_example}
# Shown as they are printed and said aloud.
MEANT_SHORT = "ancestor::*[contains(@class, 'share')]"

LOCALES = {("en_US", "es_US"), ("es_US", "en_US")}
# Of schema.org, the types that we use with their properties.
PAGE = ["url", "name", "description", "inLanguage", "isPartOf", "publisher"]
PAGE += ["breadcrumb"]
SCHEMA = {
    **dict.fromkeys(["WebPage", "AboutPage", "CollectionPage"], PAGE),
    "WebSite": ["url", "name"],
    "Organization": ["name"],
    "BreadcrumbList": ["itemListElement"],
    "ListItem": ["position", "name", "item"],
    "DataDownload": ["name", "contentUrl", "encodingFormat"],
    "Dataset": [
        *("url", "name", "description", "license", "creator", "inLanguage", "version"),
        *("dateModified", "temporalCoverage", "isAccessibleForFree", "distribution"),
    ],
}


@pytest.fixture(scope="module", params=PLANS)
def reader(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Reader:
    def make(place):
        with beyond_one_test(django_db_blocker, place):
            press.press(PLANS[request.param]().contents)

    name = f"for-machines-{request.param}"
    root = shared_folder(tmp_path_factory, name, make) / "editions"
    (folder,) = root.glob("[1-9]*-*")
    reader = reader_of(folder)
    reader.folder = folder
    return reader


def pages(reader: Reader) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """What is for people and search engines to find."""
    for path in paths_in(reader.folder):
        answer = reader.get(path)
        if answer.headers["Content-Type"].startswith("text/html"):
            page = lxml.html.fromstring(answer.text)
            if not page.xpath("//meta[@name='robots']"):
                yield path, page


def test_each_page_has_a_description_of_its_own(reader):
    said = defaultdict(list)

    for path, page in pages(reader):
        (text,) = page.xpath("//meta[@name='description']/@content")
        said[path[:3], text].append(path)

    assert {text: paths for text, paths in said.items() if len(paths) > 1} == {}
    assert all(20 <= len(text) <= 300 for _language, text in said)


def test_links_lead_to_where_they_say_and_not_through_a_redirect(reader):
    through = Counter()

    for path, page in pages(reader):
        for link in page.xpath(f"//*[@href][not({MEANT_SHORT})]"):
            address = urljoin(settings.PUBLIC_URL + path, link.get("href"))
            if address.startswith(f"{settings.PUBLIC_URL}/"):
                place = address.removeprefix(settings.PUBLIC_URL).partition("#")[0]
                if reader.get(place).status in {301, 302}:
                    through[path, place] += 1

    assert through == {}


def test_sitemap_has_each_page_once_with_its_languages_and_last_change(reader):
    answer = reader.get("/sitemap.xml")
    listed = etree.fromstring(answer.body)

    entries = {entry.findtext("{*}loc"): entry for entry in listed}
    alternates, days = {}, set()
    for path, page in pages(reader):
        entry = entries.pop(settings.PUBLIC_URL + path)
        alternates[path] = [dict(link.attrib) for link in entry.findall("{*}link")]
        expected = page.xpath("//link[@rel='alternate'][@hreflang]")
        assert alternates[path] == [dict(link.attrib) for link in expected], path
        day = entry.findtext("{*}lastmod")
        assert bool(day) == bool(page.find_class("changed")), path
        days.add(day)
    assert answer.headers["Content-Type"] == "application/xml"
    assert entries == {}
    assert days == {NOON.date().isoformat(), None}
    home = next(iter(alternates.values()))
    assert [link["hreflang"] for link in home] == ["en", "x-default", "es"]


def facts_in(page) -> list[dict]:
    """What the page says in JSON-LD."""
    texts = page.xpath("//script[@type='application/ld+json']/text()")
    return [*map(json.loads, texts)]


def faults(facts: dict) -> Iterator[str]:
    """Whatever schema.org does not know, or is empty."""
    kind = facts["@type"]
    for name, value in facts.items():
        if name not in {"@context", "@type", "@id", *SCHEMA[kind]} or not value:
            yield f"{kind}.{name}: {value}"
        for part in value if isinstance(value, list) else [value]:
            yield from faults(part) if isinstance(part, dict) else ()


def test_each_page_says_what_it_is_as_schema_org_has_it(reader):
    kinds = Counter()

    for path, page in pages(reader):
        for facts in facts_in(page):
            assert facts["@context"] == "https://schema.org"
            assert [*faults(facts)] == [], path
            assert facts["url"] == settings.PUBLIC_URL + path
            kinds[facts["@type"]] += 1
        trail = facts_in(page)[0]["breadcrumb"]["itemListElement"]
        assert [step["position"] for step in trail] == [*range(1, len(trail) + 1)]
        assert trail[-1]["item"] == settings.PUBLIC_URL + path
        assert {reader.get(it["item"][21:]).status for it in trail} == {200}, path
    assert set(kinds) == {"WebPage", "AboutPage", "CollectionPage", "Dataset"}


def test_each_page_has_a_card_for_those_who_share_its_link(reader):
    pictures = set()

    for path, page in pages(reader):
        metas = page.xpath("//meta[starts-with(@property, 'og:')]")
        said = {meta.get("property")[3:]: meta.get("content") for meta in metas}
        assert all(said.values()), path
        assert f"{said['title']} – " in page.findtext("head/title")
        assert said["url"] == settings.PUBLIC_URL + path
        assert (said["locale"], said["locale:alternate"]) in LOCALES
        pictures.add((said["image"], said["image:width"], said["image:height"]))
    for address, *size in pictures:
        picture = reader.get(address.removeprefix(settings.PUBLIC_URL))
        assert picture.headers["Content-Type"] == "image/png"
        assert [str(side) for side in struct.unpack(">II", picture.body[16:24])] == size
    assert len(pictures) == 2
