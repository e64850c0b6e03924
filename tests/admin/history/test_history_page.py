"""A record's history at the desk: who changed what, and the way back."""

import pytest
from django.contrib.auth.models import User

from pillars.history.field_text import value_as_text
from pillars.history.timeline import timeline
from pillars.models import Plan, Priority
from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.history_pages import (
    delete_history,
    history_of,
    save,
    shown_history,
    version_of,
)
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_priority,
    make_result,
    make_strategy,
    plan_models,
)

pytestmark = pytest.mark.django_db


def test_first_change_of_a_loaded_record_says_what_was_before(admin_client, admin_user):
    priority = make_priority(title_en="Old", title_es="Viejo", why_es="Porque sí.")
    delete_history()

    save(admin_client, priority, title_en="New", why_es="Porque no.")

    assert shown_history(priority) == [
        (
            "changed",
            "",
            [
                ("Title (English)", "Old", "New"),
                ("Why this matters (Spanish)", "Porque sí.", "Porque no."),
            ],
        )
    ]
    (event,) = timeline(Priority, priority.pk).events
    assert event.row.history_user == admin_user
    assert timeline(Priority, priority.pk).baseline.title_es == "Viejo"


def test_saving_what_is_there_leaves_no_trace(admin_client):
    measure = make_measure(baseline=(2021, "80"), results={2024: "86.5"})
    delete_history()

    save(admin_client, measure)

    assert not any(model.history.exists() for model in plan_models())


def test_values_are_in_peoples_words(admin_client):
    group = make_group(title_en="Middle schools")
    measure = make_measure(make_priority(make_pillar(group.plan)))
    result = make_result(measure, 2023, "86.5000", group=group)
    delete_history()

    save(
        admin_client,
        result,
        school_year="2024",
        group="",
        value="1250",
        observed_on="2024-11-05",
        starts_new_series="on",
        break_reason_en="Counted anew",
    )

    ((_kind, _name, lines),) = shown_history(result)
    assert {name: (before, after) for name, before, after in lines} == {
        "School year": ("2023–24", "2024–25"),
        "Student group": ("Middle schools", ""),
        "Value": ("86.5", "1,250"),
        "Observed on": ("", "November 5, 2024"),
        "Counted in a new way from here on": ("no", "yes"),
        "Reason for the break (English)": ("", "Counted anew"),
    }


def test_languages_are_called_by_their_names():
    field = Plan._meta.get_field("public_languages")

    # The last one is no language of the site any more.
    assert value_as_text(field, ["en", "es", "xx"]) == "English, Spanish, xx"


def test_long_text_has_its_changed_words_marked(admin_client):
    priority = make_priority(why_en="Every student counts here.")

    save(admin_client, priority, why_en="Every child counts here.")

    page = admin_client.get(history_of(priority)).content.decode()
    assert "Every <del>student</del> counts here." in page
    assert "Every <ins>child</ins> counts here." in page


def test_rows_are_shown_in_the_same_timeline_their_end_included(admin_client):
    measure = make_measure(baseline=(2021, "80"), results={2023: "84"})
    result = measure.results.get()
    delete_history()
    sent = form_data(admin_client.get(form_of(measure)))
    sent |= {"results-0-value": "85", "baselines-0-DELETE": "on"}
    new = {"school_year": "2024", "state": "reported", "value": "86"}
    admin_client.post(form_of(measure), with_new_row(sent, "results", **new))

    happened = {(kind, name) for kind, name, _lines in shown_history(measure)}

    assert happened == {
        ("changed", "Result 2023–24 · All students"),
        ("deleted", "Baseline 2021–22 · All students"),
        ("created", "Result 2024–25 · All students"),
    }
    page = admin_client.get(history_of(measure)).content.decode()
    assert "Result 2023–24 · All students" in page
    assert "admin" in page
    assert shown_history(result) == [("changed", "", [("Value", "84", "85")])]


def test_row_that_moved_is_shown_with_its_old_and_new_parent(
    admin_client,
):
    first = make_priority(title_en="First")
    second = make_priority(first.pillar, title_en="Second")
    strategy = make_strategy(first, code="1A.4")
    delete_history()

    save(admin_client, strategy, priority=str(second.pk))

    for priority in (first, second):
        ((kind, _name, lines),) = shown_history(priority)
        assert kind == "changed"
        assert lines == [("Priority", "1A First", "1B Second")]


def test_history_says_since_when_it_runs_and_that_it_is_empty(admin_client):
    priority = make_priority()
    delete_history()

    page = admin_client.get(history_of(priority)).content.decode()

    assert "Nothing has been changed since the history began" in page


@pytest.mark.parametrize("size", [1, 3])
def test_history_asks_the_same_queries_however_long_it_is(
    admin_client, django_assert_num_queries, size
):
    measure = make_measure(results={2020 + n: "84" for n in range(size)})
    for n in range(size):
        for result in measure.results.all():
            result.value = 50 + n
            result.save()
    admin_client.get(history_of(measure))

    with django_assert_num_queries(15):
        admin_client.get(history_of(measure))


def test_stranger_to_a_kind_of_record_does_not_see_its_history(client):
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    priority = make_priority()

    assert client.get(history_of(priority)).status_code == 403
    assert client.get(version_of(priority.history.get())).status_code == 403


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "12345"])
def test_history_of_nothing_is_not_found(admin_client, key):
    assert (
        admin_client.get(f"/admin/pillars/priority/{key}/history/").status_code == 404
    )


def test_page_is_in_spanish_for_who_reads_spanish(admin_client):
    priority = make_priority(title_en="One")
    save(admin_client, priority, title_en="Two")

    page = admin_client.get(
        history_of(priority), headers={"Accept-Language": "es"}
    ).content.decode()

    assert "Título (inglés)" in page
    assert "Title (English)" not in page
