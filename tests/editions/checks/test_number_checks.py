"""The check list, of numbers: targets, results, and what they give away."""

import datetime

import pytest

from pillars.enums import Direction, GroupFamily, State, TargetKind, UnitKind
from pillars.models import StudentGroup
from plan_site.editions.checks.number_checks import numbers_in
from tests.helpers.editions.candidates import TODAY, findings, names
from tests.helpers.makers import (
    both,
    make_group,
    make_measure,
    make_note,
    make_result,
    make_target,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

LEVELS = [TargetKind.REACH, TargetKind.AT_LEAST, TargetKind.AT_MOST]
CHANGES = [TargetKind.CHANGE_BY_PERCENT, TargetKind.CHANGE_BY_POINTS]
NOTE = both("note", "The plan does not say of what.", "El plan no dice de qué.")
WORDS = both("wording", "an increase every year", "un aumento cada año")


@pytest.mark.parametrize("kind", [*LEVELS, *CHANGES])
def test_target_without_its_number_stops(kind):
    make_target(make_measure(target_kind=kind), 2025, **WORDS)

    found = findings()

    assert [(f.name, f.stops) for f in found] == [("target:1A-M1:target-2025", True)]
    assert found[0].message.startswith("Measure of success 1A-M1, target 2025–26: ")


@pytest.mark.parametrize("kind", [*LEVELS, *CHANGES, TargetKind.EACH_YEAR])
def test_target_with_its_number_is_fine(kind):
    make_measure(target_kind=kind, targets={2025: "20"})

    assert names() == []


@pytest.mark.parametrize(
    "kind", sorted(set(TargetKind) - {TargetKind.NONE, TargetKind.RANGE})
)
def test_measure_without_a_target_stops(kind):
    make_measure(target_kind=kind)

    assert names() == ["target:1A-M1:none"]


def test_early_target_in_words_is_fine():
    measure = make_measure(targets={2025: "90"})
    make_target(measure, 2024, **WORDS)

    assert names() == []


@pytest.mark.parametrize("ends", [{"low": "5"}, {"high": "5"}, {}])
def test_range_without_both_ends_stops(ends):
    measure = make_measure(target_kind=TargetKind.RANGE, direction=Direction.WITHIN)
    make_target(measure, 2025, **ends, **WORDS)

    assert names() == ["target:1A-M1:target-2025"]


def test_range_with_both_ends_is_fine():
    measure = make_measure(target_kind=TargetKind.RANGE, direction=Direction.WITHIN)
    make_target(measure, 2025, low="5", high="10")

    assert names() == []


def test_deed_needs_only_a_year():
    measure = make_measure(target_kind=TargetKind.YES_NO, unit_kind=UnitKind.YES_NO)
    make_target(measure, 2025, **both("wording", "yes, by 2026", "sí, para 2026"))

    assert names() == []


def test_direction_needs_only_words():
    make_target(make_measure(target_kind=TargetKind.DIRECTION_ONLY), 2025, **WORDS)

    assert names() == []


def test_direction_without_words_stops():
    measure = make_measure(target_kind=TargetKind.DIRECTION_ONLY)
    make_target(measure, 2025, **both("wording", "", ""))

    assert "target:1A-M1:target-2025" in names()


def test_related_figure_with_a_target_stops():
    make_measure(target_kind=TargetKind.NONE, targets={2025: "90"})

    assert names() == ["target:1A-R1:target-2025"]


def test_related_figure_without_a_target_is_fine():
    make_measure(target_kind=TargetKind.NONE, results={2023: "84"})

    assert names() == []


def test_target_each_year_in_words_needs_a_note_in_each_language():
    measure = make_measure(target_kind=TargetKind.EACH_YEAR)
    make_target(measure, 2024, **WORDS, **NOTE)
    make_target(measure, 2025, **WORDS)

    assert names() == ["target:1A-M1:target-2025"]


def test_target_each_year_may_not_leave_out_a_year():
    make_measure(target_kind=TargetKind.EACH_YEAR, targets={2023: "84", 2025: "90"})

    assert names() == ["target-years:1A-M1:target-2025"]


def test_target_each_year_for_consecutive_years_is_fine():
    make_measure(target_kind=TargetKind.EACH_YEAR, targets={2024: "88", 2025: "90"})

    assert names() == []


def test_groups_are_rated_one_by_one():
    measure = make_measure(targets={2025: "90"})
    group = make_group(measure.pillar.plan, code="middle")
    make_target(measure, 2025, group=group, **WORDS)

    assert names() == ["target:1A-M1:target-2025-middle"]


@pytest.mark.parametrize(
    ("direction", "targets"),
    [
        (Direction.UP, {2024: "90", 2025: "89"}),
        (Direction.DOWN, {2024: "10", 2025: "11"}),
        (Direction.UP, {2023: "80", 2024: "90", 2025: "85"}),
    ],
)
def test_targets_that_turn_back_stop(direction, targets):
    make_measure(direction=direction, targets=targets)

    found = findings()

    (finding,) = found
    assert (finding.name, finding.stops) == ("turns-back:1A-M1:target-2025", True)
    assert "the target for 2024–25" in finding.message


@pytest.mark.parametrize(
    ("direction", "targets"),
    [
        (Direction.UP, {2024: "90", 2025: "91"}),
        (Direction.UP, {2024: "90", 2025: "90"}),
        (Direction.DOWN, {2024: "11", 2025: "10"}),
    ],
)
def test_targets_that_go_on_are_fine(direction, targets):
    make_measure(direction=direction, targets=targets)

    assert names() == []


def in_series(kind=TargetKind.REACH, baseline=(2022, "80"), **given):
    return {"target_kind": kind, "baseline": baseline, **given}


# What is entered, what is found, and a part of what is said of it.
@pytest.mark.parametrize(
    ("given", "found", "stops", "said"),
    [
        (
            in_series(targets={2021: "81", 2025: "90"}),
            "not-after-baseline:1A-M1:target-2021",
            True,
            "The baseline is for 2022–23",
        ),
        (
            in_series(TargetKind.CHANGE_BY_POINTS, targets={2025: "-6"}),
            "against-direction:1A-M1:target-2025",
            True,
            "“Higher is better”. Write a reduction with a minus sign",
        ),
        (
            in_series(targets={2025: "79"}),
            "looser-than-baseline:1A-M1:target-2025",
            False,
            "less than the baseline of 2022–23",
        ),
        (
            in_series(targets={2025: "90.04"}),
            "too-fine:1A-M1:target-2025",
            False,
            "more decimals than the measure (1)",
        ),
        # 80 and 25 points more are 105: a share that is worked out counts too.
        (
            in_series(TargetKind.CHANGE_BY_POINTS, targets={2025: "25"}),
            "no-share:1A-M1:target-2025",
            False,
            "below 0% or above 100%",
        ),
        (
            {"targets": {2025: "90"}, "results": {2023: "112"}},
            "no-share:1A-M1:result-2023",
            False,
            "below 0% or above 100%",
        ),
        (
            {"targets": {2025: "90"}, "results": {2023: "1"}},
            "fraction:1A-M1:result-2023",
            False,
            "is 1 meant, or 100?",
        ),
        (
            {"targets": {2025: "90"}, "results": {2023: "53.25"}},
            "too-fine:1A-M1:result-2023",
            False,
            "more decimals than the measure (1)",
        ),
    ],
)
def test_number_that_makes_no_sense_is_found(given, found, stops, said):
    make_measure(**{"decimals": 1, **given})

    (finding,) = (f for f in findings() if not f.name.startswith("jump"))

    assert (finding.name, finding.stops) == (found, stops)
    assert said in finding.message


@pytest.mark.parametrize(
    "given",
    [
        {"unit_kind": UnitKind.COUNT, "decimals": 0, "results": {2023: "112"}},
        {"results": {2023: "1.5"}},
        {"results": {2022: "0", 2023: "100"}},
    ],
)
def test_number_that_makes_sense_is_not_asked_about(given):
    make_measure(targets={2025: "100"}, **given)

    assert names() == []


def test_change_by_percent_may_turn_back_by_less_than_a_decimal():
    make_measure(
        target_kind=TargetKind.CHANGE_BY_PERCENT, targets={2024: "5.04", 2025: "5.01"}
    )

    assert names() == ["turns-back:1A-M1:target-2025"]


def test_range_that_widens_turns_back():
    measure = make_measure(target_kind=TargetKind.RANGE, direction=Direction.WITHIN)
    make_target(measure, 2024, low="5", high="10")
    make_target(measure, 2025, low="4", high="10")

    assert names() == ["turns-back:1A-M1:target-2025"]


def test_target_whose_own_year_has_no_result_is_asked_about():
    measure = make_measure(targets={2023: "90"}, results={2022: "84", 2024: "88"})
    make_result(measure, 2023, state=State.NOT_COLLECTED)
    make_note(measure, 2024)

    (finding,) = findings()

    assert (finding.name, finding.stops) == ("target-result:1A-M1:target-2023", False)
    assert "so that for 2024–25 decides" in finding.message


@pytest.mark.parametrize(
    "results",
    [
        {2022: "84"},  # None is there yet.
        {2023: "90", 2024: "91"},
    ],
)
def test_target_is_not_asked_about_before_a_later_result_or_with_its_own(results):
    make_measure(targets={2023: "90"}, results=results)

    assert names() == []


def test_deed_that_is_neither_done_nor_not_stops():
    measure = make_measure(target_kind=TargetKind.YES_NO, unit_kind=UnitKind.YES_NO)
    make_target(measure, 2025, **both("wording", "yes, by 2026", "sí, para 2026"))
    make_result(measure, 2023, "7")

    assert names() == ["state:1A-M1:result-2023"]


def in_groups(states, total=State.REPORTED, family=GroupFamily.GRADE_SPAN):
    """A measure with a total and one group for each state, in one school year."""
    measure = make_measure(targets={2025: "90"})
    plan = measure.pillar.plan
    for number, state in enumerate(states):
        group = make_group(plan, code=f"group-{number}", family=family)
        value = "50" if state.has_value else None
        make_result(measure, 2023, value, state=state, group=group)
    make_result(measure, 2023, "50" if total.has_value else None, state=total)
    return measure


@pytest.mark.parametrize("hidden", [State.SUPPRESSED, State.WITHHELD])
def test_hidden_group_that_can_be_worked_out_stops(hidden):
    in_groups([State.REPORTED, hidden, State.REPORTED])

    found = findings()

    assert [(f.name, f.stops) for f in found] == [
        ("worked-out:1A-M1:result-2023-group-1", True)
    ]


def test_group_that_is_hidden_for_its_few_students_is_worked_out_too():
    measure = in_groups([State.REPORTED, State.REPORTED])
    measure.results.filter(group__code="group-0").update(student_count=3)

    assert names() == ["worked-out:1A-M1:result-2023-group-0"]


@pytest.mark.parametrize(
    ("states", "total"),
    [
        ([State.REPORTED, State.SUPPRESSED, State.SUPPRESSED], State.REPORTED),
        ([State.REPORTED, State.SUPPRESSED], State.SUPPRESSED),
        ([State.REPORTED, State.SUPPRESSED, State.NOT_COLLECTED], State.REPORTED),
        ([State.SUPPRESSED], State.REPORTED),
        ([State.REPORTED, State.REPORTED], State.REPORTED),
    ],
)
def test_hidden_groups_that_nothing_gives_away_are_fine(states, total):
    in_groups(states, total)

    assert names() == []


def test_programs_do_not_add_up_and_give_nothing_away():
    in_groups([State.REPORTED, State.SUPPRESSED], family=GroupFamily.PROGRAM)

    assert names() == []


def test_families_are_looked_at_one_by_one():
    in_groups([State.REPORTED, State.SUPPRESSED])
    StudentGroup.objects.filter(code="group-0").update(family=GroupFamily.GENDER)

    assert names() == []


@pytest.mark.parametrize(
    "wording",
    [
        "66% in the first house and 40% in both",
        "66% … and 40%",
        "12 and 15",
        "$50 million or 3 projects",
        "30% by 2024 and 40% by 2026",
    ],
)
def test_target_with_two_thresholds_is_a_warning(wording):
    measure = make_measure()
    make_target(measure, 2025, "66", **both("wording", wording, "lo que pide el plan"))

    (finding,) = findings()

    assert (finding.name, finding.stops) == ("two-thresholds:1A-M1:target-2025", False)
    assert "1A-M1a and 1A-M1b" in finding.message


def test_two_thresholds_are_found_in_either_language():
    measure = make_measure()
    spanish = "66 % en la primera cámara y 40 % en ambas"
    make_target(measure, 2025, "66", **both("wording", "what the plan asks", spanish))

    assert names() == ["two-thresholds:1A-M1:target-2025"]


@pytest.mark.parametrize(
    "wording",
    [
        "70% by 2026",
        "at least 1,000 each year",
        "$50 million by 2025-26",
        "93.5% para 2026",
        "+4% al año",
        "90% within 30 days",
        "from 66% to 70%",
        "de 66% a 70%",
        "80% of students in grades 3 to 8",
        "100% of K-12 schools by 2025–26",
    ],
)
def test_target_with_one_threshold_is_fine(wording):
    assert len(numbers_in(wording)) == 1


def test_range_has_two_numbers_and_is_one_threshold():
    measure = make_measure(target_kind=TargetKind.RANGE, direction=Direction.WITHIN)
    make_target(measure, 2025, low="5", high="10", **both("wording", "5–10", "5–10"))

    assert names() == []


@pytest.mark.parametrize(
    ("before", "after", "is_found"),
    [
        ("40", "61", True),
        ("40", "19", True),
        ("40", "60", False),  # by half, and no more
        ("40", "20", False),
        ("-24", "-10", True),
        ("0", "6", False),  # there is no half of nothing
    ],
)
def test_result_that_jumps_by_more_than_half_is_a_warning(before, after, is_found):
    make_measure(
        unit_kind=UnitKind.POINTS,
        targets={2025: "90"},
        results={2022: before, 2023: after},
    )

    assert names() == (["jump:1A-M1:result-2023"] if is_found else [])


def test_first_result_is_compared_with_the_baseline():
    make_measure(targets={2025: "90"}, baseline=(2021, "40"), results={2023: "84"})

    (finding,) = findings()

    assert (finding.name, finding.stops) == ("jump:1A-M1:result-2023", False)
    assert "84 is more than half away from 40 in 2021–22" in finding.message


def test_result_is_compared_with_the_last_usable_one():
    measure = make_measure(targets={2025: "90"}, results={2021: "40", 2023: "41"})
    make_result(measure, 2022, "90", state=State.NOT_COMPARABLE)

    assert names() == []


def test_new_series_is_no_jump():
    measure = make_measure(targets={2025: "90"}, results={2022: "40"})
    make_result(measure, 2023, "84", starts_new_series=True)

    assert names() == []


def test_deed_that_is_done_is_no_jump():
    measure = make_measure(target_kind=TargetKind.YES_NO, unit_kind=UnitKind.YES_NO)
    make_target(measure, 2025, **both("wording", "yes, by 2026", "sí, para 2026"))
    make_result(measure, 2022, "1")
    make_result(measure, 2023, "0")

    assert names() == []


DUE = TODAY - datetime.timedelta(days=1)


def test_result_that_is_overdue_is_a_warning():
    make_measure(targets={2025: "90"}, results={2022: "84"}, next_update_due=DUE)

    (finding,) = findings()

    assert (finding.name, finding.stops) == ("overdue:1A-M1", False)
    assert "was due on September 30, 2024" in finding.message


def test_result_that_is_due_today_is_not_overdue():
    make_measure(targets={2025: "90"}, results={2022: "84"}, next_update_due=TODAY)

    assert names() == []


def test_result_that_has_come_is_not_overdue():
    make_measure(targets={2025: "90"}, results={2023: "84"}, next_update_due=DUE)

    assert names() == []


def test_result_that_is_shown_to_be_due_is_overdue():
    measure = make_measure(targets={2025: "90"}, next_update_due=DUE)
    make_result(measure, 2023, state=State.DUE)

    assert names() == ["overdue:1A-M1"]


def test_result_that_was_not_collected_is_not_overdue():
    measure = make_measure(targets={2025: "90"}, next_update_due=DUE)
    make_result(measure, 2023, state=State.NOT_COLLECTED)

    assert names() == []
