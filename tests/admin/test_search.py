"""The desk's search: records by code or by words, in both languages."""

import pytest
from django.urls import reverse

from pillars.models import Plan
from tests.helpers.desk import form_of
from tests.helpers.makers import (
    both,
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
    make_term,
    plan_models,
)
from tests.helpers.people import client_of, make_staff

pytestmark = pytest.mark.django_db

SEARCH = "/admin/pillars/plan/search/"


def answers(client, query: str) -> list:
    return client.get(SEARCH, {"q": query}).context["answers"]


def found(client, query: str) -> list[tuple[str, str]]:
    """The kind and the code, else the title, of each result in its order."""
    return [(str(it.kind), it.code or it.title) for it in answers(client, query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("1a", ("Priority", "1A")),
        ("1A", ("Priority", "1A")),
        ("1A.2", ("Strategy", "1A.2")),
        ("1a-2", ("Strategy", "1A.2")),  # As an address has it.
        ("1a-m1", ("Measure of success", "1A-M1")),
        ("1A M1", ("Measure of success", "1A-M1")),
        ("1", ("Pillar", "1")),
        ("middle-schools", ("Student group", "middle-schools")),
        ("fafsa", ("Glossary term", "Word for money")),
        ("2022-26", ("Plan", "The plan")),
    ],
)
@pytest.mark.postgresql
def test_exact_code_comes_first(admin_client, query, first):
    plan = make_plan(title_en="The plan")
    pillar = make_pillar(plan, title_en="About 1A and 1A.2 and FAFSA")
    priority = make_priority(pillar, statement_en="Of 1A-M1, middle-schools, 2022-26.")
    make_priority(pillar)
    make_strategy(priority)
    make_strategy(priority)
    make_measure(priority)
    make_group(plan, code="middle-schools")
    make_term(plan, code="fafsa", term_en="Word for money")

    assert found(admin_client, query)[0] == first


def test_code_finds_what_is_below_it(admin_client):
    priority = make_priority()
    make_strategy(priority)
    make_measure(priority)

    assert found(admin_client, "1a") == [
        ("Priority", "1A"),
        ("Strategy", "1A.1"),
        ("Measure of success", "1A-M1"),
    ]


def test_exact_code_of_any_plan_comes_before_what_is_below_it(admin_client):
    current, other = make_plan(), make_plan(title_en="The other plan")
    for plan in (other, current):
        make_strategy(make_priority(make_pillar(plan)))

    answers = admin_client.get(SEARCH, {"q": "1a"}).context["answers"]

    assert [(one.code, one.plan) for one in answers] == [
        ("1A", ""),
        ("1A", "The other plan"),
        ("1A.1", ""),
        ("1A.1", "The other plan"),
    ]


@pytest.mark.parametrize("query", ["educacion", "EDUCACIÓN", "Educación", "educaci"])
@pytest.mark.postgresql
def test_accents_and_capitals_make_no_difference(admin_client, query):
    make_priority(title_es="Educación para todos")

    assert found(admin_client, query) == [("Priority", "1A")]


@pytest.mark.postgresql
def test_accents_in_the_question_are_left_aside_too(admin_client):
    make_priority(title_en="Naive cafe")

    assert found(admin_client, "naïve café") == [("Priority", "1A")]


@pytest.mark.parametrize("query", ["estudyante", "educativo", "atendance"])
def test_misspelled_words_and_other_forms_are_found(admin_client, query):
    make_priority(title_es="Educación de cada estudiante", title_en="Attendance")

    assert found(admin_client, query) == [("Priority", "1A")]


def test_titles_come_before_texts_and_texts_before_words_spread_about(admin_client):
    pillar = make_pillar()
    make_priority(pillar, title_en="Strong start", why_en="Good relationships.")
    make_priority(pillar, why_en="We want strong relationships.")
    make_priority(pillar, title_en="Strong relationships")

    assert found(admin_client, "strong relationships") == [
        ("Priority", "1C"),
        ("Priority", "1B"),
        ("Priority", "1A"),
    ]


def test_every_word_has_to_be_there(admin_client):
    make_priority(title_en="Strong start", title_es="Buen comienzo")

    assert found(admin_client, "strong finish") == []


def test_words_of_both_languages_find_one_record(admin_client):
    make_priority(title_en="Strong start", title_es="Buen comienzo")

    assert found(admin_client, "strong comienzo") == [("Priority", "1A")]


def test_short_word_is_found_where_a_word_begins_only(admin_client):
    make_priority(title_en="Xo far", title_es="Llegar lejos")
    make_section(Plan.objects.get(), title_en="Saxophone")

    assert found(admin_client, "xo") == [("Priority", "1A")]


def test_every_kind_of_record_is_found(admin_client):
    plan = make_plan(vision_en="Zanzibar")
    priority = make_priority(
        make_pillar(plan, summary_en="Zanzibar"), why_en="Zanzibar"
    )
    make_section(plan, body_en="Zanzibar")
    make_group(plan, title_en="Zanzibar")
    make_term(plan, meaning_en="Zanzibar")
    make_strategy(priority, text_en="Zanzibar")
    make_resource(priority, url_en="https://example.org/zanzibar")
    measure = make_measure(priority, targets={2025: "90"}, baseline=(2021, "80"))
    make_result(measure, 2023, "84", note_en="Zanzibar")
    measure.editors_note = "Zanzibar"
    measure.save()
    for row in (measure.targets.get(), measure.baselines.get()):
        row.note_en = "Zanzibar"
        row.save()

    office = make_office(plan, title_en="Zanzibar")
    make_review(plan, title_en="Zanzibar")
    make_help_line(plan, text="Zanzibar")
    make_note(priority, office=office, what_comes_next_en="Zanzibar")
    make_note(measure, office=office, why_es="Zanzíbar")

    records = [hit.record for hit in answers(admin_client, "zanzibar")]

    assert {type(record) for record in records} == set(plan_models())


def test_office_is_found_by_its_telephone(admin_client):
    office = make_office(phone="(213) 555-0199", **both("title", "Data", "Datos"))

    assert found(admin_client, "555-0199") == [("Office", str(office))]


def test_result_leads_to_the_form_and_shows_where_it_was_found(admin_client):
    priority = make_priority(why_es="Porque la educación abre puertas a todos.")

    (answer,) = admin_client.get(SEARCH, {"q": "educacion"}).context["answers"]

    assert answer.form == form_of(priority)
    assert (answer.snippet.label, answer.snippet.found) == (
        "why this matters (Spanish)",
        "educación",
    )
    snippet = answer.snippet
    assert snippet.before + snippet.found + snippet.after == priority.why_es


def test_snippet_of_a_long_text_is_cut_at_words(admin_client):
    make_priority(why_en=f"{'before ' * 30}NEEDLE{' after' * 30}")

    (answer,) = admin_client.get(SEARCH, {"q": "needle"}).context["answers"]

    assert answer.snippet.before.startswith("…before ")
    assert answer.snippet.after.endswith(" after…")


def test_letter_that_folds_into_two_is_marked_whole(admin_client):
    make_priority(title_en="Die große Straße am Fluss")

    (answer,) = admin_client.get(SEARCH, {"q": "strasse"}).context["answers"]

    assert answer.title == "Die große Straße am Fluss"
    # The title itself says it: nothing is said twice.
    assert answer.snippet is None


def test_text_is_never_treated_as_html(admin_client):
    make_priority(why_en="<script>alert(1)</script> needle")

    page = admin_client.get(SEARCH, {"q": "needle"}).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_only_what_a_person_may_view_is_found():
    priority = make_priority(title_en="Zanzibar")
    make_resource(priority, title_en="Zanzibar")
    client = client_of(make_staff("ana", "view_priority"))

    assert found(client, "zanzibar") == [("Priority", "1A")]


def test_stranger_is_sent_to_sign_in(client):
    assert client.get(SEARCH)["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    "odd", ["", "   ", "\x00", "%", "'", "(", "*", "…", "́", "a" * 5000, "🙂"]
)
def test_invalid_question_is_answered(admin_client, odd):
    make_priority()

    page = admin_client.get(SEARCH, {"q": odd})

    assert page.status_code == 200
    assert page.context["answers"] == []


def test_search_works_without_a_script_in_either_language(admin_client):
    make_priority()
    spanish = {"Accept-Language": "es"}

    start = admin_client.get("/admin/", headers=spanish).content.decode()
    page = admin_client.get(SEARCH, {"q": "zzz"}, headers=spanish).content.decode()

    assert f'role="search" action="{SEARCH}" method="get"' in start
    assert "Nada contiene todas esas palabras." in page


def test_palette_is_given_the_results_alone(admin_client):
    make_priority(title_en="Strong start")

    page = admin_client.get(SEARCH, {"q": "strong"}, headers={"HX-Request": "true"})

    text = page.content.decode()
    assert "<html" not in text
    assert 'id="command-results-list"' in text
    assert page["Vary"].startswith("HX-Request")


def test_many_results_are_shown_in_part_and_counted(admin_client):
    plan = make_plan()
    for _ in range(103):
        make_term(plan, term_en="Zanzibar")

    page = admin_client.get(SEARCH, {"q": "zanzibar"})

    assert len(page.context["answers"]) == 100
    assert "3 more are not shown" in page.content.decode()


def everything(plan: Plan) -> None:
    """One more record of each kind."""
    priority = make_priority(make_pillar(plan))
    make_section(plan)
    make_term(plan)
    make_strategy(priority)
    make_resource(priority)
    make_measure(priority, baseline=(2021, "80"), results={2023: "84"})


def test_search_asks_the_same_queries_however_much_there_is(
    admin_client, django_assert_num_queries, django_assert_max_num_queries
):
    plan = make_plan()
    everything(plan)
    admin_client.get(SEARCH, {"q": "a"})
    with django_assert_max_num_queries(21) as one:
        admin_client.get(SEARCH, {"q": "a"})
    everything(plan)
    everything(plan)

    with django_assert_num_queries(len(one)):
        admin_client.get(SEARCH, {"q": "a"})


def test_search_of_the_theme_leads_to_the_one_of_the_desk(admin_client):
    answer = admin_client.get("/admin/search/?s=x&page=abc")

    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:pillars_plan_search")
