"""One screen of the desk on which all strategies of a priority stand somewhere."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from pillars.models import Priority, Strategy
from tests.helpers.desk import form_data, form_of, list_of
from tests.helpers.makers import (
    both,
    make_note,
    make_pillar,
    make_plan,
    make_priority,
    make_strategy,
)
from tests.helpers.people import client_of, make_groups, make_person
from tests.helpers.two_editors import reported_changes, save, second_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority() -> Priority:
    priority = make_priority()
    make_strategy(priority)
    make_strategy(priority)
    make_strategy(priority, is_retired=True, **both("retirement_note", "1A.1", "1A.1"))
    return priority


def screen_of(priority: Priority) -> str:
    return reverse("admin:pillars_priority_stages", args=[priority.pk])


def inputs(page) -> list[list[str]]:
    """The open fields of each row, without those that a browser does not show."""
    (rows,) = page.context["inline_admin_formsets"]
    return [[field.name for field in row.visible_fields()] for row in rows.formset]


def stages() -> list[tuple]:
    columns = ["stage", "stage_since", "stage_text_es", "stage_reason_en"]
    live = Strategy.objects.filter(is_retired=False).values_list(*columns)
    return [
        (stage, since, *(text or "" for text in texts)) for stage, since, *texts in live
    ]


def checked_on() -> list[datetime.date | None]:
    return list(Priority.objects.values_list("stages_checked_on", flat=True))


def test_one_save_says_where_all_strategies_stand(admin_client, priority):
    address = screen_of(priority)
    sent = form_data(admin_client.get(address))
    first, second = ("strategies-0-stage", "strategies-1-stage")
    typed = {
        **{first: "under_way", f"{first}_since": "2024-08"},
        f"{first}_text_es": "14 de 24 escuelas.",
        f"{first}_text_en": "14 of 24 schools.",
        **{second: "dropped", f"{second}_reason_en": "The grant has ended."},
        f"{second}_reason_es": "La subvención se acabó.",
    }

    answer = admin_client.post(address, sent | typed)

    assert answer.status_code == 302, answer.context["errors"]
    assert stages() == [
        ("under_way", datetime.date(2024, 8, 1), "14 de 24 escuelas.", ""),
        ("dropped", None, "", "The grant has ended."),
    ]
    assert checked_on() == [timezone.localdate()]


def test_saving_what_is_still_right_says_that_it_was_checked(admin_client, priority):
    address, form = screen_of(priority), form_of(priority)
    sent = form_data(admin_client.get(form))

    admin_client.post(address, form_data(admin_client.get(address)))

    assert checked_on() == [timezone.localdate()]
    assert admin_client.post(form, sent).status_code == 302  # Nothing has changed.
    assert checked_on() == [timezone.localdate()]


def test_screen_makes_no_priority(admin_client, priority):
    address = screen_of(priority)
    sent = form_data(admin_client.get(address)) | {"_saveasnew": "1"}

    assert admin_client.post(address, sent).status_code == 403
    assert Priority.objects.count() == 1


def test_what_was_typed_stays_where_something_is_wrong(admin_client, priority):
    address = screen_of(priority)
    sent = form_data(admin_client.get(address))
    typed = {
        "strategies-0-stage": "done",
        "strategies-0-stage_since": "summer",
        "strategies-1-stage": "changed",
    }

    page = admin_client.post(address, sent | typed)

    assert form_data(page).items() >= typed.items()
    (rows,) = page.context["inline_admin_formsets"]
    assert rows.formset.errors == [
        {"stage_since": ["Write a month, such as 2024-08."]},
        dict.fromkeys(
            ["stage_reason_en", "stage_reason_es"],
            ["Say in each language why it was changed or dropped."],
        ),
    ]
    assert (stages(), checked_on()) == ([("", None, "", "")] * 2, [None])


def test_second_editor_sees_what_the_first_one_saved(admin_client, priority):
    address, other = screen_of(priority), second_editor()
    sent = form_data(admin_client.get(address))
    save(other, priority.strategies.first(), stage="done", stage_since="2024-06")

    page = admin_client.post(address, sent | {"strategies-0-stage": "under_way"})

    assert page.status_code == 409
    ((_who, _name, lines),) = reported_changes(page)
    assert lines == [
        ("Where it stands", "", "Done"),
        ("Month", "", "June 2024"),
    ]
    assert form_data(page)["strategies-0-stage"] == "under_way"
    assert (stages()[0][0], checked_on()) == ("done", [None])


def test_note_that_another_adds_meanwhile_is_no_conflict(admin_client, priority):
    address = screen_of(priority)
    sent = form_data(admin_client.get(address)) | {"strategies-0-stage": "done"}
    make_note(priority)

    assert admin_client.post(address, sent).status_code == 302
    assert stages()[0][0] == "done"


def test_who_may_edit_a_strategy_gets_inputs(priority):
    make_groups()
    elsewhere = make_pillar(priority.pillar.plan)
    people = {
        "editor": make_person("Editor"),
        "own": make_person("Pillar editor", pillars=[priority.pillar], name="own"),
        "other": make_person("Pillar editor", pillars=[elsewhere], name="other"),
        "translator": make_person("Translator", languages=["es"]),
    }
    texts = [
        f"{name}_{code}"
        for name in ("stage_text", "stage_reason")
        for code in ("en", "es")
    ]

    opened = {
        name: inputs(client_of(person).get(screen_of(priority)))
        for name, person in people.items()
    }

    every = [["stage", "stage_since", *texts]] * 2
    spanish = [["stage_text_es", "stage_reason_es"]] * 2
    assert opened == {
        "editor": every,
        "own": every,
        "other": [[]] * 2,
        "translator": spanish,
    }


def test_translator_does_not_say_that_it_was_checked(priority):
    make_groups()
    client = client_of(make_person("Translator", languages=["es"]))
    address = screen_of(priority)

    client.post(address, form_data(client.get(address)))

    assert checked_on() == [None]


def test_locked_plan_is_shown_and_not_changed(admin_client, priority):
    address = screen_of(priority)
    sent = form_data(admin_client.get(address)) | {"strategies-0-stage": "done"}
    priority.pillar.plan.is_locked = True
    priority.pillar.plan.save()

    answer = admin_client.post(address, sent)

    assert (answer.status_code, stages()[0][0], checked_on()) == (403, "", [None])
    assert inputs(admin_client.get(address)) == [[]] * 2


def test_screen_is_reached_from_priority_strategy_and_list(admin_client, priority):
    pages = [
        form_of(priority),
        form_of(priority.strategies.first()),
        list_of("priority"),
    ]

    for page in pages:
        assert (
            f'href="{screen_of(priority)}"' in admin_client.get(page).content.decode()
        )


def test_saving_does_the_task_of_whoever_looks_after_the_pillar(priority):
    make_groups()
    plan, pillar = priority.pillar.plan, priority.pillar
    plan.asks_for_stages = True
    plan.save()
    client = client_of(make_person("Pillar editor", pillars=[pillar]))
    start, address = reverse("admin:index"), screen_of(priority)
    before = client.get(start)

    after = client.post(address, form_data(client.get(address)), follow=True)

    assert [str(group.words) for group in before.context["start"].groups] == [
        "Where strategies stand: 1"
    ]
    assert f'href="{address}"' in before.content.decode()
    assert (after.request["PATH_INFO"], after.context["start"].groups) == (start, [])


def test_plan_without_priorities_has_the_screen_too(admin_client):
    pillar = make_pillar(make_plan(has_priorities=False))
    strategy = make_strategy(make_priority(pillar, code="", title_en="", title_es=""))

    page = admin_client.get(form_of(strategy))

    assert f'href="{screen_of(strategy.priority)}"' in page.content.decode()
    assert inputs(admin_client.get(screen_of(strategy.priority)))[0][0] == "stage"
