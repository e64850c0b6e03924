"""What a measure's records become: in its charts, its table and on its page."""

import pytest
from django.core.management import call_command
from django.utils.translation import override
from lxml import html

from pillars import school_years
from pillars.charts import series
from pillars.enums import Direction, State, TargetKind
from pillars.models import Measure
from pillars.public import fragments
from tests.helpers.chart_parts import parts_of
from tests.helpers.makers import (
    make_baseline,
    make_group,
    make_measure,
    make_plan,
    make_result,
    make_target,
)

pytestmark = pytest.mark.django_db


def drawn(measure):
    return parts_of(series.narrow_chart(measure.headline))


def table_of(measure):
    return html.fromstring(fragments.table(measure.headline))


@pytest.mark.parametrize(
    ("given", "is_drawn", "is_drawn_small"),
    [
        ({}, False, False),
        ({"targets": {2024: "60"}}, False, False),
        ({"results": {2022: "50"}}, False, False),
        ({"results": {2022: "50"}, "targets": {2024: "60"}}, True, False),
        # One value and the way to its target would read as a rise.
        ({"baseline": (2021, "40"), "targets": {2024: "60"}}, True, False),
        ({"results": {2022: "50", 2023: "52"}}, True, True),
        # A result that repeats the starting point is no second value.
        ({"baseline": (2021, "40"), "results": {2021: "40"}}, False, False),
    ],
)
def test_chart_has_two_values_and_a_small_one_has_a_line(
    given, is_drawn, is_drawn_small
):
    measure = make_measure(**given)

    assert bool(series.narrow_chart(measure.headline)) is is_drawn
    assert bool(series.small_chart(measure.headline)) is is_drawn_small


def test_line_and_column_end_at_a_break_and_the_target_keeps_its_number():
    measure = make_measure(
        target_kind=TargetKind.CHANGE_BY_POINTS,
        baseline=(2020, "40"),
        targets={2024: "20"},
        results={2021: "44"},
    )
    make_result(measure, 2022, "30", starts_new_series=True)

    rows = table_of(measure).xpath(".//tbody/tr[not(@class)]")
    assert [row.xpath("string(td[2])") for row in rows] == ["", "45.0%", "", "", "", ""]
    # 60 in the chart is what 20 points more than 40 are.
    assert "Target: 60%. 20 by 2024." in " ".join(
        table_of(measure).text_content().split()
    )
    assert {label.text for label in drawn(measure).labels} >= {"60%"}
    assert len(drawn(measure).path.split()) == 2


def test_every_range_and_every_hidden_year_is_a_band():
    measure = make_measure(
        target_kind=TargetKind.RANGE,
        direction=Direction.WITHIN,
        results={2022: "7", 2023: "6"},
    )
    make_target(measure, 2023, low="5", high="10")
    make_target(measure, 2025, low="5", high="7", wording_en="In a smaller range")
    for year in (2024, 2025):
        make_result(measure, year, None, state=State.SUPPRESSED)

    chart = series.narrow_chart(measure.headline)

    assert len(parts_of(chart).ranges) == 2
    assert [word.text for word in parts_of(chart).states] == ["hidden", "hidden"]
    assert {"ranges", "hidden"} <= chart.kinds
    assert "Target: 5%–7%. In a smaller range." in " ".join(
        table_of(measure).text_content().split()
    )


def test_numbers_of_one_scale_have_the_same_decimals():
    measure = make_measure(
        decimals=0, baseline=(2021, "12"), targets={2023: "12.4"}, results={2022: "12"}
    )

    texts = [tick.text for tick in drawn(measure).ticks]

    assert texts == ["12.0%", "12.1%", "12.2%", "12.3%", "12.4%"]


def test_groups_have_one_scale_and_one_legend(client):
    plan = make_plan()
    measure = make_measure()
    for start, found in (("20", "22"), ("70", "75")):
        group = make_group(plan)
        make_baseline(measure, 2021, start, group=group)
        make_result(measure, 2022, found, group=group, state=State.PROVISIONAL)

    axes = [parts_of(series.narrow_chart(one)).ticks for one in measure.series]
    page = html.fromstring(client.get(measure.get_absolute_url()).content)

    assert axes[0] == axes[1]
    assert len(page.xpath("//ul[contains(@class, 'legend')]")) == 1
    assert "result that may still change" in page.text_content()


def test_page_of_a_target_that_asks_for_less_than_there_was_has_no_line(client):
    measure = make_measure(
        baseline=(2021, "95"), targets={2023: "90"}, results={2022: "93"}
    )

    page = html.fromstring(client.get(measure.get_absolute_url()).content)

    assert "Needed to be on pace" not in page.text_content()
    assert "pace needed" not in page.text_content()


def test_page_without_a_figure_has_neither_table_nor_chart(client):
    measure = make_measure(targets={2024: "60"})

    page = html.fromstring(client.get(measure.get_absolute_url()).content)

    assert page.xpath("//table | //figure | //*[@href='#numbers']") == []
    assert "60 by 2024" in page.text_content()


def rows_of(one) -> dict[str, str]:
    table = html.fromstring(fragments.table(one))
    parts = table.xpath(".//tbody")
    return {part.xpath("string(.//th)"): part.text_content() for part in parts}


def test_every_value_of_every_chart_stands_in_its_years_row():
    file = "fixtures/example_district.json"
    call_command("import_plan", file, apply=True, verbosity=0)
    measures = Measure.objects.with_series()
    charted = [
        one for measure in measures for one in measure.series if series.marks_in(one)
    ]

    missing = []
    for language in ("en", "es"):
        with override(language):
            missing += [
                (one.measure.code, language, mark)
                for one in charted
                for rows in [rows_of(one)]
                for mark in series.marks_in(one).all
                if series.mark_text(mark, one)
                not in rows[school_years.label(mark.year)]
            ]

    assert len(charted) > 30
    assert missing == []
