"""Each page for machines, and the page that offers the data."""

import pytest

from pillars.enums import State
from pillars.models import Measure
from plan_site.editions.data.pages import PAGES
from tests.helpers.editions.data_files import Visitor, csv_rows
from tests.helpers.makers import (
    both,
    make_group,
    make_measure,
    make_note,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_strategy,
)
from tests.public.test_missing_levels import without_pillars, without_priorities

__all__ = ["without_pillars", "without_priorities"]

pytestmark = pytest.mark.django_db

HEADERS = ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy")


@pytest.fixture
def measure() -> Measure:
    plan = make_plan(requires_all_texts=False)
    measure = make_measure(
        make_priority(make_pillar(plan)),
        code="1A-M1",
        definition_es="",
        baseline=(2021, "50"),
        targets={2025: "70"},
        results={2022: "58.5"},
    )
    make_result(measure, 2023, state=State.SUPPRESSED)
    make_result(measure, 2024, state=State.NOT_DUE)
    return measure


def test_measure_says_its_status_and_each_number(measure):
    page = Visitor().json("/en/2022-26/1a-m1.json")

    assert page["measure"] == "1A-M1"
    assert (page["edition"], page["edition_date"]) == (1, "2024-10-01")
    assert (page["language"], page["license"]) == ("en", "not stated")
    assert page["url"] == f"http://127.0.0.1:8000{measure.get_absolute_url()}"
    assert (page["status"], page["status_words"]) == ("on-track", "On track")
    assert page["sentence"].startswith("It started at 50.0% in 2021–22 and reached")
    (series,) = page["series"]
    told = ("school_year", "kind", "state", "state_words", "value")
    assert [tuple(map(number.get, told)) for number in series["numbers"]] == [
        ("2021-22", "baseline", "reported", "reported", 50),
        ("2022-23", "result", "reported", "reported", 58.5),
        ("2023-24", "result", "suppressed", "hidden to protect students", None),
        ("2024-25", "result", "not_due", "not due yet", None),
        ("2025-26", "target", None, None, 70),
        ("2025-26", "result", "no_data", "no data here yet", None),
    ]


def test_text_of_another_language_is_named_with_its_language(measure):
    spanish = Visitor().json("/es/2022-26/1a-m1.json")

    assert spanish["definition"] == measure.definition_en
    assert spanish["in_other_languages"] == {"definition": "en"}
    assert spanish["title"] == measure.title_es
    assert spanish["status_words"] == "Por buen camino"


def test_file_leaves_out_a_text_that_its_language_lacks(measure):
    (row,) = csv_rows(Visitor().body("/2022-26/data/measures.csv"))

    assert (row["definition_en"], row["definition_es"]) == (measure.definition_en, "")


def test_priority_has_all_that_a_school_would_show():
    priority = make_priority()
    make_strategy(priority, **both("text", "Read daily.", "Leer cada día."))
    make_resource(priority, **both("title", "Reading list", "Lista de lecturas"))
    make_measure(priority, code="1A-M1")
    make_note(priority, what_happened_es="Pasó algo.")

    page = Visitor().json("/es/2022-26/1a.json")

    assert (page["code"], page["title"]) == ("1A", priority.title_es)
    assert page["url"].endswith(priority.get_absolute_url_in("es"))
    assert [it["text"] for it in page["strategies"]] == ["Leer cada día."]
    assert [it["title"] for it in page["resources"]] == ["Lista de lecturas"]
    words = [it["status_words"] for it in page["measures"]]
    assert words == ["Todavía faltan datos"]
    assert [it["what_happened"] for it in page["notes"]] == ["Pasó algo."]


@pytest.mark.parametrize("kind", ["without_pillars", "without_priorities"])
def test_levels_that_a_plan_lacks_are_not_there(request, kind):
    plan = request.getfixturevalue(kind)

    page = Visitor().json(f"/en/{plan.slug}.json")

    assert bool(page["pillars"]) == plan.has_pillars
    assert bool(page["priorities"]) == plan.has_priorities
    assert all(part["code"] for part in page["pillars"] + page["priorities"])
    assert page["measures"]


@pytest.mark.rest
def test_every_page_links_to_what_machines_read(measure):
    group = make_group(measure.pillar.plan, code="boys")
    make_result(measure, 2022, "51", group=group)
    visitor, plan = Visitor(), "/en/2022-26"
    pages = [f"{plan}/{name}/" for name in PAGES if name not in {"dates", "offices"}]
    pages += [f"{plan}/", f"{plan}/groups/boys/", measure.get_absolute_url()]

    for page in pages:
        code = "1a-m1" if "measures/1a" in page else ""
        address = f"{plan}/{code}.json" if code else f"{page.rstrip('/')}.json"
        link = f'<link rel="alternate" type="application/json" href="{address}">'
        assert link in visitor.body(page).decode(), page
        found = visitor.json(address)
        assert found["url"] == f"http://127.0.0.1:8000{page}"


def test_any_site_may_read_these_pages_and_no_others(measure):
    visitor = Visitor()

    open_to_all = visitor.get("/en/2022-26/1a.json")
    closed = [
        visitor.get(path)
        for path in ("/en/2022-26/", "/2022-26/data/numbers.csv", "/data.json")
    ]

    assert [open_to_all[name] for name in HEADERS] == ["*", "cross-origin"]
    for answer in closed:
        assert [answer.get(name) for name in HEADERS] == [None, "same-origin"]


def test_what_is_retired_or_unknown_has_no_page_for_machines(measure):
    measure.is_retired = True
    measure.retirement_note_en = measure.retirement_note_es = "It ended."
    measure.save()
    visitor = Visitor()

    for path in ("/en/2022-26/1a-m1.json", "/2022-26/data/1a-m1.csv"):
        assert visitor.get(path)["Location"] == measure.get_absolute_url()
    assert visitor.get(measure.get_absolute_url()).status_code == 410
    for path in ("zz.json", "1a-title.json", "groups/zz.json"):
        assert visitor.get(f"/en/2022-26/{path}").status_code == 404
    assert visitor.get("/2022-26/data/1a.csv").status_code == 404
