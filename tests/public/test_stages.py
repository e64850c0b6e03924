"""Where a priority's strategies stand: counted, and said of each, in both languages."""

import datetime

import lxml.html
import pytest
from django.utils import translation

from pillars.models import Priority
from tests.helpers.makers import (
    both,
    make_pillar,
    make_plan,
    make_priority,
    make_strategy,
)

pytestmark = pytest.mark.django_db

AUGUST = datetime.date(2024, 8, 1)
REASON = both("stage_reason", "The grant has ended.", "La subvención se acabó.")


def words(node) -> str:
    return " ".join(node.text_content().split())


def page_of(client, record, language: str) -> lxml.html.HtmlElement:
    with translation.override(language):
        address = record.get_absolute_url()
    return lxml.html.document_fromstring(client.get(address).content)


def counted(page) -> list[str]:
    return [
        words(part) for line in page.find_class("stands") for part in line.iter("span")
    ]


def said(page) -> list[str]:
    return [words(line) for line in page.find_class("state")]


def make_one_of_each(priority: Priority) -> None:
    for stage in ("under_way", "done", "changed", "dropped"):
        make_strategy(priority, stage=stage, stage_since=AUGUST, **REASON)
    make_strategy(priority, stage="not_started")
    make_strategy(priority)
    note = both("retirement_note", "See 1B.", "Vea 1B.")
    make_strategy(priority, stage="done", is_retired=True, **note)


@pytest.mark.parametrize(
    ("language", "counts", "lines"),
    [
        (
            "en",
            "Of 6 strategies: | 1 under way | 1 done | 1 not started | 1 changed"
            " | 1 dropped | not known for 1",
            "Under way since August 2024. | Done in August 2024."
            " | Changed in August 2024. | Why: The grant has ended."
            " | Dropped in August 2024. | Why: The grant has ended."
            " | Not started. | Not known yet",
        ),
        (
            "es",
            "De 6 estrategias: | 1 en marcha | 1 ya se hizo | 1 sin empezar"
            " | 1 cambió | 1 se canceló | no se sabe de 1",
            "En marcha desde agosto de 2024. | Se hizo en agosto de 2024."
            " | Cambió en agosto de 2024. | Motivo: La subvención se acabó."
            " | Se canceló en agosto de 2024. | Motivo: La subvención se acabó."
            " | Sin empezar. | Todavía no se sabe",
        ),
    ],
)
def test_each_strategy_says_where_it_stands(client, language, counts, lines):
    make_one_of_each(priority := make_priority())

    page = page_of(client, priority, language)

    assert counted(page) == counts.split(" | ")
    assert said(page) == lines.split(" | ")


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_shown_where_nothing_is_known(client, language):
    make_strategy(known := make_priority(), stage="done")
    make_strategy(unknown := make_priority(known.pillar))
    note = both("retirement_note", "See 1B.", "Vea 1B.")
    make_strategy(unknown, stage="done", is_retired=True, **note)

    page = page_of(client, unknown, language)

    assert (counted(page), said(page)) == ([], [])


def test_month_may_be_missing_and_a_sentence_in_another_language_is_marked(client):
    priority = make_priority()
    make_strategy(priority, stage="done", stage_text_en="In all schools.")

    page = page_of(client, priority, "es")

    assert said(page) == ["Ya se hizo. In all schools."]
    assert [
        words(text)
        for text in page.iterfind(".//*[@class='state done']//*[@lang='en']")
    ] == ["In all schools."]


def test_plan_without_priorities_says_it_in_its_own_words(client):
    own = {
        "strategy_word_es": "plan de acción",
        "strategy_words_es": "planes de acción",
    }
    pillar = make_pillar(make_plan(has_priorities=False, **own))
    priority = make_priority(pillar, code="", **both("title", "", ""))
    make_strategy(priority, code="1.1", stage="done")
    make_strategy(priority, code="1.2")

    page = page_of(client, pillar, "es")

    assert counted(page) == [
        "De 2 planes de acción:",
        "1 ya se hizo",
        "no se sabe de 1",
    ]
    assert said(page) == ["Ya se hizo.", "Todavía no se sabe"]
