"""The desk's pages for results in bulk."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from pillars.imports.files import pages
from pillars.imports.files.dataset import BYTES_AT_MOST
from pillars.imports.files.pipeline import Kind
from pillars.imports.results.importer import ResultsImporter
from pillars.models import Result
from tests.helpers.desk import form_of, list_of
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_result,
)

pytestmark = pytest.mark.django_db

HEAD = "code,school_year,state,value"


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def measure(plan):
    return make_measure(make_priority(make_pillar(plan)))


def address():
    return reverse("admin:pillars_result_in_bulk")


def upload(client, plan, *rows, content=None):
    content = "\n".join([HEAD, *rows]).encode() if content is None else content
    file = SimpleUploadedFile("results.csv", content)
    return client.post(address(), {"plan": plan.pk, "file": file})


def confirm(client, preview):
    return client.post(
        address(),
        {
            "plan": preview.context["plan"].pk,
            "rows": preview.context["rows"],
            "seen": preview.context["result"].digest,
        },
    )


def test_results_are_uploaded_looked_at_and_saved(admin_client, admin_user, measure):
    plan = measure.pillar.plan
    make_result(measure, 2023, "50")

    preview = upload(
        admin_client, plan, "1A-M1,2023,corrected,51", "1A-M1,2024,reported,53"
    )
    nothing_yet = list(Result.objects.values_list("value", flat=True))
    answer = confirm(admin_client, preview)

    assert nothing_yet == [50]
    assert answer["Location"] == list_of("result")
    results = Result.objects.order_by("school_year")
    assert [(row.state, row.value) for row in results] == [
        ("corrected", 51),
        ("reported", 53),
    ]
    assert {row.entered_by for row in results} == {admin_user}
    history = form_of(results[0]).replace("change/", "history/")
    assert "admin" in admin_client.get(history).content.decode()


def test_number_that_is_asked_about_is_saved_once_it_is_shown_to_be_meant(
    admin_client, measure
):
    preview = upload(admin_client, measure.pillar.plan, "1A-M1,2024,reported,112")
    form = html.fromstring(preview.content.decode()).xpath("//form[.//@name='rows']")[0]
    sent = {"plan": measure.pillar.plan_id, "rows": preview.context["rows"]}

    unanswered = admin_client.post(address(), sent)
    nothing_yet = Result.objects.count()
    confirm(admin_client, preview)

    asked = "Line 2, column “value”: read “112”. This is a share below 0% or above 100%"
    assert asked in form.text_content()
    ((kind, is_required),) = [
        (box.get("type"), "required" in box.attrib)
        for box in form.xpath(".//input[@name='seen']")
    ]
    assert (kind, is_required) == ("checkbox", True)
    assert (unanswered.status_code, nothing_yet) == (422, 0)
    assert "confirm below that each of these numbers" in unanswered.content.decode()
    assert Result.objects.get().value == 112


def test_preview_shows_each_row_and_what_would_change(admin_client, measure):
    make_result(measure, 2023, "50")
    make_result(measure, 2022, "49.00")

    page = upload(
        admin_client,
        measure.pillar.plan,
        "1A-M1,2022,reported,49",
        "1A-M1,2023,reported,51",
        "1A-M1,2025,,",
    ).content.decode()

    assert "<del>50</del>" in page
    assert "<ins>51</ins>" in page
    assert "1 row already matches the plan" in page
    assert "1 row is left blank" in page
    assert "Save 1 result" in page


def test_bad_row_is_reported_and_nothing_can_be_confirmed(admin_client, measure):
    page = upload(
        admin_client,
        measure.pillar.plan,
        "1A-M1,2023,reported,51",
        "1A-M1,2024,reported,<b>five</b>",
    )

    assert page.status_code == 422
    assert page.context["rows"] is None
    assert "Line 3, column “value”: read “&lt;b&gt;five" in page.content.decode()


def test_change_meanwhile_shows_the_preview_again(admin_client, measure):
    preview = upload(admin_client, measure.pillar.plan, "1A-M1,2024,reported,53")
    make_result(measure, 2024, "52")

    again = confirm(admin_client, preview)

    assert again.status_code == 409
    assert "<del>52</del>" in again.content.decode()
    assert Result.objects.get().value == 52

    confirm(admin_client, again)

    assert Result.objects.get().value == 53


def test_measure_retired_meanwhile_saves_nothing(admin_client, measure):
    preview = upload(admin_client, measure.pillar.plan, "1A-M1,2024,reported,53")
    measure.is_retired = True
    measure.save()

    again = confirm(admin_client, preview)

    assert "The measure is retired" in again.content.decode()
    assert not Result.objects.exists()


def test_rows_of_another_or_made_up_are_refused(admin_client, measure):
    plan = measure.pillar.plan
    file = f"{HEAD}\n1A-M1,2024,reported,53".encode()
    other = pages.pack(file, ResultsImporter(plan, User(pk=-1)))

    for rows in ["made up", other]:
        answer = admin_client.post(address(), {"plan": plan.pk, "rows": rows})

        assert answer.status_code == 409
        assert "Upload the file again" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04", "damaged"),
        (b"name,age\nAna,7", "No row of the file names the columns"),
        (b" " * (BYTES_AT_MOST + 1), "at most"),
    ],
)
def test_unusable_file_gets_a_message(admin_client, plan, content, words):
    page = upload(admin_client, plan, content=content)

    assert page.status_code == 422
    assert words in page.content.decode()


def test_huge_file_is_refused_before_it_is_read(admin_client, plan):
    class Untouched:
        def read(self, size=-1):
            raise AssertionError("It was read.")

        readline = read

    page = admin_client.generic(
        "POST",
        address(),
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(50 * 1024 * 1024),
        **{"wsgi.input": Untouched()},
    )

    assert page.status_code == 413
    assert "too big" in page.content.decode()


def test_file_that_packs_badly_is_not_carried(admin_client, measure, monkeypatch):
    monkeypatch.setattr(pages, "CHARACTERS_AT_MOST", 10)

    page = upload(admin_client, measure.pillar.plan, "1A-M1,2024,reported,53")

    assert page.context["rows"] is None
    assert "or split it" in page.content.decode()


def test_upload_needs_the_forms_token(admin_user, plan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    assert upload(client, plan).status_code == 403


@pytest.mark.parametrize("permission", [None, "view_result"])
def test_who_may_not_change_results_gets_no_further(client, plan, permission):
    user = User.objects.create_user("reader", is_staff=True)
    if permission:
        user.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(user)
    file = reverse("admin:pillars_result_file_to_fill_in", args=[plan.pk, 2024, "xlsx"])

    assert client.get(address()).status_code == 403
    assert upload(client, plan).status_code == 403
    assert client.get(file).status_code == 403


def test_data_steward_finds_the_page_from_the_list(client, measure):
    user = User.objects.create_user("steward", is_staff=True)
    for name in ["change_result", "add_result", "view_result"]:
        user.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(user)

    assert address() in client.get(list_of("result")).content.decode()
    assert client.get(address()).status_code == 200


def test_file_to_fill_in_is_a_download(admin_client, measure):
    plan, kind = measure.pillar.plan, "xlsx"
    found = reverse("admin:pillars_result_file_to_fill_in", args=[plan.pk, 2024, kind])

    answer = admin_client.get(found)
    again = upload(admin_client, plan, content=answer.content)

    assert f"results-2022-26-2024.{kind}" in answer["Content-Disposition"]
    assert len(again.context["result"].of(Kind.BLANK)) == 1


@pytest.mark.parametrize(("year", "kind"), [(2019, "xlsx"), (2024, "csv")])
def test_file_for_another_year_or_of_another_kind_is_not_there(
    admin_client, plan, year, kind
):
    found = reverse("admin:pillars_result_file_to_fill_in", args=[plan.pk, year, kind])

    assert admin_client.get(found).status_code == 404
