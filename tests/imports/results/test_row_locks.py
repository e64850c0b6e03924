"""An import holds all that it refers to; only PostgreSQL locks single rows."""

from tests.helpers.makers import make_measure
from tests.helpers.results_files import HEAD, importer_of
from tests.helpers.row_locks import ROW_LOCKS, unlocked

pytestmark = ROW_LOCKS


def test_nobody_writes_meanwhile_what_a_file_is_about_to_change(monkeypatch):
    first = make_measure(results={2024: "84"})
    second = make_measure(first.priority, results={2024: "84"})
    rows = [f"{measure.code},,2024,reported,85" for measure in (first, second)]
    importer = importer_of(first.pillar.plan)
    book = importer.read("\n".join([HEAD, *rows]).encode())
    still_to_come = [second, second.results.get()]
    seen, save = [], importer.save_record

    def save_and_look(record):
        save(record)
        seen.append(unlocked([first.pillar.plan, *still_to_come]))

    monkeypatch.setattr(importer, "save_record", save_and_look)
    importer.apply(book, importer.preview(book).digest)

    assert seen[0] == []
    assert unlocked([first.pillar.plan, *still_to_come]) != []
