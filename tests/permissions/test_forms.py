"""What a form leaves open to whom, and what becomes of what was never open."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pillars.models import Priority, Resource, Result
from tests.helpers.desk import form_data, form_of, list_of, offered, with_new_row
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_strategy,
)
from tests.helpers.people import client_of, make_person
from tests.helpers.translation_pages import sheet_of

pytestmark = pytest.mark.django_db


def open_in(client, record) -> set[str]:
    """The fields that a record's form and its rows leave open, hidden ones aside."""
    page = client.get(form_of(record))
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += inline.formset.initial_forms
    return {field.html_name for form in forms for field in form.visible_fields()}


@pytest.fixture
def priority():
    return make_priority(title_en="Strong Relationships")


@pytest.fixture
def translator():
    return client_of(make_person("Translator", languages=["es"]))


def test_translator_has_the_texts_of_their_language_and_no_more(translator, priority):
    make_strategy(priority)

    found = open_in(translator, priority)

    assert {name for name in found if not name.endswith("_es")} == set()
    assert {"title_es", "why_es", "strategies-0-text_es"} <= found


def test_translator_reads_the_other_language_beside_it(translator, priority):
    page = translator.get(form_of(priority))

    rows = [line.fields for part in page.context["adminform"] for line in part]
    assert ["title_en", "title_es"] in [list(row) for row in rows]
    assert "Strong Relationships" in page.content.decode()


@pytest.mark.parametrize("languages", [[], ["fr"]])
def test_translator_without_a_language_of_the_site_writes_nothing(languages, priority):
    client = client_of(make_person("Translator", languages=languages))

    answer = client.post(form_of(priority), {"title_es": "Otro"})

    assert answer.status_code == 403


def test_forged_row_adds_and_deletes_nothing(translator, priority):
    strategy = make_strategy(priority)
    sent = form_data(translator.get(form_of(priority)))
    sent |= {"strategies-0-DELETE": "on", "strategies-0-code": "1A.9"}
    new = {"text_en": "New", "text_es": "Nueva", "code": "1A.5", "level": "school_site"}

    translator.post(form_of(priority), with_new_row(sent, "strategies", **new))

    assert [(s.pk, s.code) for s in priority.strategies.all()] == [
        (strategy.pk, "1A.1")
    ]


def test_what_is_wrong_in_a_closed_field_is_shown_and_nothing_breaks(
    translator, priority
):
    priority.is_retired = True
    priority.retirement_note_es = "Ahora es 1B."
    priority.save()
    sent = form_data(translator.get(form_of(priority)))

    page = translator.post(form_of(priority), {**sent, "retirement_note_es": ""})

    errors = page.context["adminform"].form.errors
    assert page.status_code == 200
    assert errors["__all__"] == [
        "Note on where the matter went (English):"
        " Say in each language where the matter went."
    ]


def test_rights_of_two_groups_add_up():
    measure = make_measure(results={2023: "84"})
    person = make_person("Translator", "Data steward", languages=["es"])

    found = open_in(client_of(person), measure)

    assert {"title_es", "results-0-value", "results-0-note_en"} <= found
    assert not {"title_en", "decimals", "code"} & found


def test_data_steward_leaves_the_measure_itself_alone():
    measure = make_measure(results={2023: "84"})
    client = client_of(make_person("Data steward"))
    sent = form_data(client.get(form_of(measure)))
    before = measure.history.count()

    client.post(form_of(measure), {**sent, "results-0-value": "85"})

    assert Result.objects.get().value == 85
    assert Result.objects.get().entered_by.username == "data-steward"
    assert measure.history.count() == before


def test_translator_of_a_note_is_not_who_entered_the_number(translator):
    measure = make_measure(results={2023: "84"})
    sent = form_data(translator.get(form_of(measure)))

    translator.post(form_of(measure), {**sent, "results-0-note_es": "Nota"})

    assert Result.objects.get().note_es == "Nota"
    assert Result.objects.get().entered_by is None


def test_numbers_that_are_closed_are_read_as_people_write_them(translator):
    measure = make_measure(results={2023: "84.5000"})

    page = translator.get(form_of(measure)).content.decode()

    assert "84.5<" in page.replace(" ", "").replace("\n", "")
    assert "2,023" not in page


@pytest.fixture
def pillar():
    make_pillar(plan := make_plan())
    return make_pillar(plan)


@pytest.fixture
def pillar_editor(pillar):
    return client_of(make_person("Pillar editor", pillars=[pillar]))


def test_pillar_editor_is_offered_no_place_in_anothers_pillar(pillar_editor, pillar):
    own = make_priority(pillar)
    other = make_priority(pillar.plan.pillars.first())

    found = offered(pillar_editor, "strategy", "priority")
    form = pillar_editor.get(form_of(own)).context["adminform"].form

    assert found == [f"{own} ({pillar.plan.slug})"]
    assert [place.pk for place in form.fields["pillar"].queryset] == [pillar.pk]
    assert pillar_editor.post(form_of(other), {"title_en": "Mine"}).status_code == 403


def test_pillar_editor_cannot_take_a_strategy_elsewhere(pillar_editor, pillar):
    strategy = make_strategy(own := make_priority(pillar))
    other = make_priority(pillar.plan.pillars.first())
    sent = form_data(pillar_editor.get(form_of(strategy)))

    page = pillar_editor.post(form_of(strategy), {**sent, "priority": other.pk})

    strategy.refresh_from_db()
    assert "priority" in page.context["adminform"].form.errors
    assert strategy.priority == own


def test_pillar_editor_works_in_rows_below_own_priorities(pillar_editor, pillar):
    make_resource(own := make_priority(pillar))
    sent = form_data(pillar_editor.get(form_of(own)))
    sent["resources-0-DELETE"] = "on"

    pillar_editor.post(form_of(own), sent)

    assert not Resource.objects.exists()


def test_pillar_editor_does_not_delete_the_pillar(pillar_editor, pillar):
    address = reverse("admin:pillars_pillar_delete", args=[pillar.pk])

    assert pillar_editor.post(address, {"post": "yes"}).status_code == 403


def test_refused_rows_of_a_file_are_named(pillar_editor, pillar):
    own = make_measure(make_priority(pillar))
    other = make_measure(make_priority(pillar.plan.pillars.first()))
    rows = [f"{measure.code},2024,reported,53" for measure in (own, other)]
    text = "\n".join(["code,school_year,state,value", *rows])
    sent = {"plan": pillar.plan.pk, "file": in_file(text)}

    page = pillar_editor.post(reverse("admin:pillars_result_in_bulk"), sent)

    assert [str(problem) for problem in page.context["result"].problems] == [
        f"Line 3, column “code”: read “{other.code}”. You may not change this measure’s"
        " results. Remove the row."
    ]


def in_file(text: str):
    return SimpleUploadedFile("results.csv", text.encode())


def test_file_to_fill_in_has_what_a_pillar_editor_may_fill_in(pillar_editor, pillar):
    own = make_measure(make_priority(pillar))
    make_measure(make_priority(pillar.plan.pillars.first()))
    args = [pillar.plan.pk, 2024, "xlsx"]

    page = pillar_editor.get(reverse("admin:pillars_result_file_to_fill_in", args=args))

    _head, *codes = [cell.value for cell in sheet_of(page)["A"]]
    assert codes == [own.code]


@pytest.mark.parametrize("group", ["Translator", "Pillar editor"])
def test_list_asks_the_same_queries_however_long_it_is(
    group, django_assert_num_queries, django_assert_max_num_queries
):
    pillar = make_pillar()
    client = client_of(make_person(group, pillars=[pillar], languages=["es"]))
    make_strategy(make_priority(pillar))
    client.get(list_of("strategy"))
    with django_assert_max_num_queries(20) as one:
        client.get(list_of("strategy"))
    for _ in range(2):
        make_strategy(Priority.objects.first())

    with django_assert_num_queries(len(one)):
        page = client.get(list_of("strategy"))

    assert page.context["cl"].result_count == 3
