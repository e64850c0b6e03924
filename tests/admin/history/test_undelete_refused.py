"""Bringing back what was deleted: refused in words, and only for who may."""

import pytest
from django.contrib.auth.models import Permission, User

from pillars.models import Priority, Resource, Result, Strategy
from pillars.plans.lifecycle import set_locked
from tests.helpers.deletion import (
    ADDRESS,
    acts,
    bring_back,
    delete,
    stored,
    whole_priority,
)
from tests.helpers.makers import (
    make_measure,
    make_priority,
)

pytestmark = pytest.mark.django_db


@pytest.mark.postgresql
def test_place_that_was_taken_meanwhile_refuses_all_of_it(admin_client):
    priority = whole_priority()
    delete(admin_client, priority)
    make_priority(priority.pillar, code="1A")
    before = stored()

    page = bring_back(admin_client, acts(admin_client)[0])

    assert page.status_code == 409
    assert "That code is taken" in page.content.decode()
    assert stored() == before


def test_locked_plan_takes_nothing_back_and_the_page_says_so(admin_client):
    priority = make_priority()
    delete(admin_client, priority)
    set_locked(priority.pillar.plan, "It has ended.", is_locked=True)

    page = bring_back(admin_client, acts(admin_client)[0])

    assert page.status_code == 409
    assert "is locked: nothing in it can be changed" in page.content.decode()
    assert not Priority.objects.exists()


@pytest.mark.postgresql
def test_child_waits_for_its_parent_to_be_back(admin_client):
    measure = make_measure(results={2023: "84"})
    result = measure.results.get()
    delete(admin_client, result)
    delete(admin_client, measure)
    of_measure, of_result = acts(admin_client)

    page = bring_back(admin_client, of_result)
    assert page.status_code == 409
    assert measure.title_en in page.content.decode()
    assert not Result.objects.exists()

    bring_back(admin_client, of_measure)
    bring_back(admin_client, of_result)

    assert Result.objects.get() == result


@pytest.mark.postgresql
def test_what_is_back_is_not_brought_back_twice(admin_client):
    priority = make_priority()
    delete(admin_client, priority)
    (act,) = acts(admin_client)
    bring_back(admin_client, act)

    page = bring_back(admin_client, act)

    assert page.status_code == 409
    assert "back already" in page.content.decode()
    assert Priority.objects.count() == 1


@pytest.mark.parametrize("lacking", ["add_strategy", "change_strategy"])
def test_who_may_not_make_all_of_it_brings_back_nothing(client, admin_client, lacking):
    delete(admin_client, whole_priority())
    (act,) = acts(admin_client)
    user = User.objects.create_user("helper", is_staff=True)
    allowed = Permission.objects.filter(content_type__app_label="pillars")
    user.user_permissions.set(allowed.exclude(codename=lacking))
    client.force_login(user)

    answer = client.post(ADDRESS, {"act": act.key})

    assert answer.status_code == 403
    assert not Priority.objects.exists()
    assert not Resource.objects.exists()


def test_who_may_not_delete_all_of_it_deletes_nothing(client):
    priority = whole_priority()
    user = User.objects.create_user("helper", is_staff=True)
    allowed = Permission.objects.filter(content_type__app_label="pillars")
    user.user_permissions.set(allowed.exclude(codename="delete_result"))
    client.force_login(user)

    assert delete(client, priority).status_code == 403
    assert Strategy.objects.count() == 2


def test_who_sees_no_priorities_sees_no_deleted_ones(client, admin_client):
    delete(admin_client, make_priority(title_en="Secret"))
    client.force_login(User.objects.create_user("nobody", is_staff=True))

    page = client.get(ADDRESS)

    assert page.status_code == 200
    assert "Secret" not in page.content.decode()


@pytest.mark.parametrize("key", ["", "priority", "priority-x", "user-1", "priority-99"])
def test_invalid_request_is_answered_in_words(admin_client, key):
    page = admin_client.post(ADDRESS, {"act": key})

    assert page.status_code == 409
    assert "no such deletion" in page.content.decode()
