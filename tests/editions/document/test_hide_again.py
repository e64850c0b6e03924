"""What is hidden today is hidden in every older text, too."""

import pytest

from pillars.enums import State
from pillars.models import Result
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.diff import diff
from plan_site.editions.document.hide_again import hidden_today
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import as_bytes
from tests.helpers.editions.candidates import findings
from tests.helpers.editions.live_editions import fields_of, publish, row_of, value_lines
from tests.helpers.makers import make_baseline, make_group, make_measure, make_result

pytestmark = pytest.mark.django_db


def hide(*rows) -> None:
    """Few students turn out to be behind a row's value."""
    for row in rows:
        row.student_count = 3
        row.save()


def test_older_rows_lose_a_value_that_counts_too_few_students_today():
    result = make_result(make_measure(), 2023, "84.5")
    older = take_snapshot()
    hide(result)

    rows = hidden_today([]).in_rows(older)

    fields = fields_of(rows, result)
    assert (fields["state"], fields["value"]) == ("suppressed", None)


def test_older_rows_lose_a_value_when_the_threshold_rises(settings):
    result = make_result(make_measure(), 2023, "84.5", student_count=12)
    older = take_snapshot()
    settings.PRIVACY_THRESHOLD = 20

    rows = hidden_today([]).in_rows(older)

    assert fields_of(rows, result)["value"] is None


@pytest.mark.parametrize("state", [State.SUPPRESSED, State.WITHHELD])
def test_older_rows_take_the_state_in_which_a_value_is_hidden(state):
    baseline = make_baseline(make_measure(), 2021, "70")
    older = take_snapshot()
    baseline.state, baseline.value = state, None
    baseline.save()

    rows = hidden_today([]).in_rows(older)

    fields = fields_of(rows, baseline)
    assert (fields["state"], fields["value"]) == (state, None)


def test_rows_that_are_not_hidden_stay_as_they_are():
    measure = make_measure(baseline=(2021, "70"), results={2023: "80"})
    make_result(measure, 2023, "60", group=make_group(measure.pillar.plan))
    older = take_snapshot()

    assert hidden_today([]).in_rows(older) == older


def test_row_made_again_under_another_key_hides_the_older_one():
    measure = make_measure()
    make_result(measure, 2023, "84.5")
    older = take_snapshot()
    Result.objects.all().delete()
    make_result(measure, 2023, "84.5", student_count=3)

    rows = hidden_today([]).in_rows(older)

    assert [row.fields["value"] for row in rows.of_kind("result")] == [None]


def test_log_keeps_no_value_that_is_hidden_since():
    result = make_result(make_measure(), 2023, "84.5")
    publish()
    result.value = "86"
    result.save()
    publish()
    hide(result)

    contents = publish().contents

    assert value_lines(contents) == [(None, None, True), (None, None, True)]
    assert "84.5" not in as_bytes(contents).decode()


def test_log_knows_a_row_by_the_year_that_it_stood_in_before():
    measure = make_measure()
    result = make_result(measure, 2022, "84.5")
    publish()
    result.value = "86"
    result.save()
    publish()
    result.school_year, result.value, result.student_count = 2023, "87", 3
    result.save()

    contents = publish().contents

    assert set(value_lines(contents)) == {(None, None, True)}


def test_log_stays_silent_when_the_hidden_row_is_deleted():
    result = make_result(make_measure(), 2023, "84.5")
    publish()
    hide(result)
    publish()
    result.delete()

    contents = publish().contents

    assert set(value_lines(contents)) == {(None, None, True)}
    assert len(contents["hidden"]) == 1


def test_value_of_one_group_is_told_from_those_of_others():
    measure = make_measure(results={2023: "80"})
    group = make_group(measure.pillar.plan)
    small = make_result(measure, 2023, "60", group=group)
    publish()
    for result in Result.objects.all():
        result.value += 1
        result.save()
    small.refresh_from_db()
    hide(small)

    contents = publish().contents

    assert sorted(map(str, value_lines(contents))) == [
        "('80', '81', False)",
        "(None, None, True)",
    ]


def test_value_is_no_longer_hidden_when_its_count_was_put_right():
    result = make_result(make_measure(), 2023, "84.5", student_count=3)
    publish()
    result.student_count = 300
    result.save()

    contents = publish().contents

    assert row_of(contents, result)["value"] == "84.5"
    assert contents["hidden"] == []


def test_value_is_hidden_with_an_item_that_was_not_chosen():
    result = make_result(make_measure(), 2023, "84.5")
    publish()
    hide(result)

    candidate = Candidate.now().choose([], {})

    assert fields_of(candidate.rows, result)["value"] is None
    assert diff(candidate.rows, take_snapshot()) == []


def test_hiding_asks_the_same_queries_however_long_the_plan(
    django_assert_num_queries,
):
    make_measure(baseline=(2021, "70"), results={2022: "71", 2023: "72"})
    make_measure(baseline=(2021, "70"), results={2022: "71", 2023: "72"})

    with django_assert_num_queries(4):
        hidden_today([])


def test_value_once_hidden_is_not_told_by_the_log_once_another_is_shown():
    """It was hidden and altered before anybody published that it is hidden."""
    result = make_result(make_measure(), 2023, "84.5")
    publish()
    hide(result)
    result.value, result.student_count = "91", 200
    result.save()

    contents = publish().contents

    assert value_lines(contents) == [(None, None, True)]
    assert row_of(contents, result)["value"] == "91"


def test_log_is_silent_on_a_row_that_was_hidden_moved_and_deleted_unpublished():
    result = make_result(make_measure(), 2022, "84.5")
    publish()
    hide(result)
    result.school_year = 2023
    result.save()
    result.delete()

    contents = publish().contents

    assert value_lines(contents) == [(None, None, True)]
    assert "84.5" not in as_bytes(contents).decode()


def test_log_knows_a_value_that_was_hidden_before_its_row_was_moved():
    result = make_result(make_measure(), 2022, "84.5")
    publish()
    hide(result)
    result.school_year, result.value, result.student_count = 2023, "91", 200
    result.save()

    contents = publish().contents

    assert value_lines(contents) == [(None, None, True)]


def question(last: dict) -> list[str]:
    """What the check list asks about values that would be shown."""
    return [f.name for f in findings(last) if f.check == "shown-again"]


def test_showing_a_value_that_the_last_edition_hid_is_asked_about_by_value():
    result = make_result(make_measure(), 2023, "84.5", student_count=3)
    last = publish().contents
    result.student_count = 200
    result.save()

    assert question(last) == ["shown-again:1A-M1:result-2023:84.5"]
    assert question(publish().contents) == []


def test_coming_back_to_a_value_that_was_hidden_once_is_asked_about():
    result = make_result(make_measure(), 2023, "84.5", student_count=3)
    publish()
    result.value, result.student_count = "91", 200
    result.save()
    last = publish().contents
    result.value, result.school_year = "84.5", 2024
    result.save()

    assert question(last) == ["shown-again:1A-M1:result-2024:84.5"]
