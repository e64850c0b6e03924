"""What tells of a plan's data to catalogs."""

import pytest

from tests.helpers.editions.data_files import Visitor
from tests.helpers.makers import both, make_plan

pytestmark = pytest.mark.django_db

# Required of each dataset by DCAT-US 1.1, beside those of federal agencies.
REQUIRED = {
    *("title", "description", "keyword", "modified", "publisher", "contactPoint"),
    *("identifier", "accessLevel"),
}
SITE = "http://127.0.0.1:8000"


def test_catalog_lists_every_public_plan_with_its_files():
    make_plan(contact_email="plan@example.org", license_url="https://example.org/by")
    make_plan(slug="2016-20", first_month=8)
    make_plan(slug="draft", is_public=False)
    visitor = Visitor()

    catalog = visitor.json("/data.json")

    assert catalog["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    second, first = catalog["dataset"]
    assert {*first} & {*second} >= REQUIRED
    assert first["contactPoint"]["hasEmail"] == "mailto:plan@example.org"
    # Nothing is invented.
    assert {*second["contactPoint"]} == {"@type", "fn"}
    assert (first["license"], "license" in second) == ("https://example.org/by", False)
    assert [it["temporal"] for it in (first, second)] == [
        "2022-07-01/2026-06-30",
        "2022-08-01/2026-07-31",
    ]
    for file in first["distribution"]:
        answer = visitor.get(file["downloadURL"].removeprefix(SITE))
        assert answer["Content-Type"].partition(";")[0] == file["mediaType"]


def test_dataset_speaks_the_language_of_its_page():
    quoted = both("title", 'The "new" plan', "El plan «nuevo»")
    plan = make_plan(**quoted, **both("summary", "", ""), license_name="CC0")

    found = {
        code: Visitor().json(f"/{code}/2022-26/data.json") for code in ("en", "es")
    }

    assert [it["name"] for it in found.values()] == [plan.title_en, plan.title_es]
    assert [it["description"] for it in found.values()] == [
        plan.title_en,
        plan.title_es,
    ]
    assert [it["inLanguage"] for it in found.values()] == ["en", "es"]
    assert {it["license"] for it in found.values()} == {"CC0"}
    assert {it["temporalCoverage"] for it in found.values()} == {
        "2022-07-01/2026-06-30"
    }


def test_page_says_that_no_license_is_stated():
    make_plan()

    page = Visitor().body("/es/2022-26/data/").decode()

    assert "El Distrito no ha indicado una licencia." in page
    assert 'href="/2022-26/data/plan.sqlite3"' in page
