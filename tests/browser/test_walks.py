"""Walks in a real browser, from an editor's hand to a reader's page."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from pillars.models import Plan, Priority
from pillars.school_years import label
from tests.editions.conftest import _edition_files, _working_copy
from tests.helpers.browser.example_plan import import_example
from tests.helpers.browser.site import (
    PASSWORD,
    REVIEW,
    ana,
    browser_context_args,
    complaints,
    complaints_in,
    desk,
    enter,
    publish,
    sign_in,
    site,
)
from tests.helpers.deletion import whole_priority
from tests.helpers.desk import form_of
from tests.helpers.people import make_person

__all__ = [
    "_edition_files",
    "_working_copy",
    "ana",
    "browser_context_args",
    "complaints",
    "desk",
    "site",
]

TRANSLATIONS = "/admin/pillars/plan/translations/"
IN_BULK = "/admin/pillars/result/in-bulk/"
DELETED = "/admin/pillars/plan/recently-deleted/"


PLANS = ["small", pytest.param("example", marks=pytest.mark.rest)]


@pytest.fixture(params=PLANS)
def plan(request, transactional_db):
    """One priority, on which something of every kind hangs; or the example."""
    if request.param == "small":
        return whole_priority().pillar.plan
    import_example()
    return Plan.objects.get()


@pytest.fixture
def priority(plan):
    return Priority.objects.filter(pillar__plan=plan).first()


@pytest.fixture
def measure(priority):
    return priority.measures.first()


def address_of(record) -> str:
    """The short one, which begins with the language."""
    return f"{record.pillar.plan.slug}/{record.code.lower()}"


@pytest.fixture(autouse=True)
def _quiet(complaints):
    """No page of a walk complains in the browser."""


def in_english(day: datetime.date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def refused(complaints: list[str], status: str):
    """A page was refused with words; the browser notes that, and nothing else."""
    complaints.remove(
        f"Failed to load resource: the server responded with a status of {status}"
    )


def test_text_changed_in_one_language_is_shown_until_the_other_follows(
    desk: Page, site, priority, complaints
):
    today = in_english(timezone.localdate())
    desk.goto(form_of(priority))
    desk.locator("[name=why_en]").fill("Everyone learns better where it is calm.")
    desk.locator("[name=_continue]").click()

    mark = desk.locator(".text-mark")
    expect(mark).to_contain_text(f"Behind since {today}: the English text changed")
    mark.get_by_role("link", name="See what changed").click()
    expect(desk.get_by_role("article")).to_contain_text("where it is calm")

    desk.goto(REVIEW)
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("has not been answered")
    refused(complaints, "409 (Conflict)")
    name = f"behind:{priority.code}:why:es"
    desk.get_by_role("checkbox", name=name).check()
    publish(desk, site, 2)
    desk.goto(f"/es/{address_of(priority)}")
    behind = desk.get_by_text("El texto en inglés cambió el")
    expect(behind).to_be_visible()
    expect(desk.locator(".why")).to_contain_text(priority.why_es)

    desk.goto(TRANSLATIONS)
    calm = "Todos aprenden mejor donde hay calma."
    desk.get_by_label("New wording in Spanish").fill(calm)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("nothing is left to do here")).to_be_visible()
    desk.goto(REVIEW)
    publish(desk, site, 3)
    desk.goto(f"/es/{address_of(priority)}")
    expect(desk.locator(".why")).to_contain_text(calm)
    expect(behind).to_have_count(0)


def upload(desk: Page, *rows: str):
    """Choose a file of results, and ask what it would change."""
    text = "\n".join(["code,group,school_year,state,value", *rows])
    file = {"name": "results.csv", "mimeType": "text/csv", "buffer": text.encode()}
    desk.get_by_label("CSV or XLSX").set_input_files(file)
    desk.get_by_role("button", name="See what would change").click()


def test_file_with_faults_is_mended_uploaded_and_published(
    desk: Page, site, plan, measure, complaints
):
    code, group = measure.code, measure.results.exclude(group=None).first().group.code
    year = plan.last_year
    desk.goto(IN_BULK)
    upload(
        desk,
        f"{code},{group},{year},reported,eighty",
        f"1A-M9,{group},{year},reported,50.5",
        f"{code},{group},2031-32,reported,50.5",
    )

    faults = desk.get_by_role("alert").get_by_role("listitem")
    expect(faults).to_have_count(3)
    expect(faults.nth(0)).to_contain_text("Line 2, column “value”: read “eighty”.")
    expect(faults.nth(1)).to_contain_text("Line 3, column “code”: read “1A-M9”.")
    expect(faults.nth(2)).to_contain_text(
        "Line 4, column “school_year”: read “2031-32”."
    )
    expect(desk.get_by_role("button", name="Save")).to_have_count(0)
    refused(complaints, "422 (Unprocessable Entity)")

    desk.get_by_role("link", name="Upload another file").click()
    upload(desk, f"{code},{group},{year},reported,50.5")
    expect(desk.get_by_role("row", name=code)).to_contain_text("50.5")
    desk.get_by_role("button", name="Save 1 result").click()
    expect(desk.get_by_text("1 result saved.")).to_be_visible()

    desk.goto(REVIEW)
    publish(desk, site, 2)
    desk.goto(f"/en/{address_of(measure)}")
    row = desk.get_by_role("row", name=label(year)).filter(has_text="50.5")
    expect(row).to_be_visible()


def test_second_editor_of_a_form_is_told_and_loses_nothing(
    desk: Page, site, priority, new_context
):
    User.objects.create_superuser("ben", password=PASSWORD)
    others = new_context()
    complaints = complaints_in(others)
    ben = enter(others.new_page(), "ben", form_of(priority))
    desk.goto(form_of(priority))
    desk.locator("[name=title_en]").fill("Calm schools")
    desk.locator("[name=statement_es]").fill("Escuelas donde hay calma.")
    desk.get_by_role("heading", name="Notes and source").first.click()
    desk.locator("[name=strategies-0-editors_note]").fill("Ask Ben.")
    desk.locator("[name=_save]").click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()

    ben.locator("[name=title_en]").fill("Quiet schools")
    ben.locator("[name=why_es]").fill("Todos aprenden mejor así.")
    ben.locator("[name=_save]").click()

    told = ben.get_by_role("alert")
    expect(told).to_contain_text(
        "somebody else saved changes while you had the form open"
    )
    expect(told).to_contain_text("Ana Ruiz")
    expect(told).to_contain_text("Calm schools")
    expect(ben.locator("[name=title_en]")).to_have_value("Quiet schools")
    expect(ben.locator("[name=why_es]")).to_have_value("Todos aprenden mejor así.")
    theirs = ben.locator("[name=statement_es]")
    expect(theirs).to_have_value("Escuelas donde hay calma.")
    note = ben.locator("[name=strategies-0-editors_note]")
    expect(note, "in a part that was closed").to_be_visible()
    expect(note).to_have_value("Ask Ben.")
    refused(complaints, "409 (Conflict)")
    title = ben.locator("[name=title_en]")
    ben.get_by_role("button", name="Use the saved value").click()
    expect(title).to_have_value("Calm schools")
    title.fill("Quiet schools")
    ben.locator("[name=_save]").click()
    expect(ben.get_by_text("was changed successfully")).to_be_visible()
    now = Priority.objects.get(pk=priority.pk)
    assert now.title_en == "Quiet schools"
    assert now.why_es == "Todos aprenden mejor así."
    assert now.statement_es == "Escuelas donde hay calma."
    assert complaints == []


def test_priority_is_deleted_and_brought_back_with_all_that_hung_on_it(
    desk: Page, site, priority
):
    strategies = [strategy.text_en for strategy in priority.strategies.all()]
    measures = [measure.title_en for measure in priority.measures.all()]
    desk.goto(form_of(priority))
    word = priority.pillar.plan.priority_word or "priority"
    desk.get_by_role("link", name=f"Delete {word}").click()
    desk.get_by_role("button", name="Yes, I’m sure").click()

    expect(desk.get_by_text("was deleted successfully")).to_be_visible()
    expect(desk.get_by_role("link", name=priority.title_en)).to_have_count(0)
    desk.goto(DELETED)
    deleted = desk.get_by_role("article")
    expect(deleted).to_contain_text(priority.title_en)
    expect(deleted).to_contain_text("Ana Ruiz")
    deleted.get_by_role("button", name="Bring back").click()
    expect(desk.get_by_text("Brought back:")).to_be_visible()

    desk.goto(form_of(priority))
    for number, text in enumerate(strategies):
        box = desk.locator(f"[name=strategies-{number}-text_en]")
        expect(box).to_have_value(text)
    desk.goto(f"/preview/en/{address_of(priority)}")
    for text in [priority.title_en, *strategies, *measures]:
        expect(desk.get_by_role("main")).to_contain_text(text)


def test_translator_writes_spanish_touches_no_number_and_does_not_publish(
    page: Page, site, measure
):
    translator = make_person("Translator", languages=["es"])
    translator.set_password(PASSWORD)
    translator.save()
    value = f"{measure.results.first().value.normalize():f}"
    enter(page, "translator", form_of(measure))

    form = page.locator("#measure_form")
    expect(form.get_by_text(value, exact=True).first).to_be_visible()
    boxes = form.locator("input:not([type=hidden]), textarea, select")
    names = [box.get_attribute("name") for box in boxes.all()]
    assert {"title_es", "results-0-note_es"} <= set(names)
    assert [name for name in names if not name.endswith("_es")] == []
    page.locator("[name=title_es]").fill("Estudiantes que se gradúan")
    page.locator("[name=_save]").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    measure.refresh_from_db()
    assert measure.title_es == "Estudiantes que se gradúan"

    page.goto(REVIEW)
    expect(page.get_by_role("article")).to_contain_text("Estudiantes que se gradúan")
    expect(page.get_by_text("but not publish. Ask somebody who may.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)


def test_form_is_there_again_after_the_session_ended(desk: Page, site, priority):
    desk.goto(form_of(priority))
    desk.locator("[name=title_es]").fill("Escuelas tranquilas")
    desk.locator(".add-row").first.click()
    text = desk.locator(f"[name=strategies-{priority.strategies.count()}-text_es]")
    text.fill("Otra cosa")
    Session.objects.all().delete()
    desk.locator("[name=_save]").click()
    sign_in(desk, "ana")

    expect(desk.get_by_text("You were signed out")).to_be_visible()
    expect(desk.locator("[name=title_es]")).to_have_value("Escuelas tranquilas")
    expect(text).to_have_value("Otra cosa")
    title = priority.title_es
    priority.refresh_from_db()
    assert priority.title_es == title
