"""Addresses that live: short links, tails that heal, codes that are never lost."""

import pytest
from django.core.exceptions import ValidationError

from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_strategy,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    return make_priority(title_en="Strong Relationships", title_es="Relaciones sólidas")


@pytest.fixture
def measure(priority):
    return make_measure(
        priority,
        code="1A-M2",
        title_en="Parents who feel welcome",
        title_es="Padres bienvenidos",
    )


def test_tail_is_made_from_the_title_in_the_language_of_the_page(priority, measure):
    assert priority.get_absolute_url_in("en") == "/en/2022-26/1a-strong-relationships/"
    assert priority.get_absolute_url_in("es") == "/es/2022-26/1a-relaciones-solidas/"
    assert measure.get_absolute_url_in("es") == (
        "/es/2022-26/measures/1a-m2-padres-bienvenidos/"
    )


@pytest.mark.parametrize(
    "tail",
    [
        "1a-an-older-title/",
        "1a-relaciones-solidas/",  # the other language's
        "1a/",
        "1a-/",
        "1A-Strong-Relationships/",
        "1a-strong-relationships-x/",
    ],
)
def test_address_with_a_wrong_tail_moves_to_the_right_one(client, priority, tail):
    response = client.get(f"/en/2022-26/{tail}")

    assert response.status_code == 301
    assert response["Location"] == "/en/2022-26/1a-strong-relationships/"


def test_tails_of_pillars_and_measures_heal_too(client, measure):
    pillar = measure.pillar

    moved = (
        client.get("/es/2022-26/1-old/"),
        client.get("/es/2022-26/measures/1a-m2-x/"),
    )

    assert [r.status_code for r in moved] == [301, 301]
    assert moved[0]["Location"] == pillar.get_absolute_url_in("es")
    assert moved[1]["Location"] == measure.get_absolute_url_in("es")


@pytest.mark.parametrize(
    ("short", "kind"),
    [
        ("/2022-26/1a", "priority"),
        ("/2022-26/1A", "priority"),
        ("/1a", "priority"),
        ("/2022-26/1a-m2", "measure"),
        ("/1a-m2", "measure"),
        ("/2022-26/1", "pillar"),
        ("/1", "pillar"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_short_link_leads_to_the_language_of_the_reader(
    client, measure, short, kind, language
):
    records = {
        "priority": measure.priority,
        "measure": measure,
        "pillar": measure.pillar,
    }

    response = client.get(short, headers={"accept-language": language})

    assert response.status_code == 302
    assert response["Location"] == records[kind].get_absolute_url_in(language)
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("short", ["/es/2022-26/1a", "/es/1a"])
def test_short_link_with_a_language_pins_it(client, priority, short):
    response = client.get(short, headers={"accept-language": "en"})

    assert response.status_code == 302
    assert response["Location"] == priority.get_absolute_url_in("es")


@pytest.mark.parametrize(
    "typed",
    ["/Goal%202", "/2022-26/Goal%202", "/en/2022-26/Goal%202/", "/en/2022-26/goal2/"],
)
def test_code_with_a_blank_is_found_as_the_plan_writes_it(client, typed):
    priority = make_priority(code="Goal 2")

    response = client.get(typed, follow=True, headers={"accept-language": "en"})

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == priority.get_absolute_url_in("en")


@pytest.mark.parametrize(
    "code", ["changes.atom", "robots.txt", "Data.JSON", "site.webmanifest", "404"]
)
def test_name_of_a_file_is_no_code(priority, code):
    priority.code = code

    with pytest.raises(ValidationError, match="needs it for something else"):
        priority.full_clean()


@pytest.mark.parametrize("code", ["1.1", "M1.1", "1.a", "1.iv"])
def test_codes_with_dots_are_codes(priority, code):
    priority.code = code

    priority.full_clean()


def test_codes_that_differ_in_a_dot_alone_are_alike(priority):
    make_pillar(priority.pillar.plan, code="7.1")
    priority.code = "7-1"
    make_strategy(priority, code="1A.1")
    strategy = make_strategy(priority, code="1A-1")
    at_a_heading = make_strategy(priority, code="Office")

    for record in (priority, strategy, at_a_heading):
        with pytest.raises(ValidationError, match="would write it alike"):
            record.full_clean()


@pytest.mark.parametrize("path", ["/2022-26/9z", "/9z", "/1a-m9", "/3", "/plan-x/1a"])
def test_short_link_to_nothing_is_not_found(client, priority, path):
    assert client.get(path, follow=True).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/en/%00",
            "/en/%00/",
            "/en/2022-26/%00",
            "/en/%00/measures/",
            "/en/%ED%A0%80/1a",
        ),
        *(
            "/en/2022-26/%ED%A0%80-1a/",
            f"/en/2022-26/{'-' * 9_000}/",
            f"/es/{'1' * 9_000}",
        ),
    ],
)
def test_what_no_code_can_be_takes_few_queries(
    client, priority, django_assert_max_num_queries, path
):
    # Of the plans and their codes alone, whatever was asked for.
    with django_assert_max_num_queries(4):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_retired_code_answers_gone_with_its_note(client, priority, language):
    priority.is_retired = True
    priority.retirement_note_en = "Now part of 1B."
    priority.retirement_note_es = "Ahora es parte de 1B."
    priority.save()

    response = client.get(priority.get_absolute_url_in(language))

    note = getattr(priority, f"retirement_note_{language}")
    assert response.status_code == 410
    assert note in response.content.decode()


def test_what_stands_under_a_retired_pillar_is_gone_with_it(client, measure):
    pillar = measure.pillar
    pillar.is_retired = True
    pillar.retirement_note_en = "Now in pillar 2."
    pillar.retirement_note_es = "Ahora en el pilar 2."
    pillar.save()

    for record in (pillar, measure.priority, measure):
        response = client.get(record.get_absolute_url_in("en"))
        assert response.status_code == 410
        assert "Now in pillar 2." in response.content.decode()


def test_plan_that_is_not_public_is_not_found(client, priority):
    plan = priority.pillar.plan
    plan.is_public = False
    plan.save()

    assert client.get("/en/2022-26/").status_code == 404
    assert client.get(priority.get_absolute_url()).status_code == 404
    assert client.get("/2022-26/1a", follow=True).status_code == 404


def test_short_links_without_a_plan_mean_the_current_one(client):
    old = make_plan(slug="2016-19", first_year=2016, is_current=False)
    make_priority(make_pillar(old), title_en="Old")
    new = make_priority(make_pillar(make_plan(is_current=True)), title_en="New")

    assert client.get("/1a")["Location"] == new.get_absolute_url()


def test_language_home_leads_to_the_current_plan(client, priority):
    response = client.get("/es/")

    assert response.status_code == 302
    assert response["Location"] == "/es/2022-26/"


@pytest.mark.parametrize(
    "slug",
    ["1", "1a", "1a-m2", "es", "en", "plans", "search", "admin", "behind", "A", "a--b"],
)
def test_plan_cannot_take_an_address_that_means_something_else(measure, slug):
    plan = make_plan()
    plan.slug = slug

    with pytest.raises(ValidationError) as refusal:
        plan.full_clean()

    assert "slug" in refusal.value.message_dict


@pytest.mark.parametrize("slug", ["2022-26", "vision-2030", "1aa", "plan"])
def test_ordinary_words_are_good_addresses(client, slug):
    plan = make_plan(slug=slug)

    assert client.get(plan.get_absolute_url()).status_code == 200
