"""Documents that older code stored are pressed, previewed and gone back to for ever."""

import json
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import lxml.html
import pytest
from django.core.management.color import no_style
from django.db import connection

from pillars.models import (
    GlossaryTerm,
    Measure,
    Plan,
    PlanSection,
    Priority,
    Resource,
    Result,
)
from plan_site.editions.document import public_fields, records, upgrades
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import FORMAT, Document, NewerFormatError
from plan_site.editions.document.snapshot import Snapshot, as_bytes, digest
from plan_site.editions.models import Edition
from plan_site.editions.publishing import restore, rollback
from plan_site.editions.serving.watcher import Watcher
from plan_site.editions.storage import folders
from plan_site.editions.storage.digests import write_digests
from tests.helpers.editions.live_editions import NOON, publish
from tests.helpers.editions.machines import eventually
from tests.helpers.editions.pressed_editions import FOUND, paths_in, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.rest]

DOCUMENTS = Path(__file__).parents[1] / "documents"
PRIORITY = "/en/2022-26/1a-joyful-schools/"
# Columns of each kind that an older document may not have yet.
COLUMNS = {
    Priority: ["notice_en", "notice_es"],
    GlossaryTerm: ["also_en", "also_es"],
    Measure: ["next_update_due", "override_status"],
    Resource: ["language", "source_url"],
    Result: ["starts_new_series"],
    Plan: ["translation_state", "contact_email"],
    PlanSection: ["position"],
}
NEW_IN_4 = {
    *("pillars.office", "pillars.review", "pillars.helpline"),
    *("pillars.prioritynote", "pillars.measurenote"),
}
ADDED = {"as it was stored": {}, "before fields were added": COLUMNS}


def frozen(number: int) -> dict:
    """The document of a format as it was stored."""
    return json.loads((DOCUMENTS / f"format-{number}.json").read_text())


def without(contents: dict, columns: dict) -> dict:
    """A document from before models had these columns."""
    missing = {model._meta.label_lower: names for model, names in columns.items()}

    def known(row):
        names = missing.get(row["model"], ())
        return {k: v for k, v in row["fields"].items() if k not in names}

    rows = [{**row, "fields": known(row)} for row in contents["snapshot"]]
    return {**contents, "snapshot": rows}


@pytest.fixture(autouse=True)
def _found_files(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}


def stored(contents: dict) -> Edition:
    """The edition that an older site stored, with its rows in the working copy."""
    records.load(Document.read(contents).snapshot, "default")
    resets = connection.ops.sequence_reset_sql(no_style(), list(public_fields.PUBLIC))
    with connection.cursor() as cursor:
        for reset in resets:
            cursor.execute(reset)
    return Edition.objects.create(
        number=contents["number"],
        document=as_bytes(contents).decode(),
        digest=digest(contents),
        goes_live_at=NOON,
    )


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_a_document_of_every_format_is_kept_and_has_one_of_everything(number):
    contents = frozen(number)

    assert contents["format"] == number
    kinds = {row["model"] for row in contents["snapshot"]}
    assert kinds >= set(public_fields.BY_LABEL) - (NEW_IN_4 if number < 4 else set())
    assert contents["log"][0]["changes"]
    assert contents["hidden"]


def test_a_document_is_stored_as_it_was_read():
    contents = frozen(FORMAT)

    assert as_bytes(Document.read(contents)) == as_bytes(contents)


def test_columns_that_came_since_are_no_change():
    older = Document.read(without(frozen(FORMAT), COLUMNS)).snapshot
    now = Snapshot.of(
        row.with_fields(
            **dict.fromkeys(COLUMNS.get(public_fields.BY_LABEL[row.model], []))
        )
        for row in older
    )

    assert older.changed_items(now) == []
    assert (older, older.by_item) == (now, now.by_item)


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_nothing_is_to_be_published_after_an_upgrade_alone(number):
    stored(frozen(number))

    candidate = Candidate.now()

    assert [change.as_data() for change in candidate.all_changes] == []


def test_working_copy_and_documents_are_upgraded_alike():
    codes = ["1A-M1", "1A-M2", "1A-M10", "1A-R1", "3C-M2a", "3C-M2b", "3C-M3", "3-R1"]
    migration = import_module("pillars.migrations.0005_codes_from_numbers")

    places = [upgrades.place_of_measure(code) for code in codes]

    assert places == [migration.place(code) for code in codes]
    assert sorted(["1A-R1", "1A-M10", "1A-M2"], key=migration.place) == [
        *("1A-M2", "1A-M10", "1A-R1"),
    ]


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
@pytest.mark.parametrize("added", ADDED)
def test_older_document_is_pressed(number, added):
    contents = without(frozen(number), ADDED[added])

    folder = pressed(contents)

    reader = reader_of(folder)
    page = lxml.html.fromstring(reader.get(PRIORITY).text)
    assert folder == folders.folder_of(digest(contents), contents["number"])
    assert "Joyful schools" in page.xpath("//h1")[0].text_content()
    assert "Edition 2" in page.xpath("//footer")[0].text_content()
    assert len(paths_in(folder)) > 40
    assert reader.get("/es/2022-26/1a").status == 302


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
@pytest.mark.parametrize("added", ADDED)
def test_older_document_is_previewed_beside_what_would_be(admin_client, number, added):
    stored(without(frozen(number), ADDED[added]))
    Priority.objects.filter(code="1A").update(title_en="Calm schools")

    now = admin_client.get(f"/preview/now{PRIORITY}")
    then = admin_client.get("/preview/en/2022-26/1a-calm-schools/")
    log = admin_client.get("/preview/en/2022-26/changes/")

    assert [answer.status_code for answer in (now, then, log)] == [200, 200, 200]
    assert "Joyful schools" in now.content.decode()
    assert "Calm schools" in then.content.decode()


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
@pytest.mark.parametrize("added", ADDED)
def test_site_goes_back_to_an_older_document(number, added):
    contents = without(frozen(number), ADDED[added])
    stored(contents)
    priority = Priority.objects.get(code="1A")
    priority.title_en, priority.title_es = "Calm schools", "Escuelas tranquilas"
    priority.save()
    publish()

    edition = rollback.record(
        contents["number"], rollback.candidate_of(contents["number"]), {}
    )

    page = reader_of(pressed(edition.contents)).get(PRIORITY)
    assert (page.status, "Joyful schools" in page.text) == (200, True)
    assert edition.number == contents["number"] + 2
    assert restore.apply(Document.read(contents))
    priority.refresh_from_db()
    assert priority.title_en == "Joyful schools"


def test_feed_keeps_its_name_when_the_site_goes_back_to_another_address():
    contents = frozen(2)
    stored(contents)
    # As it was upgraded when the plan had an address of its own since.
    name = uuid4()
    Plan.objects.filter(slug="2022-26").update(slug="2022-2026", feed_id=name)
    publish()

    candidate = rollback.candidate_of(contents["number"])
    edition = rollback.record(contents["number"], candidate, {})
    restore.apply(Document.read(contents))

    (plan,) = (row.fields for row in candidate.rows.of_kind("plan"))
    assert (plan["slug"], plan["feed_id"]) == ("2022-26", str(name))
    assert str(name) in edition.document
    assert Plan.objects.get(slug="2022-26").feed_id == name


def test_newer_document_is_refused_and_leaves_no_trace(settings):
    contents = {**frozen(FORMAT), "format": FORMAT + 1}

    with pytest.raises(NewerFormatError, match=f"format {FORMAT + 1}"):
        pressed(contents)

    assert list(settings.EDITIONS_ROOT.glob("*-*")) == []


def test_start_without_the_database_passes_over_what_newer_code_pressed():
    folder = pressed(frozen(FORMAT))
    newer = folder.with_name("7-0123456789abcdef")
    newer.mkdir()
    contents = {**frozen(FORMAT), "format": FORMAT + 1, "number": 7}
    (newer / "document.json").write_text(json.dumps(contents))
    write_digests(newer)
    for place in (folder, newer):
        (place / "live").touch()
    watcher = Watcher()

    watcher.serve_from_disk()

    assert watcher.shelf.folder == folder
    assert f"format {FORMAT + 1}" in watcher.trouble


@pytest.mark.rest
def test_machine_that_meets_a_newer_document_keeps_what_it_has_and_says_so(machine):
    with machine.server() as server:
        eventually(lambda: server.serves(1))

        machine.act("newer")

        eventually(lambda: "could not be pressed" in server.ready()["trouble"])
        ready = server.ready()
        assert (ready["status"], ready["edition"]) == ("degraded", 1)
        assert "edition 2 could not be pressed" in ready["trouble"]
        assert "format 99" in ready["trouble"]
        assert "Round 1" in server.get("/en/2022-26/").text
