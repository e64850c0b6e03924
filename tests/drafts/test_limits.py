"""What is never stored of a form that was not saved, and how much of it is."""

import datetime
import uuid
from urllib.parse import urlencode

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from plan_site.drafts import store
from plan_site.drafts.models import Draft
from tests.admin.test_forms import stored
from tests.helpers.desk import form_of
from tests.helpers.ended_sessions import (
    ELSEWHERE,
    HERE,
    browser_of,
    editor,
    end_session,
    filled_form,
)
from tests.helpers.makers import make_priority

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def window() -> Client:
    return browser_of(editor())


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize(
    "headers",
    [ELSEWHERE, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=lambda headers: str(headers),
)
def test_form_of_another_site_is_neither_saved_nor_stored(window, signed_in, headers):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)), title_es="Robada")
    sent["csrfmiddlewaretoken"] = "a" * 32
    if not signed_in:
        end_session()
    before = stored()

    answer = window.post(form_of(priority), sent, headers=headers)

    assert answer.status_code == 403
    assert "sent from a page that is out of date" in answer.content.decode()
    assert stored() == before
    assert not Draft.objects.exists()


def test_too_much_is_told_at_once_and_not_stored(window):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)), why_en="a" * 1_000_001)
    end_session()

    answer = window.post(form_of(priority), sent, headers=HERE)

    assert answer.status_code == 413
    assert "more text than can be stored here" in answer.content.decode()
    assert not Draft.objects.exists()


def test_passwords_are_never_stored(window):
    for address in [reverse("admin:login"), reverse("admin:auth_user_add")]:
        end_session()
        window.post(address, {"password": "secret", "password1": "x"}, headers=HERE)
    made = RequestFactory().post("/", {"title_en": "a", "old_password": "secret"})

    assert not Draft.objects.exists()
    assert store.without_buttons(made.POST).urlencode() == urlencode({"title_en": "a"})


def test_only_some_are_stored_and_only_for_some_hours(window):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)))
    end_session()
    for number in range(store.MAX_PER_USER + 2):
        form = {**sent, "title_es": number, "_draft": str(uuid.uuid4())}
        window.post(form_of(priority), form, headers=HERE)
    assert Draft.objects.count() == store.MAX_PER_USER
    for draft in Draft.objects.all():
        draft.saved_at = timezone.now() - datetime.timedelta(hours=store.HOURS + 1)
        draft.save()

    window.post(form_of(priority), {**sent, "title_es": "Última"}, headers=HERE)

    assert Draft.objects.get().fields["title_es"] == "Última"


def test_strangers_can_store_only_so_much_together():
    priority = make_priority()
    for _number in range(store.MAX_UNKNOWN + 2):
        sent = {"title_en": "a", "csrfmiddlewaretoken": "made-up"}
        Client().post(form_of(priority), sent)

    assert Draft.objects.count() == store.MAX_UNKNOWN


def test_form_without_any_token_is_no_form_of_the_desk(window):
    priority = make_priority()

    refused = window.post(form_of(priority), {"title_en": "a"}, headers=HERE)

    assert refused.status_code == 403
    assert not Draft.objects.exists()
