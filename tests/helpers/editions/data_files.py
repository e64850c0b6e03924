"""A plan's data as a visitor fetches it, and its numbers in each format."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from decimal import Decimal

from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from plan_site.editions.document.document import Document
from plan_site.editions.scope import Scope, reading
from plan_site.editions.storage import edition_files
from tests.helpers.editions.candidates import published

# Measure, group, first year, kind, which number, and the number.
Found = set[tuple[str, str, int, str, str, Decimal]]
KINDS = {"baselines": "baseline", "targets": "target", "results": "result"}
NAMES = ("value", "low", "high")


class Visitor:
    """Reads the edition that the working copy would make."""

    def __init__(self, contents: dict | None = None):
        self.contents = contents or published()
        document = Document.read(self.contents)
        rows = document.snapshot
        self.scope: Scope = edition_files.in_memory(rows, document.facts)

    def get(self, path: str, **headers: str) -> HttpResponse:
        with reading(self.scope):
            return Client(headers=headers).get(path)

    def body(self, path: str) -> bytes:
        answer = self.get(path)
        assert answer.status_code == 200, path
        return answer.content

    def json(self, path: str) -> dict:
        return json.loads(self.body(path))


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_rows(content: bytes, sheet: str) -> list[dict[str, object]]:
    book = load_workbook(io.BytesIO(content))
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def sqlite_rows(content: bytes, table: str) -> list[dict[str, object]]:
    with closing(sqlite3.connect(":memory:")) as file:
        file.deserialize(content)
        file.row_factory = sqlite3.Row
        return [dict(row) for row in file.execute(f'SELECT * FROM "{table}"')]  # noqa: S608


def in_tables(rows: list[dict]) -> Found:
    """The numbers of rows as ``numbers.csv`` has them."""
    return {
        (
            row["measure"],
            row["group"],
            int(row["school_year"][:4]),
            row["kind"],
            name,
            Decimal(str(row[name])),
        )
        for row in rows
        for name in NAMES
        if row[name] not in {None, ""}
    }


def in_sheets(rows_of) -> Found:
    """The numbers of a plan's file; ``rows_of`` gives the rows of a sheet."""
    return {
        (
            row["measure"],
            row["group"] or "all",
            row["school_year"],
            kind,
            name,
            Decimal(str(row[name])),
        )
        for sheet, kind in KINDS.items()
        for row in rows_of(sheet)
        for name in NAMES
        if row.get(name) is not None
    }


def in_pages(pages: list[dict]) -> Found:
    """Those of the pages of measures for machines."""
    rows = [
        {"measure": page["measure"], "group": series["group"], **number}
        for page in pages
        for series in page["series"]
        for number in series["numbers"]
    ]
    return in_tables(rows)
