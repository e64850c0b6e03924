"""The whole plan on one page: all that is published of it, in order, for paper."""

from itertools import pairwise

import lxml.html
import pytest
from django.utils import translation

from pillars.charts.series import bare_text
from pillars.charts.svg import grouped
from pillars.enums import State
from pillars.models import Measure
from pillars.text.formatting import found_unit
from tests.helpers.browser.example_plan import import_example
from tests.helpers.makers import make_group, make_measure, make_result, make_target

from .test_missing_levels import without_pillars, without_priorities
from .test_pages import fill

__all__ = ["without_pillars", "without_priorities"]

pytestmark = pytest.mark.django_db

BEHIND = "Slightly behind"
REPORT = {"source_en": "Yearly report", "source_es": "Informe anual"}


def whole_plan(client, language="en", slug="2022-26") -> lxml.html.HtmlElement:
    response = client.get(f"/{language}/{slug}/print/")
    assert response.status_code == 200
    return lxml.html.fromstring(response.content.decode())


def words(element) -> str:
    return " ".join(element.text_content().split())


def part_of(page, measure) -> lxml.html.HtmlElement:
    (part,) = page.xpath(f"//section[h4/@id='{measure.anchor}']")
    return part


def rows_of(part) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in part.xpath(".//tbody/tr")]


@pytest.mark.parametrize("size", [1, 3])
def test_whole_plan_asks_the_same_queries_however_large_it_is(
    client, django_assert_num_queries, size
):
    fill(size)

    with django_assert_num_queries(18):
        whole_plan(client)


@pytest.mark.parametrize("plan", ["full", "without_pillars", "without_priorities"])
def test_headings_leave_no_level_out_and_ids_are_unique(client, request, plan):
    fill(2) if plan == "full" else request.getfixturevalue(plan)

    page = whole_plan(client)

    headings = page.xpath("//main//*[self::h1|self::h2|self::h3|self::h4|self::h5]")
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert sorted(ids) == sorted({*ids})
    measures = Measure.objects.all()
    assert {measure.anchor for measure in measures} <= {*page.xpath("//h4/@id")}


def test_groups_and_school_years_are_one_table(client):
    measure = make_measure(
        baseline=(2020, "50"), targets={2025: "60"}, results={2022: "52", 2023: "54"}
    )
    group = make_group(measure.pillar.plan, title_en="English learners")
    make_result(measure, 2022, "41", group=group)
    make_result(measure, 2023, "77.7", group=group, state=State.SUPPRESSED)
    make_target(measure, 2024, "55", group=group, wording_en="more than half")

    part = part_of(whole_plan(client), measure)

    assert [words(cell) for cell in part.xpath(".//thead//th")] == [
        *("Student group", "Starting point", "Result", "Target", "Status"),
        *("2020–21", "2022–23", "2023–24", "2024–25", "2025–26"),
    ]
    assert rows_of(part) == [
        ["All students", "50.0%", "52.0%", "54.0%", "no target", "60 by 2025", BEHIND],
        [
            *("English learners", "no data here yet", "41.0%"),
            *("hidden to protect students", "55% (more than half)", "no target"),
            "Not enough data yet: Result without a starting point",
        ],
    ]
    assert "No data here yet: 2021–22, 2024–25, 2025–26" in words(part)
    assert "77.7" not in words(part)


def test_what_is_said_of_all_numbers_alike_is_said_once(client):
    measure = make_measure(**REPORT)
    for year in (2021, 2022):
        make_result(measure, year, "52", **REPORT)

    part = part_of(whole_plan(client), measure)

    assert words(part).count("Source: Yearly report") == 1
    assert part.xpath(".//sup") == []


def test_numbers_lead_to_what_is_said_of_them(client):
    measure = make_measure()
    make_result(measure, 2021, "51", **REPORT)
    make_result(measure, 2022, "52", note_en="From a sample.", **REPORT)
    make_result(measure, 2023, "53")

    part = part_of(whole_plan(client), measure)

    assert rows_of(part) == [["51.0% (1)", "52.0% (2)", "53.0%"]]
    notes = [words(note) for note in part.xpath(".//*[@class='notes']/div")]
    assert notes == [
        "(1) Source: Yearly report",
        "(2) From a sample. Source: Yearly report",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.rest
def test_every_published_number_of_the_example_is_there(client, language):
    import_example()
    page = whole_plan(client, language, "example")
    missing = []

    with translation.override(language):
        for measure in Measure.objects.live().with_series():
            told = words(part_of(page, measure))
            for series in measure.series:
                for record in filter(None, [series.baseline, *series.results]):
                    value = record.report.value
                    is_shown = value is None or (
                        bare_text(value, found_unit(value, series)) in told
                    )
                    if not is_shown:
                        missing.append(record)

    assert missing == []


def test_shapes_of_a_chart_are_the_same_in_fewer_letters():
    line = '<polyline class="c-line" points="{}" fill="none"/>'
    dot = '<circle class="c-result" cx="{}" cy="5" r="3" stroke-width="2.5"/>'
    lines = [line.format(points) for points in ("1,5 2,5", "2,5 3,5", "12,5 13,5")]

    assert grouped("\n".join([*lines, dot.format(1), dot.format(2)])) == (
        '<g class="c-line" fill="none"><polyline points="1,5 2,5 3,5"/>'
        '<polyline points="12,5 13,5"/></g>\n'
        '<g class="c-result" stroke-width="2.5"><circle cx="1" cy="5" r="3"/>'
        '<circle cx="2" cy="5" r="3"/></g>'
    )
