"""The table of answers says at each address what Django says in the end."""

import json
from functools import cache

import lxml.html
import pytest

from pillars.models import Plan
from plan_site.editions import scope
from plan_site.editions.document.document import Document
from plan_site.editions.storage.folders import read_document
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import FOUND, pressed
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import (
    make_group,
    make_help_line,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
)

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

LANGUAGES = ["en", "es"]
HOMES = {"/en/", "/es/"}
SLUGS = ["2022-26", "the-plan", "2016-20", "2010-14", "2040-44"]
CODES = ["1", "1a", "1b", "1c", "1e", "1a-m1", "1a-m7", "3"]
CODES += ["1.1", "1.11", "1.12", "goal", "goal-2", "goal2", "goal-3"]
PAGES = ["", "measures/", "measures/met/", "progress/", "about/", "glossary/"]
PAGES += ["groups/foster/", "stratml-part-1.xml", "stratml-part-2.xml"]
PAGES += ["print/", "since-adoption/", "changes/", "changes/1/", "changes/2/"]
PAGES += ["embed/1a/", "embed/1b/", "embed/1c/", "embed/1a-m1/"]


@pytest.fixture
def folder(settings):
    """
    An edition with a past: its plan had another address and other titles, another plan
    was withdrawn, 1B was removed, 1C retired, 1A-M1 is 1A-M7 now.
    """
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    priority = make_priority(title_en="Music", title_es="Música")
    plan = priority.pillar.plan
    make_help_line(plan, language="vi")
    make_group(plan, code="foster")
    measure = make_measure(priority, code="1A-M1", title_en="Share", title_es="Parte")
    make_measure(priority, code="1A-M2", title_en="Sum", title_es="Suma")
    removed = make_priority(priority.pillar, title_en="Gone", title_es="Ida")
    retired = make_priority(priority.pillar, title_en="Left", title_es="Retirada")
    older = make_pillar(make_plan(slug="2016-20", title_en="Older"))
    make_priority(older)
    for code in ("1.1", "1.11", "Goal 2", "Goal"):
        make_priority(older, code=code, title_en="2 languages", title_es="2 idiomas")
    withdrawn = make_plan(slug="2010-14", title_en="Oldest")
    make_measure(make_priority(make_pillar(withdrawn)), code="1A-M1")
    publish()
    plan.slug, priority.title_en = "the-plan", "Songs"
    measure.code = "1A-M7"
    retired.is_retired, retired.retirement_note_en = True, "It went to 1A."
    Plan.objects.filter(pk=withdrawn.pk).update(is_public=False)
    for record in (plan, priority, measure, retired):
        record.save()
    removed.delete()
    return pressed(publish().contents)


@pytest.fixture
def table(folder) -> dict:
    return json.loads((folder / "answers.json").read_bytes())


@pytest.fixture
def follow(client, folder):
    """Where a reader gets in the end: its status and address, and those before it."""
    facts = Document.read(read_document(folder)).facts

    @cache
    def ask(path: str, language: str) -> tuple[int, str]:
        with scope.reading(scope.Scope(scope.WORKING_COPY, facts)):
            response = client.get(path, headers={"accept_language": language})
        return response.status_code, response.get("Location", "")

    def end_of(path: str, language: str) -> tuple[int, str, set[int]]:
        steps = set()
        while True:
            status, location = ask(path, "" if path[:4] in HOMES else language)
            if not location:
                return status, path, steps
            steps.add(status)
            path = location

    return end_of


def entry_in(table: dict, path: str, language: str = ""):
    """What the table says of an address, in a language."""
    entry = table["answers"].get(path)
    if entry is None:
        segment = path.strip("/").rpartition("/")[2]
        above = path.rstrip("/").removesuffix(segment)
        for end in range(len(segment), 0, -1):
            code = f"{above}{segment[:end]}"
            if f"{segment}-"[end] == "-" and code in table["codes"]:
                return entry_of_code(table["answers"], code)
    return entry[language] if isinstance(entry, dict) else entry


def entry_of_code(answers: dict, address: str):
    """At its page's address without a title, else at its short link."""
    page = next(path for path in (f"{address}/", address) if path in answers)
    return [301, page] if answers[page][0] == 200 else answers[page]


def every_address():
    """All that could ever have been an address, with the language of its reader."""
    ends = [*CODES, *(f"{code}-an-old-title/" for code in CODES)]
    # Without "measures", Django takes the address of a measure for a priority's.
    ends = [end for end in ends if "-m" not in end or not end.endswith("/")]
    ends += [f"measures/{code}{tail}/" for code in CODES for tail in ("", "-title")]
    for slug in SLUGS:
        for end in [*PAGES, *ends]:
            yield from ((f"/{code}/{slug}/{end}", "") for code in LANGUAGES)
    for code in CODES:
        yield from ((f"/{language}/{code}", "") for language in LANGUAGES)
        for start in ["/", *(f"/{slug}/" for slug in SLUGS)]:
            yield from ((f"{start}{code}", language) for language in LANGUAGES)
    yield from [("/", "en"), ("/", "es"), ("/en/", ""), ("/es/plans/", "")]
    yield from [("/en/accessibility-report/", ""), ("/accessibility-report.yaml", "es")]


def test_each_address_has_djangos_answer(folder, table, follow):
    wrong, statuses = [], set()
    for path, language in every_address():
        status, end, steps = follow(path, language)
        entry = entry_in(table, path, language)
        statuses.add(status)
        if status == 404:
            is_right = path not in table["answers"]
        elif entry is None:
            # All below a withdrawn plan is gone, also codes that never were.
            is_right = status == 410 and "/2010-14/" in path
        elif status == 200 and steps:
            is_right = entry == [max(steps), end]
        else:
            is_right = entry[0] == status
        if not is_right:
            wrong.append((path, language, status, steps, end, entry))

    assert wrong == []
    assert statuses == {200, 404, 410}


def test_each_answer_with_a_body_has_its_file(folder, table):
    def files(entry):
        if isinstance(entry, dict):
            return [file for part in entry.values() for file in files(part)]
        return [entry[1]] if len(entry) > 2 else []

    named = {
        file
        for part in ("answers", "errors")
        for entry in table[part].values()
        for file in files(entry)
    }
    written = {
        str(path.relative_to(folder / "pages"))
        for path in (folder / "pages").rglob("*")
        if path.is_file() and path.suffix not in {".br", ".gz"}
    }

    assert named == written


def page_of(folder, entry) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((folder / "pages" / entry[1]).read_bytes().decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_have_the_frame_of_the_current_plan(folder, table, language):
    assert sorted(table["errors"]) == ["400", "404", "405", "414"]
    for status, entries in table["errors"].items():
        page = page_of(folder, entries[language])

        assert entries[language][0] == int(status)
        assert page.get("lang") == language
        home = page.xpath("//a[@class='brand quiet']/@href")
        assert home == [f"/{language}/the-plan/"]
        assert len(page.xpath("//nav[@class='ways']//a")) == 5
        assert page.xpath("//footer//li[@lang='vi']/a")
