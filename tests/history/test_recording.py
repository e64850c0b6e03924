"""Whichever way the plan is written, its history says who it was, and why."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from pillars.models import Plan, Result
from tests.helpers import deletion, translation_pages
from tests.helpers.desk import form_data, form_of, list_of, with_new_row
from tests.helpers.history_pages import go_back, save
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    plan_models,
)
from tests.helpers.plan_files import EXAMPLE

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def eva():
    return User.objects.create_superuser("eva")


@pytest.fixture
def desk(client, eva):
    client.force_login(eva)
    return client


def told(record) -> tuple[str, str]:
    """Who the last row of a record's history names, and its reason."""
    last = type(record).history.filter(id=record.pk).first()
    return str(last.history_user), last.history_change_reason or ""


def test_row_in_a_form(desk):
    measure = make_measure()
    row = {"school_year": "2024", "state": "reported", "value": "86"}

    desk.post(
        form_of(measure),
        with_new_row(form_data(desk.get(form_of(measure))), "results", **row),
    )

    assert told(Result.objects.get()) == ("eva", "")


def test_order_in_a_list(desk):
    plan = make_plan()
    first, second = make_group(plan, position=1), make_group(plan, position=2)
    sent = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": ""}
    for number, group in enumerate([first, second]):
        sent |= {f"form-{number}-id": group.pk, f"form-{number}-position": 2 - number}

    desk.post(list_of("studentgroup"), sent)

    assert [told(first)[0], told(second)[0]] == ["eva", "eva"]


def test_text_written_or_confirmed_among_the_translations(desk):
    written, kept = translation_pages.make_behind(), translation_pages.make_behind()
    typed_in = {written: {"wording": "A cada niño."}, kept: {"confirm": ""}}
    for record, said in typed_in.items():
        sent = translation_pages.sent(desk, translation_pages.key_of(record), **said)
        desk.post(translation_pages.address(), sent)

    assert told(written) == ("eva", "why this matters (Spanish): translated")
    assert told(kept) == (
        "eva",
        "why this matters (Spanish): the meaning did not change",
    )


def test_file_of_a_translator(desk):
    priority = translation_pages.make_behind()
    file = translation_pages.fill_in(
        translation_pages.download(desk), wording="A cada niño."
    )

    translation_pages.confirm(desk, translation_pages.upload(desk, file))

    assert told(priority) == ("eva", "why this matters (Spanish): from a file")


def test_results_of_a_file_by_a_command(eva, tmp_path):
    make_measure(code="1A-M1")
    file = tmp_path / "results.csv"
    file.write_text("code,school_year,state,value\n1A-M1,2024,reported,53")

    call_command("import_results", file, apply=True, by="eva")

    assert told(Result.objects.get()) == ("eva", "From a file")


def test_whole_plan_of_a_file_by_a_command(eva):
    call_command("import_plan", EXAMPLE, apply=True, by="eva")

    rows = [row for model in plan_models() for row in model.objects.all()]
    assert {told(row) for row in rows} == {("eva", "From a file")}


def test_next_plan(desk):
    old = make_pillar().plan
    make_priority(old.pillars.get())
    at = reverse("admin:pillars_plan_start_next", args=[old.pk])
    form = desk.get(at).context["form"]
    sent = {bound.name: bound.value() or "" for bound in form}

    desk.post(at, sent)

    new = Plan.objects.exclude(pk=old.pk).get()
    pillar = new.pillars.get()
    reason = "Copied from the plan 2022-26"
    for record in (new, pillar, pillar.priorities.get()):
        assert told(record) == ("eva", reason)


def test_going_back_and_bringing_back(desk):
    priority = make_priority(title_en="First")
    save(desk, priority, title_en="Second")
    go_back(desk, priority.history.last(), reason="It was better.")
    gone_back = told(priority)
    deletion.delete(desk, priority)
    deleted = told(priority)
    (act,) = deletion.acts(desk)
    deletion.bring_back(desk, act)

    assert gone_back[0] == deleted[0] == told(priority)[0] == "eva"
    assert gone_back[1].endswith("It was better.")
    assert deleted[1].startswith("@deleted")
    assert told(priority)[1].startswith("@brought-back")
