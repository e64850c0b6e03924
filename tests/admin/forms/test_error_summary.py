"""What a form refuses is listed at its top, each with the way to its field."""

import pytest
from lxml import html

from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.makers import make_measure, make_plan, make_priority, make_strategy

pytestmark = pytest.mark.django_db


def faults(page) -> list[tuple[str, str]]:
    """Each fault at the top of a form: what it says, and where it leads."""
    tree = html.fromstring(page.content.decode())
    return [
        (
            " ".join(fault.text_content().split()),
            "".join(fault.xpath("a/@href")),
        )
        for fault in tree.xpath('//ul[@class="faults"]/li')
    ]


def test_faults_of_a_form_and_its_rows_lead_to_their_fields(admin_client):
    priority = make_priority(code="1A")
    strategy = make_strategy(priority, code="1A.1")
    sent = form_data(admin_client.get(form_of(priority))) | {
        **{"title_en": "", "title_es": "", "strategies-0-source_url": "nowhere"},
    }
    sent = with_new_row(sent, "strategies", level="school_site")

    page = admin_client.post(form_of(priority), sent)

    assert faults(page) == [
        ("Title (English): This field is required.", "#id_title_en"),
        (
            f"{strategy}, Address of the source: Enter a valid URL.",
            "#id_strategies-0-source_url",
        ),
        (
            "Strategy #2, Code: This field is required.",
            "#id_strategies-1-code",
        ),
        (
            "Strategy #2, Text (English): This field is required.",
            "#id_strategies-1-text_en",
        ),
    ]
    ids = set(html.fromstring(page.content.decode()).xpath("//@id"))
    assert {place[1:] for _words, place in faults(page)} <= ids


def test_second_row_with_a_code_says_so_at_its_code(admin_client):
    priority = make_priority(code="1A")
    make_strategy(priority, code="1A.1")
    sent = form_data(admin_client.get(form_of(priority)))
    row = {"text_en": "Do more.", "text_es": "Hacer más.", "level": "school_site"}
    sent = with_new_row(sent, "strategies", code="1A.1", **row)

    page = admin_client.post(form_of(priority), sent)

    assert faults(page) == [
        ("Two rows have the same code. Change one of them.", ""),
        (
            "Strategy #2, Code: A row before this one has the same. Change one of"
            " them.",
            "#id_strategies-1-code",
        ),
    ]


def test_fault_of_two_fields_together_is_told_without_a_link(admin_client):
    plan = make_plan()
    sent = form_data(admin_client.get(form_of(plan))) | {"last_year": "2019"}

    page = admin_client.post(form_of(plan), sent)

    ((words, place),) = faults(page)
    assert words == "The last school year is before the first one."
    assert place == ""


def test_text_is_behind_nothing_while_the_other_is_empty(admin_client):
    priority = make_priority()
    priority.title_en = "A new name"
    priority.save()
    sent = form_data(admin_client.get(form_of(priority))) | {
        "title_en": "",
        "title_es": "",
    }

    page = admin_client.post(form_of(priority), sent)

    assert "Behind since" not in page.content.decode()


def test_faults_are_told_in_the_editors_language(admin_client):
    priority = make_priority()
    sent = form_data(admin_client.get(form_of(priority))) | {
        "title_en": "",
        "title_es": "",
    }

    page = admin_client.post(form_of(priority), sent, headers={"Accept-Language": "es"})

    assert faults(page) == [
        ("Título (inglés): Este campo es obligatorio.", "#id_title_en")
    ]
    assert "No se ha guardado nada." in page.content.decode()


def test_form_of_a_person_lists_its_faults_too(admin_client, admin_user):
    address = f"/admin/auth/user/{admin_user.pk}/change/"
    sent = form_data(admin_client.get(address)) | {"username": ""}

    page = admin_client.post(address, sent)

    assert ("Username: This field is required.", "#id_username") in faults(page)


@pytest.mark.parametrize(
    ("make", "name", "refused"),
    [(make_measure, "code", "progress"), (make_plan, "slug", "preview")],
)
def test_refused_code_that_is_no_address_is_shown_once_more(
    admin_client, make, name, refused
):
    record = make()
    sent = form_data(admin_client.get(form_of(record))) | {name: refused}

    page = admin_client.post(form_of(record), sent)

    assert page.context["adminform"].form[name].errors
    assert form_data(page)[name] == refused


def test_signaling_nan_in_a_row_is_refused_as_no_number(admin_client):
    measure = make_measure(targets={2025: "90"})
    sent = form_data(admin_client.get(form_of(measure))) | {"targets-0-value": "sNaN"}

    page = admin_client.post(form_of(measure), sent)

    ((words, place),) = faults(page)
    assert words == "Target 2025–26, Number: Enter a number."
    assert place == "#id_targets-0-value"
