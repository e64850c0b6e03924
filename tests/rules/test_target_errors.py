"""What is wrong or doubtful about targets; each case thought out by hand."""

import pytest

from pillars.enums import Direction, State, TargetKind, UnitKind
from pillars.rules.target_errors import Fault, errors, questions
from pillars.rules.values import Facts
from tests.helpers.series_makers import aim, report

REACH = TargetKind.REACH
RANGE = TargetKind.RANGE
EACH_YEAR = TargetKind.EACH_YEAR
BY_POINTS = TargetKind.CHANGE_BY_POINTS
BY_PERCENT = TargetKind.CHANGE_BY_PERCENT
DEED = TargetKind.YES_NO
UP, DOWN, WITHIN = Direction.UP, Direction.DOWN, Direction.WITHIN
FROM_80 = report(2022, "80")
HIDDEN = report(2022, None, State.SUPPRESSED)


@pytest.mark.parametrize(
    ("kind", "direction", "baseline", "targets", "found"),
    [
        (REACH, UP, FROM_80, [aim(2026, "90")], []),
        # Each target, the one in the baseline's own year and one in words too.
        (
            REACH,
            UP,
            FROM_80,
            [aim(2021, "81"), aim(2022), aim(2026, "90")],
            [(2021, "NOT_AFTER_BASELINE", 2022), (2022, "NOT_AFTER_BASELINE", 2022)],
        ),
        (
            EACH_YEAR,
            UP,
            HIDDEN,
            [aim(2022, "81")],
            [(2022, "NOT_AFTER_BASELINE", 2022)],
        ),
        (REACH, UP, None, [aim(2022, "81")], []),
        # A range and a deed are not held to where a measure began.
        (RANGE, WITHIN, FROM_80, [aim(2021, low="5", high="7")], []),
        (DEED, UP, FROM_80, [aim(2021)], []),
        (BY_POINTS, UP, FROM_80, [aim(2026, "6")], []),
        (
            BY_POINTS,
            UP,
            FROM_80,
            [aim(2026, "-6")],
            [(2026, "AGAINST_DIRECTION", None)],
        ),
        (
            BY_PERCENT,
            DOWN,
            None,
            [aim(2026, "25")],
            [(2026, "AGAINST_DIRECTION", None)],
        ),
        (BY_PERCENT, DOWN, None, [aim(2024), aim(2026, "-25")], []),
        (BY_PERCENT, DOWN, None, [aim(2026, "0")], []),
        # Years in any order; what is in words is passed over.
        (
            REACH,
            UP,
            None,
            [aim(2026, "85"), aim(2025), aim(2024, "90")],
            [(2026, "TURNS_BACK", 2024)],
        ),
        (REACH, DOWN, None, [aim(2024, "85"), aim(2026, "85")], []),
        (
            BY_PERCENT,
            DOWN,
            None,
            [aim(2024, "-9"), aim(2025, "-8")],
            [(2025, "TURNS_BACK", 2024)],
        ),
        # Wider at one end and no narrower at the other; moved is not wider.
        (
            RANGE,
            WITHIN,
            None,
            [aim(2024, low="5", high="9"), aim(2026, low="5", high="10")],
            [(2026, "TURNS_BACK", 2024)],
        ),
        (
            RANGE,
            WITHIN,
            None,
            [aim(2024, low="5", high="9"), aim(2026, low="6", high="10")],
            [],
        ),
        (
            RANGE,
            WITHIN,
            None,
            [
                aim(2024, low="5", high="9"),
                aim(2025, low="5"),
                aim(2026, low="5", high="9"),
            ],
            [],
        ),
    ],
)
def test_errors_name_the_target_and_what_it_is_compared_with(
    kind, direction, baseline, targets, found
):
    faults = errors(Facts(kind, direction, 1, baseline, targets))

    assert [(year, fault.name, against) for year, fault, against in faults] == found


@pytest.mark.parametrize(
    ("kind", "direction", "baseline", "targets", "found"),
    [
        (REACH, UP, FROM_80, [aim(2026, "80")], []),  # flat is not looser
        (
            REACH,
            UP,
            FROM_80,
            [aim(2026, "79.9")],
            [(2026, "LOOSER_THAN_BASELINE", 2022)],
        ),
        (
            EACH_YEAR,
            DOWN,
            FROM_80,
            [aim(2025, "81"), aim(2026, "79")],
            [(2025, "LOOSER_THAN_BASELINE", 2022)],
        ),
        (REACH, UP, HIDDEN, [aim(2026, "0")], []),
        (REACH, UP, FROM_80, [aim(2026, "90.05")], [(2026, "TOO_FINE", None)]),
        (REACH, UP, FROM_80, [aim(2026, "90.50"), aim(2027)], []),
        (
            RANGE,
            WITHIN,
            None,
            [aim(2026, low="5", high="7.25")],
            [(2026, "TOO_FINE", None)],
        ),
        # A percent of the baseline is no value of the measure; points are.
        (BY_PERCENT, UP, FROM_80, [aim(2026, "2.25")], []),
        (BY_POINTS, UP, FROM_80, [aim(2026, "2.25")], [(2026, "TOO_FINE", None)]),
        (REACH, UP, None, [aim(2026, "100")], []),
        (REACH, UP, None, [aim(2026, "100.1")], [(2026, "NO_SHARE", None)]),
        (
            RANGE,
            WITHIN,
            None,
            [aim(2026, low="-1", high="7")],
            [(2026, "NO_SHARE", None)],
        ),
        # Worked out: 80 + 21, and 80 x 1.26 = 100.8.
        (BY_POINTS, UP, FROM_80, [aim(2026, "21")], [(2026, "NO_SHARE", None)]),
        (BY_PERCENT, UP, FROM_80, [aim(2026, "26")], [(2026, "NO_SHARE", None)]),
        (BY_PERCENT, UP, FROM_80, [aim(2026, "25")], []),
        (BY_PERCENT, UP, None, [aim(2026, "200")], []),
    ],
)
def test_questions_are_asked_of_each_target(kind, direction, baseline, targets, found):
    faults = questions(Facts(kind, direction, 1, baseline, targets), UnitKind.PERCENT)

    assert [(year, fault.name, against) for year, fault, against in faults] == found


def test_only_a_share_is_asked_whether_it_is_one():
    facts = Facts(REACH, UP, 0, None, [aim(2026, "120")])

    assert questions(facts, UnitKind.COUNT) == []
    (found,) = questions(facts, UnitKind.PERCENT)
    assert found.fault is Fault.NO_SHARE
