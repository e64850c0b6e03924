"""The description of a plan's data names what is there, and nothing else."""

import re
from pathlib import Path

import pytest

from pillars.enums import Reason
from plan_site.editions.data.files import FILES, column_texts
from plan_site.editions.data.pages import PAGES
from plan_site.editions.data.tables import TABLES

TEXT = (Path(__file__).parents[3] / "docs" / "data.md").read_text()


@pytest.mark.parametrize("name", TABLES)
def test_it_names_each_column_in_its_order(name):
    (listed,) = re.findall(
        rf"^`{name}\.csv`: its key is .*\n\n(.+(?:\n.+)+)", TEXT, re.M
    )

    without_remarks = re.sub(r"\([^)]*\)", "", listed)

    assert re.findall(r"`([\w*]+)`", without_remarks) == [*TABLES[name]]


def test_it_names_each_file_and_page():
    files = set(re.findall(r"^\| `([\w.-]+)` \|", TEXT, re.M))
    (pages,) = re.findall(r"^\| `/en/2022-26/….json` \| (.*) \|", TEXT, re.M)

    assert files == {*FILES, "1d-m2.csv"}
    assert {part.split("`")[1] for part in pages.split("; ")} == {*PAGES}


def test_it_names_each_reason():
    (listed,) = re.findall(r"a `reason` is ([^;.]*)\.", TEXT)

    assert re.findall(r"`([\w-]+)`", listed) == Reason.values


def test_each_column_has_a_meaning_and_each_meaning_a_column():
    named = {name.rstrip("*") for columns in TABLES.values() for name in columns}

    facts = {"edition", "edition_date", "license", "plan_url"}
    assert {*column_texts()} == named | facts
