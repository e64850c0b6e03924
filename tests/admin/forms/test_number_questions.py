"""Forms refuse numbers without sense, and only ask about those that may be meant."""

import pytest
from django.contrib.messages import get_messages
from lxml import html

from pillars.models import Target
from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.makers import make_baseline, make_group, make_measure, make_target

pytestmark = pytest.mark.django_db

WORDS = {"wording_en": "As planned", "wording_es": "Según el plan"}


@pytest.fixture
def measure():
    return make_measure(decimals=0, baseline=(2022, "80"), targets={2025: "90"})


def field_errors(page) -> dict[str, str]:
    """The first fault of each field of a form's rows, by the field's name."""
    return {
        f"{form.prefix}-{name}": errors[0]
        for inline in page.context["inline_admin_formsets"]
        for form in inline.formset.forms
        for name, errors in form.errors.items()
    }


def marks(page) -> list[str]:
    """What stands marked beside the numbers of a form."""
    tree = html.fromstring(page.content.decode())
    return [mark.text for mark in tree.xpath('//span[@class="text-mark"]')]


def warnings(answer) -> list[str]:
    found = get_messages(answer.wsgi_request)
    return [str(one) for one in found if one.level_tag == "warning"]


@pytest.mark.parametrize(
    ("kind", "row", "field", "said"),
    [
        ("reach", {"school_year": 2022, "value": "85"}, "school_year", "The baseline"),
        ("reach", {"school_year": 2026, "value": "85"}, "value", "It asks less than"),
        ("change_by_points", {"school_year": 2024, "value": "-6"}, "value", "Its sign"),
    ],
)
def test_target_without_sense_is_refused_in_its_measures_form(
    admin_client, measure, kind, row, field, said
):
    sent = form_data(admin_client.get(form_of(measure))) | {"target_kind": kind}
    sent = with_new_row(sent, "targets", **row, **WORDS)

    page = admin_client.post(form_of(measure), sent)

    errors = field_errors(page)
    assert list(errors) == [f"targets-1-{field}"]
    assert errors[f"targets-1-{field}"].startswith(said)
    assert Target.objects.count() == 1


def test_direction_that_makes_a_target_senseless_is_refused(admin_client, measure):
    make_target(measure, 2026, "95")
    sent = form_data(admin_client.get(form_of(measure))) | {"direction": "down"}

    page = admin_client.post(form_of(measure), sent)

    (error,) = field_errors(page).values()
    assert error.startswith("It asks less than the target for 2025–26")


def test_target_of_a_group_is_compared_with_the_groups_own_baseline(
    admin_client, measure
):
    group = make_group(measure.pillar.plan)
    make_baseline(measure, 2024, "40", group=group)
    sent = form_data(admin_client.get(form_of(measure)))
    row = {"school_year": 2023, "value": "50", "group": group.pk}

    page = admin_client.post(
        form_of(measure), with_new_row(sent, "targets", **row, **WORDS)
    )

    (error,) = field_errors(page).values()
    assert error.startswith("The baseline is for 2024–25")


def test_doubtful_number_is_saved_and_asked_about_beside_its_field(
    admin_client, measure
):
    sent = form_data(admin_client.get(form_of(measure)))
    row = {"school_year": 2023, "value": "112", "state": "reported"}

    answer = admin_client.post(form_of(measure), with_new_row(sent, "results", **row))

    asked = "This is a share below 0% or above 100%."
    (warning,) = warnings(answer)
    assert warning.startswith(f"result 2023–24: {asked}")
    (mark,) = marks(admin_client.get(form_of(measure)))
    assert mark.startswith(asked)
    (mark,) = marks(admin_client.get(form_of(measure.results.get())))
    assert mark.startswith(asked)


def test_row_by_itself_is_looked_at_among_its_measures_other_rows(
    admin_client, measure
):
    target, baseline = measure.targets.get(), measure.baselines.get()

    early = form_data(admin_client.get(form_of(target))) | {"school_year": "2021"}
    late = form_data(admin_client.get(form_of(baseline))) | {"school_year": "2025"}
    loose = form_data(admin_client.get(form_of(target))) | {"value": "79.5"}
    pages = [
        admin_client.post(form_of(target), early),
        admin_client.post(form_of(baseline), late),
    ]
    answer = admin_client.post(form_of(target), loose)

    errors = [page.context["adminform"].form.errors["school_year"] for page in pages]
    assert [error[0].partition(".")[0] for error in errors] == [
        "The baseline is for 2022–23, and a target has to be for a later year",
        "target 2025–26: The baseline is for 2025–26, and a target has to be for"
        " a later year",
    ]
    assert [warning.partition(" (")[0] for warning in warnings(answer)] == [
        "target 2025–26: It asks for less than the baseline of 2022–23. Check both"
        " numbers, and which way the measure gets better.",
        "target 2025–26: It has more decimals than the measure",
    ]
    target.refresh_from_db()
    assert (target.school_year, str(target.value)) == (2025, "79.5000")
