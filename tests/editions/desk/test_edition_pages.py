"""The editions at the desk: listed, read, rolled back to, taken back; never edited."""

import pytest
from django.urls import reverse

from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish, row_of
from tests.helpers.editions.review_form import (
    own_editions_folder,
    parse,
    refusal_in,
    text_of,
)
from tests.helpers.makers import make_priority

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db
LIST = "admin:editions_edition_changelist"


@pytest.fixture
def priority():
    """A priority that has been renamed since edition 1, in edition 2."""
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    publish()
    rename(priority, "Calm schools", "Escuelas tranquilas")
    publish()
    return priority


def rename(priority, english: str, spanish: str):
    priority.title_en, priority.title_es = english, spanish
    priority.save()


def address(name: str, number: int) -> str:
    return reverse(f"admin:editions_edition_{name}", args=[number])


def change_page(number: int) -> str:
    return address("change", Edition.objects.get(number=number).pk)


def form_in(response) -> dict:
    (form,) = parse(response).xpath("//form[contains(@class, 'ed-part')]")
    return dict(form.form_values())


@pytest.mark.parametrize("size", [1, 3])
def test_list_asks_the_same_queries_however_long_it_is(
    admin_client, django_assert_max_num_queries, size
):
    priority = make_priority()
    for number in range(size):
        rename(priority, f"Name {number}", f"Nombre {number}")
        publish()

    with django_assert_max_num_queries(10):
        page = admin_client.get(reverse(LIST))

    assert page.context["cl"].result_count == size


def test_list_says_which_is_live(admin_client, priority):
    rename(priority, "Happy schools", "Escuelas felices")
    publish()

    page = parse(admin_client.get(reverse(LIST)))

    states = page.xpath("//td[contains(@class, 'field-state')]")
    assert [text_of(state) for state in states] == ["live", "replaced", "replaced"]


def test_edition_is_not_edited_by_hand(admin_client, priority):
    answers = [
        admin_client.get(reverse("admin:editions_edition_add")),
        admin_client.post(change_page(1), {"number": 7}),
        admin_client.post(address("delete", Edition.objects.first().pk)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert [e.number for e in Edition.objects.all()] == [2, 1]


def test_edition_shows_what_it_changed_and_what_can_be_done(admin_client, priority):
    newest = parse(admin_client.get(change_page(2)))
    older = parse(admin_client.get(change_page(1)))

    assert "Before Joyful schools After Calm schools" in text_of(newest)
    assert newest.xpath("//a[@class='ed-button']/@href") == [address("take_back", 2)]
    assert older.xpath("//a[@class='ed-button']/@href") == [
        address("roll_back", 1),
        address("take_back", 1),
    ]


def test_rolling_back_shows_first_what_readers_would_see(admin_client, priority):
    page = admin_client.get(address("roll_back", 1))

    assert "Before Calm schools After Joyful schools" in text_of(parse(page))
    assert Edition.objects.count() == 2

    note = {"note_en": "Back.", "note_es": "De vuelta."}
    answer = admin_client.post(address("roll_back", 1), {**form_in(page), **note})

    edition = Edition.objects.first()
    assert answer["Location"] == address("progress", 3)
    assert (edition.rolled_back_from, edition.note_es) == (1, "De vuelta.")
    assert row_of(edition.contents, priority)["title_en"] == "Joyful schools"
    priority.refresh_from_db()
    assert priority.title_en == "Calm schools"


def test_rolling_back_is_refused_if_another_edition_came_between(
    admin_client, priority
):
    form = form_in(admin_client.get(address("roll_back", 1)))
    rename(priority, "Safe schools", "Escuelas seguras")
    publish()

    page = admin_client.post(address("roll_back", 1), {**form, "note_en": "Back."})

    assert refusal_in(page).startswith("Another edition was published meanwhile.")
    assert text_of(parse(page).xpath("//textarea[@name='note_en']")[0]) == "Back."
    assert Edition.objects.count() == 3


def test_taking_back_shows_first_what_it_would_overwrite(admin_client, priority):
    page = admin_client.get(address("take_back", 1))

    assert "Before Calm schools After Joyful schools" in text_of(parse(page))

    answer = admin_client.post(address("take_back", 1), form_in(page))

    priority.refresh_from_db()
    assert answer["Location"] == reverse("admin:editions_edition_review")
    assert priority.title_en == "Joyful schools"
    assert Edition.objects.count() == 2


def test_taking_back_overwrites_nothing_that_was_not_shown(admin_client, priority):
    form = form_in(admin_client.get(address("take_back", 1)))
    rename(priority, "Safe schools", "Escuelas seguras")

    page = admin_client.post(address("take_back", 1), form)

    priority.refresh_from_db()
    assert page.status_code == 409
    assert refusal_in(page).startswith("The editors’ copy changed meanwhile.")
    assert priority.title_en == "Safe schools"


@pytest.mark.parametrize("name", ["roll_back", "take_back", "cancel"])
def test_acts_are_for_those_who_may_publish(client, django_user_model, priority, name):
    client.force_login(django_user_model.objects.create_user("eva", is_staff=True))

    assert client.post(address(name, 1)).status_code == 403


@pytest.mark.parametrize("name", ["roll_back", "take_back"])
def test_edition_that_never_was_is_not_found(admin_client, name):
    assert admin_client.get(address(name, 7)).status_code == 404
