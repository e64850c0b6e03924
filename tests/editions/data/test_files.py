"""The files of a plan: the same numbers in each, and nothing that is hidden."""

import io
import json
import re
import zipfile
from functools import partial
from itertools import chain

import jsonschema
import pytest
from django.core.management import call_command
from frictionless import Package

from pillars.imports.plans.importer import PlanImporter
from pillars.imports.plans.writer import as_json
from pillars.models import Measure, Plan
from plan_site.editions.data.files import FILES
from plan_site.editions.data.tables import TABLES
from tests.helpers.editions.data_files import (
    Visitor,
    csv_rows,
    in_pages,
    in_sheets,
    in_tables,
    sqlite_rows,
    xlsx_rows,
)
from tests.helpers.editions.exports import beyond_one_test
from tests.helpers.plan_files import EXAMPLE, example_file, saved

pytestmark = pytest.mark.django_db

ROOT = "/example/data"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, bytes]:
    """What a visitor gets of the example, by the last part of the address."""
    with beyond_one_test(django_db_blocker, tmp_path_factory.mktemp("data")):
        make_public(saved(example_file()))
        visitor = Visitor()
        codes = [measure.code for measure in Measure.objects.live()]
        names = {name: f"{ROOT}/{name}" for name in (*FILES, *of_measures(codes))}
        names |= {f"{code}.json": f"/en/example/{code}.json" for code in codes}
        names |= {f"again {name}": f"{ROOT}/{name}" for name in FILES}
        return {name: visitor.body(path) for name, path in names.items()}


def of_measures(codes: list[str]) -> list[str]:
    return [f"{code}.csv" for code in codes]


def make_public(plan: Plan):
    plan.is_public = plan.is_current = True
    plan.save()


def test_every_number_is_equal_in_every_format(files):
    plan = json.loads(files["plan.json"])
    of_pages = [json.loads(files[name]) for name in files if name.endswith("-a.json")]
    own = {name: csv_rows(files[name]) for name in files if name.endswith("-a.csv")}

    expected = in_tables(csv_rows(files["numbers.csv"]))
    of_first = {one for one in expected if one[0].endswith("-a")}

    assert len(of_first) > 40
    assert in_sheets(plan.get) == expected
    assert in_tables(xlsx_rows(files["plan.xlsx"], "numbers")) == expected
    assert in_sheets(partial(sqlite_rows, files["plan.sqlite3"])) == expected
    assert in_pages(of_pages) == of_first
    assert in_tables(chain.from_iterable(own.values())) == of_first


def test_both_tables_of_the_workbook_say_what_the_csv_says(files):
    for name in TABLES:
        as_csv = csv_rows(files[f"{name}.csv"])
        as_xlsx = xlsx_rows(files["plan.xlsx"], name)

        assert [*as_csv[0]] == [*as_xlsx[0]]
        assert [row["title_es"] for row in as_csv] == [
            row["title_es"] for row in as_xlsx
        ]
        assert {row["edition_date"] for row in as_csv} == {"2024-10-01"}
        assert {row["license"] for row in as_xlsx} == {LICENSE}


def test_what_is_no_number_says_why_in_words_that_differ(files):
    rows = [row for row in csv_rows(files["numbers.csv"]) if row["kind"] != "target"]
    without = [row for row in rows if not row["value"]]

    words = {
        row["state"]: (row["state_words_en"], row["state_words_es"]) for row in without
    }

    assert {*words} == {"suppressed", "not_due", "due", "not_collected", "no_data"}
    assert len({*words.values()}) == len(words)
    assert all(map(all, words.values()))
    assert {row["state"] for row in rows if row["value"]} == {
        "reported",
        "not_comparable",
    }


def test_a_hidden_number_is_in_no_file(files):
    with zipfile.ZipFile(io.BytesIO(files["plan.xlsx"])) as book:
        parts = [book.read(name) for name in book.namelist()]
    hidden = [
        row for row in csv_rows(files["1.1-a.csv"]) if row["state"] == "suppressed"
    ]

    assert [(row["group"], row["school_year"], row["value"]) for row in hidden] == [
        ("foster", "2023-24", ""),
        ("foster", "2025-26", ""),
    ]
    for content in (*files.values(), *parts):
        # Nine students, so few that the 44.4 is hidden.
        assert b"44.4" not in content
        assert b'student_count": 9' not in content


def test_data_package_is_valid(files, tmp_path):
    for name in ("datapackage.json", *(f"{name}.csv" for name in TABLES)):
        (tmp_path / name).write_bytes(files[name])

    package = Package(str(tmp_path / "datapackage.json"))
    report = package.validate()

    assert report.flatten(["type", "message"]) == []
    assert package.licenses == [{"title": "CC BY 4.0", "path": LICENSE}]
    fields = [field for it in package.resources for field in it.schema.fields]
    assert all(field.description for field in fields)


@pytest.mark.rest
def test_plan_files_are_as_their_schema_says(files):
    schema = json.loads(files["plan.schema.json"])
    validator = jsonschema.Draft202012Validator(schema)
    call_command("loaddata", "lausd_2022_26", verbosity=0)
    shipped = as_json(Plan.objects.get())

    validator.check_schema(schema)
    for content in (files["plan.json"], EXAMPLE.read_bytes(), shipped):
        assert list(validator.iter_errors(json.loads(content))) == []
    wrong = json.loads(shipped) | {"unknown": []}
    wrong["measures"][0] |= {"direction": "sideways", "decimals": "many"}
    assert len(list(validator.iter_errors(wrong))) == 3


def test_a_plan_comes_back_from_its_file_to_the_same_bytes(files):
    importer = PlanImporter()
    result = importer.preview(importer.read(files["plan.json"]))

    assert [str(problem) for problem in result.problems] == []
    importer.apply(result.book, result.digest)
    make_public(importer.saved_plan())

    assert Visitor().body(f"{ROOT}/plan.json") == files["plan.json"]


def test_the_same_edition_is_the_same_bytes_whenever_it_is_made(files):
    with zipfile.ZipFile(io.BytesIO(files["plan.xlsx"])) as book:
        moments = {part.date_time for part in book.infolist()}
        about = book.read("docProps/core.xml").decode()

    assert moments == {(2024, 10, 1, 0, 0, 0)}
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", about) == ["2024-10-01T00:00:00Z"] * 2
    for name in FILES:
        assert files[name] == files[f"again {name}"]
