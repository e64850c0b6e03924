"""A number typed at the desk keeps the decimals that it was typed with."""

import pytest

from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.makers import make_measure, make_result

pytestmark = pytest.mark.django_db


def send(client, record, **typed) -> None:
    """A record's form with other numbers; gives the record as it is then."""
    answer = client.post(
        form_of(record), form_data(client.get(form_of(record))) | typed
    )
    assert answer.status_code == 302, answer.context["errors"]
    record.refresh_from_db()


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        (("84", None), "84.0", 1),  # The same number, but written otherwise.
        (("84", 1), "84.0", 1),
        (("84", 1), "84.25", 2),
        (("84", 1), "84", 0),
        (("84", None), "84", None),
        (("84", 2), "84.00", 2),
    ],
)
def test_value_typed_anew_brings_its_decimals(admin_client, before, typed, after):
    value, decimals = before
    result = make_result(make_measure(), 2022, value, decimals=decimals)

    send(admin_client, result, value=typed)

    assert result.decimals == after


def test_form_shows_a_number_as_it_was_typed(admin_client):
    measure = make_measure()
    known = make_result(measure, 2022, "84", decimals=1)
    unknown = make_result(measure, 2023, "50")

    fields = [form_data(admin_client.get(form_of(row))) for row in (known, unknown)]

    assert [field["value"] for field in fields] == ["84.0", "50"]


def test_row_in_its_measures_form_brings_its_decimals(admin_client):
    measure = make_measure(baseline=(2021, "80"))
    sent = form_data(admin_client.get(form_of(measure)))
    sent = with_new_row(
        sent, "results", school_year=2022, state="reported", value="9.0"
    )

    admin_client.post(form_of(measure), sent)

    assert measure.results.get().decimals == 1
    assert measure.baselines.get().decimals is None
