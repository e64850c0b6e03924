"""A text written, or confirmed as it is, in the list of what is missing or behind."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from pillars.desk.sent_twice import SENT_TWICE, TOKEN
from pillars.models import Priority
from tests.helpers.makers import make_priority, make_term
from tests.helpers.translation_pages import (
    address,
    behind_since,
    elements,
    key_of,
    listed,
    make_behind,
    member,
    sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    return make_behind()


def test_text_is_written_right_there(admin_client, admin_user, priority):
    data = sent(admin_client, key_of(priority), wording=" Ayuda a todos.\r\nSí. ")

    answer = admin_client.post(address(language="es"), data, follow=True)

    assert answer.redirect_chain == [(address(language="es"), 302)]
    priority.refresh_from_db()
    assert priority.why_es == "Ayuda a todos.\nSí."
    assert priority.translation_state == {}
    latest = priority.history.first()
    assert latest.history_user == admin_user
    assert "translated" in latest.history_change_reason


def test_missing_text_is_filled_in(admin_client):
    record = make_priority(why_es="")
    data = sent(admin_client, key_of(record), wording="Por qué importa.")

    admin_client.post(address(), data)

    record.refresh_from_db()
    assert record.why_es == "Por qué importa."
    assert record.translation_state == {}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("title", "x" * 201, "at most 200 characters"),
        ("title", "  ", "Write the text first"),
        ("title", "<!-- -->", "Write the text first"),
        ("title", "a\0b", "Null characters"),
        ("source", "", "Write the text first"),
    ],
)
def test_refused_wording_is_shown_with_the_reason(admin_client, field, typed, words):
    record = make_priority(title_es="", source_en="A report")
    data = sent(admin_client, key_of(record, field), wording=typed)

    page = admin_client.post(address(), data)

    assert page.status_code == 422
    assert words in page.content.decode()
    box = elements(page, "textarea")[0]
    assert box.value.strip() == typed.replace("\0", "").strip()
    record.refresh_from_db()
    assert not record.title_es


def test_same_wording_is_refused(admin_client, priority):
    data = sent(admin_client, key_of(priority), wording="Ayuda. ")

    page = admin_client.post(address(), data)

    assert page.status_code == 422
    assert "say that the meaning did not change" in page.content.decode()
    priority.refresh_from_db()
    assert behind_since(priority, "why", "es")


@pytest.mark.parametrize("column", ["why_en", "why_es"])
def test_text_that_changed_meanwhile_is_not_overwritten(admin_client, priority, column):
    data = sent(admin_client, key_of(priority), wording="Ayuda a todos.")
    setattr(priority, column, "Somebody else’s.")
    priority.save()

    page = admin_client.post(address(), data)

    assert page.status_code == 409
    boxes = [box.value.strip() for box in elements(page, "textarea")]
    assert boxes == ["Ayuda a todos."]
    assert "Somebody else’s." in page.content.decode()
    priority.refresh_from_db()
    assert priority.why_es != "Ayuda a todos."


def test_wording_can_be_saved_after_the_conflict_is_shown(admin_client, priority):
    data = sent(admin_client, key_of(priority), wording="Ayuda a cada quien.")
    priority.why_en = "It helps each one."
    priority.save()
    page = admin_client.post(address(), data)

    seen = page.context["refused"].text.digest
    admin_client.post(address(), {**data, "seen": seen})

    priority.refresh_from_db()
    assert priority.why_es == "Ayuda a cada quien."


def test_deleted_record_leaves_what_was_typed_on_the_page(admin_client, priority):
    data = sent(admin_client, key_of(priority), wording="Ayuda a todos.")
    priority.delete()

    page = admin_client.post(address(), data)

    assert page.status_code == 404
    (box,) = elements(page, "textarea")
    assert box.value.strip() == "Ayuda a todos."


def test_confirmation_is_recorded_with_name_and_day(client, priority):
    client.force_login(member("change_priority"))
    data = sent(client, key_of(priority), confirm="1")

    client.post(address(), data)

    priority.refresh_from_db()
    assert priority.confirmation("why", "es") == ("Eva", timezone.localdate())
    assert behind_since(priority, "why", "es") is None
    assert priority.why_es == "Ayuda."
    assert priority.history.first().history_user.username == "eva"
    page = client.get(address(state="confirmed")).content.decode()
    assert "Confirmed by Eva on" in page
    assert listed(client) == []


def test_latest_confirmation_is_first(admin_client, priority):
    other = make_priority(priority.pillar)
    for record, day in [(priority, 1), (other, 2)]:
        record.why_en = f"Changed again {day}."
        record.save()
        record.confirm_meaning("why", "es", "Ana", datetime.date(2026, 1, day))
        record.save()

    found = listed(admin_client, state="confirmed")

    assert found == [key_of(other), key_of(priority)]


def test_confirming_what_changed_meanwhile_is_refused(admin_client, priority):
    data = sent(admin_client, key_of(priority), confirm="1")
    priority.why_en = "It hinders."
    priority.save()

    page = admin_client.post(address(), data)

    assert page.status_code == 409
    priority.refresh_from_db()
    assert priority.confirmations == {}
    assert behind_since(priority, "why", "es")


def test_confirming_beside_a_new_wording_loses_neither(admin_client, priority):
    data = sent(admin_client, key_of(priority), confirm="1", wording="Ayuda a todos.")

    page = admin_client.post(address(), data)

    assert page.status_code == 422
    (box,) = elements(page, "textarea")
    assert box.value.strip() == "Ayuda a todos."
    priority.refresh_from_db()
    assert behind_since(priority, "why", "es")
    assert priority.confirmations == {}


def test_confirming_with_an_unchanged_box_is_accepted(admin_client, priority):
    data = sent(admin_client, key_of(priority), confirm="1", wording="Ayuda.\r\n")

    admin_client.post(address(), data)

    priority.refresh_from_db()
    assert priority.confirmation("why", "es")


def test_missing_text_cannot_be_confirmed(admin_client):
    record = make_priority(why_es="")
    data = sent(admin_client, key_of(record), confirm="1")

    page = admin_client.post(address(), data)

    assert page.status_code == 409
    assert Priority.objects.get().confirmations == {}


def test_person_who_may_only_view_has_no_box_and_writes_nothing(client, priority):
    make_term(priority.pillar.plan, meaning_es="")
    client.force_login(member("view_priority"))

    page = client.get(address())
    data = sent(client, key_of(priority), wording="Ayuda a todos.")
    answer = client.post(address(), data)

    assert [entry.text.key for entry in page.context["entries"]] == [key_of(priority)]
    assert elements(page, "textarea") == []
    assert answer.status_code == 403
    assert "Ayuda a todos." in answer.content.decode()
    priority.refresh_from_db()
    assert priority.why_es == "Ayuda."


def test_wording_that_was_refused_is_still_to_be_stored(admin_client, priority):
    data = sent(admin_client, key_of(priority), wording="Ayuda a todos.")

    page = admin_client.post(address(), data | {"seen": "another"})

    keys = [field for field in elements(page, "input") if field.get("name") == "_draft"]
    unsaved = ["data-unsaved" in key.attrib for key in keys]
    assert unsaved == [True]


def test_text_that_is_sent_twice_is_written_once_and_nobody_else_is_blamed(
    admin_client, priority
):
    data = sent(admin_client, key_of(priority), wording="Ayuda a todos.")
    data[TOKEN] = "as in the form"
    admin_client.post(address(), data)

    answer = admin_client.post(address(), data)

    assert (answer.status_code, answer.url) == (302, address())
    assert str(SENT_TWICE) in map(str, get_messages(answer.wsgi_request))
    assert priority.history.count() == 3
