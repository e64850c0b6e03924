"""What readers find, and what is shown of it: the place of each record in its plan."""

import json
import re
import sqlite3

import pytest

from pillars.models import Priority
from pillars.public import searchable
from pillars.search.pages import Answer, ResultPages
from tests.helpers.makers import (
    make_baseline,
    make_group,
    make_measure,
    make_note,
    make_office,
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
from tests.public.test_missing_levels import without_pillars, without_priorities

__all__ = ["without_pillars", "without_priorities"]

pytestmark = pytest.mark.django_db
HIT = re.compile(
    r'<h3><a href="([^"]*)">(.*?)</a></h3><p class="soft">(.*?)</p><p>(.*?)</p></li>'
)


def find(query: str, language: str = "en", kind: str = "") -> list[tuple]:
    """Address, title, place and text of each hit."""
    db = sqlite3.connect(":memory:")
    searchable.write(db, {"en": "", "es": ""})
    pages = ResultPages(db)
    return HIT.findall("".join(Answer(pages, language, query, kind).parts()))


def addresses(query: str, language: str = "en") -> list[str]:
    return [address for address, *_rest in find(query, language)]


def test_everything_published_is_found_where_it_stands():
    plan = make_plan(singular_goal_en="Zanzibar")
    pillar = make_pillar(plan, title_en="Joy", summary_en="Zanzibar")
    priority = make_priority(pillar, title_en="Calm", why_en="Zanzibar")
    make_section(plan, body_en="Zanzibar", kind="learn_more")
    make_group(plan, code="girls", title_en="Zanzibar")
    make_term(plan, code="word", meaning_en="Zanzibar")
    make_strategy(priority, text_en="Zanzibar")
    make_resource(priority, title_en="Zanzibar")
    make_office(plan, code="data", title_en="Zanzibar")
    make_measure(priority, code="1A-M1", title_en="Share", definition_en="Zanzibar")

    assert {*addresses("zanzibar")} == {
        "/en/2022-26/",
        "/en/2022-26/1-joy/",
        "/en/2022-26/1a-calm/",
        "/en/2022-26/1a-calm/#1a-1",
        "/en/2022-26/1a-calm/#resources",
        "/en/2022-26/about/#learn-more",
        "/en/2022-26/glossary/#word",
        "/en/2022-26/groups/girls/",
        "/en/2022-26/measures/1a-m1-share/",
        "/en/2022-26/offices/#data",
    }


def test_what_is_said_of_a_measure_and_a_priority_leads_to_their_pages():
    priority = make_priority(title_en="Calm")
    measure = make_measure(priority, code="1A-M1", title_en="Share")
    make_target(measure, 2025, "90", wording_en="Reach Oz")
    make_baseline(measure, 2021, "80", note_en="Kansas")
    make_result(measure, 2023, "81", note_en="Scarecrow", break_reason_en="Tornado")
    make_note(measure, why_en="Witches")
    make_note(priority, what_comes_next_en="Wizards")

    for word in ("oz", "kansas", "scarecrow", "tornado", "witch", "behind"):
        assert addresses(word) == ["/en/2022-26/measures/1a-m1-share/"], word
    assert addresses("wizard") == ["/en/2022-26/1a-calm/"]


def test_hit_shows_its_place_and_the_words():
    pillar = make_pillar(title_en="Joy")
    priority = make_priority(pillar, title_en="Calm & kind")
    make_measure(
        priority, code="1A-M1", title_en="Share", definition_en="A <b>Zebra</b>."
    )

    assert find("zebras") == [
        (
            "/en/2022-26/measures/1a-m1-share/",
            "1A-M1 Share",
            "Measure of success · Not enough data yet · Pillar 1 › 1A Calm &amp; kind",
            "A &lt;b&gt;<mark>Zebra</mark>&lt;/b&gt;.",
        )
    ]


def test_text_of_another_language_says_which_it_is():
    make_priority(title_en="Calm", title_es="", statement_es="", why_es="La calma.")

    assert find("calma", "en")[0][3] == (
        '<span lang="es" dir="auto">La <mark>calma</mark>.</span>'
    )
    assert find("calm", "es")[0][1] == (
        '<span lang="en" dir="auto">1A <mark>Calm</mark></span>'
    )


def test_what_readers_do_not_see_is_not_found():
    plan = make_plan()
    gone = make_priority(make_pillar(plan), title_en="Zanzibar", is_retired=True)
    make_strategy(gone, text_en="Zanzibar")
    draft = make_plan(slug="2026-30", is_public=False, is_current=False)
    make_priority(make_pillar(draft), title_en="Zanzibar")
    measure = make_measure(make_priority(make_pillar(plan)))
    make_result(measure, 2023, "4237")

    assert addresses("zanzibar") == addresses("4237") == []


def test_hits_of_an_old_plan_come_last_and_name_it():
    old = make_plan(slug="2016-20", is_current=False, short_title_en="The old plan")
    for plan in (old, make_plan(slug="2022-26", is_current=True)):
        make_priority(make_pillar(plan, title_en="Joy"), title_en="Zanzibar")

    (first, _title, place, _text), (last, *_words, old_place, _old_text) = find(
        "zanzibar"
    )

    assert (first, place) == ("/en/2022-26/1a-zanzibar/", "Priority · Pillar 1")
    assert last == "/en/2016-20/1a-zanzibar/"
    assert old_place == "Priority · The old plan › Pillar 1"


@pytest.mark.parametrize("levels", ["without_pillars", "without_priorities"])
def test_every_hit_stands_where_its_address_leads(request, client, levels):
    request.getfixturevalue(levels)
    priority = make_priority(make_pillar(make_plan(slug="2016-20", is_current=False)))
    for one in Priority.objects.all():
        make_resource(one, strategy=make_strategy(one))
    make_section(priority.pillar.plan)
    db = sqlite3.connect(":memory:")
    searchable.write(db, {"en": "", "es": ""})
    shown = [json.loads(row) for (row,) in db.execute("SELECT shown FROM hits")]

    missing = [
        one["url"]
        for one in shown
        if not stands(client.get(one["url"].partition("#")[0]), one["url"])
    ]

    assert len(shown) > 20
    assert missing == []


def stands(response, address: str) -> bool:
    anchor = address.partition("#")[2]
    return response.status_code == 200 and (
        not anchor or f'id="{anchor}"' in response.content.decode()
    )
