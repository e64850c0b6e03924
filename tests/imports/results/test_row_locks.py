"""An import holds all that it refers to; only PostgreSQL locks single rows."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from tests.helpers.makers import make_measure
from tests.helpers.results_files import HEAD, importer_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="One writer at a time."),
]


def free(records) -> list:
    """The records that another connection can lock at this moment."""
    found = []

    def look():
        for record in records:
            rows = type(record).objects.select_for_update(nowait=True, of=("self",))
            try:
                with transaction.atomic():
                    found.append(rows.get(pk=record.pk))
            except OperationalError:
                pass
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found


def test_nobody_writes_meanwhile_what_a_file_is_about_to_change():
    first = make_measure(results={2024: "84"})
    second = make_measure(first.priority, results={2024: "84"})
    rows = [f"{measure.code},,2024,reported,85" for measure in (first, second)]
    importer = importer_of(first.pillar.plan)
    book = importer.read("\n".join([HEAD, *rows]).encode())
    still_to_come = [second, second.results.get()]
    seen = []

    importer.apply(
        book,
        importer.preview(book).digest,
        each=lambda: seen.append(free([first.pillar.plan, *still_to_come])),
    )

    assert seen[0] == []
    assert free([first.pillar.plan, *still_to_come]) != []
