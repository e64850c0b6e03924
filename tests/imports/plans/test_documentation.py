"""The description of a plan's file says what is so."""

import re
from pathlib import Path

import pytest

from pillars.plan_files.judging import judge
from pillars.plan_files.reading import read_book
from pillars.plan_files.sheets import SHEETS, choices_of

TEXT = (Path(__file__).parents[3] / "docs" / "plan-file.md").read_text()


@pytest.mark.django_db
def test_its_example_is_a_sound_plan():
    (example,) = re.findall(r"```json\n(.*?)```", TEXT, re.S)

    judgement = judge(read_book(example.encode()))

    assert judgement.problems == []
    assert len(judgement.new) == 10


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.name)
def test_it_names_each_column_and_choice(sheet):
    (line,) = re.findall(rf"^\| `{sheet.name}` \|.*$", TEXT, re.M)

    translated = sheet.model.translated_fields()
    named = set(re.findall(r"`(\w+)`", line)) - {sheet.name}
    starred = set(re.findall(r"`(\w+)`\\\*", line))

    fields = {*sheet.key, *sheet.fields, "source", "source_url", *sheet.private}
    assert named == fields
    assert starred == fields & set(translated)
    for column in sheet.columns:
        if choices_of(sheet, column):
            values = ", ".join(f"`{value}`" for value in choices_of(sheet, column))
            assert re.search(rf"`{sheet.name}\.{column}`.*\| {values} \|", TEXT)
