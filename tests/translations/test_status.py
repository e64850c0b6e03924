"""Which texts are missing or behind in the plan, and where they stand."""

import pytest

from pillars.codes import read_once
from pillars.hierarchy.tree import KINDS
from pillars.models import Office, Plan, Priority
from pillars.models.coded import known_codes
from pillars.translations.location import Location
from pillars.translations.queries import record_at, records_of, text_at, texts_in
from pillars.translations.status import TextState
from tests.helpers.makers import (
    both,
    make_baseline,
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_review,
    make_section,
    make_strategy,
    make_target,
    make_term,
    plan_models,
)

pytestmark = pytest.mark.django_db


def whole_plan():
    """A plan with a record of each kind, each in both languages."""
    plan = make_plan()
    priority = make_priority(make_pillar(plan))
    measure = make_measure(priority, code="1A-M1")
    return [
        plan,
        make_section(plan),
        make_term(plan, term_en="Attendance"),
        make_group(plan, title_en="Middle schools"),
        priority.pillar,
        priority,
        make_strategy(priority),
        make_resource(priority, title_en="A page"),
        measure,
        make_baseline(measure, 2021, "1"),
        make_target(measure, 2025, "3"),
        make_result(measure, 2022, "2"),
        make_help_line(plan),
        make_review(plan),
        make_note(priority, office=(office := make_office(plan))),
        make_note(measure, office=office),
        office,
    ]


def test_every_kind_of_record_has_its_location(django_assert_num_queries):
    keys = [Location(record).key for record in whole_plan()]

    assert {type(record_at(key)) for key in keys} == set(plan_models()) == set(KINDS)
    with read_once():
        known_codes(Plan.objects.get())
        for key in keys:
            place = Location(record_at(key))
            with django_assert_num_queries(0):
                told = place.name, place.part, place.address_in("es"), place.form
            assert all(told)
            assert place.address_in("es").startswith("/es/2022-26/")


def test_record_is_called_by_its_code_and_year():
    records = whole_plan()

    names = {type(r).__name__: Location(r).name for r in records}

    assert names["Result"] == "1A-M1 2022–23"
    assert names["Resource"] == "1A A page"
    assert names["Strategy"] == "1A.1"


def test_page_of_a_record_is_where_readers_find_it():
    records = whole_plan()

    pages = {
        type(it).__name__: Location(it).address_in("en").removeprefix("/en/2022-26")
        for it in records
    }

    (office,) = Office.objects.all()
    priority = Priority.objects.get().get_absolute_url_in("en")
    assert pages["Office"] == f"/offices/#{office.code}"
    assert pages["Review"] == "/dates/"
    assert pages["PriorityNote"] == priority.removeprefix("/en/2022-26")
    assert pages["MeasureNote"] == pages["Result"] == pages["Measure"]
    assert pages["HelpLine"] == pages["Plan"] == "/"


def test_plan_that_is_not_public_has_no_address():
    place = Location(make_plan(is_public=False))

    assert place.preview_in("es") == place.address_in("es", "https://x") == ""


@pytest.mark.parametrize("model", KINDS)
def test_each_kind_of_record_is_found_when_a_language_is_missing(model):
    whole_plan()
    record = records_of(model).get()
    record.source_en = "The district’s report"
    record.save()

    found = [(text.key, text.state) for text in texts_in()]

    key = f"{model._meta.label_lower}:{record.pk}:source:es"
    assert found == [(key, TextState.MISSING)]


def test_other_forms_of_a_term_may_be_missing_in_a_language():
    make_term(also_en="attended", also_es="")

    assert texts_in() == []


@pytest.mark.parametrize(
    "key",
    [
        "",
        "pillars.priority:x:why:es",
        "pillars.priority:99999999999999999999:why:es",
        "pillars.priority:٣:why:es",
        "pillars.account:1:why:es",
        "pillars.priority:{pk}:why:fr",
        "pillars.priority:{pk}:letter:es",
        "pillars.priority:{pk}:nonsense:es",
        "{pk}",
    ],
)
def test_key_of_no_text_names_none(key):
    priority = make_priority()

    assert text_at(key.format(pk=priority.pk)) is None
    assert text_at(f"pillars.priority:{priority.pk}:why:es").record == priority


def test_text_that_shows_nothing_is_missing():
    priority = make_priority(
        statement_es="&nbsp;", why_es="\u200b", **both("notice", "\u200b", "**")
    )

    found = [(text.column, text.state) for text in texts_in()]

    assert found == [
        ("statement_es", TextState.MISSING),
        ("why_es", TextState.MISSING),
    ]
    assert text_at(f"pillars.priority:{priority.pk}:why:es").source == "en"
