"""What a plan calls its levels: its own words, the usual ones, and both at the desk."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import strip_tags

from pillars import words
from tests.helpers.desk import form_of, list_of
from tests.helpers.makers import make_measure, make_pillar, make_plan, make_priority

pytestmark = pytest.mark.django_db


def test_word_that_a_plan_lacks_in_a_language_is_that_languages_usual_one():
    plan = make_plan(pillar_word_en="focus", measure_word_es="indicador")

    said = {}
    with words.used_by(plan):
        for language in ("en", "es"):
            with translation.override(language):
                said[language] = [words.word("pillar"), words.word("measure")]

    assert said == {"en": ["focus", "measure"], "es": ["pilar", "indicador"]}
    assert words.word("pillar") == "pillar"


@pytest.mark.parametrize(
    ("code", "text"), [("3", "Goal 3"), ("Goal 3", "Goal 3"), ("G3", "Goal G3")]
)
def test_code_that_says_the_word_itself_is_not_said_twice(code, text):
    with words.used_by(make_plan(pillar_word_en="goal")):
        assert words.with_code("pillar", code) == text


@pytest.mark.parametrize("mark", [*"%[]{}|<>", "\n"])
def test_word_that_could_be_taken_for_a_mark_is_refused(mark):
    plan = make_plan(strategy_words_es=f"ac{mark}ciones")

    with pytest.raises(ValidationError) as refusal:
        plan.clean()

    assert [*refusal.value.error_dict] == ["strategy_words_es"]


def test_desk_names_lists_forms_and_columns_as_the_current_plan(admin_client):
    plan = make_plan(
        priority_word_en="objective",
        priority_words_en="objectives",
        measure_words_en="indicators",
        statement_heading_en="What we will do",
    )
    priority = make_priority(make_pillar(plan))
    make_measure(priority)
    make_plan(priority_word_en="line", priority_words_en="lines", is_current=False)

    with CaptureQueriesContext(connection) as asked:
        indicators = strip_tags(admin_client.get(list_of("measure")).content.decode())
    queries = ["is_current" in one["sql"].rpartition("ORDER BY")[2] for one in asked]
    form = strip_tags(admin_client.get(form_of(priority)).content.decode())

    assert "Indicators" in indicators
    assert "Objective" in indicators
    assert "What we will do (English)" in form
    assert sum(queries) == 1
