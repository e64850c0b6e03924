"""Cards for other sites: what they say, and what becomes of them."""

import re

import pytest

from plan_site.editions import scope
from plan_site.editions.document.document import Document
from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(client):
    """The answer at a card's address, in the newest edition."""

    def get(code: str, language="en"):
        newest = Edition.objects.order_by("-number").first()
        facts = newest and Document.read(newest.contents).facts
        with scope.reading(scope.Scope(scope.WORKING_COPY, facts)):
            return client.get(f"/{language}/2022-26/embed/{code}/")

    return get


def text_of(response) -> str:
    body = response.content.decode().partition("<body")[2].partition(">")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def make_reading(**given):
    return make_measure(
        baseline=(2021, "40"),
        targets={2025: "80"},
        results={2023: "60"},
        title_en="Reading",
        title_es="Lectura",
        **given,
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "1A-M1 Reading On track It started at 40.0% in 2021–22 and reached"),
        ("es", "1A-M1 Lectura Por buen camino Empezó en 40.0% en 2021–22 y llegó a"),
    ],
)
def test_card_of_a_measure_has_its_status_and_its_numbers(card, language, words):
    plan = make_reading().pillar.plan

    text = text_of(card("1a-m1", language))

    assert words in text
    whose = getattr(plan, f"organization_{language}")
    assert text.startswith(f"{getattr(plan, f'short_title_{language}')} {whose} ")


def test_card_of_a_priority_has_its_promise_and_how_its_measures_stand(card):
    make_reading(priority=make_priority(title_en="Read", statement_en="All can."))

    text = text_of(card("1a"))

    assert "1A Read All can. So far: 1 On track" in text
    assert "So far: 1 On track" in text_of(card("1"))


def test_card_of_a_measure_by_group_names_the_group_that_decides(card):
    group = make_group(title_en="English learners")
    make_reading(priority=make_priority(make_pillar(group.plan)), group=group)

    text = text_of(card("1a-m1"))

    assert "The status is that of the group furthest behind: English learners." in text


def test_card_without_numbers_says_so(card):
    make_measure(targets={2025: "80"})

    assert "Not enough data yet" in text_of(card("1a-m1"))


def test_card_of_an_older_plan_says_so(client):
    make_priority()
    make_priority(make_pillar(make_plan(slug="2016-20")), code="1A")

    older = client.get("/en/2016-20/embed/1a/")

    assert "This is not the District’s current plan." in text_of(older)
    assert "current plan" not in text_of(client.get("/en/2022-26/embed/1a/"))


def test_preview_of_a_card_and_of_its_qr_code_stays_in_the_preview(admin_client):
    priority = make_priority()

    page = admin_client.get(f"/preview{priority.get_absolute_url_in('en')}")
    html = page.content.decode()
    (card,) = re.findall(r'href="(/preview/en/2022-26/embed/1a/)"', html)
    (code,) = re.findall(r'<img src="(/preview/2022-26/qr/[^"]*)"', html)

    assert b'class="embedded"' in admin_client.get(card).content
    assert admin_client.get(code)["Content-Type"] == "image/svg+xml"


def test_card_needs_no_script_and_leads_out_of_the_frame(card):
    measure = make_reading()

    page = card("1a-m1").content.decode()

    assert '<base target="_top">' in page
    assert not re.findall("<script|<nav|<form|<iframe", page)
    assert '<meta name="robots" content="noindex">' in page
    assert f'{measure.get_absolute_url()}">' in page
    (canonical,) = re.findall(r'rel="canonical" href="([^"]*)"', page)
    assert canonical.endswith(measure.get_absolute_url())


def test_card_may_stand_on_the_sites_that_are_named_and_no_page_may(
    client, card, settings
):
    settings.EMBED_ON = "https://*.example.org"
    priority = make_priority()

    response = card("1a")

    policy = response["Content-Security-Policy"]
    assert "frame-ancestors https://*.example.org;" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in response
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    page = client.get(priority.get_absolute_url())
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def is_card(response) -> bool:
    policy = response["Content-Security-Policy"]
    return b'class="embedded"' in response.content and "frame-ancestors *" in policy


def test_card_of_what_is_retired_says_where_it_went(card):
    make_priority(is_retired=True, retirement_note_en="It went to 2B.")

    response = card("1a")

    assert response.status_code == 410
    assert is_card(response)
    assert "No longer part of the plan It went to 2B." in text_of(response)


def test_card_of_what_was_removed_says_so(card):
    gone = make_priority(make_priority().pillar, title_en="Gone for good")
    publish()
    gone.delete()
    publish()

    response = card("1b")

    assert response.status_code == 410
    assert is_card(response)
    assert "1B Gone for good We took this part of the plan off" in text_of(response)


def test_card_of_a_withdrawn_plan_says_so(card):
    plan = make_priority().pillar.plan
    publish()
    plan.is_public = plan.is_current = False
    plan.save()
    publish()

    response = card("1a")

    assert response.status_code == 410
    assert is_card(response)


def test_card_follows_a_code_and_a_plan_that_have_moved(card):
    measure = make_measure(code="1A-M1")
    publish()
    measure.code = "1A-M2"
    measure.save()
    plan = measure.pillar.plan
    plan.slug = "the-plan"
    plan.save()
    publish()

    response = card("1a-m1")

    assert response.status_code == 301
    assert response["Location"] == "/en/the-plan/embed/1a-m2/"


@pytest.mark.parametrize("code", ["9z", "1a-reading", "nothing"])
def test_code_that_never_was_has_no_card(card, code):
    make_priority(title_en="Reading")
    publish()

    assert card(code).status_code == 404


def test_code_typed_otherwise_leads_to_the_card(card):
    make_priority()

    assert card("1A")["Location"] == "/en/2022-26/embed/1a/"
