"""What a reader is told of a text that is missing or behind in their language."""

import html

import pytest

from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_strategy,
)

pytestmark = pytest.mark.django_db

MISSING = "Este texto todavía no está en español."


def page(client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def test_spanish_page_reads_spanish_and_marks_what_is_still_english(client):
    priority = make_priority(
        title_es="Relaciones sólidas", statement_en="Every student.", statement_es=""
    )

    shown = page(client, priority.get_absolute_url_in("es"))

    assert "Relaciones sólidas</h1>" in shown
    assert '<span lang="en">Every student.</span>' in shown


def test_page_says_since_when_a_text_is_behind_which_one(client):
    priority = make_priority(why_en="It helps.", why_es="Ayuda.")
    priority.translation_state = {"why": {"es": "2026-10-05 en"}}
    priority.save()

    spanish = page(client, priority.get_absolute_url_in("es"))
    assert "El texto en inglés cambió el 5 de octubre de 2026." in spanish
    assert "October 5, 2026" not in page(client, priority.get_absolute_url_in("en"))


def test_page_names_no_language_that_its_readers_do_not_have(client):
    pillar = make_pillar(make_plan(public_languages=["es"]))
    priority = make_priority(pillar, why_en="It helps.", why_es="Ayuda.")
    priority.translation_state = {"why": {"es": "2026-10-05 en"}}
    priority.save()

    shown = page(client, priority.get_absolute_url_in("es"))

    assert "Ayuda." in shown
    assert "2026. Falta" not in shown


@pytest.mark.parametrize("make", [make_pillar, make_priority])
def test_official_title_stands_under_a_translation_that_is_not(client, make):
    record = make(
        title_en="Sturdy Ties", title_es="Lazos fuertes", unofficial_in=["es"]
    )
    official = '<p class="official soft"><span lang="en">Sturdy Ties</span></p>'

    assert official in page(client, record.get_absolute_url_in("es"))
    assert "official" not in page(client, record.get_absolute_url_in("en"))
    # Lists stay short.
    is_on_card = official in page(client, "/es/2022-26/")
    assert is_on_card == (make is make_pillar)


def test_official_title_that_falls_back_is_said_once(client):
    priority = make_priority(title_en="Sturdy Ties", title_es="", unofficial_in=["es"])

    shown = page(client, priority.get_absolute_url_in("es"))

    assert "Sturdy Ties</span></h1>" in shown
    assert "official" not in shown


def resource_on_its_priority(**given) -> str:
    return make_resource(make_priority(), **given).priority.get_absolute_url_in("es")


def pillar_at_home(**given) -> str:
    return make_pillar(**given).plan.get_absolute_url_in("es")


@pytest.mark.parametrize(
    ("path_of", "given"),
    [
        (resource_on_its_priority, {"title_es": ""}),
        (resource_on_its_priority, {"description_en": "A map.", "description_es": ""}),
        (pillar_at_home, {"title_es": ""}),
    ],
)
def test_text_on_a_card_says_that_it_is_not_translated(client, path_of, given):
    path = path_of(**given)

    assert MISSING in page(client, path)
    assert MISSING not in page(client, path.replace("/es/", "/en/"))


def test_measure_in_a_priority_says_that_its_title_is_not_translated(client):
    measure = make_measure(title_es="")

    path = measure.priority.get_absolute_url_in("es")

    assert MISSING in page(client, path)


@pytest.mark.parametrize("nothing", ["\u200b", "&nbsp;"])
def test_text_that_shows_nothing_falls_back_like_one_that_is_missing(client, nothing):
    priority = make_priority(
        title_en="Reading", title_es=nothing, why_en="It helps.", why_es=nothing
    )
    make_strategy(priority, text_en=nothing, text_es="Leer a diario.")

    spanish = page(client, priority.get_absolute_url_in("es"))
    english = page(client, priority.get_absolute_url_in("en"))

    assert '<span lang="en">Reading</span></h1>' in spanish
    assert '<div lang="en"><p>It helps.</p>\n</div>' in spanish
    assert '<span lang="es">Leer a diario.</span>' in english
    assert nothing not in spanish + english


def test_text_that_shows_nothing_in_any_language_has_no_place_on_its_page(client):
    priority = make_priority(why_en="<!-- later -->", why_es="\u200b")

    shown = page(client, priority.get_absolute_url_in("es"))

    assert 'id="why"' not in shown
    assert MISSING not in shown
