"""What the plan's codes name is linked wherever readers' texts write the codes."""

import re

import pytest
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import mark_safe

from pillars.models import Measure, Priority
from pillars.public.page_links import PageLinks
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_result,
    make_strategy,
)

pytestmark = pytest.mark.django_db
HOME = "/en/2022-26/"


@pytest.fixture
def plan():
    plan = make_plan()
    for code in ("1", "11", "2022", "Goal 2", "Aim  7", "Aim\u00a08"):
        make_pillar(plan, code=code, title_en="X", title_es="Equis")
    pillar = plan.pillars.get(code="1")
    for code in ("1A", "1B", "3D"):
        priority = make_priority(pillar, code=code, title_en="X", title_es="Equis")
        make_strategy(priority, code="S-1")
    priority = pillar.priorities.get(code="1A")
    make_strategy(priority, code="1A.1")
    make_strategy(priority, code="1A.10")
    make_measure(priority, code="1A-M2", title_en="X", title_es="Equis")
    return plan


def links(text: str) -> list[tuple[str, str]]:
    """Words and addresses, without the plan's own."""
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', text)
    return [(words, address.removeprefix(HOME)) for address, words in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Named 1A to 1B.", [("1A", "1a-x/"), ("1B", "1b-x/")]),
        (
            "See 1A–1B (1A), “1A”; 1A, and 1A.",
            [("1A", "1a-x/")] * 5 + [("1B", "1b-x/")],
        ),
        (
            "Strategy 1A.10 and 1A.1.",
            [("1A.10", "1a-x/#1a-10"), ("1A.1", "1a-x/#1a-1")],
        ),
        ("Not 1A.2, 1A-M3, 1A-1B, A1A or 11A.", []),
        ("As 1A-M2 counts it.", [("1A-M2", "measures/1a-m2-x/")]),
        ("The 1a edición, example.org/1A, #1A and a@1A.", []),
        ("In 2022, 1 of 11 schools had 2022 students.", []),
        ("Pillar 1 and pillar 11.", [("Pillar 1", "1-x/"), ("pillar 11", "11-x/")]),
        ("Pillar 1.5, Pillar 1,500 and pillars 1", []),
        (
            "Aim 7, aim \u00a0 7, Aim\u00a08 and Aim  8",
            [(it, "aim-7-x/") for it in ("Aim 7", "aim \u00a0 7")]
            + [(it, "aim-8-x/") for it in ("Aim\u00a08", "Aim  8")],
        ),
        ("Goal 2 and goal 2", [("Goal 2", "goal-2-x/"), ("goal 2", "goal-2-x/")]),
        ("S-1 is a strategy of three.", []),
    ],
)
def test_code_is_linked_where_it_means_the_plan_and_nowhere_else(plan, text, expected):
    html = PageLinks(plan).link_codes(escape(text))

    assert sorted(links(html)) == sorted(expected)
    assert re.sub("<[^>]+>", "", html) == escape(text)


def test_codes_in_links_and_headings_stay_as_they_are(plan):
    html = mark_safe('<h3>1A</h3><a href="/1A">1A <b>1B</b></a><i title="1A">x</i>')

    assert PageLinks(plan).link_codes(html) == html


def test_code_is_linked_in_the_words_and_titles_of_the_language(plan):
    with translation.override("es"):
        html = PageLinks(plan, prefix="https://plan.example.org").link("El pilar 1.")

    link = '<a href="https://plan.example.org/es/2022-26/1-equis/">pilar 1</a>'
    assert html == f"El {link}."


def test_code_of_a_retired_strategy_leads_to_its_note(client, plan):
    priority = plan.pillars.get(code="1").priorities.get(code="1A")
    make_strategy(
        priority,
        code="1A.2",
        is_retired=True,
        retirement_note_en="It went to 1B.",
        retirement_note_es="Pasó a 1B.",
    )

    assert links(PageLinks(plan).link_codes(mark_safe("See 1A.2."))) == [
        ("1A.2", "1a-x/#1a-2")
    ]
    for language, note in (("en", "It went to"), ("es", "Pasó a")):
        with translation.override(language):
            html = client.get(priority.get_absolute_url()).content.decode()
        address = HOME.replace("en", language) + (
            "1b-x/" if language == "en" else "1b-equis/"
        )
        assert f'id="1a-2">1A.2: {note} <a href="{address}">1B</a>.</p>' in html


def test_texts_notes_and_the_page_of_a_retired_code_lead_to_what_they_name(
    client, plan
):
    priorities = Priority.objects
    texts = {"notice_en": "Notice 1B, not 1A.", "why_en": "Why 1B, not 1A."}
    priorities.filter(code="1A").update(**texts)
    note = "It went to 1B."
    priorities.filter(code="3D").update(is_retired=True, retirement_note_en=note)
    make_result(Measure.objects.get(), 2022, "84", note_en="As 1B.")

    for path, number in (("1a-x/", 2), ("3d-x/", 1), ("measures/1a-m2-x/", 1)):
        html = client.get(HOME + path).content.decode()
        assert html.count(f'<a href="{HOME}1b-x/">1B</a>') == number, path
        assert f'<a href="{HOME}1a-x/">1A</a>' not in html
