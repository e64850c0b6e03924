"""Rights to a part of the plan: nothing else is reached by a way round."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pillars.models import Plan, Priority
from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.history_pages import go_back
from tests.helpers.makers import make_measure, make_pillar, make_plan, make_priority
from tests.helpers.people import client_of, make_person, make_staff
from tests.helpers.plan_files import as_json, example_file
from tests.helpers.translation_pages import (
    confirm,
    download,
    fill_in,
    make_behind,
    upload,
)

pytestmark = pytest.mark.django_db

FROM_FILE = "/admin/pillars/plan/from-file/"


def sent_file(said):
    return {"file": SimpleUploadedFile("plan.json", as_json(said))}


def test_right_to_plans_alone_rewrites_no_measure_through_a_file(admin_client):
    page = admin_client.post(FROM_FILE, sent_file(example_file()))
    rows, seen = page.context["rows"], page.context["result"].digest
    admin_client.post(FROM_FILE, {"rows": rows, "seen": seen})
    client = client_of(make_staff("eva", "add_plan", "change_plan", "view_plan"))

    answers = [
        client.get(FROM_FILE),
        client.post(FROM_FILE, sent_file(example_file())),
        client.post(FROM_FILE, {"rows": rows, "seen": seen}),
        client.get(f"{FROM_FILE}blank.json"),
    ]

    assert {answer.status_code for answer in answers} == {403}


def test_right_to_plans_alone_starts_no_plan_full_of_copies():
    measure = make_measure()
    client = client_of(make_staff("eva", "add_plan", "view_plan"))
    at = reverse("admin:pillars_plan_start_next", args=[measure.pillar.plan_id])

    assert client.get(at).status_code == 403
    assert client.post(at, {"parts": ["pillars"]}).status_code == 403
    assert Plan.objects.count() == 1


def test_right_to_add_a_record_does_not_open_those_that_are_there():
    plan = make_plan(title_en="Our Plan")
    rights = ["add_plan", "add_plansection", "view_plan", "view_plansection"]
    client = client_of(make_staff("eva", *rights))
    sent = form_data(client.get(form_of(plan))) | {
        "title_en": "Mine",
        "is_public": "",
    }
    row = {"kind": "how_it_was_made", "title_en": "New", "title_es": "Nueva"}
    row |= {"body_en": "New.", "body_es": "Nueva."}

    answer = client.post(form_of(plan), with_new_row(sent, "sections", **row))

    plan.refresh_from_db()
    assert answer.status_code == 302
    assert (plan.title_en, plan.is_public) == ("Our Plan", True)
    assert plan.sections.get().title_en == "New"


def test_pillar_editor_changes_neither_its_code_nor_its_place():
    own = make_pillar(code="1")
    client = client_of(make_person("Pillar editor", pillars=[own]))
    sent = form_data(client.get(form_of(own)))

    answer = client.post(
        form_of(own), sent | {"code": "9", "position": "9", "title_en": "Mine"}
    )

    own.refresh_from_db()
    assert answer.status_code == 302
    assert (own.code, own.position, own.title_en) == ("1", 1, "Mine")


def test_pillar_editor_does_not_go_back_to_where_a_priority_was_anothers():
    make_pillar(plan := make_plan())
    own, other = make_pillar(plan), plan.pillars.first()
    priority = make_priority(other, code="1X")
    priority.pillar = own
    priority.save()
    client = client_of(make_person("Pillar editor", pillars=[own]))

    answer = go_back(client, priority.history.order_by("history_id").first())

    priority.refresh_from_db()
    assert answer.status_code == 403
    assert priority.pillar == own


def test_version_from_a_plan_that_is_locked_now_does_not_come_back(admin_client):
    old = make_pillar(make_plan(is_current=False))
    priority = make_priority(old, code="1X")
    priority.pillar = make_pillar(make_plan(is_current=True))
    priority.save()
    old.plan.is_locked = True
    old.plan.save()

    answer = go_back(admin_client, priority.history.order_by("history_id").first())

    assert answer.status_code == 403
    assert Priority.objects.get().pillar == priority.pillar


def test_file_of_a_plan_is_for_who_may_look_at_all_of_it():
    plan = make_plan()
    at = reverse("admin:pillars_plan_file", args=[plan.pk, "json"])
    client = client_of(make_staff("eva", "view_plan"))

    assert client.get(at).status_code == 403
    assert at not in client.get(form_of(plan)).content.decode()
    assert client_of(make_person("Translator")).get(at).status_code == 200


@pytest.mark.parametrize("taken", ["group", "languages"])
def test_file_looked_at_before_a_right_was_taken_away_writes_nothing(taken):
    priority = make_behind()
    person = make_person("Translator", languages=["es"])
    client = client_of(person)
    preview = upload(client, fill_in(download(client), wording="A cada niño."))
    assert preview.context["rows"]
    if taken == "group":
        person.groups.clear()
    else:
        person.account.text_languages = ["en"]
        person.account.save()

    answer = confirm(client, preview)

    priority.refresh_from_db()
    assert answer.status_code in {403, 422}
    assert priority.why_es == "Ayuda."


@pytest.mark.parametrize("act", ["send", "forget_phone", "unlock"])
def test_administrator_gives_no_help_that_takes_over_a_superusers_account(act):
    root = make_staff("root", is_superuser=True)
    client = client_of(make_person("Administrator"))
    help_, away = (
        reverse(f"admin:auth_user_{name}", args=[root.pk])
        for name in ("sign_in_help", "delete")
    )
    chosen = {"action": "delete_selected", "_selected_action": [root.pk], "post": "y"}

    answers = [client.get(help_), client.post(help_, {"act": act})]
    answers += [client.post(away, {"post": "yes"})]
    answers += [client.post(reverse("admin:auth_user_changelist"), chosen)]

    assert {answer.status_code for answer in answers} == {403}
    root.refresh_from_db()
