"""The editors' desk: its start page and its lists."""

import pytest
from django.urls import reverse

from pillars.models import Strategy
from tests.helpers.desk import LISTS, form_of, list_of, offered
from tests.helpers.makers import (
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_review,
    make_section,
    make_strategy,
    make_term,
)

TRANSLATIONS = "/admin/pillars/plan/translations/"
pytestmark = pytest.mark.django_db


def everything(plan) -> None:
    """One more record of each kind, each child below a parent of its own."""
    priority = make_priority(make_pillar(plan))
    make_section(plan)
    make_term(plan)
    make_strategy(priority)
    make_resource(priority)
    make_review(plan)
    make_help_line(plan, language=["hy", "ko", "vi"][plan.help_lines.count()])
    measure = make_measure(
        priority,
        baseline=(2021, "80"),
        targets={2025: "90"},
        results={2023: "84"},
        group=make_group(plan),
    )
    office = make_office(plan)
    make_note(priority, office=office)
    make_note(measure, office=office)


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_the_same_queries_however_long_it_is(
    admin_client, django_assert_num_queries, django_assert_max_num_queries, name
):
    plan = make_plan()
    everything(plan)
    admin_client.get(list_of(name))
    with django_assert_max_num_queries(20) as one:
        admin_client.get(list_of(name))
    everything(plan)
    everything(plan)

    with django_assert_num_queries(len(one)):
        page = admin_client.get(list_of(name))

    assert page.context["cl"].result_count == (1 if name == "plan" else 3)


@pytest.mark.parametrize("name", LISTS)
def test_blank_form_opens(admin_client, name):
    page = admin_client.get(reverse(f"admin:pillars_{name}_add"))

    assert page.status_code == 200
    assert "[es]" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("priority", "1b", ["1B"]),
        ("priority", "solidas", ["1A"]),
        ("strategy", "1A.2", ["1A.2"]),
        ("measure", "1a-m1", ["1A-M1"]),
    ],
)
def test_search_finds_codes_and_texts_of_both_languages(
    admin_client, name, words, found
):
    pillar = make_pillar()
    first = make_priority(pillar, title_es="Relaciones sólidas")
    make_priority(pillar)
    make_strategy(first)
    make_strategy(first)
    make_measure(first)

    page = admin_client.get(list_of(name), {"q": words})

    assert [record.code for record in page.context["cl"].result_list] == found


def test_search_finds_the_numbers_of_a_measure_by_its_code(admin_client):
    measure = make_measure(results={2023: "84"})
    make_measure(measure.priority, results={2023: "85"})

    page = admin_client.get(list_of("result"), {"q": measure.code})

    found = [result.measure for result in page.context["cl"].result_list]
    assert found == [measure]


def test_missing_language_is_named_in_the_list_and_filters_it(admin_client):
    pillar = make_pillar()
    make_priority(pillar)
    untranslated = make_priority(pillar, why_es="")

    page = admin_client.get(list_of("priority"), {"missing": "es"})
    column = page.context["cl"].model_admin.languages_missing(untranslated)

    assert list(page.context["cl"].result_list) == [untranslated]
    assert column == "Spanish"


def test_text_that_no_language_has_is_not_missing(admin_client):
    make_priority(notice_en="", notice_es=None)

    page = admin_client.get(list_of("priority"), {"missing": "es"})

    assert page.context["cl"].result_count == 0


def test_measure_list_says_the_status_or_that_it_is_a_related_figure(admin_client):
    priority = make_priority()
    make_measure(
        priority, baseline=(2021, "80"), targets={2025: "90"}, results={2024: "91"}
    )
    make_measure(priority, target_kind="none", results={2024: "7"})

    rows = admin_client.get(list_of("measure")).context["cl"].result_list
    desk = admin_client.get(list_of("measure")).context["cl"].model_admin

    assert [str(desk.status(measure)) for measure in rows] == [
        "Target met",
        "related figure",
    ]


def test_stranger_is_sent_to_sign_in(client):
    answer = client.get(list_of("plan"))

    assert answer["Location"].startswith(reverse("admin:login"))


def test_start_page_and_sidebar_follow_the_plan(admin_client):
    context = admin_client.get(reverse("admin:index")).context

    plan, editions, people = context["app_list"]
    names = [model["object_name"].lower() for model in plan["models"]]
    items = context["sidebar_navigation"][1]["items"]
    links, titles = ([item[name] for item in items] for name in ("link", "title"))

    assert names == LISTS
    assert len({*titles}) == len(titles)
    assert "Notes for a year: priorities" in titles
    assert [model["object_name"] for model in editions["models"]] == ["Edition"]
    assert [model["object_name"] for model in people["models"]] == ["User", "Group"]
    assert links == [list_of(name) for name in LISTS]


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/admin/pillars/plan/", "/admin/pillars/plan/"),
        ("/admin/pillars/plan/translations/hand-over/", TRANSLATIONS),
        ("/admin/auth/user/add/", "/admin/auth/user/"),
    ],
)
def test_sidebar_marks_one_place(admin_client, address, marked):
    groups = admin_client.get(address).context["sidebar_navigation"]

    items = [item for group in groups for item in group["items"]]
    assert [item["link"] for item in items if item["active"]] == [marked]


def test_form_tells_pillars_of_two_plans_apart(admin_client):
    for slug in ("2022-26", "2026-30"):
        make_pillar(make_plan(slug=slug), code="1", title_en="Excellence")

    page = admin_client.get("/admin/pillars/priority/add/")

    offered = [str(words) for _key, words in field_of(page, "pillar").choices]
    assert {"1 Excellence (2022-26)", "1 Excellence (2026-30)"} < set(offered)


@pytest.fixture
def of_two_plans():
    """A measure and a strategy in each of two plans, alike in all but the plan."""
    for slug in ("2022-26", "2026-30"):
        pillar = make_pillar(make_plan(slug=slug), code="1", title_en="Excellence")
        priority = make_priority(pillar, code="1A", title_en="Instruction")
        make_strategy(priority, code="1A.3", text_en="Tutoring")
        make_measure(priority, code="1A-M1", title_en="Graduates", results={2023: "84"})


@pytest.mark.parametrize(
    ("model", "field", "name"),
    [
        ("strategy", "priority", "1A Instruction"),
        ("resource", "strategy", "1A.3 Tutoring"),
        ("result", "measure", "1A-M1 Graduates"),
    ],
)
def test_records_of_two_plans_are_told_apart_where_one_is_chosen(
    admin_client, of_two_plans, model, field, name
):
    found = offered(admin_client, model, field)

    assert {*found} == {f"{name} (2022-26)", f"{name} (2026-30)"}


def test_chosen_record_is_named_with_its_plan(admin_client, of_two_plans):
    strategy = Strategy.objects.first()

    page = admin_client.get(form_of(strategy)).content.decode()

    assert f"1A Instruction ({strategy.priority.pillar.plan.slug})</option>" in page


@pytest.mark.parametrize("kind", ["priority", "strategy", "resource", "result"])
def test_lists_filter_by_pillars_of_a_plan(admin_client, of_two_plans, kind):
    page = admin_client.get(list_of(kind)).content.decode()

    for slug in ("2022-26", "2026-30"):
        assert f"1 Excellence ({slug})" in page


def field_of(page, name: str):
    return page.context["adminform"].form.fields[name]
