"""The languages of a plan: what readers find in each, and what none may hold up."""

import pytest

from pillars.models import Plan, Priority
from plan_site.editions.document.document import Document
from plan_site.editions.publishing import restore
from tests.helpers.desk import form_data, form_of
from tests.helpers.editions.candidates import findings, names, published
from tests.helpers.editions.live_editions import fields_of
from tests.helpers.editions.pressed_editions import FOUND, paths_in, pressed, reader_of
from tests.helpers.makers import (
    both,
    make_measure,
    make_plan,
    make_priority,
    make_section,
    make_target,
    plan_models,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rest]
PRIORITY = "/en/2022-26/1a-joyful-schools/"


@pytest.fixture(autouse=True)
def _found_files(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}


@pytest.fixture
def priority():
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    make_measure(priority, baseline=(2021, "70"), targets={2025: "90"})
    make_section(priority.pillar.plan)
    return priority


@pytest.fixture
def plan(priority):
    return priority.pillar.plan


def set_languages(plan: Plan, *codes: str, requires_all_texts: bool) -> None:
    plan.public_languages = [*codes]
    plan.requires_all_texts = requires_all_texts
    plan.save()


def forget_spanish() -> None:
    for model in plan_models():
        columns = [f"{name}_es" for name in model.translated_fields()]
        for record in model.objects.all():
            for column in columns:
                setattr(record, column, "")
            record.save()


def stops() -> list[str]:
    return [message.name for message in findings() if message.stops]


def test_plan_in_one_language_needs_no_other(plan):
    set_languages(plan, "en", requires_all_texts=True)
    forget_spanish()

    assert stops() == []
    folder = pressed(published())
    reader = reader_of(folder)
    pages = [path for path in paths_in(folder) if path.startswith("/en/")]
    assert PRIORITY in pages
    for path in filter(lambda path: path.endswith("/"), pages):
        page = reader.get(path).text
        for sign in ("hreflang", 'class="switch"', 'lang="es"', "been translated"):
            assert sign not in page, path


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("/es/2022-26/", "/en/2022-26/"),
        ("/es/2022-26/1a-escuelas-alegres/", PRIORITY),
        ("/es/2022-26/1a", PRIORITY),
        ("/es/2022-26/changes/", "/en/2022-26/changes/"),
        ("/es/", "/en/2022-26/"),
        ("/es/plans/", "/en/plans/"),
        ("/es/changes.atom", "/en/2022-26/changes.atom"),
    ],
)
def test_language_that_is_not_public_leads_to_the_first_one_that_is(plan, path, end):
    set_languages(plan, "en", requires_all_texts=True)

    answer = reader_of(pressed(published())).get(path)

    assert answer.status == 302
    assert answer.headers["Location"] == end


@pytest.mark.parametrize("path", ["/es/plans/", "/es/old/"])
def test_page_of_another_plan_links_straight_to_a_language_that_is_public(plan, path):
    set_languages(plan, "en", requires_all_texts=True)
    make_section(make_plan(slug="old", public_languages=["en", "es"]))

    page = reader_of(pressed(published())).get(path).text

    assert 'href="/en/2022-26/" hreflang="en"' in page
    assert 'href="/es/2022-26/"' not in page.partition("<main")[2]


@pytest.mark.parametrize("path", ["/", "/2022-26/1a", "/1a", "/nowhere"])
def test_reader_is_never_offered_a_language_that_is_not_public(plan, path):
    set_languages(plan, "en", requires_all_texts=True)
    reader = reader_of(pressed(published()))

    spanish, english = (reader.get(path, accept_language=it) for it in ("es", "en"))

    assert (spanish.status, spanish.body) == (english.status, english.body)
    assert spanish.headers.get("Location") == english.headers.get("Location")


def test_text_in_preparation_is_in_no_document_and_asks_for_no_edition(plan, priority):
    set_languages(plan, "en", requires_all_texts=True)
    before = published()

    priority.title_es, priority.statement_es = "Otro título", ""
    priority.save()

    assert "Escuelas" not in str(before)
    assert "title_es" not in fields_of(Document.read(before).snapshot, priority)
    assert names(before) == []
    assert (
        Document.read(before).snapshot.changed_items(
            Document.read(published()).snapshot
        )
        == []
    )


def test_language_that_becomes_public_changes_only_what_is_written_in_it(
    plan, priority
):
    set_languages(plan, "en", requires_all_texts=False)
    forget_spanish()
    before = Document.read(published()).snapshot
    priority.refresh_from_db()
    priority.title_es = "Escuelas alegres"
    priority.save()

    plan.refresh_from_db()
    set_languages(plan, "en", "es", requires_all_texts=False)

    after = Document.read(published()).snapshot
    keys = [f"pillars.plan:{plan.pk}", f"pillars.priority:{priority.pk}"]
    assert before.changed_items(after) == keys


def test_missing_text_is_one_warning_unless_the_plan_asks_for_all(plan, priority):
    priority.statement_es = priority.why_es = ""
    priority.save()

    set_languages(plan, "en", "es", requires_all_texts=False)
    (warning,) = [m for m in findings() if m.check == "shown-in-another"]
    assert warning.name == "shown-in-another:2022-26:es"
    assert "2 texts are not written in Spanish." in warning.message
    assert stops() == []

    set_languages(plan, "en", "es", requires_all_texts=True)
    assert stops() == ["missing:1A:statement:es", "missing:1A:why:es"]


def test_own_word_and_sign_of_one_language_are_no_finding(plan, priority):
    make_measure(priority, **both("unit_before", "$", ""), **both("unit", "%", ""))
    plan.pillar_word_en = "focus"

    for requires_all_texts in (True, False):
        set_languages(plan, "en", "es", requires_all_texts=requires_all_texts)
        checks = {finding.check for finding in findings()}
        assert checks.isdisjoint({"missing", "shown-in-another"})


def test_unit_of_one_that_a_language_lacks_is_a_warning_with_what_readers_see(
    plan, priority
):
    words = both("unit", "packs", "paquetes") | both("unit_one", "pack", "")
    make_measure(priority, unit_kind="count", **words)

    set_languages(plan, "en", "es", requires_all_texts=False)
    (warning,) = [m for m in findings() if m.check == "missing"]
    assert not warning.stops
    assert "“1 paquetes”" in warning.message


def test_target_in_words_needs_only_one_language_unless_the_plan_asks_for_all(plan):
    measure = make_measure(pillar=plan.pillars.get(), target_kind="direction_only")
    make_target(measure, 2025, wording_en="More each year.", wording_es="")

    set_languages(plan, "en", "es", requires_all_texts=False)
    assert stops() == []

    set_languages(plan, "en", "es", requires_all_texts=True)
    assert "target:1-M2:target-2025" in stops()


def test_text_that_is_in_no_language_of_readers_stops_a_publication(plan, priority):
    set_languages(plan, "en", requires_all_texts=False)
    Priority.objects.filter(pk=priority.pk).update(title_en="")

    assert stops() == ["missing:1A:title:en"]


def test_restoring_leaves_what_is_in_preparation(plan, priority):
    set_languages(plan, "en", requires_all_texts=True)
    document = Document.read(published())
    priority.why_en, priority.why_es = "Another reason.", "Otra razón."
    priority.translation_state = {"statement": {"es": "2026-10-05"}}
    priority.save()

    restore.apply(document)

    priority = Priority.objects.get(pk=priority.pk)
    assert priority.why_en.startswith("Why priority")
    assert priority.why_es == "Otra razón."
    assert priority.title_es == "Escuelas alegres"
    assert priority.translation_state == {"statement": {"es": "2026-10-05"}}


def test_preview_shows_a_language_in_preparation(admin_client, plan):
    set_languages(plan, "en", requires_all_texts=True)

    page = admin_client.get("/preview/es/2022-26/").content.decode()

    assert '<html lang="es">' in page
    assert 'href="/preview/en/2022-26/" lang="en"' in page


def save_languages(client, plan: Plan, *codes: str):
    page = client.get(form_of(plan))
    sent = form_data(page) | {"public_languages": [*codes]}
    return page, client.post(form_of(plan), sent)


def test_language_is_offered_once_its_titles_are_written(admin_client, plan, priority):
    set_languages(plan, "en", requires_all_texts=True)
    priority.title_es = priority.statement_es = ""
    priority.save()

    page, answer = save_languages(admin_client, plan, "en", "es")

    sentence = "2 titles and statements are not written in Spanish."
    assert sentence in page.content.decode()
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Plan.objects.get().public_languages == ["en"]

    priority.title_es, priority.statement_es = "Escuelas alegres", "Cada día."
    priority.save()
    _page, answer = save_languages(admin_client, plan, "en", "es")
    assert answer.status_code == 302
    assert Plan.objects.get().public_languages == ["en", "es"]
