"""When a measure has no status, and the reason that is then given."""

import pytest

from pillars.enums import Reason, State, Status, TargetKind
from tests.helpers.series_makers import aim, rate, report

BY_PERCENT = TargetKind.CHANGE_BY_PERCENT
BY_POINTS = TargetKind.CHANGE_BY_POINTS
SUPPRESSED = report(2022, "84", State.SUPPRESSED)
HIDDEN, APART = State.WITHHELD, State.NOT_COMPARABLE
NOT_COMPARABLE = report(2022, "84", State.NOT_COMPARABLE)
NOT_DUE = report(2023, None, State.NOT_DUE)
NEW_SERIES = report(2021, "81", starts_new_series=True)
RISEN = report(2022, "84")


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        ("NO_NUMBER", {"kind": "direction_only", "results": [RISEN]}),
        ("NO_NUMBER", {"targets": [], "results": [RISEN]}),
        ("NO_NUMBER", {"targets": [aim(2024)], "results": [RISEN]}),
        # The last target is in words: an earlier number does not say what is met.
        ("NO_NUMBER", {"targets": [aim(2021, "1"), aim(2024)], "results": [RISEN]}),
        (
            "NO_NUMBER",
            {
                "kind": "each_year",
                "targets": [aim(2021), aim(2024, "90")],
                "results": [RISEN],
            },
        ),
        ("NO_NUMBER", {"kind": "range", "results": [RISEN]}),
        ("NO_NUMBER", {"direction": "within", "results": [RISEN]}),
        ("NO_NUMBER", {"kind": "yes_no", "targets": [], "results": [RISEN]}),
        ("PERCENT", {"kind": BY_PERCENT, "baseline": None, "results": [RISEN]}),
        ("PERCENT", {"kind": BY_PERCENT, "baseline": None}),
        ("NO_BASELINE", {"kind": BY_POINTS, "baseline": None, "results": [RISEN]}),
        ("NO_START", {"kind": BY_POINTS, "baseline": None}),
        ("TWO_WAYS", {"kind": "points_or_percent", "targets": [aim(2024)]}),
        ("ACTION", {"kind": "yes_no", "baseline": None}),
        ("ACTION", {"kind": "yes_no", "results": [report(2022, None, State.DUE)]}),
        (
            "HIDDEN",
            {"baseline": report(2020, None, State.WITHHELD), "results": [RISEN]},
        ),
        ("FIRST_RESULT", {}),
        ("FIRST_RESULT", {"results": [report(2022, None, State.DUE)]}),
        ("FIRST_RESULT", {"results": [report(2022, None)]}),
        # The baseline's own year, and years before it, say nothing about the pace.
        ("FIRST_RESULT", {"results": [report(2019, "95"), report(2020, "95")]}),
        ("HIDDEN", {"results": [SUPPRESSED]}),
        ("HIDDEN", {"results": [SUPPRESSED, NOT_DUE]}),
        ("NOT_COMPARABLE", {"results": [NOT_COMPARABLE]}),
        ("NOT_COMPARABLE", {"results": [NEW_SERIES]}),
        ("NOT_COMPARABLE", {"results": [NEW_SERIES, RISEN]}),
        # Not even a level that is reached: it was set in the series before the break.
        ("NOT_COMPARABLE", {"results": [NEW_SERIES, report(2022, "95")]}),
        (
            "NOT_COMPARABLE",
            {"baseline": None, "results": [NEW_SERIES, report(2022, "95")]},
        ),
        (
            "NO_BASELINE",
            {"baseline": report(2020, None, State.NOT_COLLECTED), "results": [RISEN]},
        ),
        ("HIDDEN", {"results": [report(2022, None, State.WITHHELD)]}),
        # What is due or not collected says less than what is hidden.
        ("HIDDEN", {"results": [SUPPRESSED, report(2023, None, State.DUE)]}),
        ("NOT_COMPARABLE", {"results": [SUPPRESSED, report(2023, "9", APART)]}),
        # The target's own year says that nothing is known, whatever came later.
        (
            "HIDDEN",
            {"results": [RISEN, report(2024, None, HIDDEN), report(2025, "95")]},
        ),
        ("NOT_COMPARABLE", {"results": [RISEN, report(2024, "95", APART)]}),
        # A baseline without a value still has its year.
        (
            "HIDDEN",
            {"baseline": report(2020, None, HIDDEN), "results": [report(2020, "95")]},
        ),
        ("CONTRADICTION", {"targets": [aim(2020, "90")], "results": [RISEN]}),
        (
            "CONTRADICTION",
            {
                "kind": "change_by_points",
                "targets": [aim(2024, "-6")],
                "results": [RISEN],
            },
        ),
        (
            "CONTRADICTION",
            {"kind": BY_PERCENT, "baseline": report(2020, "0"), "results": [RISEN]},
        ),
        (
            "NO_NUMBER",
            {"kind": BY_PERCENT, "baseline": None, "targets": []},
        ),
        ("NO_START", {"baseline": None}),
    ],
)
def test_no_status_without_its_numbers_and_one_reason_is_given(reason, given):
    progress = rate(**given)

    assert progress.status is Status.CANNOT_SAY
    assert progress.reason is Reason[reason]


def test_target_at_the_baseline_is_met_while_the_level_is_held():
    progress = rate(targets=[aim(2024, "80")], results=[report(2022, "80")])

    assert progress.status is Status.MET


def test_change_of_nothing_is_met_while_it_holds_and_asks_no_pace():
    given = {"kind": BY_PERCENT, "targets": [aim(2024, "0")]}

    held = rate(**given, results=[report(2022, "80")])
    lost = rate(**given, results=[report(2022, "79")])

    assert (held.status, held.expected) == (Status.MET, None)
    assert lost.status is Status.MOVING_AWAY


def test_break_up_to_the_baselines_year_stands_between_nothing():
    rows = [report(2020, "80", starts_new_series=True), report(2022, "85")]

    assert rate(results=rows).status is Status.ON_TRACK


def test_break_after_the_latest_result_stands_between_nothing():
    rows = [
        report(2022, "85"),
        report(2023, None, State.NOT_COLLECTED, starts_new_series=True),
    ]

    assert rate(results=rows).status is Status.ON_TRACK
