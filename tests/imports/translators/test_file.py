"""The file for translators elsewhere: what it says, and what it writes coming back."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from pillars.imports.files.cells import folded
from pillars.imports.translators.workbook import COLUMNS, LABELS
from tests.helpers.makers import (
    both,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_review,
    make_strategy,
)
from tests.helpers.translation_pages import (
    confirm,
    download,
    fill_in,
    fill_in_all,
    key_of,
    kinds,
    make_behind,
    rows_of,
    sheet_of,
    upload,
    upload_address,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    return make_behind()


def test_file_has_a_row_for_each_text_with_all_that_a_translator_needs(
    admin_client, priority
):
    (row,) = rows_of(download(admin_client))

    day = timezone.localdate()
    assert row == {
        "record": "1A Reading (priority)",
        "field": "why this matters",
        "part": f"{priority.pillar.plan}: {priority.pillar}",
        "state": f"behind since {day:%B} {day.day}, {day.year}",
        "address": f"http://127.0.0.1:8000{priority.get_absolute_url_in('es')}",
        "from": "English",
        "source": "It helps everyone.",
        "changes": "It [before: helps.] [now: helps everyone.]",
        "present": "Ayuda.",
        "wording": None,
        "unchanged": None,
        "limit": None,
        "key": key_of(priority),
        "digest": row["digest"],
    }


def test_file_is_ready_to_be_filled_in(admin_client, priority):
    sheet = sheet_of(download(admin_client))

    columns = dict(zip(LABELS, sheet[2], strict=True))
    assert sheet.freeze_panes == "C2"
    assert sheet.protection.sheet
    assert sheet.column_dimensions[columns["key"].column_letter].hidden
    assert columns["key"].protection.locked
    assert not columns["wording"].protection.locked
    assert columns["wording"].number_format == "@"
    assert columns["source"].alignment.wrap_text


def test_filters_of_the_list_are_in_force(admin_client, priority):
    make_priority(priority.pillar, why_es="")

    answer = download(admin_client, state="missing", language="es")

    assert [row["state"] for row in rows_of(answer)] == ["missing"]
    day = timezone.localdate().isoformat()
    assert f"translations-es-{day}.xlsx" in answer["Content-Disposition"]


def test_file_without_texts_is_not_offered(admin_client):
    make_priority()

    answer = download(admin_client)

    page = admin_client.get(answer["Location"]).content.decode()
    assert "There is nothing to translate." in page


def test_text_that_looks_like_a_formula_stays_a_text(admin_client):
    make_priority(why_en='=HYPERLINK("http://x.example")', why_es="")

    answer = download(admin_client)
    cell = sheet_of(answer).cell(2, list(LABELS).index("source") + 1)
    preview = upload(admin_client, fill_in(answer, wording="Nueva."))

    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert kinds(preview) == ["written"]


def test_labels_differ_in_each_language():
    for language in ["en", "es"]:
        with translation.override(language):
            assert len({folded(COLUMNS.label(name)) for name in LABELS}) == len(LABELS)


def test_new_wording_is_previewed_and_saved(admin_client, admin_user, priority):
    file = fill_in(download(admin_client), wording="Ayuda a todos.")

    preview = upload(admin_client, file)
    priority.refresh_from_db()
    before = priority.why_es
    answer = confirm(admin_client, preview)

    page = preview.content.decode()
    assert '<span class="ed-same" lang="es">Ayuda.</span>' in page
    assert '<span class="ed-same" lang="es">Ayuda a todos.</span>' in page
    priority.refresh_from_db()
    assert (before, priority.why_es) == ("Ayuda.", "Ayuda a todos.")
    assert priority.translation_state == {}
    assert priority.history.first().history_user == admin_user
    assert "1 text saved." in answer.content.decode()


def test_notes_offices_reviews_and_stages_go_out_and_come_back(admin_client):
    priority = make_priority()
    plan = priority.pillar.plan
    office, review = make_office(plan, title_es=""), make_review(plan, title_es="")
    note = make_note(priority, office=office, why_es="")
    stage = both("stage_text", "In all 24 schools.", "")
    strategy = make_strategy(priority, stage="done", **stage)
    missing = {
        **{key_of(office, "title"): office, key_of(review, "title"): review},
        **{key_of(note, "why"): note, key_of(strategy, "stage_text"): strategy},
    }

    file = download(admin_client)
    assert {row["key"] for row in rows_of(file)} == set(missing)
    content = fill_in_all(file.content, "En español.")
    confirm(admin_client, upload(admin_client, content))

    for key, record in missing.items():
        record.refresh_from_db()
        assert getattr(record, f"{key.split(':')[2]}_es") == "En español."


def test_desk_in_spanish_gives_a_file_that_comes_back(admin_client, priority):
    headers = {"accept-language": "es"}
    found = reverse("admin:pillars_plan_translators_file_xlsx")
    answer = admin_client.get(found, headers=headers)

    preview = upload(admin_client, fill_in(answer, wording="Ayuda a todos."))

    assert kinds(preview) == ["written"]
    assert sheet_of(answer).title == "Traducciones (español)"


@pytest.mark.parametrize("said", ["yes", "Sí", "x", True])
def test_text_can_be_confirmed_in_the_file(admin_client, priority, said):
    preview = upload(admin_client, fill_in(download(admin_client), unchanged=said))
    confirm(admin_client, preview)

    priority.refresh_from_db()
    assert priority.confirmation("why", "es") == ("admin", timezone.localdate())
    assert priority.why_es == "Ayuda."


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({}, "blank"),
        ({"unchanged": "no"}, "blank"),
        ({"wording": " Ayuda. "}, "unchanged"),
    ],
)
def test_row_that_says_nothing_new_changes_nothing(
    admin_client, priority, columns, kind
):
    preview = upload(admin_client, fill_in(download(admin_client), **columns))

    assert kinds(preview) == [kind]
    assert preview.context["rows"] is None
    page = preview.content.decode()
    assert "The file changes nothing." in page
    assert "2: 1A Reading, why this matters (Spanish)" in page


@pytest.mark.parametrize("size", [1, 3])
def test_file_has_a_fixed_number_of_queries(
    admin_client, django_assert_num_queries, size
):
    plan = make_plan()
    for _ in range(size):
        make_measure(make_priority(make_pillar(plan), why_es=""), title_es="")

    # Who asks (3), a query a model (12), the parts (2), the codes in addresses and the
    # words of the plan (2).
    with django_assert_num_queries(24):
        answer = download(admin_client)

    assert len(rows_of(answer)) == 2 * size


def test_page_offers_a_file_for_each_language(admin_client):
    page = admin_client.get(upload_address()).content.decode()

    file = reverse("admin:pillars_plan_translators_file_xlsx")
    assert [f'href="{file}?language={code}"' in page for code in ("en", "es")] == [
        True,
        True,
    ]
