"""That the meaning did not change, taken back in the list of translations."""

import datetime

import pytest

from pillars.models import Priority
from tests.helpers.translation_pages import (
    address,
    behind_since,
    elements,
    key_of,
    listed,
    make_behind,
    member,
)

pytestmark = pytest.mark.django_db
CONFIRMED = {"state": "confirmed"}


def make_confirmed() -> Priority:
    """A priority whose Spanish was behind, and was said to be right all the same."""
    priority = make_behind()
    priority.translation_state["why"]["es"] = "2026-11-12"
    priority.save()
    priority.confirm_meaning("why", "es", "Ana", datetime.date(2026, 11, 13))
    priority.save()
    return priority


def press(client, record: Priority) -> dict:
    """What the button *Undo this* of a confirmed text sends."""
    entries = client.get(address(**CONFIRMED)).context["entries"]
    (entry,) = [each for each in entries if each.text.key == key_of(record)]
    return {"text": entry.text.key, "seen": entry.text.digest, "undo": "1"}


def test_text_is_behind_again_since_the_day_and_the_wording_it_was(
    admin_client, admin_user
):
    priority = make_confirmed()

    page = admin_client.post(
        address(**CONFIRMED), press(admin_client, priority), follow=True
    )

    priority.refresh_from_db()
    assert behind_since(priority, "why", "es") == datetime.date(2026, 11, 12)
    assert priority.behind("why")["es"].before == "It helps."
    assert priority.confirmations == {}
    assert listed(admin_client) == [key_of(priority)]
    assert listed(admin_client, **CONFIRMED) == []
    assert "The confirmation is undone:" in page.content.decode()
    latest = priority.history.first()
    assert latest.history_user == admin_user
    assert "its meaning did change" in latest.history_change_reason


def test_later_changes_of_other_texts_do_not_hinder_it(admin_client):
    priority = make_confirmed()
    priority.title_en = "Reading aloud"
    priority.save()

    admin_client.post(address(), press(admin_client, priority))

    priority.refresh_from_db()
    assert behind_since(priority, "why", "es") == datetime.date(2026, 11, 12)
    assert behind_since(priority, "title", "es")


def test_text_written_meanwhile_is_left_alone(admin_client):
    priority = make_confirmed()
    data = press(admin_client, priority)
    priority.why_es = "Ayuda a todos."
    priority.save()

    page = admin_client.post(address(), data)

    assert page.status_code == 409
    priority.refresh_from_db()
    assert behind_since(priority, "why", "es") is None


def test_undoing_twice_is_refused(admin_client):
    priority = make_confirmed()
    data = press(admin_client, priority)
    admin_client.post(address(), data)

    page = admin_client.post(address(), data)

    assert page.status_code == 409
    priority.refresh_from_db()
    assert behind_since(priority, "why", "es") == datetime.date(2026, 11, 12)


def test_state_that_the_history_does_not_know_is_not_invented(admin_client):
    priority = make_confirmed()
    priority.history.all().delete()
    data = press(admin_client, priority)

    page = admin_client.post(address(), data)

    assert page.status_code == 409
    assert "The history does not say how" in page.content.decode()
    priority.refresh_from_db()
    assert priority.confirmation("why", "es")


def test_person_who_may_only_view_undoes_nothing(client):
    priority = make_confirmed()
    client.force_login(member("view_priority"))

    page = client.get(address(**CONFIRMED))
    answer = client.post(address(), press(client, priority))

    assert elements(page, "button[@name='undo']") == []
    assert answer.status_code == 403
    priority.refresh_from_db()
    assert priority.confirmation("why", "es")
