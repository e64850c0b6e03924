"""Two editors on one form: the second is told who changed what and loses nothing."""

import lxml.html
import pytest

from pillars.models import Priority, Resource
from tests.helpers.deletion import delete
from tests.helpers.desk import form_data, form_of
from tests.helpers.makers import (
    make_measure,
    make_priority,
    make_resource,
    make_strategy,
    plan_models,
)
from tests.helpers.two_editors import (
    open_form,
    reported_changes,
    save,
    saved_values,
    second_editor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rest]


@pytest.fixture
def other():
    return second_editor()


def test_second_editor_is_told_who_changed_what_and_keeps_all_typing(
    admin_client, other
):
    priority = make_priority(title_en="Old", title_es="Viejo", why_en="Because.")
    sent = open_form(admin_client, priority)
    save(other, priority, title_en="Theirs", why_en="Because it is so.")

    page = admin_client.post(
        form_of(priority), sent | {"title_en": "Mine", "title_es": "Mío"}
    )

    assert page.status_code == 409
    assert reported_changes(page) == [
        (
            "Ana Ruiz",
            str(Priority.objects.get()),
            [
                ("Title (English)", "Old", "Theirs"),
                ("Why this matters (English)", "Because.", "Because it is so."),
            ],
        )
    ]
    shown = form_data(page)
    assert (shown["title_en"], shown["title_es"]) == ("Mine", "Mío")
    # What was not touched is as it is now: saving again takes nothing of it back.
    assert shown["why_en"] == "Because it is so."
    assert Priority.objects.get().title_en == "Theirs"
    words = page.content.decode()
    assert "Ana Ruiz" in words
    assert "Nothing has been saved yet" in words
    assert "Please correct" not in words


def test_saved_values_are_beside_the_fields_concerned(admin_client, other):
    priority = make_priority(title_en="Old", why_en="Because.", is_retired=False)
    sent = open_form(admin_client, priority)
    save(other, priority, title_en="Theirs", why_en="Because it is so.")

    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    assert saved_values(page) == {
        "title_en": "Saved by Ana Ruiz: Theirs Use the saved value (Title (English))",
        "why_en": "Changed by Ana Ruiz. Before: Because.",
    }
    (button,) = lxml.html.fromstring(page.content).xpath("//button[@data-saved]")
    assert (button.get("data-field"), button.get("data-saved")) == (
        "title_en",
        "Theirs",
    )


def test_saving_again_after_having_looked_goes_through(admin_client, other):
    priority = make_priority(title_en="Old", why_en="Because.")
    sent = open_form(admin_client, priority)
    save(other, priority, title_en="Theirs", why_en="Because it is so.")
    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    answer = admin_client.post(form_of(priority), form_data(page))

    assert answer.status_code == 302
    priority.refresh_from_db()
    assert (priority.title_en, priority.why_en) == ("Mine", "Because it is so.")


def test_third_change_while_looking_is_told_again(admin_client, other):
    priority = make_priority(title_en="Old")
    sent = open_form(admin_client, priority)
    save(other, priority, title_en="Theirs")
    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})
    save(other, priority, title_en="Theirs again")

    page = admin_client.post(form_of(priority), form_data(page))

    assert page.status_code == 409
    ((_who, _name, lines),) = reported_changes(page)
    assert lines == [("Title (English)", "Theirs", "Theirs again")]
    assert form_data(page)["title_en"] == "Mine"


def test_record_that_was_loaded_without_history_is_guarded_too(admin_client, other):
    priority = make_priority(title_en="Old")
    strategy = make_strategy(priority, text_en="Tutor.")
    for model in plan_models():
        model.history.all().delete()
    sent = open_form(admin_client, priority)
    save(other, strategy, text_en="Tutor all.")

    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    ((_who, name, lines),) = reported_changes(page)
    assert name == "Strategy 1A.1 Tutor all."
    assert lines == [("Text (English)", "Tutor.", "Tutor all.")]
    assert form_data(page)["strategies-0-text_en"] == "Tutor all."
    assert form_data(page)["title_en"] == "Mine"


def test_record_that_was_deleted_meanwhile_shows_who_did_and_all_typing(
    admin_client, other
):
    priority = make_priority()
    make_strategy(priority)
    sent = open_form(admin_client, priority)
    delete(other, priority)
    mine = {"title_en": "My title", "strategies-0-text_es": "Mi texto"}

    page = admin_client.post(form_of(priority), sent | mine)

    words = page.content.decode()
    assert page.status_code == 409
    assert "Ana Ruiz" in words
    assert "My title" in words
    assert "Mi texto" in words
    assert not Priority.objects.exists()


@pytest.mark.parametrize(
    "seen", [None, "", "x", "[]", "user:1=5", "a=b", '{"priority:1": 5}']
)
def test_form_that_does_not_say_what_it_had_seen_is_shown_again(admin_client, seen):
    priority = make_priority(title_en="Old")
    make_strategy(priority, text_en="Tutor.")
    sent = open_form(admin_client, priority)
    mine = sent | {"title_en": "Mine", "strategies-0-text_en": "Tutor all."}
    del mine["seen"]
    if seen is not None:
        mine["seen"] = seen

    page = admin_client.post(form_of(priority), mine)

    assert page.status_code == 409
    assert "which version this form was based on" in page.content.decode()
    assert saved_values(page) == {
        "title_en": "Saved now: Old Use the saved value (Title (English))",
        "strategies-0-text_en": (
            "Saved now: Tutor. Use the saved value (Text (English))"
        ),
    }
    assert Priority.objects.get().title_en == "Old"
    assert form_data(page) == mine | {"seen": sent["seen"]}
    assert admin_client.post(form_of(priority), form_data(page)).status_code == 302
    assert Priority.objects.get().title_en == "Mine"


def test_choices_and_boxes_are_taken_over_where_nothing_was_typed(admin_client, other):
    priority = make_priority(is_retired=False)
    strategy = make_strategy(priority)
    resource = make_resource(priority)
    sent = open_form(admin_client, priority)
    save(
        other,
        priority,
        is_retired="on",
        retirement_note_en="Gone.",
        retirement_note_es="Se fue.",
        **{"resources-0-strategy": str(strategy.pk), "resources-0-language": "es"},
    )
    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    assert admin_client.post(form_of(priority), form_data(page)).status_code == 302

    resource = Resource.objects.get(pk=resource.pk)
    assert (resource.strategy, resource.language) == (strategy, "es")
    priority.refresh_from_db()
    assert priority.is_retired
    assert priority.title_en == "Mine"


def test_versions_come_in_one_query_for_each_kind_of_rows(
    admin_client, django_assert_num_queries
):
    measure = make_measure(results={2023: "84"})
    admin_client.get(form_of(measure))
    with django_assert_num_queries(30) as one:
        admin_client.get(form_of(measure))
    for year in (2020, 2021, 2022):
        measure.results.create(school_year=year, value="80")

    with django_assert_num_queries(len(one)):
        page = admin_client.get(form_of(measure))

    assert len(form_data(page)["seen"].split()) == 5
