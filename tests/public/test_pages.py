"""The public pages as a visitor asks for them, in both languages, in few queries."""

import itertools
import re

import lxml.html
import pytest
from django.utils import translation

from pillars.enums import State, TargetKind
from tests.helpers.makers import (
    make_baseline,
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_section,
    make_strategy,
    make_target,
    make_term,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "es"]
PAGES = {
    "plan": "/{}/2022-26/",
    "measures": "/{}/2022-26/measures/",
    "status": "/{}/2022-26/measures/behind/",
    "empty status": "/{}/2022-26/measures/met/",
    "progress": "/{}/2022-26/progress/",
    "about": "/{}/2022-26/about/",
    "glossary": "/{}/2022-26/glossary/",
    "plans": "/{}/plans/",
    "accessibility": "/{}/accessibility/",
}


def fill(size: int = 1):
    """A plan with so many of everything."""
    plan = make_plan()
    make_section(plan)
    for _ in range(size):
        make_term(plan)
        pillar = make_pillar(plan)
        for _ in range(size):
            priority = make_priority(pillar)
            for _ in range(size):
                make_strategy(priority)
                make_resource(priority)
                make_measure(
                    priority,
                    baseline=(2020, "81.6"),
                    targets={2025: "93"},
                    results={2022: "84"},
                )
    return plan


def page(client, path: str) -> str:
    """A page's text; the test fails if there is none."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def visible(html: str) -> str:
    """A page's words without its tags, white space folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_has_its_language_one_heading_and_its_other_language(
    client, name, language
):
    fill()

    html = page(client, PAGES[name].format(language))

    other = {"en": "es", "es": "en"}[language]
    there = PAGES[name].format(other)
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert f'hreflang="{other}" href="http://127.0.0.1:8000{there}"' in html
    assert 'hreflang="x-default"' in html
    switch = re.search(r'<ul class="switch">\s*<li>(<a[^>]*>)', html)[1]
    assert f'href="{there}"' in switch
    assert f'lang="{other}"' in switch


@pytest.mark.parametrize("language", LANGUAGES)
def test_record_pages_switch_to_the_same_record(client, language):
    measure = fill().pillars.get().measures.get()

    for record in (measure.pillar, measure.priority, measure):
        html = page(client, record.get_absolute_url_in(language))
        other = {"en": "es", "es": "en"}[language]
        assert html.count("<h1") == 1
        assert f'href="{record.get_absolute_url_in(other)}"' in html


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("plan", 13),
        ("measures", 10),
        ("status", 10),
        ("progress", 10),
        ("about", 8),
        ("glossary", 5),
    ],
)
def test_pages_ask_the_same_queries_however_large_the_plan(
    client, django_assert_num_queries, size, name, queries
):
    fill(size)

    with django_assert_num_queries(queries):
        page(client, PAGES[name].format("en"))


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("record", "queries"), [("pillar", 12), ("priority", 17), ("measure", 12)]
)
def test_record_pages_ask_the_same_queries_however_large_the_plan(
    client, django_assert_num_queries, size, record, queries
):
    pillar = fill(size).pillars.first()
    priority = pillar.priorities.first()
    records = {
        "pillar": pillar,
        "priority": priority,
        "measure": priority.measures.first(),
    }
    address = records[record].get_absolute_url()

    with django_assert_num_queries(queries):
        page(client, address)


@pytest.mark.rest
def test_every_link_on_every_page_leads_somewhere(client):
    fill(2)
    waiting, seen = ["/en/", "/es/"], set()

    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in seen or not path.startswith("/") or path.startswith("/static/"):
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code in {200, 301, 302}, path
        is_text = response["Content-Type"].startswith(("text/", "application/atom"))
        html = response.content.decode() if is_text else ""
        found = re.findall(r'(?:href|src)="([^"]+)"', html)
        waiting += [address.removeprefix("http://127.0.0.1:8000") for address in found]
        waiting += [response["Location"]] if response.has_header("Location") else []

    assert len(seen) > 40


def test_anchors_that_pages_link_to_are_there(client):
    priority = fill(2).pillars.first().priorities.first()

    html = page(client, priority.get_absolute_url())

    ids = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    assert {"1a-1", "1a-2"} <= ids


def test_ids_on_a_page_are_unique(client):
    plan = make_plan()
    measure = make_measure(make_priority(make_pillar(plan)))
    for group in (make_group(plan), make_group(plan)):
        make_baseline(measure, 2020, "60", group=group)
        make_target(measure, 2025, "70", group=group)
        make_result(measure, 2022, "66", group=group)

    ids = re.findall(r'\bid="([^"]+)"', page(client, measure.get_absolute_url()))

    assert len(ids) == len(set(ids))


def test_measure_page_shows_the_whole_sum(client):
    measure = make_measure(
        baseline=(2020, "81.6"), targets={2025: "93"}, results={2022: "84"}
    )

    words = visible(page(client, measure.get_absolute_url()))

    assert "Behind" in words
    for number in ("81.6%", "2020–21", "84.0%", "2022–23", "86.2%", "93%", "2025–26"):
        assert number in words


def test_numbers_in_spanish_follow_the_united_states_usage(client):
    measure = make_measure(
        baseline=(2020, "81.6"), targets={2025: "93"}, results={2022: "84"}
    )

    words = visible(page(client, measure.get_absolute_url_in("es")))

    assert "81.6%" in words
    assert "81,6" not in words


@pytest.mark.parametrize("state", [s for s in State if not s.is_usable])
@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_value_is_shown_in_words_and_never_as_zero(client, state, language):
    measure = make_measure(baseline=(2020, "81.6"), targets={2025: "93"})
    make_result(measure, 2022, None, state=state)

    html = page(client, measure.get_absolute_url_in(language))

    with translation.override(language):
        assert str(state.label) in html
    assert "0.0%" not in visible(html)


def test_year_without_a_row_says_that_no_figure_was_added(client):
    measure = make_measure(baseline=(2020, "81.6"), targets={2025: "93"})

    words = visible(page(client, measure.get_absolute_url()))

    assert "no data here yet" in words
    assert "not reported" not in words


def test_hidden_value_is_on_no_page(client):
    measure = make_measure(baseline=(2020, "50"), targets={2025: "93"})
    make_result(measure, 2022, "77.7", state=State.SUPPRESSED)

    pages = [
        measure.get_absolute_url(),
        measure.priority.get_absolute_url(),
        "/en/2022-26/",
    ]

    assert all("77.7" not in page(client, path) for path in pages)


def test_related_figure_has_no_status_and_is_in_no_count(client):
    figure = make_measure(target_kind=TargetKind.NONE, results={2022: "84"})

    html = page(client, figure.get_absolute_url())
    counts = client.get("/en/2022-26/").context["counts"]

    assert "status" not in re.findall(r'class="([^"]*)"', html)
    assert counts.total == 0


def test_unsafe_text_is_shown_as_text(client):
    priority = make_priority(
        title_en='<script>alert("x")</script>',
        why_en="[x](javascript:alert(1)) <b>bold</b>",
    )

    html = page(client, priority.get_absolute_url())

    assert "<script>alert" not in html
    assert 'href="javascript:' not in html.lower()
    assert "<b>bold" not in html


def test_terms_are_linked_where_they_first_appear_and_only_there(client):
    plan = make_plan()
    make_term(plan, term_en="Baseline", also_en="baselines", code="baseline")
    priority = make_priority(
        make_pillar(plan), why_en="A baseline and a Baseline and baselines & more."
    )

    html = page(client, priority.get_absolute_url())

    assert html.count('href="/en/2022-26/glossary/#baseline"') == 1


def test_old_plan_carries_a_banner_to_the_current_one(client):
    old = make_plan(slug="2016-19", first_year=2016, last_year=2018, is_current=False)
    current = make_plan(is_current=True)

    html = page(client, old.get_absolute_url())

    assert f'href="{current.get_absolute_url()}"' in html
    assert 'class="banner' in html
    assert 'class="banner' not in page(client, current.get_absolute_url())


def test_measures_of_a_status_are_those_and_no_others(client):
    behind = make_measure(
        baseline=(2020, "81.6"), targets={2025: "93"}, results={2022: "84"}
    )
    met = make_measure(
        behind.priority,
        baseline=(2020, "81.6"),
        targets={2025: "93"},
        results={2022: "94"},
    )

    html = page(client, "/en/2022-26/measures/met/")

    assert met.get_absolute_url() in html
    assert behind.get_absolute_url() not in html


def test_override_is_shown_beside_the_computed_status_with_its_reason(client):
    measure = make_measure(
        baseline=(2020, "81.6"),
        targets={2025: "93"},
        results={2022: "84"},
        override_status="close",
        override_reason_en="A late batch of diplomas.",
        override_reason_es="Un lote tardío de diplomas.",
    )

    words = visible(page(client, measure.get_absolute_url()))

    assert "Slightly behind" in words
    assert "Behind" in words
    assert "A late batch of diplomas." in words


def test_priority_leads_to_the_ones_before_and_after_it(client):
    first = make_priority(code="1A")
    second, third = (make_priority(first.pillar, code=code) for code in ("1B", "1C"))

    page = lxml.html.fromstring(client.get(second.get_absolute_url()).content)

    assert page.xpath("//a[@rel='prev']/@href") == [first.get_absolute_url()]
    assert page.xpath("//a[@rel='next']/@href") == [third.get_absolute_url()]


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("en", "2 measures of the plan; 1 has two targets, so we rate 3.", "part of"),
        ("es", "2 medidas del plan; en 1 hay dos objetivos, así que", "parte de"),
    ],
)
def test_parts_of_one_measure_of_the_plan_count_as_one(client, language, count, words):
    priority = make_priority()
    make_measure(priority, code="1A-M1")
    parts = [make_measure(priority, code=f"1A-M2{n}", part_of="1A-M2") for n in "ab"]

    measures = visible(page(client, f"/{language}/2022-26/measures/"))

    assert count in measures
    for measure, other in itertools.permutations(parts):
        html = page(client, measure.get_absolute_url_in(language))
        assert f"{words} 1A-M2." in html
        assert (
            f'<a href="{other.get_absolute_url_in(language)}">{other.code}</a>' in html
        )


@pytest.mark.parametrize("name", ["plan", "about", "accessibility"])
def test_telephone_is_named_wherever_it_stands(client, name):
    line = {"contact_phone_name_en": "Family Line", "contact_phone_name_es": "Línea"}
    make_plan(contact_phone="(555) 010-0140", **line)

    shown = visible(page(client, PAGES[name].format("es")))

    assert "Línea: (555) 010-0140" in shown
    assert shown.count("Línea: ") == shown.count("010-0140")
