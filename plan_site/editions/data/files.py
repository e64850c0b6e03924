"""The files of a plan, each the same bytes for the same edition."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from openpyxl import Workbook

from pillars.imports.files.xlsx import FORMULA_SIGNS, as_of, content_of, written_cell
from pillars.imports.plans.schema import schema
from pillars.imports.plans.sheets import SHEETS
from pillars.imports.plans.writer import as_json, as_plain, rows_of, written_columns
from pillars.models import Measure, Plan
from plan_site.editions.document.document import Document

from .tables import TABLES, TYPES, Row, facts_of, measures_of, table

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(name: str, plan: Plan, measures: Iterable[Measure] | None = None) -> bytes:
    """RFC 4180, after a mark without which Excel would get the accents wrong."""
    names, rows = table(name, plan, measures or measures_of(plan))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([names, *([*map(csv_cell, row)] for row in rows)])
    return text.getvalue().encode("utf-8-sig")


def csv_cell(value: object) -> object:
    """A spreadsheet would calculate a text that looks like a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    is_formula = isinstance(value, str) and value.startswith(FORMULA_SIGNS)
    return f"'{value}" if is_formula else value


def as_workbook(plan: Plan) -> bytes:
    book = Workbook(write_only=True)
    for name in TABLES:
        names, rows = table(name, plan, measures_of(plan))
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in chain([names], rows):
            sheet.append([written_cell(sheet, value) for value in row])
    return as_of(content_of(book), Document.in_scope().today)


def as_sqlite(plan: Plan) -> bytes:
    """A table for each sheet of the plan's file, and one that says of which edition."""
    tables = {
        name: (written_columns(plan, sheet), rows_of(plan, sheet))
        for name, sheet in SHEETS.items()
    }
    facts = facts_of(plan)
    tables["edition"] = [*facts], [facts]
    with closing(sqlite3.connect(":memory:")) as file:
        for name, (columns, rows) in tables.items():
            quoted, places = '", "'.join(columns), ", ".join("?" * len(columns))
            file.execute(f'CREATE TABLE "{name}" ("{quoted}")')
            insert = f'INSERT INTO "{name}" VALUES ({places})'  # noqa: S608 - our names
            for row in rows:
                file.execute(insert, [sql_value(row[column]) for column in columns])
        file.commit()
        return file.serialize()


def sql_value(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    is_known = value is None or isinstance(value, str | int)
    return value if is_known else as_plain(value)


def with_edition(plan: Plan) -> bytes:
    """The plan's file, which can be imported; names with $ are passed over then."""
    about = {"$schema": address(plan, "plan.schema.json"), "$edition": facts_of(plan)}
    return as_json(plan, about)


def as_text(data: object) -> bytes:
    """Without blanks, which take four times as long to write."""
    return json.dumps(data, ensure_ascii=False, default=as_plain).encode()


def address(plan: Plan, name: str) -> str:
    return settings.PUBLIC_URL + reverse(f"files:{name}", args=[plan.slug])


def described(template: str, **context) -> Row:
    """What a template writes as JSON, without what is not known."""
    text = render_to_string(f"public/data/{template}.json", context)
    return json.loads(text, object_pairs_hook=known)


def known(pairs: list[tuple[str, object]]) -> Row:
    return {name: it for name, it in pairs if it not in ("", None, [], {}, [{}])}


def data_package(plan: Plan) -> bytes:
    tables = {name: fields(name, plan) for name in TABLES}
    facts = facts_of(plan)
    return as_text(described("datapackage", plan=plan, facts=facts, tables=tables))


def fields(name: str, plan: Plan) -> list[Row]:
    """The columns of a table, in the languages of the plan's readers."""
    found, about = [], column_texts()
    for column in table(name, plan, [])[0]:
        start, _line, language = column.rpartition("_")
        name = start if language in plan.languages else column
        kind = TYPES.get(name, "string")
        found.append({"name": column, "type": kind, "description": about[name]})
    return found


def column_texts() -> dict[str, str]:
    """What each column says, in the active language."""
    text = render_to_string("public/data/columns.txt")
    lines = (line.partition(": ") for line in text.splitlines() if line)
    return {name: about for name, _colon, about in lines}


class File(NamedTuple):
    content_type: str
    make: Callable[[Plan], bytes]

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0]


FILES = {
    **{f"{name}.csv": File(CSV, partial(as_csv, name)) for name in TABLES},
    "plan.xlsx": File(XLSX, as_workbook),
    "plan.json": File(JSON, with_edition),
    "plan.schema.json": File(
        "application/schema+json",
        lambda plan: as_text(schema(address(plan, "plan.schema.json"))),
    ),
    "plan.sqlite3": File("application/vnd.sqlite3", as_sqlite),
    "datapackage.json": File(JSON, data_package),
}
