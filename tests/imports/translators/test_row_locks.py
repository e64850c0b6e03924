"""A translators' file holds all records whose texts it writes."""

from pillars.imports.translators import importer as translators
from pillars.imports.translators.importer import TranslationsImporter
from pillars.imports.translators.workbook import as_xlsx
from pillars.translations.queries import texts_in
from tests.helpers.makers import make_priority
from tests.helpers.row_locks import ROW_LOCKS, unlocked
from tests.helpers.translation_pages import fill_in_all

pytestmark = ROW_LOCKS


def test_nobody_writes_meanwhile_what_a_file_is_about_to_write(admin_user, monkeypatch):
    first = make_priority(why_es="")
    second = make_priority(first.pillar, why_es="")
    importer = TranslationsImporter(admin_user)
    book = importer.read(fill_in_all(as_xlsx(texts_in()), "Por qué importa."))
    seen, save = [], translators.save

    def save_and_look(*told):
        save(*told)
        seen.append(unlocked([first.pillar.plan, second]))

    monkeypatch.setattr(translators, "save", save_and_look)
    importer.apply(book, importer.preview(book).digest)

    assert seen[0] == []
    assert unlocked([first.pillar.plan, second]) == [first.pillar.plan, second]
