"""Redacting a number whose row stood in other years and groups, too."""

import pytest
from django.core.management import call_command

from plan_site.editions.models import Edition
from plan_site.editions.publishing.publish import PublishingError
from plan_site.editions.publishing.redact import redact
from tests.editions.publishing.test_redact import REASON, change, everything, item
from tests.helpers.editions.live_editions import publish, row_of, value_lines
from tests.helpers.makers import make_group, make_measure, make_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved():
    """A result: 51.5 in 2022, then 52.5 there, then 53.5 in 2023, then hidden."""
    result = make_result(make_measure(), 2022, "51.5")
    publish()
    change(result, value="52.5")
    publish()
    change(result, value="53.5", school_year=2023)
    publish()
    return result


@pytest.mark.parametrize("year", [2022, 2023])
def test_value_leaves_all_years_in_which_its_row_stood(moved, year):
    change(moved, value=None, state="withheld")

    numbers = redact(item(moved.measure), f"result:{year}:value", REASON)

    assert numbers == [1, 2, 3]
    assert not any(value in everything() for value in ("51.5", "52.5", "53.5"))


def test_row_that_is_there_now_keeps_its_value(moved):
    other = make_result(moved.measure, 2022, "60")
    publish()
    change(other, value="61")
    publish()
    change(moved, value=None, state="withheld")

    redact(item(moved.measure), "result:2023:value", REASON)

    contents = Edition.objects.get(number=5).contents
    assert row_of(contents, other)["value"] == "61"
    assert value_lines(contents)[0] == ("60", "61", False)
    assert "53.5" not in everything()


def test_value_is_found_by_a_year_that_only_the_working_copy_knows(moved):
    change(moved, value=None, state="withheld", school_year=2024)

    assert redact(item(moved.measure), "result:2024:value", REASON) == [1, 2, 3]


def test_value_that_the_moved_row_still_has_is_not_taken_out(moved):
    with pytest.raises(PublishingError, match=r"still has it: “53.5”"):
        redact(item(moved.measure), "result:2022:value", REASON)


def test_value_leaves_the_group_in_which_its_row_stood():
    measure = make_measure()
    group = make_group(measure.pillar.plan, code="middle-schools")
    result = make_result(measure, 2022, "51.5", group=group)
    publish()
    change(result, group=None, value="52.5")
    publish()
    change(result, value="53.5")

    redact(item(measure), "result:2022:middle-schools:value", REASON)

    assert "51.5" not in everything()
    assert "52.5" not in everything()


def test_command_tells_what_remains(moved, capsys):
    change(moved, value=None, state="withheld")

    call_command("redact", "1A-M1", "result:2023:value", reason=REASON)

    assert "It remains in backups, in an exported folder" in capsys.readouterr().out
