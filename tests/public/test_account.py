"""What the district says of a year, on the page of a measure and of a priority."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from pillars.models.notes import TEXTS
from tests.helpers.makers import (
    both,
    make_measure,
    make_note,
    make_office,
    make_strategy,
)

pytestmark = pytest.mark.django_db

WORDS = {
    "en": (
        "What the District says about 2024–25",
        "What the District said about 2023–24",
        ["What happened", "What comes next"],
        "Signed by the Bus Office, October 14, 2025",
        "This text is not in",
    ),
    "es": (
        "Lo que dice el Distrito sobre 2024–25",
        "Lo que dijo el Distrito sobre 2023–24",
        ["Qué pasó", "Qué sigue"],
        "Firma: Oficina de Autobuses, 14 de octubre de 2025",
        "Este texto todavía no está en español.",
    ),
}


def tree_of(client, record, language: str = "en"):
    page = client.get(record.get_absolute_url_in(language)).content.decode()
    return html.fromstring(page)


def text_of(element) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(params=["measure", "priority"])
def record(request):
    """Has numbers and a strategy, so that its page is a whole one."""
    measure = make_measure(baseline=(2022, "80"), results={2023: "84"})
    make_strategy(measure.priority)
    return measure if request.param == "measure" else measure.priority


@pytest.mark.parametrize("language", ["en", "es"])
def test_newest_note_stands_open_and_older_ones_are_folded(client, record, language):
    plan = record.pillar.plan
    office = make_office(plan, **both("title", "Bus Office", "Oficina de Autobuses"))
    make_note(record, 2023, office)
    make_note(
        *(record, 2024, office),
        **both(
            "what_happened", "Buses were late: **1A.1**.", "Sin camiones: **1A.1**."
        ),
        **both("why", "", ""),
        **both("what_comes_next", "More buses.", ""),
        day=datetime.date(2025, 10, 14),
    )
    title, older, parts, signed, missing = WORDS[language]

    tree = tree_of(client, record, language)

    (account,) = tree.find_class("account")
    (fold,) = account.xpath("details")
    assert text_of(account.xpath("h2")[0]) == title
    assert list(map(text_of, account.xpath("div[@class='parts']//h3"))) == parts
    assert account.xpath("div[@class='parts']//strong/a/text()") == ["1A.1"]
    said = text_of(account.xpath("div[@class='parts']")[0])
    assert (missing in said) == (language == "es")
    assert account.xpath("boolean(div//*[@lang='en'])") == (language == "es")
    assert text_of(account.xpath("p[contains(@class, 'signed')]")[0]) == signed
    assert account.xpath("p//a/@href") == [
        f"/{language}/{plan.slug}/offices/#{office.code}"
    ]
    assert text_of(fold.xpath("summary")[0]) == older
    assert len(fold.xpath(".//h3")) == 3
    assert tree.xpath("//nav[@class='toc']//a[@href='#account']")
    numbers = tree.xpath("//h2[@id='numbers' or @id='strategies']")[0]
    order = list(tree.iter())
    assert order.index(account) < order.index(numbers)


def test_page_without_a_note_has_no_trace_of_one(client, record):
    tree = tree_of(client, record)

    assert not tree.find_class("account")
    assert not tree.xpath("//*[@href='#account']")
    assert "District says" not in text_of(tree)


def test_note_of_which_every_text_was_redacted_leaves_no_trace(client, record):
    note = make_note(record, 2024)
    note._meta.model.objects.update(
        **{f"{name}_{code}": None for name in TEXTS for code in ("en", "es")}
    )

    alone = tree_of(client, record)
    make_note(record, 2023)
    (account,) = tree_of(client, record).find_class("account")

    assert not alone.xpath("//*[@href='#account' or contains(@class, 'account')]")
    assert text_of(account.find("h2")) == "What the District says about 2023–24"
    assert "2024–25" not in text_of(account)


def test_pages_cost_the_same_however_many_notes_there_are(client, record):
    counts = []
    for year in (2022, 2023, 2024):
        make_note(record, year)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tree_of(client, record)
        counts.append(len(queries))

    assert len(set(counts)) == 1
