"""Another district's plan, from its file to its pages: nothing is tied to the first."""

import re
from pathlib import Path

import lxml.html
import pytest
from django.core.management import call_command

from pillars.enums import TargetKind
from pillars.models import Measure, Pillar, Plan, Priority
from plan_site.editions.checks.check_list import check_list
from tests.helpers.editions.candidates import candidate, published
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parents[2] / "data" / "second_district.json"
OTHERS = re.compile(r"los[ _-]?[aá]ngeles|lausd|2022[-–—]26|california", re.I)
NAMES = {"en": "Willow Creek Unified", "es": "Distrito Unificado de Willow Creek"}


@pytest.fixture(autouse=True)
def _elsewhere(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    settings.TIME_ZONE = "America/Chicago"


@pytest.fixture
def plan():
    call_command("import_plan", FILE, apply=True, current=True, verbosity=0)
    return Plan.objects.get()


def texts_in(folder: Path) -> dict[str, str]:
    """All that is pressed and is a text, by its address."""
    pages = folder / "pages"
    return {
        "/" + str(path.relative_to(pages)).removesuffix("index.html"): path.read_text()
        for path in sorted(pages.rglob("*"))
        if path.is_file()
        and path.suffix in {".html", ".atom", ".xml", ".txt", ".json", ".csv", ".svg"}
    }


def test_its_file_holds_a_measure_of_each_kind_of_target(plan):
    kinds = set(Measure.objects.values_list("target_kind", flat=True))

    assert kinds == set(TargetKind.values)
    assert (plan.slug, plan.pillars.count(), plan.groups.count()) == (
        "toward-2031",
        3,
        1,
    )
    assert (plan.is_public, plan.is_current) == (True, True)


def test_its_plan_passes_the_check_list(plan):
    stopping = [one for one in check_list(candidate()) if one.stops]

    assert stopping == []


def test_every_page_is_its_own_in_both_languages(plan):
    folder = pressed(published())

    texts = texts_in(folder)

    assert len(texts) > 60
    assert {path for path, text in texts.items() if OTHERS.search(path + text)} == set()
    for model in (Pillar, Priority, Measure):
        for record in model.objects.all():
            for language, name in NAMES.items():
                page = texts[record.get_absolute_url_in(language)]
                assert name in page
                tree = lxml.html.fromstring(page)
                assert tree.get("lang") == language
                assert len(tree.xpath("//h1")) == 1


def test_whole_site_works_with_it_alone(plan):
    reader = reader_of(pressed(published()))
    places = ["", "measures/", "progress/", "glossary/", "changes/", "about/"]

    for language, name in NAMES.items():
        home = f"/{language}/toward-2031/"
        assert reader.get(f"/{language}/").headers["Location"] == home
        for place in places:
            answer = reader.get(home + place)
            assert (answer.status, name in answer.text) == (200, True), place
        priority = Priority.objects.get(code="1B")
        address = priority.get_absolute_url_in(language)
        for short in [f"/{language}/1b", f"/{language}/toward-2031/1b"]:
            assert reader.get(short).headers["Location"] == address
    measure = Measure.objects.get(code="2A-M3")
    found = reader.get("/2a-m3", accept_language="es").headers["Location"]
    assert found == measure.get_absolute_url_in("es")
    assert reader.get("/en/2022-26/").status == 404


def test_its_numbers_are_rated_by_the_same_rule(plan):
    progress = {
        measure.code: measure.progress.status.value
        for measure in Measure.objects.with_series()
        if not measure.is_related_figure
    }

    # 1A-M1: from 48.5 to 75 in four years is 55.1 after one; it is at 55.5.
    assert progress["1A-M1"] == "on-track"
    # 2A-M2: 151 where its own target for the year is 150.
    assert progress["2A-M2"] == "on-track"
    # 1B-M1: 80 where the pace asks 70: half of the way.
    assert progress["1B-M1"] == "behind"
    assert progress["2A-M3"] == "outside-range"
    assert progress["3A-M1"] == "not-done-yet"
    assert progress["3A-M2"] == "cannot-say"
