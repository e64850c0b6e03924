"""The glossary in the order of Spanish, and its terms found however they are typed."""

import re
import unicodedata

import lxml.html
import pytest

from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_term,
)

pytestmark = pytest.mark.django_db


def test_terms_stand_under_their_letters_as_spanish_sorts_them(client):
    plan = make_plan()
    for term in ("Ñandú", "nube", "Nación", "olmo", "Óptimo", "eñe", "2x", "ene"):
        make_term(plan, term_es=term)

    html = client.get("/es/2022-26/glossary/").content.decode()

    found = re.findall(r'<h2 id="letter.\d">(.)</h2>|<dt>([^<]+)</dt>', html)
    assert [letter or term for letter, term in found] == [
        *("#", "2x", "E", "ene", "eñe", "N", "Nación", "nube", "Ñ", "Ñandú"),
        *("O", "olmo", "Óptimo"),
    ]


@pytest.mark.parametrize(("term", "text"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_term_is_found_however_its_accents_were_typed(client, term, text):
    plan = make_plan()
    written = unicodedata.normalize(term, "Educación")
    make_term(plan, term_es=written, code="education")
    why = unicodedata.normalize(text, "La educación sirve.")
    priority = make_priority(make_pillar(plan), why_es=why)

    html = client.get(priority.get_absolute_url_in("es")).content.decode()

    assert 'href="/es/2022-26/glossary/#education">educación</a>' in html


def test_each_term_of_a_page_has_its_meaning_there_once(client):
    plan = make_plan()
    iep = {"term_en": "IEP", "term_es": "IEP", "meaning_es": ""}
    make_term(plan, code="iep", meaning_en="A plan for 1A.", **iep)
    make_term(plan, code="unused", term_en="Unused")
    texts = {"statement_en": "An IEP & another iep.", "why_es": "Con un IEP."}
    priority = make_priority(make_pillar(plan), why_en="The IEP.", **texts)
    make_measure(priority, definition_en="IEPs and an IEP")

    page = page_of(client, priority.get_absolute_url_in("en"))

    (button,) = page.xpath("//main//button[@class='means']")
    (meaning,) = page.xpath("//body/div[@popover]")
    assert button.getprevious().get("href") == "/en/2022-26/glossary/#iep"
    assert button.get("aria-label") == "What “IEP” means"
    assert button.get("popovertarget") == meaning.get("id") == "term.iep"
    assert meaning.xpath("p/text()")[0] == "A plan for 1A."  # Not a link to itself.
    spanish = page_of(client, priority.get_absolute_url_in("es"))
    assert spanish.xpath("//div[@popover]/p/span[@lang='en']/text()") == [
        "A plan for 1A."
    ]


def test_page_without_a_term_has_no_meanings(client):
    plan = make_plan()
    make_term(plan, term_en="Unused", term_es="Sin uso")

    for name in ("", "glossary/", "about/"):
        page = page_of(client, f"/en/2022-26/{name}")
        assert page.xpath("//*[@popover or @popovertarget]") == []


def page_of(client, path: str):
    return lxml.html.fromstring(client.get(path).content.decode())
