"""``manage.py check_translations``: what is missing or behind, for scripts."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.helpers.makers import make_priority, make_term
from tests.helpers.translation_pages import behind_since, make_behind

pytestmark = pytest.mark.django_db


def printed(*arguments):
    out = io.StringIO()
    call_command("check_translations", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_each_text_has_a_line_and_the_count_comes_last():
    priority = make_behind()
    priority.translation_state["why"]["es"] = "2026-01-05"
    priority.save()
    make_term(priority.pillar.plan, term_en="Attendance", meaning_es="")

    assert printed("es") == [
        "2022-26 Attendance (glossary term), meaning_es: missing",
        "2022-26 1A Reading (priority), why_es: behind since 2026-01-05",
        "In es: 1 missing, 1 behind.",
    ]


def test_other_language_is_counted_by_itself():
    make_behind()

    assert printed("en", "--fail") == ["In en: 0 missing, 0 behind."]


def test_confirmed_text_is_not_listed():
    priority = make_behind()
    priority.confirm_meaning("why", "es", "Ana", behind_since(priority, "why", "es"))
    priority.save()

    assert printed("es") == ["In es: 0 missing, 0 behind."]


def test_it_fails_if_asked_to_and_something_is_left():
    make_priority(why_es="")

    with pytest.raises(CommandError, match="In es: 1 missing, 0 behind."):
        printed("es", "--fail")


def test_unknown_language_is_refused_with_the_choices():
    with pytest.raises(CommandError, match="invalid choice: 'fr'.*'en', 'es'"):
        printed("fr")
