"""Real questions about the shipped plan, and the places where they lead."""

import re
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

from pillars.public import searchable
from pillars.search.pages import Answer, ResultPages

FILE = Path(__file__).parents[1] / "data" / "search_questions.toml"
QUESTIONS = tomllib.loads(FILE.read_text())
ADDRESS = re.compile(r'<h3><a href="/\w+/2022-26/([^"]*)"')


@pytest.fixture
def pages(db):
    call_command("loaddata", "lausd_2022_26", verbosity=0)
    with closing(sqlite3.connect(":memory:")) as index:
        searchable.write(index, {"en": "", "es": ""})
        yield ResultPages(index)


def place_of(address: str) -> str:
    """``2A.3`` of ``2a-welcoming/#2a-3``; the address without code, else."""
    page, _hash, anchor = address.partition("#")
    page = page.strip("/").removeprefix("measures/")
    code = re.match(r"\d[a-d]?(-[mr]\d[ab]?)?(?=-|$)", page)
    page = code[0].upper() if code else page
    if re.fullmatch(r"\d[a-d]-\d+", anchor):
        return anchor.upper().replace("-", ".")
    return f"{page}#{anchor}" if anchor else page


def rank(pages: ResultPages, language: str, question: str, wanted: list[str]) -> int:
    html = "".join(Answer(pages, language, question, "").parts())
    found = list(map(place_of, ADDRESS.findall(html)))
    wanted = [re.sub(r"^(M\d)", r"\1", one) for one in wanted]
    return min((found.index(one) for one in wanted if one in found), default=99) + 1


def test_real_questions_lead_to_the_right_place(pages):
    ranks = {
        (language, question): rank(pages, language, question, wanted)
        for language, questions in QUESTIONS.items()
        for question, wanted in questions.items()
    }

    assert len(ranks) >= 60
    missed = {asked: place for asked, place in ranks.items() if place > 3}
    assert len(missed) <= 0.05 * len(ranks), missed
