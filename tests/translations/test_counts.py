"""Texts that are missing or behind are counted alike wherever they are counted."""

import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from pillars.models import Measure, Pillar, Priority, Resource, Result
from pillars.todo.tasks import total
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_section,
    make_strategy,
    make_term,
)
from tests.helpers.people import client_of, make_person
from tests.helpers.translation_pages import address, download, listed, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """
    A plan in which two texts are behind and four are missing in Spanish, and one in
    English; and whatever else could be taken for such a text and is none.
    """
    plan = make_plan()
    # A wording of nothing but white space is missing, too.
    priority = make_priority(make_pillar(plan), why_es="", statement_es=" \n")
    strategy = make_strategy(priority)
    for record, field in [(priority, "title_en"), (strategy, "text_en")]:
        setattr(record, field, "Rewritten.")
        record.save()
    make_result(make_measure(priority, results={}), 2023, "1", note_en="Anew.")
    make_section(plan, title_en="")
    # Addresses in one language, and other forms of a term in one language.
    resource = make_resource(priority, url_es="")
    resource.url_en = "https://example.org/moved"
    resource.save()
    make_term(plan, also_en="Terms", also_es="")
    # A note for a retirement that did not take place.
    make_strategy(priority, retirement_note_en="It went elsewhere.")
    # What was retired wants its note alone; what stands in it, nothing.
    note = {"retirement_note_en": "It went to 1A.", "retirement_note_es": ""}
    retired = make_priority(priority.pillar, is_retired=True, why_es="", **note)
    make_resource(retired, title_es="")
    make_result(make_measure(retired, title_es=""), 2023, "1", note_en="Anew.")
    locked = make_plan(is_locked=True, vision_es="")
    make_priority(make_pillar(locked, summary_es=""), why_es="")
    return plan


COUNTS = {"behind-es": 2, "missing-es": 4, "missing-en": 1}


def test_start_page_and_list_count_alike(admin_client, plan):
    groups = admin_client.get(reverse("admin:index")).context["start"].groups

    texts = [group for group in groups if group.texts_page]
    assert {group.name: total(group.tasks) for group in texts} == COUNTS
    for group in texts:
        page = admin_client.get(group.texts_page)
        assert page.context["page"].paginator.count == COUNTS[group.name]
    assert len(listed(admin_client)) == sum(COUNTS.values())


def test_start_page_leads_to_the_list_of_a_group(admin_client, plan):
    page = admin_client.get(reverse("admin:index")).content.decode()

    assert f'href="{address(language="es", state="missing")}"' in (
        page.replace("&amp;", "&")
    )
    assert "?show=all&amp;only=missing-es#outline" in page


def test_file_for_translators_has_a_row_for_each_of_them(admin_client, plan):
    assert len(rows_of(download(admin_client, language="es"))) == 6


def test_command_counts_the_same(plan):
    out = io.StringIO()
    call_command("check_translations", "es", stdout=out)

    assert out.getvalue().splitlines()[-1] == "In es: 4 missing, 2 behind."


def test_email_counts_the_same(plan):
    translator_with_mail()

    call_command("remind")

    (letter,) = mail.outbox
    assert letter.subject == "Strategic plan: 6 things to do"
    assert "Texts behind another language (Spanish): 2" in letter.body
    assert "Texts missing (Spanish): 4" in letter.body


def test_long_email_links_to_the_list_for_the_rest(settings):
    settings.PUBLIC_URL = "https://plan.example.org"
    pillar = make_pillar()
    for _ in range(12):
        make_priority(pillar, why_es="", statement_es="")
    translator_with_mail()

    call_command("remind")

    rest = f"https://plan.example.org{address(language='es', state='missing')}"
    assert f"And 4 more:\n{rest}\n" in mail.outbox[0].body


def translator_with_mail():
    person = make_person("Translator", languages=["es"])
    person.email = "ana@example.org"
    person.save()


@pytest.mark.parametrize(
    ("model", "lacking"),
    # Two priorities: one lacks its statement and why, the other one its note.
    [(Pillar, 0), (Priority, 2), (Resource, 0), (Measure, 0), (Result, 1)],
)
def test_lists_of_records_name_and_leave_the_same(admin_client, plan, model, lacking):
    every = reverse(f"admin:pillars_{model._meta.model_name}_changelist")

    page = admin_client.get(every, {"missing": "es"})

    found = set(page.context["cl"].result_list)
    desk = page.context["cl"].model_admin
    named = {r for r in model.objects.all() if desk.languages_missing(r) == "Spanish"}
    assert len(found) == lacking
    assert found == named


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("name", ["strategy", "resource", "result", "measure"])
def test_list_of_records_has_a_fixed_number_of_queries(
    admin_client, django_assert_num_queries, django_assert_max_num_queries, name, size
):
    page = reverse(f"admin:pillars_{name}_changelist")
    one_of_each(make_plan())
    admin_client.get(page, {"missing": "es"})
    with django_assert_max_num_queries(40) as before:
        admin_client.get(page, {"missing": "es"})
    for _ in range(size):
        one_of_each(make_plan())

    with django_assert_num_queries(len(before)):
        found = admin_client.get(page, {"missing": "es"}).context["cl"]

    assert found.result_count == size + 1


def one_of_each(plan):
    priority = make_priority(make_pillar(plan))
    make_strategy(priority, source_en="A report")
    make_resource(priority, title_es="")
    measure = make_measure(priority, title_es="")
    make_result(measure, 2023, "1", note_en="Anew.")


def test_form_marks_what_is_counted_and_nothing_else(admin_client, plan):
    retired = Priority.objects.get(is_retired=True)

    page = admin_client.get(
        reverse("admin:pillars_priority_change", args=[retired.pk])
    ).content.decode()

    assert page.count("Missing in Spanish") == 1


def test_person_is_shown_no_text_of_a_locked_plan_by_itself(admin_client, plan):
    locked = Priority.objects.get(pillar__plan__is_locked=True)

    page = admin_client.get(address(record=f"pillars.priority:{locked.pk}"))

    assert "All texts of this record are in step." in page.content.decode()


def test_pillar_editor_sees_the_texts_that_the_start_page_counts(plan):
    pillar = Pillar.objects.get(plan=plan)
    client = client_of(make_person("Pillar editor", pillars=[pillar]))

    start = client.get(reverse("admin:index"), {"show": "all"}).context["start"]

    texts = [total(group.tasks) for group in start.groups if group.texts_page]
    assert sum(texts) == len(listed(client)) == sum(COUNTS.values())
