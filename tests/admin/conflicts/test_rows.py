"""Two editors on the rows of one form: rows changed, added and deleted meanwhile."""

import pytest
from django.contrib import admin

from pillars.admin.base import DeskAdmin, DeskRows
from pillars.hierarchy.tree import ROWS
from pillars.models import Result, Strategy
from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.makers import (
    make_measure,
    make_priority,
    make_strategy,
)
from tests.helpers.people import client_of, make_person
from tests.helpers.two_editors import (
    open_form,
    reported_changes,
    save,
    saved_values,
    second_editor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.rest]


@pytest.fixture
def other():
    return second_editor()


def test_two_editors_on_different_rows_both_keep_theirs(admin_client, other):
    measure = make_measure(results={2023: "84", 2024: "85"})
    sent = open_form(admin_client, measure)
    save(other, measure, **{"results-0-value": "80"})

    page = admin_client.post(form_of(measure), sent | {"results-1-value": "90"})

    assert page.status_code == 409
    ((who, name, lines),) = reported_changes(page)
    assert (who, name) == ("Ana Ruiz", "Result 2023–24 · All students")
    assert lines == [("Value", "84", "80")]
    assert [str(value) for value in values()] == ["80.0000", "85.0000"]
    assert admin_client.post(form_of(measure), form_data(page)).status_code == 302
    assert [str(value) for value in values()] == ["80.0000", "90.0000"]


def values() -> list:
    return list(Result.objects.order_by("school_year").values_list("value", flat=True))


def test_row_changed_in_its_own_form_is_guarded_in_its_parents(admin_client, other):
    measure = make_measure(results={2023: "84"})
    sent = open_form(admin_client, measure)
    save(other, measure.results.get(), value="80")

    page = admin_client.post(form_of(measure), sent | {"results-0-value": "90"})

    ((_who, _name, lines),) = reported_changes(page)
    assert lines == [("Value", "84", "80")]
    assert saved_values(page)["results-0-value"].startswith("Saved by Ana Ruiz: 80 ")
    assert str(Result.objects.get().value) == "80.0000"


def test_typing_in_a_row_that_was_deleted_is_below_as_a_new_row(admin_client, other):
    priority = make_priority()
    make_strategy(priority, text_en="First.")
    make_strategy(priority, text_en="Second.")
    sent = open_form(admin_client, priority)
    save(other, priority, **{"strategies-0-DELETE": "on"})

    page = admin_client.post(
        form_of(priority), sent | {"strategies-0-text_en": "First, better."}
    )

    assert page.status_code == 409
    (gone,) = page.context["conflict"].events
    assert gone.kind == "deleted"
    assert "is below as a new row" in page.content.decode()
    shown = form_data(page)
    assert shown["strategies-INITIAL_FORMS"] == "1"
    assert shown["strategies-0-text_en"] == "Second."
    assert shown["strategies-1-text_en"] == "First, better."
    assert admin_client.post(form_of(priority), shown).status_code == 302
    texts = Strategy.objects.order_by("code").values_list("text_en", flat=True)
    assert list(texts) == ["First, better.", "Second."]


def test_typing_in_a_row_that_was_deleted_is_shown_to_who_may_add_none(other):
    priority = make_priority()
    make_strategy(priority)
    translator = client_of(make_person("Translator", languages=["es"]))
    sent = open_form(translator, priority)
    save(other, priority, **{"strategies-0-DELETE": "on"})

    mine = sent | {"strategies-0-text_es": "Tutoría."}
    page = translator.post(form_of(priority), mine)

    assert page.status_code == 409
    assert form_data(page)["strategies-0-text_es"] == "Tutoría."


def test_row_that_was_deleted_untouched_is_told_and_gone(admin_client, other):
    priority = make_priority(title_en="Old")
    make_strategy(priority)
    sent = open_form(admin_client, priority)
    save(other, priority, **{"strategies-0-DELETE": "on"})

    page = admin_client.post(form_of(priority), sent | {"title_en": "Mine"})

    (gone,) = page.context["conflict"].events
    assert gone.kind == "deleted"
    assert "is below as a new row" not in page.content.decode()
    assert form_data(page)["strategies-TOTAL_FORMS"] == "0"
    assert form_data(page)["title_en"] == "Mine"


def test_row_added_by_both_for_the_same_year_is_told_in_words(admin_client, other):
    measure = make_measure()
    row = {"school_year": "2024", "state": "reported"}
    sent = with_new_row(open_form(admin_client, measure), "results", **row, value="90")
    theirs = with_new_row(open_form(other, measure), "results", **row, value="80")
    assert other.post(form_of(measure), theirs).status_code == 302

    page = admin_client.post(form_of(measure), sent)

    assert page.status_code == 409
    (added,) = page.context["conflict"].events
    assert (added.kind, added.name) == ("created", "Result 2024–25 · All students")
    assert "Two rows are for the same school year and group." in page.content.decode()
    shown = form_data(page)
    assert (shown["results-0-value"], shown["results-1-value"]) == ("80", "90")


def test_row_to_be_deleted_that_another_changed_is_asked_again(admin_client, other):
    measure = make_measure(results={2023: "84"})
    sent = open_form(admin_client, measure) | {"results-0-DELETE": "on"}
    save(other, measure, **{"results-0-value": "80"})

    page = admin_client.post(form_of(measure), sent)

    assert page.status_code == 409
    assert Result.objects.exists()
    again = form_data(page) | {"results-0-DELETE": "on"}
    assert admin_client.post(form_of(measure), again).status_code == 302
    assert not Result.objects.exists()


def test_what_is_wrong_with_a_row_as_a_whole_is_shown_at_a_field(admin_client):
    measure = make_measure(results={2023: "84"})
    sent = open_form(admin_client, measure) | {"results-0-state": "withheld"}

    page = admin_client.post(form_of(measure), sent)

    formset = page.context["inline_admin_formsets"][2].formset
    assert list(formset.errors[0]) == ["school_year"]
    assert "A reported value needs a number" in page.content.decode()


def test_every_kind_of_rows_at_the_desk_is_guarded():
    for model, desk in admin.site._registry.items():
        if isinstance(desk, DeskAdmin):
            written = {row.model for row in desk.inlines if issubclass(row, DeskRows)}
            assert written == set(ROWS.get(model, {}))
