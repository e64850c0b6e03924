"""What a page says for search engines: facts in JSON, which no text can end."""

import json

import lxml.html
import pytest

from pillars.public.structured_data import json_ld
from tests.helpers.makers import make_pillar, make_plan, make_priority

pytestmark = pytest.mark.django_db

HOSTILE = "</script> R&D <!--"


def test_no_text_ends_the_facts():
    html = json_ld({"name": HOSTILE})

    element = lxml.html.fragment_fromstring(html)
    assert json.loads(element.text) == {"name": HOSTILE}
    assert html.count("<") == 2


def test_facts_say_what_the_page_says(client):
    pillar = make_pillar(make_plan(title_en="Plan A&B"), code="")
    priority = make_priority(pillar, code="1A", title_en=HOSTILE)

    html = client.get(priority.get_absolute_url_in("en")).content.decode()

    (text,) = lxml.html.fromstring(html).xpath("//script[contains(@type, 'ld')]/text()")
    facts = json.loads(text)
    assert facts["name"] == f"1A {HOSTILE}"
    assert facts["description"].startswith(HOSTILE)
    steps = [step["name"] for step in facts["breadcrumb"]["itemListElement"]]
    assert steps == ["Plan A&B", f"1A {HOSTILE}"]
