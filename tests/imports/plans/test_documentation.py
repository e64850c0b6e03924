"""The description of a plan's file says what is so."""

import re
from pathlib import Path

import pytest

from pillars.imports.files.pipeline import Kind
from pillars.imports.plans.sheets import SHEETS
from tests.helpers.plan_files import preview_plan

TEXT = (Path(__file__).parents[3] / "docs" / "plan-file.md").read_text()


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "rows"), [(0, 10), (1, 8)])
def test_each_example_is_a_sound_plan(number, rows):
    example = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)[number]

    result = preview_plan(example.encode())

    assert [str(problem) for problem in result.problems] == []
    assert len(result.of(Kind.NEW)) == rows


@pytest.mark.parametrize(("name", "sheet"), SHEETS.items(), ids=SHEETS)
def test_it_names_each_column_and_choice(name, sheet):
    (line,) = re.findall(rf"^\| `{name}` \|.*$", TEXT, re.M)

    translated = sheet.model.translated_fields()
    named = set(re.findall(r"`(\w+)`", line)) - {name}
    starred = set(re.findall(r"`(\w+)`\\\*", line))

    fields = {*sheet.fields, "source", "source_url", *sheet.private}
    assert named == {*sheet.key, *sheet.parents, *fields}
    assert starred == fields & set(translated)
    for column in sheet.columns.names:
        if sheet.choices(column):
            values = ", ".join(f"`{value}`" for value in sheet.choices(column))
            assert re.search(rf"`{name}\.{column}`.*\| {values} \|", TEXT)
