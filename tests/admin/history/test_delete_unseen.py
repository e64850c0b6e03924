"""What hangs on a record is deleted with it only if the page that asks showed it."""

import pytest
from django.contrib.admin.models import LogEntry

from pillars.models import Priority, Resource, Strategy
from tests.helpers.deletion import (
    chosen,
    confirmed,
    delete,
    delete_chosen,
    deletion_of,
    whole_priority,
)
from tests.helpers.desk import form_of, list_of
from tests.helpers.makers import make_pillar, make_priority, make_result, make_strategy

pytestmark = pytest.mark.django_db
MORE = "something was added after you opened this page"


def test_what_was_added_meanwhile_is_shown_before_it_goes(admin_client):
    priority = whole_priority()
    page = admin_client.get(deletion_of(priority))
    strategy = make_strategy(priority)
    result = make_result(priority.measures.get(), 2024, "85")

    again = admin_client.post(deletion_of(priority), confirmed(page))
    kept = Priority.objects.filter(pk=priority.pk).exists()
    done = admin_client.post(deletion_of(priority), confirmed(again))

    assert (again.status_code, kept) == (409, True)
    assert MORE in again.content.decode()
    told = " ".join(again.context["added"])
    assert form_of(strategy) in told
    assert form_of(result) in told
    assert len(again.context["added"]) == 2
    assert done.status_code == 302
    assert not Priority.objects.exists()


def test_what_was_added_to_records_chosen_in_a_list_is_shown_first(admin_client):
    pillar = make_pillar()
    some = [make_priority(pillar), make_priority(pillar)]
    at = list_of("priority")
    page = admin_client.post(at, chosen(some))
    strategy = make_strategy(some[1])

    again = admin_client.post(at, confirmed(page))
    kept = Priority.objects.count()
    done = admin_client.post(at, confirmed(again))

    assert (again.status_code, kept) == (409, 2)
    assert MORE in again.content.decode()
    assert form_of(strategy) in " ".join(again.context["added"])
    assert done.status_code == 302
    assert not Priority.objects.exists()
    assert not Strategy.objects.exists()


def test_nothing_is_told_of_a_deletion_that_was_only_asked_for(admin_client):
    priority = make_priority()
    page = admin_client.get(deletion_of(priority))
    at = list_of("priority")
    in_list = admin_client.post(at, chosen([priority]))
    make_strategy(priority)

    admin_client.post(deletion_of(priority), confirmed(page))
    admin_client.post(at, confirmed(in_list))

    assert not LogEntry.objects.exists()
    assert not priority.history.filter(history_type="-").exists()


def test_what_went_meanwhile_is_no_reason_to_ask_again(admin_client):
    priority = whole_priority()
    page = admin_client.get(deletion_of(priority))
    delete(admin_client, priority.resources.get())

    done = admin_client.post(deletion_of(priority), confirmed(page))

    assert done.status_code == 302
    assert not Priority.objects.exists()
    assert not Resource.objects.exists()


@pytest.mark.parametrize(
    "seen",
    [None, "", "x", "3", "priority", "priority:x", "priority: 1", ":1", "x " * 9999],
)
def test_answer_that_does_not_say_what_was_shown_is_asked_again(admin_client, seen):
    priority = make_priority()
    sent = {"post": "yes"} | ({} if seen is None else {"seen": seen})

    alone = admin_client.post(deletion_of(priority), sent)
    in_list = admin_client.post(list_of("priority"), {**sent, **chosen([priority])})

    for answer in (alone, in_list):
        assert answer.status_code == 409
        assert "Nothing has been deleted yet" in answer.content.decode()
        assert answer.context["seen"] == f"priority:{priority.pk}"
    assert Priority.objects.exists()


def test_it_is_shown_in_spanish(admin_client):
    priority = make_priority()
    page = admin_client.get(deletion_of(priority))
    make_strategy(priority)
    spanish = {"Accept-Language": "es"}

    again = admin_client.post(deletion_of(priority), confirmed(page), headers=spanish)

    words = again.content.decode()
    assert "Todavía no se ha eliminado nada: se agregó algo después" in words
    assert "Sí, eliminar" in words


def test_strategies_go_from_their_list_as_before(admin_client):
    strategy = make_strategy()

    delete_chosen(admin_client, [strategy])

    assert not Strategy.objects.exists()
