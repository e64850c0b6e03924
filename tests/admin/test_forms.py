"""The editors' desk: its forms, their rows, and who may change them."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from pillars.models import Office, Priority, Result, Strategy, StudentGroup
from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_section,
    make_strategy,
    plan_models,
)

pytestmark = pytest.mark.django_db


def stored() -> list:
    """All rows of the plan, as the database has them."""
    return [list(model.objects.order_by("pk").values()) for model in plan_models()]


@pytest.fixture
def reader(client):
    """Someone who may see the plan at the desk and change nothing."""
    user = User.objects.create_user("reader", is_staff=True)
    views = Permission.objects.filter(codename__startswith="view_")
    user.user_permissions.set(views)
    client.force_login(user)
    return client


def test_form_puts_the_languages_beside_each_other_and_names_them(admin_client):
    page = admin_client.get(form_of(make_priority()))

    rows = [line.fields for part in page.context["adminform"] for line in part]
    labels = page.context["adminform"].form.fields

    assert ["title_en", "title_es"] in [list(row) for row in rows]
    assert labels["title_en"].label == "Title (English)"
    assert labels["title_es"].label == "Title (Spanish)"


def whole_plan():
    make_section(plan := make_plan())
    return plan


def whole_priority():
    make_strategy(priority := make_priority())
    make_resource(priority)
    return priority


def whole_measure():
    return make_measure(
        baseline=(2021, "80"), targets={2025: "90"}, results={2024: "86.5"}
    )


@pytest.mark.parametrize(
    "make", [whole_plan, make_pillar, whole_priority, whole_measure]
)
def test_form_saved_as_it_was_opened_changes_nothing(admin_client, make):
    record = make()
    sent = form_data(admin_client.get(form_of(record)))
    before = stored()

    answer = admin_client.post(form_of(record), sent)

    assert answer.status_code == 302
    assert stored() == before


def test_line_ends_of_a_browser_leave_a_text_as_it_was(admin_client):
    priority = make_priority(why_en="One.\n\nTwo.", source_en="A\nB")
    sent = form_data(admin_client.get(form_of(priority)))
    texts = {name: it for name, it in sent.items() if isinstance(it, str)}
    before = stored()

    lines = {name: text.replace("\n", "\r\n") for name, text in texts.items()}
    admin_client.post(form_of(priority), sent | lines)

    assert stored() == before


def test_form_with_an_error_keeps_all_typing(admin_client):
    priority = make_priority()
    make_strategy(priority)
    sent = form_data(admin_client.get(form_of(priority)))
    sent |= {
        "code": "measures",
        "title_es": "Relaciones sólidas",
        "strategies-0-text_es": "Otra cosa",
    }

    page = admin_client.post(form_of(priority), sent)

    assert page.status_code == 200
    assert form_data(page) == sent
    assert "code" in page.context["adminform"].form.errors
    assert Priority.objects.get().title_es != "Relaciones sólidas"


def test_result_remembers_who_entered_it(admin_client, admin_user):
    measure = make_measure()
    sent = form_data(admin_client.get(form_of(measure)))

    admin_client.post(
        form_of(measure),
        with_new_row(
            sent, "results", school_year="2024", state="reported", value="86.5"
        ),
    )

    assert Result.objects.get().entered_by == admin_user


def test_two_rows_for_the_same_year_are_refused_in_words(admin_client):
    measure = make_measure()
    sent = form_data(admin_client.get(form_of(measure)))
    for value in ["86", "87"]:
        sent = with_new_row(
            sent, "results", school_year="2024", state="reported", value=value
        )

    page = admin_client.post(form_of(measure), sent)

    assert "Two rows are for the same school year and group." in page.content.decode()
    assert not Result.objects.exists()


def test_number_is_shown_as_people_write_it(admin_client):
    measure = make_measure(results={2024: "86.5000"})

    page = admin_client.get(form_of(measure))

    assert form_data(page)["results-0-value"] == "86.5"


def test_group_of_another_plan_is_not_offered(admin_client):
    measure = make_measure()
    ours = make_group(measure.pillar.plan)
    make_group(make_plan())

    page = admin_client.get(form_of(measure))
    formset = page.context["inline_admin_formsets"][2].formset

    offered = [choice for choice, _label in formset.empty_form.fields["group"].choices]
    assert [str(choice) for choice in offered] == ["", str(ours.pk)]


def test_group_that_numbers_stand_on_is_not_deleted_and_the_page_says_why(
    admin_client,
):
    group = make_group(make_plan())
    measure = make_measure(make_priority(make_pillar(group.plan)), group=group)
    result = make_result(measure, 2024, "86", group=group)
    address = reverse("admin:pillars_studentgroup_delete", args=[group.pk])

    page = admin_client.get(address).content.decode()
    answer = admin_client.post(address, {"post": "yes"})

    assert form_of(result) in page
    assert "protected" in page
    assert answer.status_code == 200
    assert StudentGroup.objects.count() == 1


def test_office_that_others_name_is_not_deleted_and_the_page_says_which(admin_client):
    priority = make_priority()
    office = make_office(priority.pillar.plan)
    note = make_note(priority, office=office)
    measure = make_measure(office=office)
    address = reverse("admin:pillars_office_delete", args=[office.pk])

    page = admin_client.get(address).content.decode()
    admin_client.post(address, {"post": "yes"})

    assert {form_of(record) in page for record in (note, measure)} == {True}
    assert Office.objects.get() == office


def test_reader_sees_a_form_and_cannot_change_it(reader):
    priority = make_priority(title_en="Strong Relationships")

    page = reader.get(form_of(priority))
    answer = reader.post(form_of(priority), {"title_en": "Other"})

    assert "Strong Relationships" in page.content.decode()
    assert "Title (Spanish)" in page.content.decode()
    assert "_save" not in page.content.decode()
    assert answer.status_code == 403
    assert Priority.objects.get().title_en == "Strong Relationships"


@pytest.mark.parametrize(
    ("may", "expected"),
    [
        ("add_strategy", ["Do it.", "Do more."]),
        ("change_strategy", ["Do it better."]),
        ("delete_strategy", []),
    ],
)
def test_rows_honour_each_permission_by_itself(reader, may, expected):
    priority = make_priority()
    strategy = make_strategy(priority, text_en="Do it.")
    user = User.objects.get(username="reader")
    allowed = Permission.objects.filter(codename__in=["change_priority", may])
    user.user_permissions.add(*allowed)
    sent = form_data(reader.get(form_of(priority)))
    sent |= {
        "strategies-0-id": strategy.pk,
        "strategies-0-text_en": "Do it better.",
        "strategies-0-number": 1,
        "strategies-0-level": "school_site",
    }
    if may == "delete_strategy":
        sent["strategies-0-DELETE"] = "on"
    new = {"text_en": "Do more.", "code": "1A.2", "level": "school_site"}

    reader.post(form_of(priority), with_new_row(sent, "strategies", **new))

    assert [row.text_en for row in Strategy.objects.order_by("code")] == expected


def test_text_that_shows_nothing_is_refused_where_one_is_needed(admin_client):
    strategy = make_strategy(text_en="Do it.", text_es="Hacerlo.")
    sent = form_data(admin_client.get(form_of(strategy)))

    nothing = {"text_en": "\u200b", "text_es": "&nbsp;"}
    page = admin_client.post(form_of(strategy), sent | nothing)

    assert page.context["adminform"].form.errors == {
        "text_en": ["This field is required."]
    }


def test_plan_in_another_language_needs_no_text_in_the_first_one(admin_client):
    strategy = make_strategy(text_en="Do it.", text_es="Hacerlo.")
    sent = form_data(admin_client.get(form_of(strategy)))

    admin_client.post(form_of(strategy), sent | {"text_en": ""})

    strategy.refresh_from_db()
    assert (strategy.text_en or "", strategy.text_es) == ("", "Hacerlo.")


def test_text_that_shows_nothing_is_kept_as_none(admin_client):
    priority = make_priority(notice_en="To be confirmed.", notice_es="Por confirmar.")
    sent = form_data(admin_client.get(form_of(priority)))

    admin_client.post(form_of(priority), {**sent, "notice_es": "&nbsp;"})

    priority.refresh_from_db()
    assert (priority.notice_en, priority.notice_es) == ("To be confirmed.", "")
    assert priority.translation_state == {}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "ftp://example.org/a",
            "Write an address that begins with https:// or http://.",
        ),
        ("https://ana:secret@example.org/", "Take the user name and password out"),
        ("https://ana@example.org", "Take the user name and password out"),
    ],
)
@pytest.mark.parametrize(
    ("make", "column"),
    [
        (make_resource, "url_es"),
        (make_plan, "official_document_en"),
        (make_plan, "contact_url_es"),
        (make_measure, "source_url"),
    ],
)
def test_address_that_no_reader_should_get_is_refused(
    admin_client, make, column, address, words
):
    record = make()
    sent = form_data(admin_client.get(form_of(record)))

    page = admin_client.post(form_of(record), {**sent, column: address})

    (told,) = page.context["adminform"].form.errors[column]
    assert words in told


def test_address_with_a_sign_of_a_person_in_its_path_is_taken(admin_client):
    resource = make_resource()
    sent = form_data(admin_client.get(form_of(resource)))
    address = "http://example.org/@district?to=//a@b"

    admin_client.post(form_of(resource), {**sent, "url_en": address})

    resource.refresh_from_db()
    assert resource.url_en == address


@pytest.mark.parametrize("is_public", [True, False])
def test_form_leads_to_the_preview_of_what_readers_would_see(admin_client, is_public):
    priority = make_priority(make_pillar(make_plan(is_public=is_public)))
    resource = make_resource(priority)

    pages = [admin_client.get(form_of(record)) for record in (priority, resource)]

    preview = f"/preview{priority.get_absolute_url()}" if is_public else None
    assert [page.context["absolute_url"] for page in pages] == [preview, preview]
    assert [page.context["has_absolute_url"] for page in pages] == [is_public] * 2
