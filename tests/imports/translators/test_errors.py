"""A file that came back from translators: what of it is refused, and in which words."""

import io
import zipfile

import pytest
from django.test import Client
from openpyxl import load_workbook

from pillars.imports.files import pages
from pillars.imports.files.dataset import BYTES_AT_MOST
from pillars.imports.results.importer import ResultsImporter
from pillars.imports.translators import importer as translators
from pillars.imports.translators.importer import TranslationsImporter
from pillars.imports.translators.workbook import LABELS
from pillars.models import Plan, Priority
from tests.helpers.makers import make_measure, make_priority
from tests.helpers.translation_pages import (
    confirm,
    download,
    fill_in,
    kinds,
    make_behind,
    member,
    upload,
    upload_address,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    return make_behind()


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"wording": "x" * 201}, "column “New wording”: read “xxx"),
        ({"wording": "Sí.", "unchanged": "yes"}, "not both"),
        ({"unchanged": "perhaps"}, "read “perhaps”. Expected yes or no."),
        ({"unchanged": "yes"}, "The text is missing. Write it."),
        ({"wording": "Sí.", "key": "pillars.plan:0:why:es"}, "No such text."),
        ({"wording": "Sí.", "key": None}, "No such text."),
    ],
)
def test_bad_row_is_reported_and_nothing_can_be_saved(admin_client, columns, words):
    record = make_priority(title_es="")

    preview = upload(admin_client, fill_in(download(admin_client), **columns))

    assert preview.status_code == 422
    assert preview.context["rows"] is None
    assert words in preview.content.decode()
    assert "Line 2" in preview.content.decode()
    record.refresh_from_db()
    assert not record.title_es


def test_record_that_breaks_its_own_rules_is_reported(admin_client):
    make_measure(title_es="", override_status="met")

    preview = upload(
        admin_client, fill_in(download(admin_client), wording="Una medida")
    )

    assert preview.status_code == 422
    assert "Give the public reason in each language." in preview.content.decode()


def test_second_row_for_the_same_text_is_reported(admin_client, priority):
    answer = download(admin_client)
    book = load_workbook(io.BytesIO(fill_in(answer, wording="Ayuda a todos.")))
    book.active.append([cell.value for cell in book.active[2]])
    file = io.BytesIO()
    book.save(file)

    preview = upload(admin_client, file.getvalue())

    assert "The same is in line 2." in preview.content.decode()


def test_file_that_writes_two_languages_is_refused(admin_client, priority):
    make_priority(priority.pillar, why_en="")
    answer = download(admin_client, language="es")
    book = load_workbook(io.BytesIO(fill_in(answer, wording="Ayuda a todos.")))
    other = fill_in(download(admin_client, language="en"), wording="It helps them.")
    book.active.append(
        [each.value for each in load_workbook(io.BytesIO(other)).active[2]]
    )
    file = io.BytesIO()
    book.save(file)

    preview = upload(admin_client, file.getvalue())

    assert preview.context["rows"] is None
    assert "a row before this one writes Spanish." in preview.content.decode()


@pytest.mark.parametrize("column", ["why_en", "why_es"])
def test_text_that_changed_before_the_upload_is_named_and_left_out(
    admin_client, priority, column
):
    other = make_priority(priority.pillar, why_es="")
    file = fill_in(download(admin_client), wording="Ayuda a todos.")
    setattr(priority, column, "Somebody else’s.")
    priority.save()

    preview = upload(admin_client, file)

    assert kinds(preview) == ["moved", "blank"]
    assert preview.context["rows"] is None
    assert "Changed meanwhile: these are left out" in preview.content.decode()
    assert other.why_es == ""


@pytest.mark.postgresql
def test_text_that_changed_after_the_preview_is_not_overwritten(admin_client, priority):
    other = make_priority(priority.pillar, why_es="")
    answer = download(admin_client)
    book = load_workbook(io.BytesIO(answer.content))
    for line in (2, 3):
        column = list(LABELS).index("wording") + 1
        book.active.cell(line, column).value = f"De la línea {line}."
    file = io.BytesIO()
    book.save(file)
    preview = upload(admin_client, file.getvalue())
    priority.why_es = "De alguien más."
    priority.save()

    again = confirm(admin_client, preview)
    nothing = type(other).objects.get(pk=other.pk).why_es
    saved = confirm(admin_client, again)

    assert again.status_code == 409
    assert kinds(again) == ["moved", "written"]
    assert nothing == ""
    priority.refresh_from_db()
    other.refresh_from_db()
    assert (priority.why_es, other.why_es) == ("De alguien más.", "De la línea 3.")
    words = "1 text changed meanwhile and was left out: 1A Reading, why this matters"
    assert words in saved.content.decode()


class PowerCutError(Exception):
    """It ends an import half way."""


@pytest.mark.postgresql
def test_end_half_way_writes_nothing(admin_client, admin_user, priority, monkeypatch):
    file = fill_in(download(admin_client), wording="A todos.")
    importer = TranslationsImporter(admin_user)
    book = importer.read(file)

    save = translators.save

    def save_and_fail(*told):
        save(*told)
        assert Priority.objects.get().why_es != priority.why_es
        raise PowerCutError

    monkeypatch.setattr(translators, "save", save_and_fail)
    with pytest.raises(PowerCutError):
        importer.apply(book, importer.preview(book).digest)

    assert Priority.objects.get().why_es == priority.why_es


def test_file_that_was_saved_already_changes_nothing(admin_client, priority):
    file = fill_in(download(admin_client), wording="Ayuda a todos.")
    confirm(admin_client, upload(admin_client, file))

    assert kinds(upload(admin_client, file)) == ["unchanged"]


def test_notes_of_a_translator_beside_the_texts_do_no_harm(admin_client, priority):
    answer = download(admin_client)
    book = load_workbook(io.BytesIO(fill_in(answer, wording="Ayuda a todos.")))
    place = len(LABELS) + 1
    book.active.cell(1, place).value = "My notes"
    book.active.cell(2, place).value = "Checked twice"
    book.active.cell(2, place + 1).value = "and again"
    file = io.BytesIO()
    book.save(file)

    assert kinds(upload(admin_client, file.getvalue())) == ["written"]


def with_macros(answer):
    file = io.BytesIO(answer.content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return file.getvalue()


def test_file_with_macros_is_refused(admin_client, priority):
    page = upload(admin_client, with_macros(download(admin_client)))

    assert page.status_code == 422
    assert "The workbook has macros." in page.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04", "damaged"),
        (b"%PDF-1.7", "cannot be read"),
        (
            b"code,school_year,state,value\n1A-M1,2024,reported,3",
            "No row of the file names the columns",
        ),
        (b"key,wording\npillars.plan:1:title:es,S\xc3\xad", "lacks"),
        (b" " * (BYTES_AT_MOST + 1), "too big"),
    ],
)
def test_unreadable_file_is_refused_with_a_message(admin_client, content, words):
    page = upload(admin_client, content)

    assert page.status_code == 422
    assert words in page.content.decode()


def test_huge_file_is_refused_before_it_is_read(admin_client):
    answer = admin_client.generic(
        "POST",
        upload_address(),
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(50 * 1024 * 1024),
    )

    assert answer.status_code == 413
    assert "too big" in answer.content.decode()


def test_forged_rows_and_rows_of_another_import_are_refused(admin_client, admin_user):
    packed = pages.pack(b"code", ResultsImporter(Plan(pk=1), admin_user))

    for rows in ["made up", packed]:
        answer = admin_client.post(upload_address(), {"rows": rows})

        assert answer.status_code == 409
        assert "Upload the file again" in answer.content.decode()


def test_upload_needs_the_forms_token(admin_user, priority):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    assert upload(client, b"x").status_code == 403


def test_person_who_may_only_view_may_download_but_not_upload(client, priority):
    client.force_login(member("view_priority"))
    file = fill_in(download(client), wording="Ayuda a todos.")

    preview = upload(client, file)

    assert preview.status_code == 422
    assert "You may not write this text." in preview.content.decode()


def test_person_who_may_see_nothing_of_the_plan_is_refused(client, priority):
    client.force_login(member())

    assert client.get(upload_address()).status_code == 403
    assert upload(client, b"x").status_code == 403
    assert download(client).status_code == 403
