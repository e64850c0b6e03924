"""PDFs: tagged as PDF/UA-1 asks, and in step with the pages that they come from."""

import io
import json

import pytest
import typst
import zxingcpp
from PIL import Image

from plan_site.editions import scope
from plan_site.editions.document.document import Document
from plan_site.editions.models import Edition
from plan_site.editions.paper import documents, typesetter
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_section,
    make_strategy,
)
from tests.helpers.pdf_parts import (
    kinds,
    links,
    opened,
    outline,
    pages_of,
    tags,
    text_of,
    without_blanks,
)

pytestmark = pytest.mark.django_db

DISTRICTS = {"en": "Valley District", "es": "Distrito Valle"}
PRIORITY, PLAN = "2022-26/1a.pdf", "2022-26.pdf"
TITLES = {
    (PRIORITY, "en"): "1A Music",
    (PRIORITY, "es"): "1A Música",
    (PLAN, "en"): "Plan in English",
    (PLAN, "es"): "Plan en español",
}
EDITION = {
    "en": "Edition 1, published October 1, 2024",
    "es": "Edición 1, publicada el 1 de octubre de 2024",
}
PAGE = {"en": "Page {} of {}", "es": "Página {} de {}"}
HOSTILE = '#panic("x") $x^2$ @ref <tag> #read("/etc/passwd") \\ = * _ ` ~ ] {n} {all}'


@pytest.fixture
def priority():
    plan = make_plan(
        title_en="Plan in English",
        title_es="Plan en español",
        organization_en="Valley District",
        organization_es="Distrito Valle",
    )
    priority = make_priority(make_pillar(plan), title_en="Music", title_es="Música")
    make_strategy(priority)
    make_resource(priority)
    make_measure(
        priority, baseline=(2020, "81.6"), targets={2025: "93"}, results={2022: "84"}
    )
    return priority


@pytest.fixture
def read(client):
    """What is at an address in the newest edition."""

    def get(path: str) -> bytes:
        facts = Document.read(Edition.objects.first().contents).facts
        with scope.reading(scope.Scope(scope.WORKING_COPY, facts)):
            answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        return answer.content

    publish()
    return get


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", ["2022-26.pdf", "2022-26/1a.pdf"])
def test_reads_aloud_as_a_document(priority, read, language, path):
    pdf = read(f"/{language}/{path}")

    with opened(pdf) as document:
        assert document.Root.Lang == language
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:creator"] == [DISTRICTS[language]]
            assert about["dc:title"] == TITLES[path, language]
    assert {"H1", "H2", "H3", "Figure", "P", "L", "Link"} <= {*kinds(pdf)}
    assert all(str(tag.Alt) for tag in tags(pdf) if tag.S == "/Figure")
    assert {"en": "Strategies", "es": "Estrategias"}[language] in outline(pdf)


def test_tables_have_header_cells(priority, read):
    assert {"Table", "THead", "TH", "TR", "TD"} <= {*kinds(read("/en/2022-26.pdf"))}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", [PRIORITY, PLAN])
def test_each_page_has_its_number_and_edition(priority, read, language, path):
    pages = pages_of(read(f"/{language}/{path}"))

    for number, page in enumerate(pages, 1):
        assert without_blanks(PAGE[language].format(number, len(pages))) in page
        assert without_blanks(EDITION[language]) in page
    assert "127.0.0.1:8000/2022-26" in pages[0]


def test_links_are_whole(priority, read):
    for address in links(read("/en/2022-26/1a.pdf")):
        assert address.startswith(("http://127.0.0.1:8000/", "https://example.org/"))


def test_same_edition_has_the_same_bytes(priority, read):
    first = [read(f"/en/{path}") for path in (PRIORITY, PLAN)]
    # Another process.
    typesetter.begun.cache_clear()

    assert [read(f"/en/{path}") for path in (PRIORITY, PLAN)] == first


def test_what_an_editor_types_is_no_markup(priority, read):
    priority.statement_en = HOSTILE
    priority.save()
    make_section(priority.pillar.plan, body_en=f"`{HOSTILE.replace('`', '')}`")

    for path in (PRIORITY, PLAN):
        assert without_blanks(HOSTILE) in text_of(read(f"/en/{path}"))
    assert without_blanks(HOSTILE.replace("`", "")) in text_of(read(f"/en/{PLAN}"))


def test_qr_code_of_a_priority_is_on_its_first_page(priority, read, monkeypatch):
    jobs = []
    monkeypatch.setattr(documents, "typeset", lambda *job, **_: jobs.append(job) or b"")
    read("/en/2022-26/1a.pdf")
    ((template, data),) = jobs

    (found,) = zxingcpp.read_barcodes(first_page(template, data))

    assert found.text == "http://127.0.0.1:8000/2022-26/1a"


def first_page(template: str, data: dict) -> Image.Image:
    folder = typesetter.FOLDER
    pages = typst.compile(
        folder / template,
        root=folder,
        font_paths=[folder / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        format="png",
        ppi=100,
    )
    return Image.open(io.BytesIO(pages[0] if isinstance(pages, list) else pages))
