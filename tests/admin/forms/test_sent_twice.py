"""A form that is sent twice, as by a double click: it saves once, and says where."""

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from pillars.admin.base import RequestGuards
from pillars.desk.sent_twice import SENT_TWICE, TOKEN
from pillars.models import Plan, Priority, Resource
from tests.helpers.desk import form_data, form_of
from tests.helpers.makers import both, make_priority
from tests.helpers.password_emails import mail_server
from tests.helpers.two_editors import post_at_once

__all__ = ["mail_server"]

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
NEW_RESOURCE = reverse("admin:pillars_resource_add")


def editor(name: str = "editor") -> Client:
    """A browser that is refused without a page's own token, as a real one is."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser(name))
    return client


def opened(client, address: str, **words) -> dict:
    """What a page's form sends, with its token and what was typed."""
    page = client.get(address)
    token = lxml.html.fromstring(page.content).xpath(f"//form//input[@name='{TOKEN}']")
    fields = form_data(page) if "adminform" in page.context else {}
    return {**fields, TOKEN: token[0].get("value"), **words}


def resource(priority) -> dict:
    address = both("url", "https://example.org/a", "https://example.org/a")
    return {"priority": priority.pk, "kind": "web_page", "title_en": "Page", **address}


def notices(client, address: str) -> list[str]:
    return [str(message) for message in client.get(address).context["messages"]]


@pytest.mark.parametrize("button", ["_save", "_addanother"])
def test_second_sending_leads_to_what_the_first_one_saved(button):
    client = editor()
    form = opened(client, NEW_RESOURCE, **resource(make_priority()))
    client.post(NEW_RESOURCE, form | {"_save": "Save"})

    again = client.post(NEW_RESOURCE, form | {button: "Save"})

    saved = Resource.objects.get()
    assert again["Location"] == form_of(saved)
    assert notices(client, again["Location"])[-1] == str(SENT_TWICE)


def test_another_form_and_another_content_save_another_record():
    client, words = editor(), resource(make_priority())
    form = opened(client, NEW_RESOURCE, **words)
    client.post(NEW_RESOURCE, form)

    client.post(NEW_RESOURCE, opened(client, NEW_RESOURCE, **words))
    client.post(NEW_RESOURCE, form | {"title_en": "Another page"})

    titles = Resource.objects.order_by("pk").values_list("title_en", flat=True)
    assert list(titles) == ["Page", "Page", "Another page"]


def test_form_that_was_refused_can_be_sent_again_as_it_is():
    client, priority = editor(), make_priority()
    words = both("title", "Calm", "Calma") | {"pillar": priority.pillar_id}
    new_priority = reverse("admin:pillars_priority_add")
    form = opened(client, new_priority, code=priority.code, **words)
    assert client.post(new_priority, form).status_code == 200
    priority.delete()

    client.post(new_priority, form)

    assert Priority.objects.get().title_en == "Calm"


def test_person_is_invited_once(mail_server):
    client, new_person = editor(), reverse("admin:auth_user_add")
    words = {"username": "ana", "email": "ana@example.org"}
    form = opened(client, new_person, **words)
    client.post(new_person, form)

    again = client.post(new_person, form)

    assert again["Location"] == form_of_person(User.objects.get(username="ana"))
    assert len(mail.outbox) == 1


def form_of_person(person: User) -> str:
    return reverse("admin:auth_user_change", args=[person.pk])


def test_every_form_that_adds_something_saves_once():
    desks = admin.site._registry.values()

    assert [desk for desk in desks if not isinstance(desk, RequestGuards)] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
@pytest.mark.parametrize("name", ["pillars_resource", "auth_group", "pillars_plan"])
def test_two_sendings_at_the_same_moment_save_once(name, attempt):
    client, priority = editor(), make_priority()
    plan = priority.pillar.plan
    model, address, words = {
        "pillars_resource": (Resource, NEW_RESOURCE, resource(priority)),
        "auth_group": (Group, reverse("admin:auth_group_add"), {"name": "Readers"}),
        "pillars_plan": (Plan, start_next(plan), next_plan()),
    }[name]
    before = {*model.objects.values_list("pk", flat=True)}
    form = opened(client, address, **words)

    answers = post_at_once([(client, address, form)] * 2)

    (made,) = {*model.objects.values_list("pk", flat=True)} - before
    assert [answer.status_code for answer in answers] == [302, 302]
    saved = reverse(f"admin:{name}_change", args=[made])
    assert saved in {answer["Location"] for answer in answers}


def start_next(plan: Plan) -> str:
    return reverse("admin:pillars_plan_start_next", args=[plan.pk])


def next_plan() -> dict:
    years = {"slug": "2026-30", "first_year": 2026, "last_year": 2029}
    titles = both("title", "Next", "Siguiente") | both("short_title", "N", "S")
    return {**years, **titles, "parts": ["pillars"]}
