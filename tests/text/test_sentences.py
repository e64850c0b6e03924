"""What is told of a measure's numbers: sentence by sentence, in cards and tables."""

import pytest
from django.utils.html import conditional_escape
from django.utils.translation import override
from lxml import html

from pillars.charts import series
from pillars.enums import Reason, State
from pillars.public import fragments
from pillars.text import formatting
from pillars.text.sentences import sum_sentences
from tests.helpers.chart_parts import parts_of
from tests.helpers.makers import make_measure, make_result

pytestmark = pytest.mark.django_db


def told(measure) -> list[str]:
    return [sentence.text for sentence in sum_sentences(measure.headline)]


def columns(measure) -> list[list[str]]:
    """The cells of a measure's table, row by row, without its school years."""
    table = html.fromstring(fragments.table(measure.headline))
    rows = table.xpath(".//tbody/tr[not(@class)]")
    return [[cell.text_content() for cell in row.xpath("td")] for row in rows]


def labels(measure) -> set[str]:
    """The values written into a measure's chart, without its scale."""
    chart = series.wide_chart(measure.headline)
    return {label.text for label in parts_of(chart).labels}


def rising(results, **given):
    """A share that is to rise from 40 in 2021 to 60 in 2023."""
    return make_measure(
        baseline=(2021, "40"), targets={2023: "60"}, results=results, **given
    )


def test_target_looser_than_the_baseline_has_no_pace_anywhere():
    measure = make_measure(
        baseline=(2021, "95"), targets={2023: "90"}, results={2022: "93"}
    )

    assert told(measure) == [
        "It started at 95.0% in 2021–22 and went down to 93.0% in 2022–23.",
        "The target is 90% by 2023–24.",
    ]
    assert all(len(cells) == 1 for cells in columns(measure))
    assert parts_of(series.wide_chart(measure.headline)).path == ""


def test_numbers_that_differ_never_look_equal_beside_a_target():
    measure = rising({2022: "49.96", 2023: "59.96"})

    assert "reached 59.96% in 2023–24." in told(measure)[0]
    # For the pace 49.96 counts as it is shown.
    assert columns(measure)[:3] == [
        ["40.0%", ""],
        ["50.0%", "50.0%"],
        ["59.96%", "60% (99% of the way)"],
    ]
    assert {"59.96%", "60%"} <= labels(measure)
    assert str(formatting.found(measure.progress.latest, measure.headline)) == "59.96%"


def test_target_finer_than_its_measure_is_told_from_what_was_found():
    measure = make_measure(
        decimals=0, baseline=(2021, "12"), targets={2023: "12.4"}, results={2023: "12"}
    )

    assert told(measure) == [
        "It started at 12.0% in 2021–22 and stayed at 12.0% in 2023–24.",
        "The target is 12.4% by 2023–24.",
    ]
    assert {"12.0%", "12.4%"} <= labels(measure)


@pytest.mark.parametrize(
    ("unit_kind", "years", "numbers", "status", "sentences"),
    [
        (
            "percent",
            (2022, 2025, 2026),
            ("5", "11.6", "12.4"),
            "on-track",
            ["reached 11.6% in 2025–26.", "The target is 12.4% by 2026–27."],
        ),
        (
            "percent",
            (2022, 2025, 2026),
            ("80", "99.6", "100"),
            "on-track",
            ["reached 99.6% in 2025–26.", "The target is 100% by 2026–27."],
        ),
        # What is shown as asked is what decides: 1 of 2, though a sixth of 10 is less.
        (
            "count",
            (2022, 2023, 2028),
            ("0", "1", "10"),
            "behind",
            ["To be on pace, it needed 2.", "The target is 10 by 2028–29."],
        ),
    ],
)
def test_number_finer_than_its_measure_is_never_what_it_is_not(
    unit_kind, years, numbers, status, sentences
):
    start, found, asked = zip(years, numbers, strict=True)
    measure = make_measure(
        decimals=0,
        unit_kind=unit_kind,
        baseline=start,
        results=dict([found]),
        targets=dict([asked]),
    )

    assert measure.progress.status.value == status
    assert [part for part in sentences if part not in " ".join(told(measure))] == []


def test_baseline_and_result_of_one_year_stand_each_under_its_own_word():
    measure = rising({2021: "41"})

    table = html.fromstring(fragments.table(measure.headline)).text_content()

    assert columns(measure)[0] == ["41.0%", ""]
    assert "Starting point: 40.0%." in table


def test_result_that_is_not_comparable_is_drawn_nowhere():
    measure = make_measure(targets={2023: "60"})
    make_result(measure, 2022, "50", state=State.NOT_COMPARABLE)

    assert columns(measure)[0] == ["50.0% not comparable with the starting point"]
    assert series.wide_chart(measure.headline) is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_progress_page_tells_the_rule_with_every_reason(client, language):
    plan = make_measure().pillar.plan

    with override(language):
        page = client.get(f"/{language}/{plan.slug}/progress/").content.decode()
        reasons = [conditional_escape(reason.label) for reason in Reason]

    assert [reason for reason in reasons if reason not in page] == []
