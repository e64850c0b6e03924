"""The glossary in the order of Spanish, and its terms found however they are typed."""

import re
import unicodedata

import pytest

from tests.helpers.makers import make_pillar, make_plan, make_priority, make_term

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
