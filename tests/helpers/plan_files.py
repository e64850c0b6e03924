"""A plan's file for tests: the example's, changed, as either kind of file."""

import io
import json
from pathlib import Path

from openpyxl import Workbook

from pillars.imports.files.dataset import Databook
from pillars.imports.files.pipeline import ImportResult
from pillars.imports.plans.importer import PlanImporter
from pillars.models import Plan

EXAMPLE = Path(__file__).parents[2] / "fixtures" / "example_district.json"
# So many of its objectives are enough for most tests, and soon read.
SOME_OBJECTIVES = {"1.1", "1.5", "2.2", "3.2"}


def example_file() -> dict:
    """The example's plan with some of its objectives, to be changed."""
    said = json.loads(EXAMPLE.read_text())

    def select(column: str, codes: set[str | None], *sheets: str) -> None:
        for sheet in sheets:
            said[sheet] = [row for row in said[sheet] if row.get(column) in codes]

    select("code", SOME_OBJECTIVES, "priorities")
    of_priorities = ("strategies", "resources", "measures", "priority_notes")
    select("priority", {*SOME_OBJECTIVES, None}, *of_priorities)
    measures = {row["code"] for row in said["measures"]}
    select("measure", measures, "baselines", "targets", "results", "measure_notes")
    for review in said["reviews"]:
        codes = review["measures"].split(", ")
        review["measures"] = ", ".join(code for code in codes if code in measures)
    return said


def row_count(said: dict) -> int:
    return sum(len(rows) if isinstance(rows, list) else 1 for rows in said.values())


def as_json(said: dict) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def as_xlsx(said: dict) -> bytes:
    """The same as a workbook, a sheet for each list."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in said.items():
        rows = [rows] if isinstance(rows, dict) else rows
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def row_of(said: dict, sheet: str, **key) -> dict:
    """The one row of a sheet that has these values."""
    (found,) = (row for row in said[sheet] if key.items() <= row.items())
    return found


def modify(sheet, key, **values):
    """That file with one row changed."""
    said = example_file()
    row = said["plan"] if sheet == "plan" else row_of(said, sheet, **key)
    row.update(values)
    return said


def read_plan(content: bytes) -> Databook:
    return PlanImporter().read(content)


def preview_plan(content: bytes) -> ImportResult:
    return PlanImporter().preview(read_plan(content))


def plan_problems(said: dict, write=as_json) -> list[str]:
    return [str(problem) for problem in preview_plan(write(said)).problems]


def saved(said: dict, write=as_json) -> Plan:
    importer = PlanImporter()
    result = importer.preview(importer.read(write(said)))
    assert [str(problem) for problem in result.problems] == []
    importer.apply(result.book, result.digest)
    return importer.saved_plan()
