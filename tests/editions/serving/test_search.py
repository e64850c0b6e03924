"""Searching as a visitor does it: answered by the shelf."""

import re

import pytest

from tests.helpers.editions.shelf import folders, reader

__all__ = ["folders", "reader"]

pytestmark = pytest.mark.django_db
HIT = re.compile(r'<h3><a href="([^"]*)">(.*?)</a></h3>')


def hits(answer) -> list[tuple[str, str]]:
    return HIT.findall(answer.text)


@pytest.mark.parametrize(
    ("path", "address", "title"),
    [
        (
            "en/search?q=JOYFUL",
            "/en/2022-26/1a-joyful-schools/",
            "1A <mark>Joyful</mark> schools",
        ),
        (
            "en/search?q=1a",
            "/en/2022-26/1a-joyful-schools/",
            "<mark>1A</mark> Joyful schools",
        ),
        ("en/search?q=alegres", "/en/2022-26/1a-joyful-schools/", "1A Joyful schools"),
        (
            "es/search?q=Alegre",
            "/es/2022-26/1a-escuelas-alegres/",
            "1A Escuelas <mark>alegres</mark>",
        ),
        (
            "es/search?q=joyful",
            "/es/2022-26/1a-escuelas-alegres/",
            "1A Escuelas alegres",
        ),
        (
            "es/search?q=alegrez",
            "/es/2022-26/1a-escuelas-alegres/",
            "1A Escuelas <mark>alegres</mark>",
        ),
    ],
)
def test_words_and_codes_lead_to_the_page_in_the_readers_language(
    reader, path, address, title
):
    assert hits(reader.get(f"/{path}"))[0] == (address, title)
