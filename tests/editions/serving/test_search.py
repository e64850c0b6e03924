"""Searching as a visitor does it: answered by the shelf."""

import gzip
import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_site.editions.serving import search
from tests.helpers.editions.shelf import folders, lower_names, missing_headers, reader

__all__ = ["folders", "reader"]

pytestmark = pytest.mark.django_db
HIT = re.compile(r'<h3><a href="([^"]*)">(.*?)</a></h3>')
ENGLISH, SPANISH = "/en/2022-26/1a-joyful-schools/", "/es/2022-26/1a-escuelas-alegres/"


@pytest.mark.parametrize(
    ("path", "hit"),
    [
        ("en/search?q=JOYFUL", (ENGLISH, "1A <mark>Joyful</mark> schools")),
        ("en/search?q=1a", (ENGLISH, "<mark>1A</mark> Joyful schools")),
        ("en/search?q=joyfull", (ENGLISH, "1A <mark>Joyful</mark> schools")),
        ("en/search?q=alegres", (ENGLISH, "1A Joyful schools")),
        ("es/search?q=Alegre", (SPANISH, "1A Escuelas <mark>alegres</mark>")),
        ("es/search?q=joyful", (SPANISH, "1A Escuelas alegres")),
    ],
)
def test_words_and_codes_lead_to_the_page_in_the_readers_language(reader, path, hit):
    assert HIT.findall(reader.get(f"/{path}").text)[0] == hit


def test_results_say_how_many_where_they_are_and_which_kind_to_choose(reader):
    page = reader.get("/en/search?q=share%20joyful").text

    assert "<title>share joyful – Search – " in page
    assert "<h2>2 results for “share joyful”</h2>" in page
    assert (
        "Measure of success · Not enough data yet · Pillar 1 › 1A Joyful schools"
        in page
    )
    assert (
        '<a class="tap" href="?q=share+joyful&amp;kind=measure">Measures (1)</a>'
        in page
    )
    measures = reader.get("/en/search?q=share%20joyful&kind=measure").text
    assert [title for _url, title in HIT.findall(measures)] == [
        "1A-M1 <mark>Share</mark>"
    ]


def test_other_language_is_asked_the_same(reader):
    page = reader.get("/en/search?q=share%20%22x%22").text

    assert 'href="/es/search?q=share+%22x%22" lang="es"' in page


def test_results_are_nobodys_but_the_readers(reader):
    page = reader.get("/en/search?q=joyful")
    headers = lower_names(page.headers)

    assert missing_headers(headers) == {}
    assert headers["cache-control"] == "no-store"
    assert headers["x-robots-tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    packed = reader.get("/en/search?q=joyful", accept_encoding="gzip")
    assert gzip.decompress(packed.body) == page.body
    assert reader.get("/en/search?q=joyful", "HEAD").body == b""


@pytest.mark.parametrize("path", ["/en/search", "/en/search?q=", "/en/search?q=%20%20"])
def test_without_a_question_there_is_the_form(reader, path):
    page = reader.get(path)

    assert page.status == 200
    assert 'name="q" value=""' in page.text
    assert "results" not in page.text.partition("<h1>")[2]
    assert "noindex" not in page.text


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/search?q=a%C3%B1o", 302, "/es/search?q=a%C3%B1o"),
        ("/en/search/?q=x&kind=y", 301, "/en/search?q=x&kind=y"),
        ("/EN/Search?q=x", 301, "/en/search?q=x"),
        ("/search", 302, "/es/search"),
    ],
)
def test_other_addresses_lead_on_with_the_question(reader, path, status, location):
    answer = reader.get(path, accept_language="es")

    assert (answer.status, answer.headers["Location"]) == (status, location)


def test_nothing_found_says_so_and_what_to_try(reader):
    page = reader.get("/es/search?q=xyzzy").text

    assert "<h2>0 resultados para “xyzzy”</h2>" in page
    assert "Pruebe con menos palabras" in page


def test_what_is_gone_is_not_found(reader):
    assert HIT.findall(reader.get("/en/search?q=gone").text) == []


ODD = [
    *("'", '"', "%", "\x00", "*", "-1a", "a;b&c", "a" * 5000, "{title0} : x"),
    *("AND OR NOT NEAR(", "<script>alert(1)</script>", "مدرسة آمنة", "\u202eabc", "🙂"),
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_question_gets_a_page(reader, odd):
    page = reader.get(b"/en/search?q=" + odd.encode()[:1900])

    assert page.status == 200
    assert "<script>alert" not in page.text
    assert "<h2>" in page.text


@pytest.mark.rest
def test_any_question_gets_a_page_after_few_steps(reader):
    @given(st.binary(max_size=400), st.text(max_size=20))
    def ask(raw, kind):
        answer = reader.get(b"/es/search?q=" + raw + b"&kind=" + kind.encode())
        assert answer.status == 200

    ask()


def test_beyond_their_limit_searches_are_told_to_wait_and_pages_are_not(reader):
    held = [search.crowd.acquire(blocking=False) for _place in range(12)]
    try:
        answer, page = reader.get("/en/search?q=joyful"), reader.get(ENGLISH)
    finally:
        for _one in filter(None, held):
            search.crowd.release()

    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
    assert "Many people are searching right now." in answer.text
    assert page.status == 200
    assert reader.get("/en/search?q=joyful").status == 200


def test_damaged_index_is_trouble_and_no_error(reader, monkeypatch):
    def fail(*_args):
        raise sqlite3.DatabaseError("damaged")

    monkeypatch.setattr(search.ResultPages, "page", fail)

    assert reader.get("/en/search?q=joyful").status == 503
    assert "damaged" in reader.application.watcher.trouble
