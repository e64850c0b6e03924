"""Exports: the current edition as plain files, whole, in both languages."""

import re

import pytest

from plan_site.editions.press.crawl import file_name
from tests.helpers.editions.pressed_editions import paths_in

pytestmark = pytest.mark.django_db

LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
CSS_LINK = re.compile(r'url\("?([^")]+)')


def test_no_link_leads_nowhere(exported):
    broken = []
    for file in exported.path.rglob("*.*"):
        where = f"/{file.relative_to(exported.path)}"
        found = []
        if file.suffix == ".html":
            found = LINK.findall(file.read_text())
        elif file.suffix == ".css":
            base = where.rpartition("/")[0]
            found = [f"{base}/{link}" for link in CSS_LINK.findall(file.read_text())]
        for link in found:
            place = link.removeprefix("http://127.0.0.1:8000")
            if place.startswith("/") and not exported.file(place).is_file():
                broken.append((where, link))

    assert broken == []
    assert len(list(exported.path.rglob("*.woff2"))) == 1


def test_pages_are_those_of_the_press(exported):
    (pressed,) = (exported.path.parent / "editions").glob("2-*")
    pages = paths_in(pressed)

    assert len(pages) > 40
    for path in pages:
        name = file_name(path)
        if path.endswith("/search"):
            continue
        mine = exported.path / name
        assert mine.read_bytes() == (pressed / "pages" / name).read_bytes()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "There is no search here"), ("es", "Aquí no se puede buscar")],
)
def test_search_says_that_plain_files_cannot(exported, language, words):
    page = exported.page(f"/{language}/search?q=joyful")

    assert f"<h1>{words}</h1>" in page
    assert "<form" not in page


def test_nothing_but_pages_and_static_files_is_written(exported):
    endings = {file.suffix for file in exported.path.rglob("*") if file.is_file()}

    static = {".css", ".js", ".svg", ".woff2"}
    public = {".html", ".atom", ".ics", ".json", ".csv", ".xml", ".png", ".yaml"}
    files = {".xlsx", ".sqlite3", ".pdf", ".ico", ".txt", ".webmanifest"}
    assert endings == static | public | files | {".br", ".gz", ".conf"}


def test_command_ends_with_a_count(exported):
    said = re.fullmatch(
        r"Edition 2 in (.+): (\d+) pages, (\d+) redirects,"
        r" (\d+) of what was withdrawn, (\d+) static files\."
        r" For nginx, see \1/\.nginx/server\.conf\.\n",
        exported.said,
    )

    static = [p for p in (exported.path / "static").rglob("*") if p.is_file()]
    numbers = [int(number) for number in said.groups()[1:]]
    # The former address of a file is a folder.
    files = {file for file in exported.path.rglob("[!.]*") if file.is_file()}
    forms = {file for file in files if file.suffix in {".br", ".gz"}}
    public = files - forms - {*static, *(exported.path / ".nginx").iterdir()}
    assert sum(numbers[:3]) == len(public) - 3  # those of a wrong address
    assert numbers[3] == len(static)


def test_root_offers_each_language_and_never_traps(exported):
    assert exported.offers("/") == ["/en/2022-26/", "/es/2022-26/"]
    assert '<li lang="es">' in exported.page("/")
    assert "http-equiv" not in exported.page("/")


@pytest.mark.parametrize("language", ["en", "es"])
def test_start_leads_to_the_current_plan(exported, language):
    page, end = exported.page(f"/{language}/"), f"/{language}/2022-26/"

    assert exported.leads_to(f"/{language}/") == end
    assert f'<html lang="{language}">' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{end}">' in page


@pytest.mark.parametrize("plan", ["", "/2022-26"])
@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        ("1", "1-learning/", "1-aprender/"),
        ("1a", "1a-good-schools/", "1a-escuelas/"),
        ("1A", "1a-good-schools/", "1a-escuelas/"),
        ("1a-m1", "measures/1a-m1-share/", "measures/1a-m1-parte/"),
        ("1A-M1", "measures/1a-m1-share/", "measures/1a-m1-parte/"),
        ("1a-m3", "measures/1a-m4-mean/", "measures/1a-m4-media/"),  # recoded
    ],
)
def test_short_links_lead_on(exported, plan, code, english, spanish):
    ends = [f"/en/2022-26/{english}", f"/es/2022-26/{spanish}"]

    assert exported.leads_to(f"/en{plan}/{code}") == ends[0]
    assert exported.leads_to(f"/es{plan}/{code}") == ends[1]
    assert exported.offers(f"{plan}/{code}") == ends


def test_redirect_page_names_its_target_in_its_language(exported):
    page = exported.page("/es/1a")

    assert '<html lang="es">' in page
    assert '<a href="/es/2022-26/1a-escuelas/">1A Escuelas' in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize(
    "tail", ["-an-older-name", "-un-nombre-viejo", "-escuelas", ""]
)
def test_old_missing_and_foreign_tails_lead_to_the_right_one(exported, tail):
    end = exported.leads_to(f"/en/2022-26/1a{tail}/")

    assert end == "/en/2022-26/1a-good-schools/"


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("/es/2022-26/measures/1a-m3-media/", "/es/2022-26/measures/1a-m4-media/"),
        ("/en/2012-16/about/", "/en/the-first/about/"),
        ("/en/2012-16/1a-music/", "/en/the-first/1a-music/"),
    ],
)
def test_code_or_plan_that_was_renamed_leads_on(exported, path, end):
    assert exported.leads_to(path) == end


def test_what_was_removed_keeps_pages_that_say_so(exported):
    for path in ["/en/2022-26/1b-gone/", "/en/2022-26/1b", "/en/1b", "/en/1B"]:
        assert "with edition 2." in exported.page(path)
    assert '<html lang="es">' in exported.page("/es/2022-26/1b-ida/")
    assert exported.offers("/1b") == ["/en/1b", "/es/1b"]


@pytest.mark.parametrize("plan", ["", "/2022-26"])
@pytest.mark.parametrize("code", ["1a-m2", "1A-M2"])
def test_what_was_retired_keeps_its_note(exported, plan, code):
    assert "Acabó." in exported.page("/es/2022-26/measures/1a-m2-suma/")
    assert "Acabó." in exported.page(f"/es{plan}/{code}")
    assert exported.offers(f"{plan}/{code}") == [
        f"/{language}{plan}/{code.lower()}" for language in ("en", "es")
    ]


@pytest.mark.parametrize("path", ["", "measures/", "measures/behind/", "about/"])
def test_withdrawn_plan_keeps_pages_that_say_so(exported, path):
    assert "We took this plan off this site" in exported.page(f"/en/2016-20/{path}")


def test_wrong_address_has_a_page_for_all_and_one_for_each_language(exported):
    for language in ["en", "es"]:
        page = exported.page(f"/{language}/404.html")
        assert f'<section lang="{language}">' in exported.page("/404.html")
        assert f'<html lang="{language}">' in page
        assert page.count("<h1>") == 1


def test_feeds_and_calendars_are_there_by_their_names(exported):
    feed = exported.page("/es/2022-26/changes.atom")
    assert feed.startswith("<?xml")
    # A news reader that knows the former address finds a feed, not a page.
    assert exported.page("/es/changes.atom") == feed
    calendar = exported.page("/en/the-first/dates.ics")
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert exported.page("/en/2012-16/dates.ics") == calendar
    data = exported.page("/en/the-first.json")
    assert exported.page("/en/2012-16.json") == data
