"""What each case of ``sentence_cases.toml`` says in both languages, by hand."""

import pytest
from django.utils.translation import override
from lxml import html

from pillars.charts import series as drawing
from pillars.enums import TargetKind
from pillars.public import fragments
from pillars.text import calculation, reasons, sentences, targets
from pillars.text.formatting import in_words
from tests.helpers.sentence_cases import CASES, series_of_case

each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def story(series) -> str:
    if series.measure.has_figures:
        return in_words(sentences.sum_sentences(series))
    only = [*reasons.no_figures(series.measure), *targets.target_quotes(series)]
    return in_words([*only, *reasons.doubts(series)])


def table_rows(series) -> list[str]:
    rows = html.fromstring(fragments.table(series)).xpath(".//tr[th[@scope='row']]")
    return [
        f"{row.findtext('th')}: "
        + " | ".join(cell.text_content() for cell in row.xpath("td")).lstrip()
        for row in rows
    ]


@each_case
def test_status_and_reason(case):
    progress = series_of_case(case).progress

    found = progress.status or "", progress.reason or ""
    assert found == (case["status"], case.get("reason", ""))


@each_case
@pytest.mark.parametrize("language", ["en", "es"])
def test_sentence_calculation_and_what_is_needed(case, language):
    series = series_of_case(case)

    with override(language):
        told = {
            language: story(series),
            f"calculation_{language}": in_words(calculation.calculation(series)),
            f"needs_{language}": in_words(calculation.needs_from_here(series)),
        }

    assert told == {name: case.get(name, "") for name in told}


@each_case
def test_chart_and_table(case):
    series = series_of_case(case)

    assert bool(drawing.wide_chart(series)) == case["chart"]
    if series.measure.has_figures:
        assert table_rows(series) == case["table"]


def test_every_kind_of_target_has_cases():
    kinds = {
        case["measure"].split(", ")[3].replace(" ", "_") for case in CASES.values()
    }

    assert kinds == set(TargetKind.values)
