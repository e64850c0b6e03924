"""A plan that is locked while somebody writes: nothing is saved, nothing is lost."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from pillars.models import Plan, Priority, Result
from pillars.plans import lifecycle
from tests.helpers.deletion import acts, bring_back, confirmed, delete, deletion_of
from tests.helpers.desk import form_of, list_of
from tests.helpers.makers import make_group, make_measure, make_plan, make_priority
from tests.helpers.translation_pages import address, key_of, make_behind, sent
from tests.helpers.two_editors import open_form

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.rest]
WORDS = "is locked: nothing in it can be changed"
# By then whoever does not wait for a lock is done.
LONG = 1.5


@pytest.fixture
def client():
    desk = Client()
    desk.force_login(User.objects.create_superuser("eva"))
    return desk


def lock(plan: Plan) -> None:
    lifecycle.set_locked(Plan.objects.get(pk=plan.pk), "", is_locked=True)


def while_it_is_locked(plan: Plan, act):
    """The answer to an act that begins before a plan is locked, and ends after it."""
    answers = []

    def run():
        try:
            answers.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        lock(plan)
        thread.start()
        thread.join(LONG)
    thread.join()
    return answers[0]


def test_form_that_comes_too_late_is_refused_with_all_its_typing(client):
    priority = make_priority(title_en="First")
    form = open_form(client, priority)
    lock(priority.pillar.plan)

    answer = client.post(form_of(priority), {**form, "title_en": "My own words"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    assert WORDS in page
    assert ("Title (English)", "My own words") in answer.context["typed"]
    priority.refresh_from_db()
    assert priority.title_en == "First"


def test_user_who_may_change_nothing_is_told_nothing(client):
    priority = make_priority()
    form = open_form(client, priority)
    lock(priority.pillar.plan)
    reader = Client()
    reader.force_login(User.objects.create_user("reader", is_staff=True))

    answer = reader.post(form_of(priority), form)

    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_form_that_is_saved_at_that_moment_is_refused(client):
    priority = make_priority(title_en="First")
    form = {**open_form(client, priority), "title_en": "My own words"}

    answer = while_it_is_locked(
        priority.pillar.plan, lambda: client.post(form_of(priority), form)
    )

    assert answer.status_code == 403
    assert ("Title (English)", "My own words") in answer.context["typed"]
    priority.refresh_from_db()
    assert priority.title_en == "First"


@pytest.mark.django_db(transaction=True)
def test_row_of_a_form_is_refused(client):
    measure = make_measure(results={2023: "84"})
    form = {**open_form(client, measure), "results-0-value": "85"}

    answer = while_it_is_locked(
        measure.pillar.plan, lambda: client.post(form_of(measure), form)
    )

    assert answer.status_code == 403
    assert ("Value", "85") in answer.context["typed"]
    assert Result.objects.get().value == 84


@pytest.mark.django_db(transaction=True)
def test_new_record_is_refused(client):
    priority = make_priority(code="1A")
    form = {**open_form(client, priority), "code": "1B", "title_en": "My own words"}
    form = {name: value for name, value in form.items() if "-id" not in name}
    new = reverse("admin:pillars_priority_add")

    answer = while_it_is_locked(priority.pillar.plan, lambda: client.post(new, form))

    # Where the form itself came late, its pillar is no choice any more.
    assert answer.status_code in {200, 403}
    assert "My own words" in answer.content.decode()
    assert Priority.objects.get() == priority


@pytest.mark.django_db(transaction=True)
def test_deletion_is_refused_and_said(client):
    priority = make_priority()
    sent = confirmed(client.get(deletion_of(priority)))

    answer = while_it_is_locked(
        priority.pillar.plan, lambda: client.post(deletion_of(priority), sent)
    )

    assert answer.status_code == 403
    assert Priority.objects.exists()
    assert WORDS in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_translation_is_refused(client):
    priority = make_behind()
    before = priority.why_es
    form = sent(client, key_of(priority), wording="A cada niño.")

    while_it_is_locked(priority.pillar.plan, lambda: client.post(address(), form))

    priority.refresh_from_db()
    assert priority.why_es == before


def test_what_was_deleted_is_not_brought_back_and_the_page_says_why(client):
    priority = make_priority()
    delete(client, priority)
    (act,) = acts(client)
    lock(priority.pillar.plan)

    answer = bring_back(client, act)

    assert answer.status_code == 409
    assert WORDS in answer.content.decode()
    assert not Priority.objects.exists()


def reordered(groups) -> dict:
    """What a list sends whose rows were put in the opposite order."""
    order = {"form-TOTAL_FORMS": len(groups), "form-INITIAL_FORMS": len(groups)}
    for number, group in enumerate(groups):
        order[f"form-{number}-id"] = group.pk
        order[f"form-{number}-position"] = len(groups) - number
    return order | {"_save": ""}


def test_order_of_a_locked_list_stays_and_the_list_says_why(client):
    plan = make_plan()
    groups = [make_group(plan, position=number) for number in (1, 2)]
    lock(plan)

    page = client.post(list_of("studentgroup"), reordered(groups), follow=True)

    assert page.status_code == 200
    assert WORDS in page.content.decode()
    groups[0].refresh_from_db()
    assert groups[0].position == 1


def test_order_of_another_plan_is_saved_beside_a_locked_one(client):
    old, now = make_plan(), make_plan()
    # Two rows of one number: any order that is saved would give them others.
    shut = [make_group(old, position=1), make_group(old, position=1)]
    groups = [make_group(now, position=number) for number in (1, 2)]
    lock(old)
    formset = client.get(list_of("studentgroup")).context["cl"].formset
    order = {"form-TOTAL_FORMS": 4, "form-INITIAL_FORMS": 4, "_save": ""}
    for number, form in enumerate(formset.forms):
        order[f"form-{number}-id"] = form.instance.pk
        if form.instance in groups:
            order[f"form-{number}-position"] = 3 - form.instance.position

    page = client.post(list_of("studentgroup"), order, follow=True)

    assert WORDS not in page.content.decode()
    for group in [*shut, *groups]:
        group.refresh_from_db()
    assert [group.position for group in [*shut, *groups]] == [1, 1, 2, 1]
