"""The rule of progress, case by case; what holds for all numbers is in the laws."""

from decimal import Decimal

import pytest

from pillars.enums import Direction, Reason, Status, TargetKind
from pillars.rules.progress import Progress
from pillars.rules.values import Point
from tests.helpers.series_makers import aim, rate, report


@pytest.mark.parametrize(
    ("start", "end", "now"),
    [
        ("91.2", "96", "93.6"),
        ("40", "0", "20"),
        ("40", "10", "25"),
        ("0", "12", "6"),
        ("-30", "0", "-15"),
        ("-30", "10", "-10"),  # across zero
    ],
)
def test_measure_half_way_in_time_and_exactly_on_its_line_is_on_track(start, end, now):
    rising = Decimal(end) > Decimal(start)

    progress = rate(
        direction=Direction.UP if rising else Direction.DOWN,
        baseline=report(2020, start),
        targets=[aim(2024, end)],
        results=[report(2022, now)],
    )

    assert progress.status is Status.ON_TRACK
    assert progress.expected == Decimal(now)
    assert progress.reason is None


def test_progress_carries_the_numbers_that_its_status_rests_on():
    progress = rate(
        baseline=report(2020, "81.6"),
        targets=[aim(2025, "93")],
        results=[report(2020, "81.6"), report(2022, "84.0")],
    )

    assert progress.status is Status.BEHIND
    assert progress.baseline == Point(2020, Decimal("81.6"))
    assert progress.latest == Point(2022, Decimal("84.0"))
    assert progress.target == Point(2025, Decimal(93))
    assert progress.expected == Decimal("86.2")
    assert progress.path == (progress.baseline, progress.target)


@pytest.mark.parametrize(
    ("year", "value", "status"),
    [
        (2022, "90", Status.MET),  # early is met
        (2026, "90", Status.MET),  # so is late
        (2022, "84.8", Status.ON_TRACK),  # 0.96 of the way asked
        (2022, "84.7", Status.CLOSE),  # 0.94
        (2022, "83.0", Status.CLOSE),  # 0.60, exactly
        (2022, "82.9", Status.BEHIND),
        (2022, "80.0", Status.BEHIND),  # no change yet
        (2022, "79.9", Status.MOVING_AWAY),
        (2023, "89.9", Status.ON_TRACK),
        (2024, "89.9", Status.MISSED),
        (2025, "70.0", Status.MISSED),
    ],
)
def test_status_follows_the_share_of_the_way_that_is_asked_by_then(year, value, status):
    assert rate(results=[report(year, value)]).status is status


def test_pace_is_worked_out_from_what_is_shown():
    # The line stands at 15.33, shown as 15; 9 is 0.60 of that, and 0.59 of 15.33.
    progress = rate(
        decimals=0,
        baseline=report(2020, "0"),
        targets=[aim(2023, "23")],
        results=[report(2022, "9.4")],
    )

    assert progress.expected == 15
    assert progress.status is Status.CLOSE  # 9 of 15 are 60 percent


@pytest.mark.parametrize(
    ("decimals", "target", "value", "status"),
    [
        (0, "89", "88.5", Status.MISSED),  # shown as 89
        (1, "89.4", "89", Status.MISSED),
        (0, "11.6", "12.4", Status.MET),
        (1, "79.95", "80", Status.MET),  # both are shown as 80.0
        (1, "80", "79.95", Status.MISSED),
    ],
)
def test_met_and_missed_compare_what_was_entered(decimals, target, value, status):
    progress = rate(
        decimals=decimals,
        baseline=None,
        targets=[aim(2024, target)],
        results=[report(2024, value)],
    )

    assert progress.status is status


def test_line_bends_at_each_dated_target():
    progress = rate(
        targets=[aim(2024, "90"), aim(2022, "82")], results=[report(2023, "86")]
    )

    assert progress.status is Status.ON_TRACK
    assert [point.year for point in progress.path] == [2020, 2022, 2024]
    assert progress.expected == 86


def test_flat_first_stretch_asks_no_pace_and_is_part_of_the_line():
    flat = [aim(2022, "80"), aim(2024, "90")]

    holding = rate(targets=flat, results=[report(2021, "80")])
    falling = rate(targets=flat, results=[report(2021, "79")])

    assert (holding.status, holding.expected) == (Status.ON_TRACK, None)
    assert falling.status is Status.MOVING_AWAY
    assert len(holding.path) == 3


def test_target_that_asks_for_no_more_than_the_baseline_draws_no_line():
    looser = rate(targets=[aim(2024, "79.96")], results=[report(2022, "79")])
    more = rate(targets=[aim(2024, "80.05")], results=[report(2022, "79")])

    assert (looser.path, looser.expected) == ((), None)
    assert looser.status is Status.MOVING_AWAY
    assert more.path == (Point(2020, Decimal(80)), Point(2024, Decimal("80.05")))


def test_expected_in_follows_the_line_to_its_end_and_no_further():
    progress = rate()

    expected = [progress.expected_in(year) for year in range(2019, 2027)]

    assert expected == [
        None,
        None,
        Decimal("82.5"),
        85,
        Decimal("87.5"),
        90,
        None,
        None,
    ]


def test_line_ends_before_a_new_series_and_nothing_is_expected_from_there_on():
    thirds = {
        "decimals": 0,
        "baseline": report(2020, "0"),
        "targets": [aim(2026, "10")],
    }
    across = report(2023, "50", starts_new_series=True)

    progress = rate(**thirds, results=[report(2021, "2"), across])

    expected = [progress.expected_in(year) for year in range(2020, 2027)]
    assert expected == [None, 2, 3, None, None, None, None]
    assert [point.year for point in progress.line] == [2020, 2022]
    at_once = rate(results=[report(2021, "50", starts_new_series=True)])
    assert (at_once.line, at_once.expected_in(2021)) == ((), None)


@pytest.mark.parametrize("kind", [TargetKind.NONE, TargetKind.DIRECTION_ONLY])
def test_what_is_older_than_the_baseline_is_not_the_latest_result(kind):
    older = [report(2018, "70"), report(2020, "80")]

    assert rate(kind=kind, results=older).latest is None
    assert rate(kind=kind, results=[*older, report(2021, "81")]).latest.year == 2021


@pytest.mark.parametrize(
    ("kind", "by", "target"),
    [
        (TargetKind.CHANGE_BY_PERCENT, "20", "96.0"),
        # Away from the baseline, so that what is shown is enough: 88.04
        (TargetKind.CHANGE_BY_PERCENT, "10.05", "88.1"),
        (TargetKind.CHANGE_BY_PERCENT, "-12.55", "69.9"),  # 69.96
        (TargetKind.CHANGE_BY_POINTS, "5", "85.0"),
        (TargetKind.EACH_YEAR, "85", "85.0"),  # a level, as it stands
    ],
)
def test_target_is_worked_out_from_the_baseline(kind, by, target):
    direction = Direction.DOWN if by.startswith("-") else Direction.UP

    progress = rate(kind=kind, direction=direction, targets=[aim(2024, by)])

    assert progress.target == Point(2024, Decimal(target))


@pytest.mark.parametrize(
    "kind", [TargetKind.REACH, TargetKind.AT_LEAST, TargetKind.AT_MOST]
)
def test_level_is_met_or_missed_without_a_baseline(kind):
    given = {"kind": kind, "baseline": None}

    met = rate(**given, results=[report(2022, "90")])
    missed = rate(**given, results=[report(2024, "89")])
    between = rate(**given, results=[report(2022, "89")])

    assert met.status is Status.MET
    assert missed.status is Status.MISSED
    assert (between.status, between.reason) == (Status.CANNOT_SAY, Reason.NO_BASELINE)


@pytest.mark.parametrize(
    ("value", "status", "distance"),
    [
        ("5", Status.WITHIN_RANGE, 0),
        ("7", Status.WITHIN_RANGE, 0),
        ("4.9", Status.OUTSIDE_RANGE, Decimal("0.1")),
        ("9", Status.OUTSIDE_RANGE, 2),
    ],
)
def test_range_says_within_or_how_far_outside(value, status, distance):
    progress = rate(
        kind=TargetKind.RANGE,
        direction=Direction.WITHIN,
        baseline=None,
        targets=[aim(2024, low="5", high="7")],
        results=[report(2022, value)],
    )

    assert (progress.status, progress.distance) == (status, distance)
    assert (progress.low, progress.high) == (5, 7)


def test_range_is_the_one_that_is_asked_for_the_results_year():
    progress = rate(
        kind=TargetKind.RANGE,
        targets=[aim(2022, low="1", high="9"), aim(2024, low="4", high="6")],
        results=[report(2023, "8")],
    )

    assert progress.status is Status.OUTSIDE_RANGE


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({2023: "1"}, Status.DONE),
        ({2024: "1"}, Status.DONE),
        ({2023: "1", 2025: "1"}, Status.DONE),
        ({2023: "0"}, Status.NOT_DONE_YET),
        ({2024: "0"}, Status.NOT_DONE),
        ({2024: "0", 2025: "1"}, Status.NOT_DONE),  # done, but not by then
        ({2023: "1", 2024: "0"}, Status.NOT_DONE),  # undone again
    ],
)
def test_deed_is_done_if_it_is_done_by_the_targets_year(values, status):
    progress = rate(
        kind=TargetKind.YES_NO,
        decimals=0,
        baseline=None,
        targets=[aim(2024)],
        results=[report(year, value) for year, value in values.items()],
    )

    assert progress.status is status


@pytest.mark.parametrize(
    ("values", "latest", "now", "late"),
    [
        ({2023: "85"}, 2023, None, 0),
        ({2024: "91", 2025: "89", 2026: "88"}, 2024, 2026, 0),
        ({2024: "89", 2025: "91"}, 2024, 2025, 1),
        ({2024: "89", 2025: "88", 2026: "90"}, 2024, 2026, 2),
        # It is not in 2026 that the target was reached.
        ({2024: "89", 2025: "90", 2026: "91"}, 2024, 2026, 0),
        ({2023: "90", 2025: "89"}, 2023, 2025, 0),  # reached before, and it stays
        ({2023: "89", 2025: "89", 2026: "90"}, 2025, 2026, 2),
    ],
)
def test_progress_names_what_decides_and_where_it_stands_now(values, latest, now, late):
    progress = rate(results=[report(*row) for row in values.items()])

    assert progress.latest.year == latest
    assert (progress.now and progress.now.year) == now
    assert progress.years_late == late
    assert progress.is_decided_by_another_year is (latest != 2024 and now is not None)


def test_related_figure_has_no_status_and_lacks_nothing():
    progress = rate(kind=TargetKind.NONE, targets=[], results=[report(2022, "84")])

    assert (progress.status, progress.reason) == (None, None)
    assert progress.latest == Point(2022, Decimal(84))


@pytest.mark.parametrize(
    ("statuses", "least"),
    [
        (["on-track", "behind", "met"], Status.BEHIND),
        (["moving-away", "missed", "close"], Status.MISSED),
        (["met", "cannot-say", "missed"], Status.CANNOT_SAY),
        (["within-range", "outside-range"], Status.OUTSIDE_RANGE),
        (["not-done-yet", "done"], Status.NOT_DONE_YET),
        ([None, None], None),  # the groups of a related figure
    ],
)
def test_least_favorable_of_the_groups_speaks_for_the_measure(statuses, least):
    groups = [Progress(status and Status(status)) for status in statuses]

    assert min(groups, key=lambda group: group.rank).status is least


def test_every_status_has_a_look_of_its_own():
    assert len({status.icon for status in Status}) == len(Status)
    assert {status.tone for status in Status} == {"good", "near", "low", "bad", "none"}
