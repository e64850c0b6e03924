"""How texts and questions are compared."""

import pytest

from pillars.search.analysis import code_key, excerpt, marked, stems


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("es", ["educación", "EDUCACION", "educativo", "Educativas"]),
        ("es", ["graduación", "graduarse", "se gradúan", "graduados"]),
        ("es", ["niños", "Niño"]),
        ("en", ["graduate", "Graduation", "graduating", "graduates"]),
        ("en", ["student’s", "students", "the student"]),
    ],
)
def test_forms_of_a_word_are_one(language, forms):
    assert len({stems(form, language) for form in forms}) == 1


@pytest.mark.parametrize("code", ["1D-M2", "1d m2", "1d-m2", "1D–M2"])
def test_codes_are_one_however_they_are_written(code):
    assert code_key(code) == "1dm2"


def test_words_that_say_nothing_are_left_out():
    assert stems("What is the plan?", "en") == "plan"
    assert stems("¿Qué es el plan?", "es") == "plan"


def test_marks_are_html_and_the_text_is_not():
    html = marked("A & B <b>Graduates</b>", {"graduat"}, "en")

    assert html == "A &amp; B &lt;b&gt;<mark>Graduates</mark>&lt;/b&gt;"


def test_excerpt_is_cut_at_words_around_the_first_one_found():
    before, found, after = excerpt(f"{'one ' * 30}Two{' three' * 50}", {"two"}, "en")

    assert (before[:5], found, after[-6:]) == ("…one ", "Two", "three…")
    assert len(before + found + after) < 190
