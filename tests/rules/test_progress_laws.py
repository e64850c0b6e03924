"""What holds for every series, whatever its numbers."""

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pillars.enums import Direction, State, Status, TargetKind
from pillars.rules.progress import Progress
from pillars.rules.status import judge
from pillars.rules.values import CHANGES, LEVELS, Aim, Facts, Report

fast = settings(max_examples=200, deadline=None)

numbers = st.decimals(-1000, 1000, places=2)
years = st.integers(2018, 2028)
directions = st.sampled_from([Direction.UP, Direction.DOWN])
levels = st.sampled_from(sorted(LEVELS | {TargetKind.EACH_YEAR}))


some_numbers = st.none() | numbers
reports = st.builds(Report, years, st.sampled_from(State), some_numbers, st.booleans())
aims = st.builds(Aim, years, some_numbers, some_numbers, some_numbers)
anything = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(TargetKind),
        "direction": st.sampled_from(Direction),
        "decimals": st.integers(0, 3),
        "baseline": st.none() | reports,
        "targets": st.lists(aims, max_size=4),
        "results": st.lists(reports, max_size=5),
    }
)

# Series that mostly come to a status: values throughout, and few breaks.
plain = st.builds(
    Report,
    years,
    st.just(State.REPORTED),
    numbers,
    st.sampled_from([False] * 9 + [True]),
)
likely = st.fixed_dictionaries(
    {
        "kind": levels,
        "direction": directions,
        "decimals": st.integers(0, 2),
        "baseline": st.builds(
            Report, st.integers(2018, 2020), st.just(State.REPORTED), numbers
        ),
        "targets": st.lists(
            st.builds(Aim, st.integers(2022, 2028), numbers), min_size=1, max_size=3
        ),
    }
)


def mirrored_report(report):
    value = None if report.value is None else -report.value
    return Report(report.year, report.state, value, report.starts_new_series)


def mirrored_aim(aim):
    value, high, low = (
        None if n is None else -n for n in (aim.value, aim.low, aim.high)
    )
    return Aim(aim.year, value, low, high)


MIRRORED_DIRECTION = {
    Direction.UP: Direction.DOWN,
    Direction.DOWN: Direction.UP,
    Direction.WITHIN: Direction.WITHIN,
}


@fast
@given(anything)
def test_any_input_gives_a_progress_whose_parts_agree(series):
    progress = judge(Facts(**series))

    assert isinstance(progress, Progress)
    assert (progress.status is None) is (series["kind"] is TargetKind.NONE)
    assert (progress.reason is not None) is (progress.status is Status.CANNOT_SAY)
    assert (progress.way is None) is (progress.needed is None or progress.gained < 0)


@fast
@given(likely, years, numbers, numbers)
def test_better_value_never_gives_a_worse_status(series, year, one, other):
    worse, better = sorted([one, other])
    if series["direction"] is Direction.DOWN:
        worse, better = better, worse

    statuses = [
        judge(Facts(**series, results=[Report(year, State.REPORTED, value)])).status
        for value in (worse, better)
    ]

    assume(Status.CANNOT_SAY not in statuses)
    assert statuses[0].rank <= statuses[1].rank


@fast
@given(anything)
def test_mirroring_direction_and_numbers_changes_nothing(series):
    # A percent of a baseline has no mirror image: below zero, it means nothing.
    # Nor has a deed, which is 1 when it is done.
    assume(series["kind"] not in {TargetKind.CHANGE_BY_PERCENT, TargetKind.YES_NO})
    mirror_image = series | {
        "direction": MIRRORED_DIRECTION[series["direction"]],
        "baseline": series["baseline"] and mirrored_report(series["baseline"]),
        "targets": [mirrored_aim(aim) for aim in series["targets"]],
        "results": [mirrored_report(report) for report in series["results"]],
    }

    progress, mirrored = judge(Facts(**series)), judge(Facts(**mirror_image))

    assert mirrored.status is progress.status
    assert mirrored.reason is progress.reason
    assert mirrored.expected == (progress.expected and -progress.expected)
    assert mirrored.distance == progress.distance
    assert (mirrored.gained, mirrored.way) == (progress.gained, progress.way)


@fast
@given(likely, st.lists(plain, max_size=4), st.booleans())
def test_on_track_never_stands_without_a_baseline_and_a_target(
    series, results, has_baseline
):
    if not has_baseline:
        series["baseline"] = None

    progress = judge(Facts(**series, results=results))

    borne_by = [progress.baseline, progress.target, progress.latest, progress.expected]
    assert progress.status is not Status.ON_TRACK or None not in borne_by


@fast
@given(
    st.sampled_from(sorted(LEVELS | CHANGES - {TargetKind.CHANGE_BY_PERCENT})),
    numbers,
    st.decimals(-100, 100, places=2).filter(bool),  # the change of a single year
    st.integers(1, 8),
    st.integers(1, 8),
)
def test_exactly_on_the_line_is_on_track_or_better(kind, start, step, span, past):
    # The line may rise or fall, and cross zero on its way.
    by_points = kind is TargetKind.CHANGE_BY_POINTS

    progress = judge(
        Facts(
            kind=kind,
            direction=Direction.UP if step > 0 else Direction.DOWN,
            decimals=2,
            baseline=Report(2020, State.REPORTED, start),
            targets=[
                Aim(2020 + span, step * span if by_points else start + step * span)
            ],
            results=[
                Report(2020 + past, State.REPORTED, start + step * min(past, span))
            ],
        )
    )

    assert progress.status is (Status.ON_TRACK if past < span else Status.MET)


@fast
@given(likely, years, numbers, numbers)
def test_shifting_a_series_across_zero_changes_nothing(series, year, value, by):
    def shifted(number):
        return number + by

    baseline = series["baseline"]
    moved = series | {
        "baseline": Report(baseline.year, baseline.state, shifted(baseline.value)),
        "targets": [Aim(aim.year, shifted(aim.value)) for aim in series["targets"]],
    }
    # Rounding happens at other places after the shift, so it is left out of this.
    series["decimals"] = moved["decimals"] = 2

    here = judge(Facts(**series, results=[Report(year, State.REPORTED, value)]))
    there = judge(
        Facts(**moved, results=[Report(year, State.REPORTED, shifted(value))])
    )

    assert there.status is here.status


@fast
@given(likely, st.lists(plain, min_size=1, max_size=4), numbers)
def test_hidden_value_never_moves_a_status(series, results, secret):
    hidden = [Report(2029, State.SUPPRESSED, value) for value in (None, secret)]

    without, with_secret = (
        judge(Facts(**series, results=[*results, row])) for row in hidden
    )

    assert without == with_secret


@fast
@given(likely, numbers, st.integers(2021, 2027))
def test_no_status_is_shown_across_a_break(series, value, year):
    broken = Report(year, State.REPORTED, value, starts_new_series=True)

    progress = judge(Facts(**series, results=[broken]))

    assert progress.status is Status.CANNOT_SAY


def test_zero_is_a_value_like_any_other():
    progress = judge(
        Facts(
            kind=TargetKind.REACH,
            direction=Direction.UP,
            decimals=0,
            baseline=Report(2020, State.REPORTED, Decimal(-10)),
            targets=[Aim(2022, Decimal(10))],
            results=[Report(2021, State.REPORTED, Decimal(0))],
        )
    )

    assert progress.status is Status.ON_TRACK
    assert progress.latest.value == 0
