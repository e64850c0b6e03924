"""Where a chart's parts stand: what holds for every series, then single drawings."""

from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pillars.charts.labels import Box, Label, LabelRequest, coord, place_labels
from pillars.charts.layout import SQUARE, Sheet, chart, scale_of, sparkline
from pillars.charts.marks import Band, Marks, marks_of, ticks
from pillars.enums import Direction, State, TargetKind
from pillars.rules.values import Point
from tests.helpers.chart_parts import parts_of
from tests.helpers.series_makers import aim, rate, report

fast = settings(max_examples=200, deadline=None)

values = st.one_of(
    st.integers(-3, 12).map(Decimal),
    st.decimals(-100, 100, places=1),
    st.integers(0, 10**7).map(Decimal),
)
years = st.integers(2018, 2028)
sizes = st.sampled_from([(720, 300), (360, 320), (340, 300), (320, 260)])
rows = st.builds(
    report, years, values, st.sampled_from(State), starts_new_series=st.booleans()
)
series = st.fixed_dictionaries(
    {
        "baseline": st.none() | st.builds(report, years, values),
        "targets": st.lists(
            st.builds(aim, years, values), max_size=4, unique_by=lambda a: a.year
        ),
        "results": st.lists(rows, max_size=8, unique_by=lambda row: row.year),
    }
)


def marks_for(given) -> Marks:
    """Those of a share that is to rise from 80 in 2020 to 90 in 2024."""
    bands = {name: given.pop(name, ()) for name in ("ranges", "hidden")}
    progress = rate(**given)
    targets = progress.path[1:] or [
        Point(a.year, a.value) for a in given.get("targets", []) if a.value is not None
    ]
    return marks_of(progress, given.get("results", []), targets, **bands)


def years_for(drawn) -> set[int]:
    """Those of the plan and of all that is drawn."""
    return {2020, 2024} | {mark.year for marks in drawn for mark in marks.all}


def sheet_of(size, label) -> Sheet:
    def text(mark):
        return label(mark.value)

    return Sheet(*size, 14, lambda levels: [*map(label, levels)], text, "hidden")


def drawn(size=(720, 300), label="{:,}".format, is_spark=False, **given):
    marks = marks_for(given)
    scale = scale_of([marks], years_for([marks]))
    if is_spark:
        return parts_of(sparkline(marks, scale, *size))
    return parts_of(chart(marks, scale, sheet_of(size, label)))


def places(points: str) -> list[tuple[float, float]]:
    return [tuple(float(n) for n in pair.split(",")) for pair in points.split()]


def label_boxes(drawing, labels) -> list[Box]:
    return [
        Label(float(it.x), float(it.y), it.text, it.anchor).box(drawing.font_size)
        for it in labels
    ]


def words_of(drawing) -> list[Box]:
    return label_boxes(drawing, [*drawing.ticks, *drawing.years, *drawing.labels])


def markers_of(drawing) -> list[Box]:
    dots = [(float(it.x), float(it.y), float(it.radius)) for it in drawing.dots]
    boxes = [Box(x - r, y - r, x + r, y + r) for x, y, r in dots]
    for it in drawing.targets:
        x, y, size = float(it.x), float(it.y), float(it.size)
        boxes.append(Box(x, y, x + size, y + size))
    return boxes


def inner(box: Box) -> Box:
    """A box without the tenth that is lost when numbers are written."""
    return Box(box.left + 0.1, box.top + 0.1, box.right - 0.1, box.bottom - 0.1)


@fast
@given(series, sizes)
def test_everything_stays_inside_the_drawing(given, size):
    drawing = drawn(size, **given)

    frame = Box(-0.1, -0.1, size[0] + 0.1, size[1] + 0.1)
    lines = [drawing.path, *drawing.lines, *drawing.gaps]
    ends = [Box(x, y, x, y) for line in lines for x, y in places(line)]
    breaks = [
        Box(float(it.x), float(it.y1), float(it.x), float(it.y2))
        for it in drawing.breaks
    ]
    everything = [*words_of(drawing), *markers_of(drawing), *ends, *breaks]
    assert [box for box in everything if not box.is_inside(frame)] == []


@fast
@given(series)
def test_everything_stays_inside_a_sparkline(given):
    drawing = drawn((260, 70), is_spark=True, **given)

    frame = Box(0, 0, 260, 70)
    assert all(box.is_inside(frame) for box in markers_of(drawing))
    assert (drawing.labels, drawing.years, drawing.gridlines) == ((), (), ())


@fast
@given(series, sizes)
def test_no_words_cover_each_other_or_a_marker(given, size):
    drawing = drawn(size, **given)

    words = [inner(box) for box in words_of(drawing)]
    labels = [inner(box) for box in label_boxes(drawing, drawing.labels)]
    axis = max((box.right for box in label_boxes(drawing, drawing.ticks)), default=0)
    assert not any(box.left < axis for box in labels)
    assert not any(one.overlaps(other) for one, other in combinations(words, 2))
    assert not any(
        label.overlaps(marker) for label in labels for marker in markers_of(drawing)
    )


@fast
@given(series, sizes)
def test_baseline_latest_and_last_target_always_have_their_label(given, size):
    tenths = "{:,.1f}".format

    drawing = drawn(size, label=tenths, **given)

    progress = rate(**given)
    usable = [row for row in given["results"] if row.is_usable]
    latest = max(usable, key=lambda row: row.year, default=None)
    needed = [progress.baseline, latest, progress.target]
    texts = {label.text for label in drawing.labels}
    assert {tenths(it.value) for it in needed if it} <= texts


@fast
@given(st.lists(st.tuples(years, values), min_size=2, unique_by=lambda it: it[0]))
def test_later_is_to_the_right_and_higher_is_above(numbers):
    results = [report(year, value) for year, value in numbers]

    drawing = drawn(baseline=None, results=results)

    xs = [float(dot.x) for dot in drawing.dots]
    ys = [float(dot.y) for dot in drawing.dots]
    in_order = [value for _year, value in sorted(numbers)]
    assert all(one < other for one, other in pairwise(xs))
    for (value, y), (other_value, other_y) in combinations(
        zip(in_order, ys, strict=True), 2
    ):
        assert y <= other_y if value > other_value else True
        assert y == other_y if value == other_value else True


@fast
@given(st.lists(values, min_size=1), st.integers(2, 6))
def test_ticks_are_few_and_even_and_hold_all_values(numbers, most):
    levels = ticks(numbers, most)

    steps = {other - one for one, other in pairwise(levels)}
    assert 2 <= len(levels) <= most + 1
    assert len(steps) == 1
    assert levels[0] <= min(numbers)
    assert max(numbers) <= levels[-1]


@pytest.mark.parametrize(
    ("numbers", "levels"),
    [
        (["81.6", "93"], [80, 85, 90, 95]),
        (["0", "3"], [0, 1, 2, 3]),  # whole schools only
        (["0"], [0, 1]),
        (["-30", "10"], [-30, -20, -10, 0, 10]),
        (["100"], [90, 92, 94, 96, 98, 100]),  # held back by the ceiling
        ([], []),
    ],
)
def test_ticks_are_numbers_that_people_count_in(numbers, levels):
    assert ticks([Decimal(n) for n in numbers], 5, ceiling=Decimal(100)) == levels


def test_charts_of_one_scale_have_the_same_axes():
    one = {"results": [report(2021, "81")]}
    other = {"results": [report(2018, "12"), report(2026, "99")], "baseline": None}
    marks = [marks_for(one), marks_for(other)]
    scale = scale_of(marks, years_for(marks))

    sheet = sheet_of((320, 300), "{:,}".format)
    drawings = [parts_of(chart(it, scale, sheet)) for it in marks]

    axes = [(it.ticks, it.years, it.gridlines) for it in drawings]
    assert axes[0] == axes[1]


def test_long_number_of_an_early_year_keeps_out_of_the_numbers_of_the_scale():
    drawing = drawn(
        (320, 300),
        direction=Direction.DOWN,
        baseline=report(2020, "8800000"),
        targets=[aim(2027, "7480000")],
        results=[report(2021, "8650000"), report(2022, "8540000")],
    )

    labels = label_boxes(drawing, drawing.labels)
    scale = label_boxes(drawing, drawing.ticks)
    assert len(labels) == 4
    assert min(box.left for box in labels) > max(box.right for box in scale)


def test_line_is_dashed_over_years_without_a_value_and_never_crosses_a_break():
    drawing = drawn(
        baseline=report(2018, "80"),
        results=[
            report(2019, "81"),
            report(2021, "82"),
            report(2022, None, State.NOT_COLLECTED),
            report(2023, "83"),
            report(2024, "60", starts_new_series=True),
            report(2025, "61"),
        ],
    )

    assert [len(places(line)) for line in drawing.lines] == [2, 2]
    assert [len(places(gap)) for gap in drawing.gaps] == [2, 2]
    ends = {
        place
        for line in drawing.lines + drawing.gaps
        for place in pairwise(places(line))
    }
    break_x = float(drawing.breaks[0].x)
    assert not any(one[0] < break_x < other[0] for one, other in ends)


def test_dots_and_squares_tell_what_they_are():
    drawing = drawn(
        results=[
            report(2020, "80"),  # repeats the baseline
            report(2021, "83"),
            report(2022, "85", State.PROVISIONAL),
            report(2023, "12", State.SUPPRESSED),
        ]
    )

    assert [dot.kind for dot in drawing.dots] == ["baseline", "result", "provisional"]
    assert [square.size for square in drawing.targets] == [str(SQUARE)]
    assert "12" not in {label.text for label in drawing.labels}


def test_baseline_that_its_own_years_result_contradicts_is_drawn_beside_it():
    drawing = drawn(results=[report(2020, "70"), report(2021, "83")])

    assert [dot.kind for dot in drawing.dots] == ["baseline", "result", "result"]
    assert places(drawing.lines[0])[0][1] == float(drawing.dots[1].y)


def test_path_leads_from_the_baseline_to_the_targets_middle():
    drawing = drawn()

    square = drawing.targets[0]
    start, end = places(drawing.path)
    assert start == (float(drawing.dots[0].x), float(drawing.dots[0].y))
    assert end == (float(square.x) + SQUARE / 2, float(square.y) + SQUARE / 2)


def test_each_range_is_a_band_for_its_years():
    drawing = drawn(
        kind=TargetKind.RANGE,
        direction=Direction.WITHIN,
        baseline=None,
        targets=[aim(2022, low="4", high="6"), aim(2024, low="5", high="6")],
        results=[report(2022, "6"), report(2023, "4")],
        ranges=(
            Band(2020, 2022, Decimal(4), Decimal(6)),
            Band(2023, 2024, Decimal(5), Decimal(6)),
        ),
    )

    first, second = drawing.ranges
    upper, lower = drawing.dots
    assert first.y == second.y == upper.y
    assert float(first.y) + float(first.height) == pytest.approx(
        float(lower.y), abs=0.11
    )
    assert float(second.height) == pytest.approx(float(first.height) / 2, abs=0.11)
    assert float(first.x) + float(first.width) == pytest.approx(
        float(second.x), abs=0.2
    )
    # Space above and below, so that it is a band.
    assert float(drawing.gridlines[-1].y) < float(first.y)
    assert float(drawing.gridlines[0].y) > float(lower.y)


def test_hidden_year_is_a_band_that_says_so():
    drawing = drawn(hidden=(Band(2022, 2022),), results=[report(2021, "81")])

    (band,), (word,) = drawing.hidden, drawing.states
    middle = float(band.x) + float(band.width) / 2
    assert (word.text, float(word.x)) == ("hidden", pytest.approx(middle, abs=0.1))
    grid = [float(line.y) for line in drawing.gridlines]
    ends = float(band.y), float(band.y) + float(band.height)
    assert ends == pytest.approx((min(grid), max(grid)), abs=0.1)


@pytest.mark.parametrize("size", [(720, 300), (340, 300)])
def test_school_years_are_thinned_out_but_the_first_and_last_stay(size):
    drawing = drawn(size, baseline=report(2008, "80"))

    texts = [label.text for label in drawing.years]
    assert (texts[0], texts[-1]) == ("2008–09", "2024–25")
    assert 2 < len(texts) < 17


def test_single_year_without_anything_else_is_drawn():
    drawing = drawn(baseline=None, results=[report(2022, "5")])

    assert len(drawing.dots) == 1
    assert [label.text for label in drawing.labels] == ["5"]
    assert (drawing.path, drawing.lines, drawing.gaps) == ("", (), ())


def test_series_without_any_number_is_an_empty_drawing():
    drawing = drawn(baseline=None, results=[report(2022, None, State.DUE)])

    assert (drawing.gridlines, drawing.dots, drawing.labels) == ((), (), ())
    assert len(drawing.years) == 5


@pytest.mark.parametrize(
    ("number", "text"),
    [(60.0, "60"), (12.46, "12.5"), (-0.01, "0"), (1e6, "1000000"), (0.05, "0.1")],
)
def test_coordinate_has_one_decimal_at_most_and_no_exponent(number, text):
    assert coord(number) == text


def test_needed_label_goes_farther_where_another_is_left_out():
    crowd, marker = Box(0, 60, 200, 140), Box(95, 95, 105, 105)
    requests = [
        LabelRequest(marker, "12"),
        LabelRequest(marker, "9", is_needed=True),
    ]

    labels = place_labels(
        requests,
        frame=Box(0, 0, 200, 200),
        taken=[crowd],
        strokes=[],
        font_size=14,
    )

    assert [label.text for label in labels] == ["9"]


def test_label_keeps_clear_of_a_line():
    above = ((0, 85), (200, 85))

    (label,) = place_labels(
        [LabelRequest(Box(95, 95, 105, 105), "12")],
        frame=Box(0, 0, 200, 200),
        taken=[],
        strokes=[above],
        font_size=14,
    )

    assert not label.box(14).is_crossed_by(above)
