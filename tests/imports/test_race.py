"""Whoever writes what a file changes, while it is saved, waits until all of it is."""

import threading

import pytest
from django.db import connection

from pillars.imports.plans.importer import PlanImporter
from pillars.imports.results.importer import ResultsImporter
from pillars.models import Measure, Plan, Result
from tests.helpers.makers import make_measure, make_result
from tests.helpers.plan_files import as_json, example_file, modify

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.rest,
]
# By then whoever does not wait for a lock is done.
LONG = 1.5


def order_of(importer, book, write) -> list[str]:
    """What is done first: an import that takes long, or what is written meanwhile."""
    done, saving = [], threading.Event()
    seen = importer.preview(book).digest

    def other():
        try:
            saving.wait()
            write()
            done.append("written")
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()

    save = importer.save_record

    def save_and_pause(record):
        save(record)
        saving.set()
        thread.join(LONG)
        done.append("imported")

    importer.save_record = save_and_pause
    importer.apply(book, seen)
    thread.join()
    return done


@pytest.mark.parametrize(
    "write",
    [
        lambda measure: make_result(measure, 2022, "50"),
        lambda measure: Result.objects.get(school_year=2023).save(),
        lambda _measure: Measure.objects.get().save(),
    ],
    ids=["new", "other", "measure"],
)
def test_results_of_a_plan_wait_for_an_import(write):
    measure = make_measure()
    make_result(measure, 2023, "50")
    importer = ResultsImporter(measure.pillar.plan, checks_rights=False)
    book = importer.read(b"code,school_year,state,value\n1A-M1,2024,reported,60")

    assert order_of(importer, book, lambda: write(measure)) == ["imported", "written"]


def test_plan_waits_for_an_import():
    importer = PlanImporter()
    book = importer.read(as_json(example_file()))
    importer.apply(book, importer.preview(book).digest)
    said = modify("pillars", {"code": "1"}, title_en="Joyful Readers")

    def lock():
        plan = Plan.objects.get()
        plan.is_locked = True
        plan.save()

    book = importer.read(as_json(said))

    assert order_of(importer, book, lock) == ["imported", "written"]
