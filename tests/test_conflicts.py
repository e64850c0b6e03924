"""Two editors on one form: the second is told who changed what and loses nothing."""

import json
import threading

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils.html import strip_tags

from pillars.admin.base import DeskAdmin, DeskRows
from pillars.models import Priority, Resource, Result, Strategy
from pillars.tree import ROWS
from tests.desk import form_of, typed, with_new_row
from tests.makers import (
    make_measure,
    make_priority,
    make_resource,
    make_strategy,
    plan_models,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    """A second editor, signed in elsewhere."""
    user = User.objects.create_superuser("other", first_name="Ana", last_name="Ruiz")
    client = Client()
    client.force_login(user)
    return client


def opened(client, record) -> dict:
    """A form as it was opened: what it would send if nothing were typed."""
    return typed(client.get(form_of(record)))


def save(client, record, **changed):
    """Open a record's form, change some fields and save."""
    answer = client.post(form_of(record), opened(client, record) | changed)
    assert answer.status_code == 302, answer.context["errors"]


def told(page) -> list[tuple]:
    """What the page says of others: who, whose record, each field in three wordings."""
    return [
        (
            other.who,
            other.name,
            [
                (
                    one.line.name,
                    strip_tags(one.line.before),
                    strip_tags(one.line.after),
                    one.yours,
                )
                for one in other.told
            ],
        )
        for other in page.context["conflict"].others
    ]


def test_second_editor_is_told_who_changed_what_and_keeps_all_typing(
    admin_client, other
):
    priority = make_priority(title_en="Old", title_es="Viejo", why_en="Because.")
    sent = opened(admin_client, priority)
    save(other, priority, title_en="Theirs", why_en="Because it is so.")

    page = admin_client.post(
        form_of(priority), sent | {"title_en": "Mine", "title_es": "Mío"}
    )

    assert page.status_code == 409
    assert told(page) == [
        (
            ["Ana Ruiz"],
            str(Priority.objects.get()),
            [
                ("Title (English)", "Old", "Theirs", "Mine"),
                ("Why this matters (English)", "Because.", "Because it is so.", None),
            ],
        )
    ]
    shown = typed(page)
    assert (shown["title_en"], shown["title_es"]) == ("Mine", "Mío")
    # What was not touched is as it is now: saving again takes nothing of it back.
    assert shown["why_en"] == "Because it is so."
    assert Priority.objects.get().title_en == "Theirs"
    words = page.content.decode()
    assert "Ana Ruiz" in words
    assert "Nothing has been saved yet" in words
    assert "Please correct" not in words


def test_saving_again_after_having_looked_goes_through(admin_client, other):
    priority = make_priority(title_en="Old", why_en="Because.")
    sent = opened(admin_client, priority)
    save(other, priority, title_en="Theirs", why_en="Because it is so.")
    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    answer = admin_client.post(form_of(priority), typed(page))

    assert answer.status_code == 302
    priority.refresh_from_db()
    assert (priority.title_en, priority.why_en) == ("Mine", "Because it is so.")


def test_third_change_while_looking_is_told_again(admin_client, other):
    priority = make_priority(title_en="Old")
    sent = opened(admin_client, priority)
    save(other, priority, title_en="Theirs")
    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})
    save(other, priority, title_en="Theirs again")

    page = admin_client.post(form_of(priority), typed(page))

    assert page.status_code == 409
    ((_who, _name, lines),) = told(page)
    assert lines == [("Title (English)", "Theirs", "Theirs again", "Mine")]


def test_record_that_was_loaded_without_history_is_guarded_too(admin_client, other):
    priority = make_priority(title_en="Old")
    strategy = make_strategy(priority, text_en="Tutor.")
    for model in plan_models():
        model.history.all().delete()
    sent = opened(admin_client, priority)
    save(other, strategy, text_en="Tutor all.")

    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    ((_who, name, lines),) = told(page)
    assert name == "Strategy 1A.1 Tutor all."
    assert lines == [("Text (English)", "Tutor.", "Tutor all.", None)]
    assert typed(page)["strategies-0-text_en"] == "Tutor all."
    assert typed(page)["title_en"] == "Mine"


def test_two_editors_on_different_rows_both_keep_theirs(admin_client, other):
    measure = make_measure(results={2023: "84", 2024: "85"})
    sent = opened(admin_client, measure)
    save(other, measure, **{"results-0-value": "80"})

    page = admin_client.post(form_of(measure), sent | {"results-1-value": "90"})

    assert page.status_code == 409
    ((who, name, lines),) = told(page)
    assert (who, name) == (["Ana Ruiz"], "Result 2023–24 · All students")
    assert lines == [("Value", "84", "80", None)]
    assert [str(value) for value in values()] == ["80.0000", "85.0000"]
    assert admin_client.post(form_of(measure), typed(page)).status_code == 302
    assert [str(value) for value in values()] == ["80.0000", "90.0000"]


def values() -> list:
    return list(Result.objects.order_by("school_year").values_list("value", flat=True))


def test_row_changed_in_its_own_form_is_guarded_in_its_parents(admin_client, other):
    measure = make_measure(results={2023: "84"})
    sent = opened(admin_client, measure)
    save(other, measure.results.get(), value="80")

    page = admin_client.post(form_of(measure), sent | {"results-0-value": "90"})

    ((_who, _name, lines),) = told(page)
    assert lines == [("Value", "84", "80", "90")]
    assert str(Result.objects.get().value) == "80.0000"


def test_typing_in_a_row_that_was_deleted_stands_below_as_a_new_row(
    admin_client, other
):
    priority = make_priority()
    make_strategy(priority, text_en="First.")
    make_strategy(priority, text_en="Second.")
    sent = opened(admin_client, priority)
    save(other, priority, **{"strategies-0-DELETE": "on"})

    page = admin_client.post(
        form_of(priority), sent | {"strategies-0-text_en": "First, better."}
    )

    assert page.status_code == 409
    (gone,) = page.context["conflict"].others
    assert (gone.kind, gone.is_kept_as_new) == ("deleted", True)
    shown = typed(page)
    assert shown["strategies-INITIAL_FORMS"] == "1"
    assert shown["strategies-0-text_en"] == "Second."
    assert shown["strategies-1-text_en"] == "First, better."
    assert admin_client.post(form_of(priority), shown).status_code == 302
    texts = Strategy.objects.order_by("number").values_list("text_en", flat=True)
    assert list(texts) == ["First, better.", "Second."]


def test_row_that_was_deleted_untouched_is_told_and_gone(admin_client, other):
    priority = make_priority(title_en="Old")
    make_strategy(priority)
    sent = opened(admin_client, priority)
    save(other, priority, **{"strategies-0-DELETE": "on"})

    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    (gone,) = page.context["conflict"].others
    assert (gone.kind, gone.is_kept_as_new) == ("deleted", False)
    assert typed(page)["strategies-TOTAL_FORMS"] == "0"
    assert typed(page)["title_en"] == "Mine"


def test_row_added_by_both_for_the_same_year_is_told_in_words(admin_client, other):
    measure = make_measure()
    row = {"school_year": "2024", "state": "reported"}
    sent = with_new_row(opened(admin_client, measure), "results", **row, value="90")
    theirs = with_new_row(opened(other, measure), "results", **row, value="80")
    assert other.post(form_of(measure), theirs).status_code == 302

    page = admin_client.post(form_of(measure), sent)

    assert page.status_code == 409
    (added,) = page.context["conflict"].others
    assert (added.kind, added.name) == ("added", "Result 2024–25 · All students")
    assert "Two rows are for the same school year and group." in page.content.decode()
    shown = typed(page)
    assert (shown["results-0-value"], shown["results-1-value"]) == ("80", "90")


def test_row_to_be_deleted_that_another_changed_is_asked_again(admin_client, other):
    measure = make_measure(results={2023: "84"})
    sent = opened(admin_client, measure) | {"results-0-DELETE": "on"}
    save(other, measure, **{"results-0-value": "80"})

    page = admin_client.post(form_of(measure), sent)

    assert page.status_code == 409
    assert Result.objects.exists()
    again = typed(page) | {"results-0-DELETE": "on"}
    assert admin_client.post(form_of(measure), again).status_code == 302
    assert not Result.objects.exists()


def test_record_that_was_deleted_meanwhile_shows_who_did_and_all_typing(
    admin_client, other
):
    priority = make_priority()
    make_strategy(priority)
    sent = opened(admin_client, priority)
    other.post(form_of(priority).replace("change", "delete"), {"post": "yes"})
    mine = {"title_en": "My title", "strategies-0-text_es": "Mi texto"}

    page = admin_client.post(form_of(priority), sent | mine)

    words = page.content.decode()
    assert page.status_code == 409
    assert "Ana Ruiz" in words
    assert "My title" in words
    assert "Mi texto" in words
    assert not Priority.objects.exists()


@pytest.mark.parametrize("seen", [None, "", "x", "[]", '{"user:1": 5}', '{"a": "b"}'])
def test_form_that_does_not_say_what_it_had_seen_is_shown_again(admin_client, seen):
    priority = make_priority(title_en="Old")
    make_strategy(priority, text_en="Tutor.")
    sent = opened(admin_client, priority)
    mine = sent | {"title_en": "Mine", "strategies-0-text_en": "Tutor all."}
    del mine["seen"]
    if seen is not None:
        mine["seen"] = seen

    page = admin_client.post(form_of(priority), mine)

    assert page.status_code == 409
    assert "does not say what you had" in page.content.decode()
    assert [lines for _who, _name, lines in told(page)] == [
        [("Title (English)", "", "Old", "Mine")],
        [("Text (English)", "", "Tutor.", "Tutor all.")],
    ]
    assert Priority.objects.get().title_en == "Old"
    assert typed(page) == mine | {"seen": sent["seen"]}
    assert admin_client.post(form_of(priority), typed(page)).status_code == 302
    assert Priority.objects.get().title_en == "Mine"


def test_choices_and_boxes_are_taken_over_where_nothing_was_typed(admin_client, other):
    priority = make_priority(is_retired=False)
    strategy = make_strategy(priority)
    resource = make_resource(priority)
    sent = opened(admin_client, priority)
    save(
        other,
        priority,
        is_retired="on",
        retirement_note_en="Gone.",
        retirement_note_es="Se fue.",
        **{"resources-0-strategy": str(strategy.pk), "resources-0-language": "es"},
    )
    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    assert admin_client.post(form_of(priority), typed(page)).status_code == 302

    resource = Resource.objects.get(pk=resource.pk)
    assert (resource.strategy, resource.language) == (strategy, "es")
    priority.refresh_from_db()
    assert priority.is_retired
    assert priority.title_en == "Mine"


def test_tokens_come_in_one_query_a_kind_of_rows(
    admin_client, django_assert_num_queries
):
    measure = make_measure(results={2023: "84"})
    admin_client.get(form_of(measure))
    with django_assert_num_queries(22) as one:
        admin_client.get(form_of(measure))
    for year in (2020, 2021, 2022):
        measure.results.create(school_year=year, value="80")

    with django_assert_num_queries(len(one)):
        page = admin_client.get(form_of(measure))

    assert len(json.loads(typed(page)["seen"])) == 5


def test_what_is_wrong_with_a_row_as_a_whole_is_said_at_a_field(admin_client):
    measure = make_measure(results={2023: "84"})
    sent = opened(admin_client, measure) | {"results-0-state": "withheld"}

    page = admin_client.post(form_of(measure), sent)

    formset = page.context["inline_admin_formsets"][2].formset
    assert list(formset.errors[0]) == ["school_year"]
    assert "A reported value needs a number" in page.content.decode()


def test_every_kind_of_rows_at_the_desk_is_guarded():
    for model, desk in admin.site._registry.items():
        if isinstance(desk, DeskAdmin):
            written = {row.model for row in desk.inlines if issubclass(row, DeskRows)}
            assert written == set(ROWS.get(model, {}))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["record", "row", "new"])
def test_of_two_at_the_same_moment_one_wins_and_the_other_is_told(what):
    record, field = make_priority(), "title_en"
    if what != "record":
        record, field = make_measure(results={2010: "84"}), "results-0-note_en"
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(User.objects.create_superuser(f"editor-{number}"))
    for attempt in range(5):
        row = {"school_year": str(2011 + attempt), "state": "reported", "value": "90"}
        sent = [opened(client, record) for client in clients]
        typing = [f"Mine {number}, attempt {attempt}" for number in range(2)]
        for number in range(2):
            if what == "new":
                sent[number] = with_new_row(sent[number], "results", **row)
            sent[number][field] = typing[number]

        answers = posted_at_once(clients, record, sent)

        codes = [answer.status_code for answer in answers]
        assert sorted(codes) == [302, 409]
        assert typed(answers[codes.index(409)])[field] == typing[codes.index(409)]
        assert opened(clients[0], record)[field] == typing[codes.index(302)]


def posted_at_once(clients, record, sent) -> list:
    """The answers to forms that were sent at the same moment."""
    answers = [None] * len(clients)
    start = threading.Barrier(len(clients))

    def post(number):
        start.wait()
        try:
            answers[number] = clients[number].post(form_of(record), sent[number])
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[n]) for n in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
