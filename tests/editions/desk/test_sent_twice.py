"""Publishing by a form that is sent twice: it happens once, and leads to one page."""

import pytest
from django.urls import reverse

from pillars.desk.sent_twice import TOKEN
from plan_site.editions.models import Edition, PublicationRequest
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.review_form import (
    REVIEW,
    fill,
    open_review,
    own_editions_folder,
)
from tests.helpers.makers import make_priority
from tests.helpers.people import client_of, make_person

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def priority():
    """A priority that was published under another title."""
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    publish()
    priority.title_en, priority.title_es = "Calm schools", "Escuelas tranquilas"
    priority.save()
    return priority


def page_of(name: str, number: int) -> str:
    return reverse(f"admin:editions_edition_{name}", args=[number])


def sent_twice(client, address: str, form: dict) -> list[str]:
    """Where a form leads that is sent twice from the same page."""
    same = {**form, TOKEN: "of one page"}
    return [client.post(address, same)["Location"] for _time in range(2)]


def test_publishing_twice_makes_one_edition(admin_client, priority):
    led_to = sent_twice(admin_client, reverse(REVIEW), fill(open_review(admin_client)))

    assert led_to == [page_of("progress", 2)] * 2
    assert Edition.objects.count() == 2


def test_rolling_back_twice_makes_one_edition(admin_client, priority):
    publish()

    led_to = sent_twice(admin_client, page_of("roll_back", 1), {"last": "2"})

    assert led_to == [page_of("progress", 3)] * 2
    assert Edition.objects.count() == 3


def test_asking_and_granting_twice_is_one_request_and_one_edition(settings, priority):
    settings.SECOND_PERSON = True
    eva = client_of(make_person("Editor", name="eva"))
    pablo = client_of(make_person("Publisher", name="pablo"))

    asked = sent_twice(eva, reverse(REVIEW), fill(open_review(eva), act="ask"))
    request = PublicationRequest.objects.get()
    granted = sent_twice(pablo, page_of("request", request.pk), {"act": "grant"})

    assert asked == [page_of("request", request.pk)] * 2
    assert granted == [page_of("progress", 2)] * 2


def test_form_whose_press_came_to_nothing_can_be_sent_again(admin_client, priority):
    form = {**fill(open_review(admin_client)), TOKEN: "of one page"}
    admin_client.post(reverse(REVIEW), form)
    first = Edition.objects.get(number=2)
    first.delete()

    page = admin_client.post(reverse(REVIEW), form, follow=True)

    assert page.redirect_chain == [(page_of("progress", 2), 302)]
    assert not list(page.context["messages"])
    assert Edition.objects.get(number=2).pk != first.pk
