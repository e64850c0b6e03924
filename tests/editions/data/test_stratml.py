"""The plan as StratML: what a validator asks of it, and that its numbers are ours."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest
from django.conf import settings
from lxml import etree

from pillars.models import Measure, Plan
from plan_site.editions.document.document import Document
from plan_site.editions.scope import Scope, reading
from plan_site.editions.storage import edition_files
from tests.helpers.browser.example_plan import import_example
from tests.helpers.editions.candidates import published
from tests.helpers.makers import (
    make_baseline,
    make_group,
    make_measure,
    make_priority,
    make_result,
    make_strategy,
    make_target,
)
from tests.helpers.plan_files import EXAMPLE
from tests.helpers.stratml_structure import faults
from tests.public.test_missing_levels import without_pillars, without_priorities

__all__ = ["without_pillars", "without_priorities"]

pytestmark = pytest.mark.django_db

FILES = [(language, part) for language in ("en", "es") for part in (1, 2)]


@pytest.fixture
def read(client):
    """A file of the working copy's edition, which is written as it must be."""

    @cache
    def edition() -> Scope:
        document = Document.read(published())
        return edition_files.in_memory(document.snapshot, document.facts)

    def get(language="en", part=2) -> etree._Element:
        with reading(edition()):
            slug = Plan.objects.get().slug
            answer = client.get(f"/{language}/{slug}/stratml-part-{part}.xml")
        assert answer["Content-Type"] == "application/xml; charset=utf-8"
        root = etree.fromstring(answer.content)
        assert list(faults(root)) == []
        return root

    return get


@pytest.fixture
def measure() -> Measure:
    return make_measure(make_priority(), unit_kind="count", decimals=0)


def texts(root, path: str) -> list[str]:
    """Of all elements at a path, with single blanks."""
    names = "/".join(f"{{*}}{name}" for name in path.split("/"))
    return [" ".join(it.text.split()) for it in root.iterfind(f".//{names}")]


def values(root) -> dict[str, list[tuple]]:
    """Year, kind, number, name and value of each value, by its indicator."""
    return {
        indicator.findtext("{*}Identifier").removeprefix("_measure-"): [
            (
                int(row.findtext("{*}StartDate")[:4]),
                etree.QName(row).localname.removesuffix("Result"),
                row.findtext("{*}NumberOfUnits"),
                *texts(row, "Descriptor/*"),
            )
            for row in indicator.iterfind("{*}MeasurementInstance/*")
        ]
        for indicator in root.iter("{*}PerformanceIndicator")
    }


def rows_of(said: dict, *sheets: str) -> Iterator[tuple[str, int, str]]:
    """What readers see in the example's file: indicator, year, number or nothing."""
    retired = {row["code"] for row in said["measures"] if row.get("is_retired")}
    for row in [row for sheet in sheets for row in said[sheet]]:
        if row["measure"] not in retired:
            code = "_".join(filter(None, [row["measure"], row.get("group")]))
            is_hidden = row.get("student_count", 99) < settings.PRIVACY_THRESHOLD
            given = [row[name] for name in ("value", "low", "high") if name in row]
            for number in [""] if is_hidden else given or [""]:
                yield code, row["school_year"], as_number(number)


def as_number(text: str) -> Decimal | str:
    """A target without a number has words in its place."""
    return Decimal(str(text)) if str(text)[-1:].isdigit() else ""


@pytest.mark.rest
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_number_of_the_example_is_there_and_no_other(read, language):
    import_example()
    said = json.loads(EXAMPLE.read_text())

    found = values(read(language))

    rows = [(code, *row) for code, its in found.items() for row in its]
    actual = [
        (code, year, as_number(number))
        for code, year, kind, number, *_told in rows
        if kind == "Actual"
    ]
    asked = [
        (code, year, as_number(told))
        for code, year, kind, *_number, told in rows
        if kind == "Target"
    ]
    assert sorted(actual, key=str) == sorted(
        rows_of(said, "baselines", "results"), key=str
    )
    assert sorted(asked, key=str) == sorted(rows_of(said, "targets"), key=str)
    assert len(actual) > 200


@pytest.mark.parametrize(
    ("language", "status", "hidden"),
    [
        ("en", "Status", "Hidden to protect students"),
        ("es", "Estado", "Oculto para proteger a los estudiantes"),
    ],
)
def test_what_has_no_value_says_why(read, measure, language, status, hidden):
    for year, state in enumerate(["suppressed", "not_due", "due", "withheld"], 2021):
        make_result(measure, year, state=state)
    make_result(measure, 2025, "43", student_count=7)
    make_baseline(measure, 2020, "41", student_count=7)

    ((start, *rows),) = values(read(language)).values()

    assert {row[2] for row in (start, *rows)} == {""}
    assert {row[3] for row in (start, *rows)} == {status}
    assert [rows[0][4], rows[4][4]] == [hidden, hidden]
    assert len({row[4] for row in rows}) == 4
    assert start[4].endswith(hidden.lower())


def test_baseline_and_the_level_that_a_change_comes_to(read, measure):
    Measure.objects.update(target_kind="change_by_percent")
    make_baseline(measure, 2021, "64")
    make_target(measure, 2025, "50", wording_en="50% more", wording_es="50% más")
    make_result(measure, 2022, "0", state="provisional")

    root = read()

    assert values(root)[measure.segment] == [
        (2021, "Actual", "64", "Kind", "Baseline"),
        (2022, "Actual", "0", "Status", "Provisional"),
        (2025, "Target", "96", "Change by percent", "50"),
    ]
    assert texts(root, "TargetResult/Description") == ["50% more"]
    last = root.findall(".//{*}EndDate")[-2]
    assert last.text == "2026-06-30"


def test_what_is_said_of_a_result_is_text_whatever_was_typed(read, measure):
    why = {"starts_new_series": True, "break_reason_en": "All <new> & old\x0b schools."}
    make_result(measure, 2022, "40", note_en="With \x1fK–2.", **why)

    (said,) = texts(read(), "ActualResult/Description")

    assert said == "Counted in a new way. All <new> & old schools. With K–2."


def test_group_is_an_indicator_below_that_of_all_students(read, measure):
    group = make_group(measure.pillar.plan, code="english-learners", title_en="ELs")
    make_result(measure, 2022, "40", group=group)

    root = read()

    assert values(root) == {
        measure.segment: [],
        f"{measure.segment}_english-learners": [
            (2022, "Actual", "40", "Status", "Reported")
        ],
    }
    assert texts(root, "ReferentIdentifier") == [f"_measure-{measure.segment}"]
    assert texts(root, "MeasurementDimension")[1] == f"{measure.title}: ELs"


def test_file_says_which_edition_it_is_of_and_where_it_is_from(read, measure):
    Plan.objects.update(license_name="CC BY 4.0", license_url="https://example.org/by")
    for language, part in FILES:
        root = read(language, part)

        about = root.find("{*}AdministrativeInformation")
        assert [it.text for it in about] == [
            "_plan-2022-26_edition-1",
            "2022-07-01",
            "2026-06-30",
            "2024-10-01",
            f"http://127.0.0.1:8000/{language}/2022-26/",
        ]
        word = {"en": "Edition 1. CC BY 4.0 ", "es": "Edición 1. CC BY 4.0 "}[language]
        assert texts(root, "OtherInformation")[0].startswith(word)


def test_languages_share_identifiers_and_part_1_has_no_indicators(read, measure):
    make_measure(pillar=measure.pillar)
    (one_en, two_en, one_es, two_es) = (
        texts(read(*file), "Identifier") for file in FILES
    )

    assert two_en == two_es
    assert one_en == one_es == [it for it in two_en if "_measure" not in it]


@pytest.mark.parametrize("kind", ["without_pillars", "without_priorities"])
def test_plan_without_a_level_keeps_to_the_structure(request, read, kind):
    plan = request.getfixturevalue(kind)
    measures = Measure.objects.count()

    for language, part in FILES:
        root = read(language, part)

        assert len(root.findall(".//{*}PerformanceIndicator")) == (part - 1) * measures
        told = " ".join(texts(root, "Objective/OtherInformation"))
        assert told.count("https://") == 2
    whole = {"without_pillars": [plan.title_es]}.get(kind)
    assert whole in (None, texts(root, "Goal/Name"))


def test_retired_is_left_out_and_a_foreign_text_says_its_language(read, measure):
    priority = measure.priority
    make_strategy(priority, text_en="Read aloud.", text_es="")
    make_strategy(priority, text_en="Gone.", is_retired=True)
    make_measure(priority, title_es="Ida", is_retired=True)
    make_priority(priority.pillar, title_es="Perdida", is_retired=True)

    root = read("es")

    (told,) = texts(root, "Objective/OtherInformation")
    assert told.endswith(": Read aloud. (en inglés)")
    assert len(values(root)) == len(texts(root, "Objective/Name")) == 1


BROKEN = {
    "an element is missing": ("{*}Goal/{*}Description", None),
    "a decimal is none": ("{*}NumberOfUnits", "96%"),
    "a date is a year": ("{*}StartDate", "2022"),
    "an identifier begins with a digit": ("{*}Goal/{*}Identifier", "1"),
    "an identifier is taken": ("{*}Goal/{*}Identifier", "_measure-x"),
}


@pytest.mark.parametrize(("path", "text"), BROKEN.values(), ids=BROKEN)
def test_faults_are_found(read, measure, path, text):
    make_result(measure, 2022, "40")
    root = read()
    (identifier,) = root.iterfind(".//{*}PerformanceIndicator/{*}Identifier")
    identifier.text = "_measure-x"

    element = root.find(f".//{path}")
    if text is None:
        element.getparent().remove(element)
    else:
        element.text = text

    assert len(list(faults(root))) == 1
