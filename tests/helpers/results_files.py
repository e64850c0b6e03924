"""Files of results for tests, and what becomes of them."""

import io

from openpyxl import Workbook

from pillars.imports.files.dataset import Databook
from pillars.imports.files.pipeline import ImportResult
from pillars.imports.results.importer import ResultsImporter
from pillars.models import Plan

HEAD = "code,group,school_year,state,value"


def importer_of(plan) -> ResultsImporter:
    return ResultsImporter(plan, checks_rights=False)


def read_results(content: bytes) -> Databook:
    return importer_of(Plan()).read(content)


def preview(plan, *lines, head=HEAD) -> ImportResult:
    importer = importer_of(plan)
    return importer.preview(importer.read("\n".join([head, *lines]).encode()))


def save(plan, content: bytes) -> ImportResult:
    importer = importer_of(plan)
    book = importer.read(content)
    return importer.apply(book, importer.preview(book).digest)


def workbook(*rows, title="Results", **more):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book, sheet


def as_bytes(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
