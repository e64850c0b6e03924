"""A former version of a record: seen, and gone back to."""

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import translation
from django.utils.html import strip_tags

from pillars.history.timeline import timeline
from pillars.models import Priority, Resource
from pillars.plans.lifecycle import set_locked
from tests.helpers.history_pages import (
    delete_history,
    go_back,
    history_of,
    save,
    version_of,
)
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.mark.parametrize("language", ["en", "es"])
def test_going_back_brings_both_languages_and_is_recorded(admin_client, language):
    priority = make_priority(title_en="Old", title_es="Viejo", code="1A")
    delete_history()
    save(admin_client, priority, title_en="New", title_es="Nuevo", code="1B")
    baseline = timeline(Priority, priority.pk).baseline

    with translation.override(language):
        answer = go_back(admin_client, baseline, reason="A mistake")

    assert answer.status_code == 302
    priority.refresh_from_db()
    assert (priority.title_en, priority.title_es) == ("Old", "Viejo")
    assert priority.code == "1A"
    event = timeline(Priority, priority.pk).events[0]
    assert (event.kind, event.row.reason.words) == ("reverted", "A mistake")
    assert event.version == baseline.history_date
    page = admin_client.get(history_of(priority)).content.decode()
    assert "Reason: A mistake" in page


def test_measure_of_no_priority_goes_back(admin_client):
    measure = make_measure(pillar=make_pillar(), title_en="Old")
    first = measure.history.get()
    save(admin_client, measure, title_en="New")

    answer = go_back(admin_client, first)

    measure.refresh_from_db()
    assert (answer.status_code, measure.title_en) == (302, "Old")


def test_version_shows_what_going_back_would_overwrite(admin_client):
    priority = make_priority(title_en="Old")
    first = priority.history.get()
    save(admin_client, priority, title_en="New")

    page = admin_client.get(version_of(first))

    (line,) = page.context["changes"]
    assert line.name == "Title (English)"
    assert (strip_tags(line.before), strip_tags(line.after)) == ("New", "Old")
    assert Priority.objects.get().title_en == "New"


def test_lock_of_a_plan_does_not_come_back_with_its_texts(admin_client):
    plan = make_plan(title_en="Old", is_locked=True)
    was_locked = plan.history.get()
    set_locked(plan, "A word is wrong.", is_locked=False)
    plan.refresh_from_db()
    plan.title_en = "New"
    plan.save()

    answer = go_back(admin_client, was_locked)

    assert answer.status_code == 302
    plan.refresh_from_db()
    assert (plan.title_en, plan.is_locked) == ("Old", False)
    assert plan.unlock_reason == "A word is wrong."


def test_going_back_brings_back_which_language_was_behind(admin_client):
    priority = make_priority(title_en="One", title_es="Uno")
    save(admin_client, priority, title_en="Two")
    behind = priority.history.first()
    assert "es" in behind.translation_state["title"]
    save(admin_client, priority, title_es="Dos")

    go_back(admin_client, behind)

    priority.refresh_from_db()
    assert priority.title_es == "Uno"
    assert priority.translation_state == behind.translation_state
    assert priority.paired_wordings == behind.paired_wordings


def test_version_whose_code_was_taken_is_refused_and_changes_nothing(admin_client):
    priority = make_priority(code="1A", title_en="Old")
    first = priority.history.get()
    save(admin_client, priority, code="1B", title_en="New")
    make_priority(priority.pillar, code="1A")

    page = go_back(admin_client, first)

    assert page.status_code == 409
    assert "addresses of this plan would write it alike" in page.content.decode()
    priority.refresh_from_db()
    assert (priority.code, priority.title_en) == ("1B", "New")


def test_version_whose_parent_is_gone_is_refused_and_changes_nothing(admin_client):
    old, new = make_priority(), make_priority()
    resource = make_resource(old)
    first = resource.history.get()
    save(admin_client, resource, priority=str(new.pk))
    old.delete()

    page = go_back(admin_client, first)

    assert page.status_code == 409
    assert "has been deleted" in page.content.decode()
    assert Resource.objects.get().priority == new


def test_going_back_is_asked_again_if_the_record_changed_meanwhile(admin_client):
    priority = make_priority(title_en="One")
    first = priority.history.get()
    save(admin_client, priority, title_en="Two")
    seen = admin_client.get(version_of(first)).context["seen"]
    save(admin_client, priority, title_en="Three")

    page = admin_client.post(version_of(first), {"seen": seen})

    assert page.status_code == 409
    assert "Three" in page.content.decode()
    assert Priority.objects.get().title_en == "Three"


def test_who_may_only_look_sees_the_history_and_cannot_go_back(client):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    priority = make_priority(title_en="One")
    first = priority.history.get()
    priority.title_en = "Two"
    priority.save()

    page = client.get(version_of(first))
    answer = client.post(version_of(first), {"seen": page.context["seen"]})

    assert client.get(history_of(priority)).status_code == 200
    assert "not go back to it" in page.content.decode()
    assert answer.status_code == 403
    assert Priority.objects.get().title_en == "Two"


def test_number_that_is_brought_back_brings_its_decimals(admin_client):
    result = make_result(make_measure(), 2022, "84", decimals=1)
    version = result.history.latest()
    result.value, result.decimals = "85", 0
    result.save()

    go_back(admin_client, version)

    result.refresh_from_db()
    assert (result.value, result.decimals) == (84, 1)
