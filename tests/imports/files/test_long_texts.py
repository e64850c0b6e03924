"""What people send is read once: long texts made to be gone back over cost little."""

import io
import json
import time
import zipfile

import pytest
from openpyxl import Workbook

from pillars.codes import segment
from pillars.imports.files.columns import UnreadableFileError
from pillars.text.diff import steps
from pillars.text.markdown import markdown
from plan_site.editions.checks.language_guess import words_of
from plan_site.editions.serving.addresses import qualities
from tests.helpers.plan_files import as_xlsx, example_file, read_plan
from tests.helpers.results_files import HEAD, as_bytes, read_results, workbook

# Going back over as many signs would take minutes; to read them takes a moment. The
# time is the processor's own, so that nothing else on the machine counts.
MANY = 200_000
SECONDS = 2


@pytest.fixture(autouse=True)
def _takes_a_moment():
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def results() -> Workbook:
    return workbook(HEAD.split(","), ["1A-M1", None, "2024", "reported", 5])[0]


def with_part(content: bytes, name: str, old: str, new: str) -> bytes:
    """A workbook with a few words of one of its parts replaced."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            text = before.read(part)
            if part == name:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            after.writestr(part, text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("write", "read"),
    [(as_bytes, read_results), (lambda _book: as_xlsx(example_file()), read_plan)],
    ids=["results", "plan"],
)
def test_merged_cells_are_counted_by_the_parser_and_not_in_comments(write, read):
    name = "xl/worksheets/sheet1.xml"
    comment = f"<!-- {'<mergeCell ' * MANY} --></worksheet>"
    content = with_part(write(results()), name, "</worksheet>", comment)

    assert len(content) < 40_000
    assert not read(content).problems


def test_number_format_longer_than_excel_allows_is_refused_unread():
    book = results()
    book.active["E2"].number_format = "[" * MANY

    with pytest.raises(UnreadableFileError, match="damaged"):
        read_results(as_bytes(book))


def test_print_areas_are_left_unread():
    book = results()
    book.active.print_area = "A1:B2"
    area, long = "$A$1:$B$2</definedName>", "''" * MANY + "</definedName>"
    content = with_part(as_bytes(book), "xl/workbook.xml", area, long)

    assert len(read_results(content).datasets[""].rows) == 1


def test_formula_that_is_shared_is_not_written_out_for_each_cell():
    book = results()
    for row in range(3, 1003):
        book.active.cell(row, 5, "=F2")
    name, long = "xl/worksheets/sheet1.xml", "+".join(["F2"] * 2000)
    content = with_part(as_bytes(book), name, "<f>F2</f>", f"<f>{long}</f>")
    shared = '<f t="shared" si="0">'
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(name).decode()
    content = with_part(content, name, text, text.replace("<f>", shared))

    assert len(read_results(content).problems) == 1000


@pytest.mark.parametrize(
    "read",
    [
        lambda: segment(f"1A{' ' * MANY}M1"),
        lambda: list(steps(" " * MANY, "a")),
        lambda: words_of("a" * MANY),
        lambda: words_of("](" * MANY),
        lambda: qualities("a" * MANY),
        lambda: markdown("[" * 5_000 + "](" * 5_000),
    ],
    ids=["code", "words", "letters", "links", "header", "markdown"],
)
def test_text_is_read_without_going_back_over_it(read):
    assert read() is not None


def test_name_that_an_object_has_twice_is_found_at_once():
    names = ", ".join(f'"{number}": 1' for number in range(MANY // 2))

    with pytest.raises(UnreadableFileError, match="“last” is there twice"):
        read_plan(f'{{{names}, "last": 1, "last": 2}}'.encode())


def test_columns_that_one_entry_has_are_not_asked_of_all_without_end():
    said = example_file()
    said["glossary"] = [{}] * 5_000 + [{f"x{n}": 1 for n in range(5_000)}]

    problems = read_plan(json.dumps(said).encode()).problems

    assert {problem.sheet for problem in problems} == {"glossary"}
