"""What a page is about, in bare words: its description."""

import lxml.html
import pytest

from pillars.models import Priority
from pillars.public.descriptions import in_one_line
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_strategy,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority() -> Priority:
    plan = make_plan(title_en="The Plan", title_es="El Plan", organization_en="Nogal")
    names = {"title_en": "Reading", "title_es": "Lectura"}
    texts = {"statement_en": "", "statement_es": "", "why_en": "", "why_es": ""}
    return make_priority(make_pillar(plan, title_en="Learn"), **names, **texts)


def description(client, record, language: str = "en") -> str:
    html = client.get(record.get_absolute_url_in(language)).content.decode()
    return lxml.html.fromstring(html).xpath("//meta[@name='description']/@content")[0]


def test_priority_without_texts_says_what_is_in_it_or_where_it_is(client, priority):
    assert description(client, priority) == "Reading. Pillar 1: Learn. The Plan."
    make_strategy(priority, text_en="Read aloud")
    assert description(client, priority) == "Reading. Read aloud. The Plan."


def test_texts_are_bare_and_in_the_language_of_the_page(client, priority):
    priority.statement_en = "All children read "
    priority.why_en = "It is *R&D*, says [1A](https://example.org).\n\n- So it is"
    priority.save()

    assert description(client, priority) == (
        "Reading. All children read. It is R&D, says 1A. So it is. The Plan."
    )
    spanish = description(client, priority, "es")
    assert spanish.startswith("Lectura. Pilar 1: ")
    assert "children" not in spanish


def test_measure_says_how_it_stands(client, priority):
    measure = make_measure(
        priority,
        title_en="Readers",
        baseline=(2021, "70"),
        targets={2025: "90"},
        results={2022: "71"},
        definition_en="In May.",
    )

    said = description(client, measure)

    assert said.startswith("Readers. Behind. It started at 70.0% in 2021–22 and")
    assert said.endswith("The target is 90% by 2025–26. In May. The Plan.")


def test_pillar_without_priorities_names_the_district(client):
    pillar = make_pillar(make_plan(title_en="P", organization_en="Nogal"), title_en="A")
    pillar.subtitle_en = pillar.summary_en = ""
    pillar.save()

    assert description(client, pillar) == "A. Nogal. P."


def test_long_text_is_cut_at_a_word():
    text = in_one_line("R&amp;D co-op\n" * 40)

    assert 285 < len(text) <= 300
    assert text.removesuffix("…").endswith(("R&amp;D", "co-op"))
