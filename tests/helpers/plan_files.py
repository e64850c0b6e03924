"""A plan's file for tests: the second district's, changed, as either kind of file."""

import io
import json
from pathlib import Path

from openpyxl import Workbook

from pillars.imports.files.dataset import Databook
from pillars.imports.files.pipeline import ImportResult
from pillars.imports.plans.importer import PlanImporter
from pillars.models import Plan

EXAMPLE = Path(__file__).parents[2] / "fixtures" / "example_district.json"
SECOND_DISTRICT = Path(__file__).parents[1] / "data" / "second_district.json"


def whole_plan_file() -> dict:
    """The second district's plan, to be changed."""
    return json.loads(SECOND_DISTRICT.read_text())


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
    """The whole file with one row changed."""
    said = whole_plan_file()
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
