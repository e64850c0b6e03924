"""An open form is stored by itself, and offered at its address until it is saved."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from pillars.models import Priority
from pillars.plans.lifecycle import set_locked
from plan_site.drafts.models import Draft
from tests.admin.test_forms import stored
from tests.helpers.desk import form_of
from tests.helpers.ended_sessions import HERE, browser_of, editor, filled_form, token_in
from tests.helpers.makers import make_priority

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return editor()


@pytest.fixture
def window(ana) -> Client:
    return browser_of(ana)


def autosave(client, record, form_data, **headers):
    """What the script of an open form sends every 15 seconds."""
    headers = {**HERE, "X-Draft": "changed", **headers}
    return client.post(form_of(record), form_data, headers=headers)


def test_open_form_is_stored_once_and_offered_at_its_address(window):
    priority = make_priority()
    form_data = filled_form(window.get(form_of(priority)), title_es="Otra")
    before = stored()

    autosave(window, priority, form_data)
    answer = autosave(window, priority, form_data | {"title_es": "Otra más"})
    page = window.get(form_of(priority))

    assert answer.status_code == 204
    assert stored() == before
    draft = Draft.objects.get()
    assert reverse("drafts:one", args=[draft.pk]) in page.content.decode()
    assert filled_form(page)["title_es"] == priority.title_es
    page = window.get(reverse("drafts:one", args=[draft.pk]), follow=True)
    assert filled_form(page)["title_es"] == "Otra más"
    assert "This form was closed before you saved it." in page.content.decode()
    window.post(form_of(priority), filled_form(page), headers=HERE)
    assert Priority.objects.get().title_es == "Otra más"
    assert not Draft.objects.exists()


def test_form_that_is_as_it_was_opened_is_stored_no_longer(window):
    priority = make_priority()
    form_data = filled_form(window.get(form_of(priority)), title_es="Otra")
    autosave(window, priority, form_data)

    autosave(window, priority, form_data, **{"X-Draft": "unchanged"})

    assert not Draft.objects.exists()


def test_open_form_is_its_editors_own_in_any_browser(window, ana):
    priority = make_priority()
    form_data = filled_form(window.get(form_of(priority)), title_es="Otra")
    autosave(window, priority, form_data)
    address = reverse("drafts:one", args=[Draft.objects.get().pk])

    assert browser_of(ana).get(address).status_code == 302
    assert browser_of(editor("bob")).get(address).status_code == 404


def test_draft_is_discarded_at_its_form(window):
    priority = make_priority()
    autosave(window, priority, filled_form(window.get(form_of(priority)), title_es="O"))
    page = window.get(form_of(priority))
    away = reverse("drafts:away", args=[Draft.objects.get().pk])

    answer = window.post(away, {"csrfmiddlewaretoken": token_in(page), "to_form": "1"})

    assert answer["Location"].startswith(form_of(priority))
    assert not Draft.objects.exists()


def test_form_that_was_refused_is_still_stored_until_it_is_saved(window):
    priority = make_priority()
    form_data = filled_form(
        window.get(form_of(priority)), title_en="", title_es="", why_es="Otra"
    )
    autosave(window, priority, form_data)

    page = window.post(form_of(priority), form_data, headers=HERE)

    assert page.status_code == 200
    assert Draft.objects.get().fields["why_es"] == "Otra"
    window.post(form_of(priority), filled_form(page, title_en="Back"), headers=HERE)
    assert not Draft.objects.exists()


def test_left_form_goes_when_another_saves_all_of_it(window):
    priority = make_priority()
    page = window.get(form_of(priority))
    autosave(window, priority, filled_form(page, title_es="Otra"))
    again, other = (window.get(form_of(priority)) for _each in range(2))
    autosave(window, priority, filled_form(other, why_es="Porque no."))

    saved = filled_form(again, title_es="Otra", editors_note="Said so.")
    window.post(form_of(priority), saved, headers=HERE)

    assert [draft.fields["why_es"] for draft in Draft.objects.all()] == ["Porque no."]


@pytest.mark.parametrize("is_locked", [True, False])
def test_form_of_a_locked_plan_is_not_stored_by_itself(window, is_locked):
    priority = make_priority()
    if is_locked:
        set_locked(priority.pillar.plan, "It is over.", is_locked=True)

    page = window.get(form_of(priority)).content.decode()

    assert ('name="_draft"' in page) != is_locked


def test_list_without_drafts_says_so_and_speaks_of_none(window):
    page = window.get(reverse("drafts:all")).content.decode()

    assert "You have no unsaved forms." in page
    assert "You filled in these forms" not in page
