"""Where a page leads on: to the sources of what it lacks, and to itself when shared."""

import pytest

from pillars.enums import SectionKind
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_section,
)

pytestmark = pytest.mark.django_db


def test_priority_without_strategies_and_measures_says_so_and_where_to_look(client):
    plan = make_plan(official_document_en="https://example.org/plan")
    address = make_priority(make_pillar(plan)).get_absolute_url()

    html = client.get(address).content.decode()

    for things in ("strategies", "measures"):
        assert f"We have not found any {things} for this part" in html
    link = '<a class="tap" href="https://example.org/plan" rel="external noopener">'
    assert html.count(f"{link}Official page of the plan") == 2
    assert html.count('/about/">What is missing on this site</a>') == 2


def test_short_links_are_offered_with_one_for_each_language_of_readers(client):
    plan = make_plan()
    address = make_priority(make_pillar(plan)).get_absolute_url_in("es")

    html = client.get(address).content.decode()

    for path in ("/2022-26/1a", "/en/2022-26/1a", "/es/2022-26/1a"):
        assert f'href="{path}">127.0.0.1:8000{path}</a>' in html
    assert "Siempre en inglés" in html
    type(plan).objects.update(public_languages=["es"])
    assert 'class="pinned"' not in client.get(address).content.decode()


def test_priority_and_measure_lead_to_what_readers_can_do_and_back_up(client):
    plan = make_plan(priority_word_en="aim")
    priority = make_priority(make_pillar(plan), title_en="Reading")
    measure = make_measure(priority)
    pages = [priority.get_absolute_url(), measure.get_absolute_url()]

    before = [client.get(page).content.decode() for page in pages]
    make_section(plan, kind=SectionKind.CALL_TO_ACTION, title_en="What you can do")
    after = [client.get(page).content.decode() for page in pages]

    assert not any("#call-to-action" in html for html in before)
    assert all('href="/en/2022-26/#call-to-action">What you' in html for html in after)
    assert f"Back to Aim {priority.code}: Reading" in after[1]
