"""Files of results for tests, and what becomes of them."""

import io

from openpyxl import Workbook

from pillars.imports.applying import apply
from pillars.imports.judging import judge
from pillars.imports.reading import read_table

HEAD = "code,group,school_year,state,value"


def judged(plan, *lines, head=HEAD, separator="\n"):
    return judge(read_table(separator.join([head, *lines]).encode()), plan)


def saved(plan, content):
    table = read_table(content)
    return apply(table, plan, judge(table, plan).digest)


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
