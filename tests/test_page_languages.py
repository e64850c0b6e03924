"""What a reader is told of a text that is missing or behind in their language."""

import html

import pytest

from .makers import make_measure, make_pillar, make_priority, make_resource

pytestmark = pytest.mark.django_db

MISSING = "Este texto todavía no está traducido."


def page(client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def test_spanish_page_reads_spanish_and_marks_what_is_still_english(client):
    priority = make_priority(
        title_es="Relaciones sólidas", statement_en="Every student.", statement_es=""
    )

    shown = page(client, priority.get_absolute_url_in("es"))

    assert "Relaciones sólidas</h1>" in shown
    assert '<span lang="en">Every student.</span>' in shown


def test_page_says_since_when_a_text_lags_behind(client):
    priority = make_priority(why_en="It helps.", why_es="Ayuda.")
    priority.translation_state = {"why": {"es": "2026-10-05"}}
    priority.save()

    assert "5 de octubre de 2026" in page(client, priority.get_absolute_url_in("es"))
    assert "October 5, 2026" not in page(client, priority.get_absolute_url_in("en"))


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
