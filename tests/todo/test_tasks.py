"""What needs doing in the plan: texts, results, links, and where each is done."""

import datetime

import pytest
from django.urls import reverse

from pillars.enums import TargetKind
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.todo.tasks import find_tasks
from tests.helpers.makers import (
    both,
    make_measure,
    make_note,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_section,
    make_strategy,
    make_term,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 10, 1)  # In 2024–25: the last year that ended is 2023–24.


def needed(today=DAY) -> list[tuple]:
    """What needs doing: each kind, record, place in its form and words."""
    return [
        (task.kind.value, task.record, task.url.partition("#")[2], str(task))
        for task in find_tasks(WorkingCopy(), today)
    ]


def make_finished_measure(priority=None, **given):
    """A measure for which nothing is due in October 2024."""
    return make_measure(priority, results={2023: "84"}, **given)


def test_plan_in_order_needs_nothing():
    priority = make_priority()
    make_strategy(priority)
    make_resource(priority)
    make_finished_measure(priority)
    make_section(priority.pillar.plan)
    make_term(priority.pillar.plan, also_en="Terms", also_es="")

    assert needed() == []


def test_missing_texts_are_one_need_for_each_language():
    priority = make_priority(why_es="", statement_es="", notice_en="", notice_es="Ojo")

    assert needed() == [
        ("missing", priority, "id_notice_en", "English, to be written: notice"),
        (
            "missing",
            priority,
            "id_statement_es",
            "Spanish, to be written: our priority, why this matters",
        ),
    ]


def test_text_behind_says_since_when():
    strategy = make_strategy()
    strategy.text_en = "Do something else."
    strategy.save()
    strategy.translation_state = {"text": {"es": "2024-05-03"}}
    strategy.save()

    assert needed() == [
        (
            "behind",
            strategy,
            "id_text_es",
            "Spanish, behind since May 3, 2024: text",
        )
    ]


def test_address_in_one_language_only_is_no_missing_text():
    make_resource(url_es="")

    assert needed() == []


@pytest.mark.parametrize(
    ("given", "is_needed"),
    [
        ({}, True),
        ({"is_retired": True}, False),
        ({"target_kind": TargetKind.NONE}, False),
    ],
    ids=["", "retired", "related figure"],
)
def test_bad_result_needs_a_note_of_its_year_or_later(given, is_needed):
    notes = both("retirement_note", "It has gone.", "Ya no está.")
    measure = make_measure(
        baseline=(2020, "80"),
        targets={2025: "90"},
        results={2023: "81"},
        **notes,
        **given,
    )
    make_note(measure, 2022)

    words = "Behind in 2023–24: say what happened, why, and what comes next."
    found = [("unexplained", measure, "notes-group", words)] if is_needed else []
    assert needed() == found

    make_note(measure, 2024)
    assert needed() == []


def test_result_that_readers_do_not_see_needs_no_note():
    measure = make_measure(
        baseline=(2020, "80"), targets={2025: "90"}, results={2023: "81"}
    )
    measure.results.update(student_count=3)

    assert needed() == []


def test_dead_link_leads_to_the_address_that_did_not_answer():
    make_resource(check_result="")
    dead = make_resource(check_result="es: 404 Not Found")

    assert needed() == [
        (
            "dead-link",
            dead,
            "id_url_es",
            "Its link does not work: es: 404 Not Found",
        )
    ]


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime.date(2024, 9, 30), "Its next result was due on September 30, 2024"),
        (datetime.date(2024, 10, 1), "Its next result is due on October 1, 2024"),
        (datetime.date(2024, 10, 29), "Its next result is due on October 29, 2024"),
        (datetime.date(2024, 10, 30), None),  # More than four weeks ahead.
    ],
)
def test_result_is_due_by_the_day_set_for_it(due, words):
    measure = make_measure(results={2022: "80"}, next_update_due=due)

    found = [("due", measure, "results-group", words)] if words else []
    assert needed() == found


@pytest.mark.parametrize(
    ("results", "is_due"),
    [
        ({}, True),
        ({2022: "80"}, True),
        ({2023: "80"}, False),
        ({2024: "80"}, False),  # Early is answered, too.
    ],
)
def test_year_that_ended_asks_for_its_result(results, is_due):
    make_measure(results=results)

    words = [words for *_rest, words in needed()]
    assert words == (["No result yet for 2023–24"] if is_due else [])


@pytest.mark.parametrize("due", [None, datetime.date(2024, 10, 2)])
@pytest.mark.parametrize(("first_month", "is_due"), [(10, True), (11, False)])
def test_school_year_ends_with_the_plans_own_month(first_month, is_due, due):
    pillar = make_pillar(make_plan(first_month=first_month))
    make_measure(make_priority(pillar), results={2022: "80"}, next_update_due=due)

    assert bool(needed()) == is_due


@pytest.mark.parametrize(
    ("state", "is_due"), [("due", True), ("not_due", False), ("not_collected", False)]
)
def test_year_is_answered_by_word_of_why_there_is_no_result(state, is_due):
    measure = make_measure()
    make_result(measure, 2023, state=state)

    assert bool(needed()) == is_due


def test_year_after_the_plan_asks_for_nothing():
    make_measure(results={2025: "84"})

    assert needed(datetime.date(2029, 10, 1)) == []


def test_related_figure_is_never_due_without_a_day():
    make_measure(target_kind="none")

    assert needed() == []


@pytest.mark.parametrize(
    ("checked", "is_asked"),
    [(None, True), ("2024-09-30", True), ("2024-10-01", False), ("2024-12-31", False)],
)
@pytest.mark.parametrize("asks", [True, False])
def test_stages_are_asked_for_once_a_quarter_where_the_plan_says_so(
    checked, is_asked, asks
):
    day = checked and datetime.date.fromisoformat(checked)
    pillar = make_pillar(make_plan(asks_for_stages=asks))
    priority = make_priority(pillar, stages_checked_on=day)
    make_strategy(priority)
    make_strategy(priority)
    make_strategy(
        make_priority(pillar), is_retired=True, **both("retirement_note", "x", "x")
    )
    make_priority(pillar)

    page = reverse("admin:pillars_priority_stages", args=[priority.pk])
    found = [
        (task.kind, task.record, task.url)
        for task in find_tasks(WorkingCopy(), datetime.date(2024, 12, 31))
    ]
    assert found == [("stages", priority, page)] * (asks and is_asked)


def test_pillar_of_a_plan_without_priorities_is_asked_for_stages():
    plan = make_plan(asks_for_stages=True, has_priorities=False)
    pillar = make_pillar(plan, title_en="Joy")
    make_strategy(make_priority(pillar, code="", **both("title", "", "")))

    (task,) = find_tasks(WorkingCopy(), DAY)

    assert task.about == f"{pillar.code} Joy"


def test_what_was_retired_needs_its_note_only():
    note = {"retirement_note_en": "It went to 1B.", "retirement_note_es": ""}
    priority = make_priority(is_retired=True, why_es="", **note)
    make_measure(priority)
    make_resource(priority, check_result="404 Not Found", title_es="")

    assert needed() == [
        (
            "missing",
            priority,
            "id_retirement_note_es",
            "Spanish, to be written: note on where the matter went",
        )
    ]


def test_locked_plan_needs_nothing():
    make_priority(make_pillar(make_plan(is_locked=True)), why_es="")

    assert needed() == []
