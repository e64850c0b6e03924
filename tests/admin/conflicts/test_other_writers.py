"""A form that is open while the same is written elsewhere: nothing is overwritten."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pillars.models import Result
from tests.helpers import deletion, ended_sessions, translation_pages
from tests.helpers.desk import form_of, list_of
from tests.helpers.history_pages import go_back
from tests.helpers.makers import make_group, make_measure, make_plan, make_priority
from tests.helpers.two_editors import open_form, reported_changes, save, second_editor

pytestmark = [pytest.mark.django_db, pytest.mark.rest]


@pytest.fixture
def other():
    return second_editor()


def sends(client, record, sent, **typed):
    return client.post(form_of(record), sent | typed)


def test_text_written_among_the_translations(admin_client, other):
    priority = translation_pages.make_behind()
    sent = open_form(admin_client, priority)
    key = translation_pages.key_of(priority)
    said = translation_pages.sent(other, key, wording="A cada niño.")
    other.post(translation_pages.address(), said)

    page = sends(admin_client, priority, sent, title_en="Another title")

    assert page.status_code == 409
    assert reported_changes(page)[0][0] == "Ana Ruiz"
    assert page.context["adminform"].form["why_es"].value() == "A cada niño."
    assert page.context["adminform"].form["title_en"].value() == "Another title"


def test_results_of_a_file(admin_client, other):
    measure = make_measure(results={2023: "84"})
    sent = open_form(admin_client, measure)
    rows = f"code,school_year,state,value\n{measure.code},2023,reported,86"
    at, plan = reverse("admin:pillars_result_in_bulk"), measure.pillar.plan_id
    file = SimpleUploadedFile("r.csv", rows.encode())
    page = other.post(at, {"plan": plan, "file": file})
    seen, packed = page.context["result"].digest, page.context["rows"]
    other.post(at, {"plan": plan, "rows": packed, "seen": seen})

    page = sends(admin_client, measure, sent, **{"results-0-value": "85"})

    assert page.status_code == 409
    assert Result.objects.get().value == 86
    assert ("Value", "84", "86") in reported_changes(page)[0][2]
    assert page.context["conflict"].by_input["results-0-value"].is_typed


def test_going_back_and_bringing_back(admin_client, other):
    priority = make_priority(title_en="First")
    save(other, priority, title_en="Second")
    before = open_form(admin_client, priority)
    go_back(other, priority.history.last())
    after_going_back = sends(admin_client, priority, before, why_en="Mine.")
    before = open_form(admin_client, priority)
    deletion.delete(other, priority)
    (act,) = deletion.acts(other)
    deletion.bring_back(other, act)

    after_bringing_back = sends(admin_client, priority, before, why_en="Mine.")

    assert after_going_back.status_code == after_bringing_back.status_code == 409
    priority.refresh_from_db()
    assert (priority.title_en, priority.why_en != "Mine.") == ("First", True)


def test_order_changed_in_a_list(admin_client, other):
    plan = make_plan()
    first, second = make_group(plan, position=1), make_group(plan, position=2)
    sent = open_form(admin_client, first)
    order = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": ""}
    for number, group in enumerate([first, second]):
        order |= {f"form-{number}-id": group.pk, f"form-{number}-position": 2 - number}
    other.post(list_of("studentgroup"), order)

    page = sends(admin_client, first, sent, title_en="Another title")

    assert page.status_code == 409
    assert page.context["adminform"].form["position"].value() == "2"


def test_draft_that_is_stale_by_now(other):
    priority = make_priority(title_en="First", why_en="It helps.")
    ana = ended_sessions.editor()
    window = ended_sessions.browser_of(ana)
    sent = ended_sessions.filled_form(window.get(form_of(priority)), title_en="Mine")
    ended_sessions.end_session()
    answer = window.post(form_of(priority), sent, headers=ended_sessions.HERE)
    # Everybody was signed out.
    other.force_login(User.objects.get(username="other"))
    save(other, priority, why_en="It helps everyone.")

    page = ended_sessions.sign_in_and_return(window, ana, answer)
    sent = ended_sessions.filled_form(page)
    conflict_page = window.post(form_of(priority), sent, headers=ended_sessions.HERE)
    again = ended_sessions.filled_form(conflict_page)
    saved = window.post(form_of(priority), again, headers=ended_sessions.HERE)

    assert (conflict_page.status_code, saved.status_code) == (409, 302)
    priority.refresh_from_db()
    assert (priority.title_en, priority.why_en) == ("Mine", "It helps everyone.")


@pytest.mark.parametrize("button", ["_continue", "_addanother"])
def test_every_button_is_guarded_and_saves(button, admin_client, other):
    priority = make_priority()
    stale = open_form(admin_client, priority)
    save(other, priority, title_en="Theirs")

    refused = sends(admin_client, priority, stale, why_en="Mine.", **{button: ""})
    fresh = open_form(admin_client, priority)
    saved = sends(admin_client, priority, fresh, why_en="Mine.", **{button: ""})
    # Where one goes on, one may save again.
    again = sends(
        admin_client, priority, open_form(admin_client, priority), why_en="So."
    )

    assert [refused.status_code, saved.status_code, again.status_code] == [
        409,
        302,
        302,
    ]


def test_measure_with_very_many_rows(admin_client):
    measure = make_measure()
    groups = [make_group(measure.pillar.plan) for _ in range(60)]
    for group in groups:
        for year in (2022, 2023):
            Result.objects.create(
                measure=measure, school_year=year, group=group, value=50
            )
    sent = open_form(admin_client, measure)

    answer = sends(admin_client, measure, sent, **{"results-119-value": "51"})

    assert answer.status_code == 302
    assert Result.objects.filter(value=51).count() == 1
