"""Better, the same or worse than before: two values of one series, by hand."""

import pytest

from pillars.enums import Direction, State, TargetKind
from pillars.rules.comparison import compare
from pillars.rules.values import Facts
from tests.helpers.series_makers import report

START = report(2020, "80")
DOWN = {"direction": Direction.DOWN}


def verdict(*results, **given):
    """Of a share that rises from 80% in 2020, with one decimal, unless told else."""
    defaults = {
        "kind": TargetKind.REACH,
        "direction": Direction.UP,
        "decimals": 1,
        "baseline": START,
        "targets": [],
    }
    found = compare(Facts(**defaults | given, results=results))
    years = (found.earlier.year, found.latest.year) if found else ()
    return found and (*years, str(found.change), found.verdict.value)


@pytest.mark.parametrize(
    ("results", "given", "expected"),
    [
        # The baseline is one of the two.
        ([report(2022, "84")], {}, (2020, 2022, "4.0", "better")),
        ([report(2022, "79.9")], {}, (2020, 2022, "-0.1", "worse")),
        ([report(2022, "79.9")], DOWN, (2020, 2022, "-0.1", "better")),
        ([report(2022, "84")], DOWN, (2020, 2022, "4.0", "worse")),
        # The latest two, in whatever order the rows come.
        (
            [report(2022, "84.0"), report(2021, "86.1")],
            {},
            (2021, 2022, "-2.1", "worse"),
        ),
        # The same is the same as rounded: 80.04 is 80.0, and 80.05 is 80.1.
        ([report(2022, "80.04")], {}, (2020, 2022, "0.0", "same")),
        ([report(2022, "80.05")], {}, (2020, 2022, "0.1", "better")),
        # A change through zero.
        (
            [report(2022, "10")],
            {"baseline": report(2020, "-30"), "decimals": 0},
            (2020, 2022, "40", "better"),
        ),
        # Kinds without a status have it too; ranges and deeds do not.
        (
            [report(2021, "24"), report(2022, "27.3")],
            {"kind": TargetKind.NONE, "baseline": None},
            (2021, 2022, "3.3", "better"),
        ),
        (
            [report(2022, "84")],
            {"kind": TargetKind.DIRECTION_ONLY},
            (2020, 2022, "4.0", "better"),
        ),
        (
            [report(2022, "84")],
            {"kind": TargetKind.POINTS_OR_PERCENT},
            (2020, 2022, "4.0", "better"),
        ),
        (
            [report(2022, "84")],
            {"kind": TargetKind.RANGE, "direction": Direction.WITHIN},
            None,
        ),
        ([report(2022, "1")], {"kind": TargetKind.YES_NO}, None),
        # One value, or none.
        ([], {}, None),
        ([report(2022, "84")], {"baseline": None}, None),
        # What is as old as the baseline, or older, does not speak.
        ([report(2019, "90"), report(2020, "85")], {}, None),
        (
            [report(2020, "85"), report(2022, "84")],
            {"baseline": report(2020, state=State.WITHHELD)},
            None,
        ),
        # A hidden number before the two changes nothing; between or after, all.
        (
            [
                report(2021, state=State.SUPPRESSED),
                report(2022, "1"),
                report(2023, "2"),
            ],
            {},
            (2022, 2023, "1.0", "better"),
        ),
        ([report(2021, state=State.SUPPRESSED), report(2022, "84")], {}, None),
        ([report(2021, "84"), report(2022, state=State.WITHHELD)], {}, None),
        # A year without a number stands in nobody's way, and no break before the two.
        (
            [report(2021, "84"), report(2022, state=State.DUE)],
            {},
            (2020, 2021, "4.0", "better"),
        ),
        (
            [report(2021, "84", State.NOT_COMPARABLE), report(2022, "79")],
            {},
            (2020, 2022, "-1.0", "worse"),
        ),
        ([report(2022, "84", starts_new_series=True)], {}, None),
        (
            [report(2021, state=State.DUE, starts_new_series=True), report(2022, "84")],
            {},
            None,
        ),
        (
            [report(2021, "84", starts_new_series=True), report(2022, "85")],
            {},
            (2021, 2022, "1.0", "better"),
        ),
    ],
)
def test_comparison_is_of_the_latest_two_values(results, given, expected):
    assert verdict(*results, **given) == expected


def test_change_from_a_number_that_may_change_says_so():
    def is_provisional(first, second):
        results = [report(2021, "1", first), report(2022, "2", second)]
        facts = Facts(TargetKind.NONE, Direction.UP, 0, None, [], results)
        return compare(facts).is_provisional

    assert is_provisional(State.PROVISIONAL, State.REPORTED)
    assert is_provisional(State.REPORTED, State.PROVISIONAL)
    assert not is_provisional(State.REPORTED, State.CORRECTED)
