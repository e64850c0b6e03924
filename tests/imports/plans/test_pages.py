"""The desk's pages for a whole plan as a file."""

import json

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pillars.imports.files.dataset import BYTES_AT_MOST
from pillars.models import Pillar, Plan
from tests.helpers.desk import form_of, list_of
from tests.helpers.plan_files import (
    as_json,
    as_xlsx,
    example_file,
    row_count,
    row_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

ADDRESS = "/admin/pillars/plan/from-file/"


def upload(client, content: bytes):
    return client.post(ADDRESS, {"file": SimpleUploadedFile("plan.json", content)})


def confirm(client, preview):
    return client.post(
        ADDRESS,
        {
            "rows": preview.context["rows"],
            "seen": preview.context["result"].digest,
        },
    )


@pytest.mark.parametrize("write", [as_json, as_xlsx])
def test_plan_is_uploaded_looked_at_and_saved(admin_client, admin_user, write):
    assert ADDRESS in admin_client.get(list_of("plan")).content.decode()

    preview = upload(admin_client, write(example_file()))
    nothing_yet = Plan.objects.exists()
    answer = confirm(admin_client, preview)

    assert not nothing_yet
    assert "would create a new plan at the address" in preview.content.decode()
    rows = row_count(example_file())
    assert f"Save {rows} records" in preview.content.decode()
    plan = Plan.objects.get()
    assert answer["Location"] == form_of(plan)
    assert plan.history.get().history_user == admin_user
    log = form_of(plan).replace("change/", "history/")
    assert "From a file" in admin_client.get(log).content.decode()


def test_preview_of_a_plan_that_is_there_shows_what_would_change(admin_client):
    confirm(admin_client, upload(admin_client, as_json(example_file())))
    said = example_file()
    row_of(said, "pillars", code="1")["title_en"] = "Joyful Readers"
    others = ", ".join(row["code"] for row in said["strategies"][1:])
    del said["strategies"][1:]

    preview = upload(admin_client, as_json(said)).content.decode()

    assert "<del>Learning That Lasts</del>" in preview
    assert "<ins>Joyful Readers</ins>" in preview
    assert f"left alone: {others}" in preview
    assert "Save 1 record" in preview


def test_preview_says_what_publishing_will_miss(admin_client):
    said = example_file()
    row_of(said, "pillars", code="1")["summary_es"] = ""

    preview = upload(admin_client, as_json(said)).content.decode()

    assert "Texts that are missing in Spanish: 1" in preview
    assert f"Save {row_count(said)} records" in preview


def test_values_are_shown_as_the_history_shows_them(admin_client):
    confirm(admin_client, upload(admin_client, as_json(example_file())))
    said = example_file()
    retired = {"is_retired": True, "retirement_note_en": "Done."}
    retired["retirement_note_es"] = "Hecho."
    row_of(said, "strategies", code="1.1.2").update(retired)
    said["plan"]["last_year"] = 2031

    preview = upload(admin_client, as_json(said)).content.decode()

    assert "<del>no</del>" in preview
    assert "<ins>yes</ins>" in preview
    assert "<ins>2031–32</ins>" in preview


def test_fault_is_shown_and_nothing_can_be_confirmed(admin_client):
    said = example_file()
    row_of(said, "pillars", code="1")["accent"] = "<b>red</b>"

    page = upload(admin_client, as_json(said))

    assert (page.status_code, page.context["rows"]) == (422, None)
    assert "Line 1, column “accent”: read “&lt;b&gt;red" in page.content.decode()
    assert "Sheet “pillars”" in page.content.decode()


def test_change_meanwhile_shows_the_preview_again(admin_client):
    confirm(admin_client, upload(admin_client, as_json(example_file())))
    said = example_file()
    row_of(said, "pillars", code="1")["title_en"] = "Joyful Readers"
    preview = upload(admin_client, as_json(said))
    pillar = Pillar.objects.get(code="1")
    pillar.title_en = "Eager Readers"
    pillar.save()

    again = confirm(admin_client, preview)

    assert again.status_code == 409
    assert "<del>Eager Readers</del>" in again.content.decode()
    pillar.refresh_from_db()
    assert pillar.title_en == "Eager Readers"


def test_what_is_confirmed_is_what_was_shown_to_the_same_person(client, admin_client):
    preview = upload(admin_client, as_json(example_file()))
    client.force_login(User.objects.create_superuser("other"))

    theirs = confirm(client, preview)
    forged = admin_client.post(ADDRESS, {"rows": "forged", "seen": "x"})

    assert (theirs.status_code, forged.status_code) == (409, 409)
    assert "Upload the file again" in theirs.content.decode()
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"no plan", 422, "neither an XLSX workbook nor JSON"),
        (b"", 422, "neither"),
        (b" " * (BYTES_AT_MOST + 70_000), 413, "too big"),
    ],
)
def test_file_that_is_no_plan_is_refused_with_the_reason(
    admin_client, content, status, said
):
    page = upload(admin_client, content)

    assert page.status_code == status
    assert said in page.content.decode()


def test_form_without_a_file_asks_for_one(admin_client):
    page = admin_client.post(ADDRESS)

    assert page.status_code == 422
    assert "Choose a file" in page.content.decode()


def test_plan_is_downloaded_and_blank_files_are_there(admin_client):
    confirm(admin_client, upload(admin_client, as_json(example_file())))
    plan = Plan.objects.get()
    file = reverse("admin:pillars_plan_file", args=[plan.pk, "json"])
    blank = reverse("admin:pillars_plan_blank_file", args=["xlsx"])

    answer = admin_client.get(file)

    assert file in admin_client.get(form_of(plan)).content.decode()
    assert json.loads(answer.content)["plan"]["slug"] == "example"
    assert 'filename="plan-example.json"' in answer["Content-Disposition"]
    assert admin_client.get(blank).content.startswith(b"PK")
    assert admin_client.get(file.replace("json", "docx")).status_code == 404


def test_who_may_not_add_plans_brings_none_in(client):
    user = User.objects.create_user("data", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["change_plan", "view_plan"])
    )
    client.force_login(user)

    answers = [client.get(ADDRESS), upload(client, as_json(example_file()))]

    assert {answer.status_code for answer in answers} == {403}
    assert ADDRESS not in client.get(list_of("plan")).content.decode()
