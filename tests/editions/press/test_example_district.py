"""The example, from its file to its pages: nothing is tied to the shipped plan."""

import csv
import datetime
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import lxml.html
import pytest

from pillars.enums import (
    Direction,
    Level,
    Reason,
    ResourceKind,
    SectionKind,
    Stage,
    State,
    Status,
    TargetKind,
    UnitKind,
)
from pillars.models import Measure, Pillar, Plan, Priority
from plan_site.editions.checks.check_list import check_list
from tests.helpers.browser.example_plan import import_example
from tests.helpers.editions.candidates import candidate, published
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.plan_files import EXAMPLE

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

STATUSES = Path(__file__).parents[2] / "data" / "example_statuses.csv"
OTHERS = re.compile(r"los[ _-]?[aá]ngeles|lausd|2022[-–—]26|california", re.I)
NAMES = {"en": "Example Valley Unified", "es": "Distrito Unificado de Valle Ejemplo"}


@pytest.fixture(autouse=True)
def _elsewhere(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    settings.TIME_ZONE = "America/Chicago"


@pytest.fixture
def plan():
    import_example()
    return Plan.objects.get()


def worked_out_by_hand() -> list[dict[str, str]]:
    with STATUSES.open(newline="") as file:
        return list(csv.DictReader(file))


def texts_in(folder: Path) -> dict[str, str]:
    """All that is pressed and is a text, by its address."""
    pages = folder / "pages"
    return {
        "/" + str(path.relative_to(pages)).removesuffix("index.html"): path.read_text()
        for path in sorted(pages.rglob("*"))
        if path.is_file()
        and path.suffix in {".html", ".atom", ".xml", ".txt", ".json", ".csv", ".svg"}
    }


def test_it_has_something_of_everything():
    said = json.loads(EXAMPLE.read_text())
    statuses = {row["status"] for row in worked_out_by_hand()}
    reasons = {row["reason"] for row in worked_out_by_hand()}

    for sheet, column, choices in [
        ("measures", "target_kind", TargetKind),
        ("measures", "unit_kind", UnitKind),
        ("measures", "direction", Direction),
        ("results", "state", State),
        ("resources", "kind", ResourceKind),
        ("sections", "kind", SectionKind),
        ("strategies", "level", Level),
        ("strategies", "stage", Stage),
    ]:
        found = {row[column] for row in said[sheet] if column in row}
        assert found == set(choices.values), column
    assert statuses - {""} == set(Status.values)
    assert reasons - {""} == set(Reason.values)
    assert all(said["plan"].values())
    for sheet, column in [
        ("priorities", "retirement_note_es"),
        ("pillars", "unofficial_in"),
        ("pillars", "own_count"),
        ("priorities", "unofficial_in"),
        ("measures", "is_featured"),
        ("measures", "of_every_100_es"),
        ("measures", "part_of"),
        ("measures", "override_reason_es"),
        ("results", "student_count"),
        ("results", "break_reason_es"),
        ("pillars", "office"),
        ("priorities", "office"),
        ("strategies", "office"),
        ("measures", "office"),
        ("measures", "next_update_due"),
        ("strategies", "stage_since"),
        ("strategies", "stage_text_es"),
        ("strategies", "stage_reason_es"),
        ("offices", "phone"),
        ("help_lines", "text"),
        ("priority_notes", "why_es"),
        ("measure_notes", "what_comes_next_es"),
        ("reviews", "recording_url_es"),
    ]:
        assert any(column in row for row in said[sheet]), column


def test_its_notes_have_one_text_or_more_and_name_other_records():
    said = json.loads(EXAMPLE.read_text())
    years = Counter(row["measure"] for row in said["measure_notes"])
    texts = [sum(key.endswith("_es") for key in row) for row in both(said)]

    assert max(years.values()) > 1
    assert {*texts} == {1, 2, 3}
    assert re.search(r"\b\d\.\d\.\d\b", str(both(said)))


def both(said: dict) -> list[dict]:
    return said["priority_notes"] + said["measure_notes"]


def test_stages_are_known_of_all_of_some_and_of_no_strategies():
    by_priority = defaultdict(list)
    for row in json.loads(EXAMPLE.read_text())["strategies"]:
        by_priority[row["priority"]].append("stage" in row)

    assert {(any(known), all(known)) for known in by_priority.values()} == {
        (True, True),
        (True, False),
        (False, False),
    }


def test_its_plan_passes_the_check_list(plan):
    found = check_list(candidate(), datetime.date(2026, 11, 27))

    # One update did not come on its day, and one bad result is not explained.
    assert [message.name for message in found] == [
        "overdue:2.2-c",
        "unexplained:3.2-c:2025",
    ]


def test_every_page_is_its_own_in_both_languages(plan):
    folder = pressed(published())

    texts = texts_in(folder)

    assert len(texts) > 60
    assert {path for path, text in texts.items() if OTHERS.search(path + text)} == set()
    for model in (Pillar, Priority, Measure):
        for record in model.objects.live():
            for language, name in NAMES.items():
                page = texts[record.get_absolute_url_in(language)]
                assert name in page
                tree = lxml.html.fromstring(page)
                assert tree.get("lang") == language
                assert len(tree.xpath("//h1")) == 1


def test_whole_site_works_with_it_alone(plan):
    reader = reader_of(pressed(published()))
    places = ["", "measures/", "progress/", "glossary/", "changes/", "about/"]
    places += ["offices/", "dates/"]

    for language, name in NAMES.items():
        home = f"/{language}/example/"
        assert reader.get(f"/{language}/").headers["Location"] == home
        for place in places:
            answer = reader.get(home + place)
            assert (answer.status, name in answer.text) == (200, True), place
        priority = Priority.objects.get(code="1.10")
        address = priority.get_absolute_url_in(language)
        for short in [f"/{language}/1.10", f"/{language}/example/1.10"]:
            assert reader.get(short).headers["Location"] == address
    measure = Measure.objects.get(code="1.10-a")
    found = reader.get("/1.10-a", accept_language="es").headers["Location"]
    assert found == measure.get_absolute_url_in("es")
    assert reader.get("/en/2022-26/").status == 404


def test_its_statuses_are_those_worked_out_by_hand(plan):
    expected = {
        (row["code"], row["group"]): (row["status"], row["reason"])
        for row in worked_out_by_hand()
    }

    found = {
        (measure.code, series.group.code if series.group else ""): (
            series.progress.status or "",
            series.progress.reason or "",
        )
        for measure in Measure.objects.live().with_series()
        for series in measure.series
    }

    assert found == expected
