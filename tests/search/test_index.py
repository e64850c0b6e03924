"""What the index finds, and in which order."""

import sqlite3

import pytest

from pillars.search.index import Entry, Index


def entry(code: str, title: str, body: str = "", **given) -> Entry:
    return Entry(code, {"en": (title, body)}, **given)


def index(*entries: Entry) -> Index:
    made = Index(sqlite3.connect(":memory:"), ["en", "es"])
    made.fill(entries)
    return made


def found(made: Index, query: str, **given) -> list[int]:
    return [number for number, _kind in made.find(query, **given).hits]


def test_code_comes_first_and_other_words_of_it_are_no_matter():
    made = index(
        entry("1D-M1", "Students"),
        entry("1D-M2", "Graduates"),
        entry("", "M2 of 1D-M2"),
    )

    assert found(made, "1d m2", takes_parts=True) == [2, 3]
    assert found(made, "measure 1D-M2", takes_parts=True)[0] == 2


def test_few_places_with_all_words_are_followed_by_those_with_some():
    made = index(entry("", "Safe schools"), entry("", "Safe"), entry("", "Schools"))

    findings = made.find("safe schools", takes_parts=True)

    assert findings.hits[0] == (1, "")
    assert len(findings.hits) == 3
    assert not findings.is_whole
    assert found(made, "safe schools") == [1]


def test_many_places_with_all_words_are_enough():
    made = index(*[entry("", f"Safe school {n}") for n in range(5)], entry("", "Safe"))

    findings = made.find("safe schools", takes_parts=True)

    assert len(findings.hits) == 5
    assert findings.is_whole


@pytest.mark.parametrize(
    ("word", "corrected"),
    [
        ("attendence", []),  # What is misspelled is its ending.
        ("atendance", ["attendance"]),
        ("attend", []),  # A form of it.
        ("attendan", []),  # Its beginning.
        ("xyzzy", None),
    ],
)
def test_misspelled_word_is_named_as_it_was_read(word, corrected):
    findings = index(entry("", "Attendance")).find(word, takes_parts=True)

    assert (findings.corrected if findings.hits else None) == corrected


def test_word_that_most_have_still_comes_first_in_a_title():
    made = index(
        entry("", "One", "students " * 9),
        entry("", "Two", "students"),
        entry("", "Students"),
    )

    assert found(made, "student") == [3, 1, 2]


def test_old_plans_come_last_and_other_readers_find_nothing():
    made = index(entry("", "Joy", is_old=True), entry("", "Joy"))

    assert found(made, "joy", language="en") == [2, 1]
    assert found(made, "joy", language="es") == []
