"""An export of a site with a past, made once: no test here changes it."""

import io

import pytest
from django.core.management import call_command

from pillars.models import Measure, Plan, Priority
from tests.helpers.editions.exports import Folder, beyond_one_test
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_review,
)


@pytest.fixture(scope="package")
def exported(django_db_setup, django_db_blocker, tmp_path_factory):
    """Edition 2."""
    folder, said = tmp_path_factory.mktemp("exported"), io.StringIO()
    with beyond_one_test(django_db_blocker, folder):
        first_edition()
        second_edition()
        call_command("export_site", folder / "public", stdout=said)
    return Folder(folder / "public", said.getvalue())


def first_edition():
    """A plan as it was, beside two older ones."""
    pillar = make_pillar(title_en="Learning", title_es="Aprender")
    priority = make_priority(
        pillar, title_en="An older name", title_es="Un nombre viejo"
    )
    make_measure(priority, code="1A-M1", title_en="Share", title_es="Parte")
    make_measure(priority, code="1A-M2", title_en="Sum", title_es="Suma")
    make_measure(priority, code="1A-M3", title_en="Mean", title_es="Media")
    make_priority(pillar, title_en="Gone", title_es="Ida")
    make_plan(slug="2016-20")
    first = make_plan(slug="2012-16")
    make_priority(make_pillar(first), title_en="Music")
    make_review(first)
    for code in ("1.1", "1.11", "Goal 2"):
        make_priority(pillar, code=code, title_en=f"Objective {code}")
    publish()


def second_edition():
    """Renamed, removed, retired, recoded, withdrawn and moved."""
    change(
        Priority.objects.get(title_en="An older name"),
        title_en="Good schools",
        title_es="Escuelas",
    )
    Priority.objects.get(title_en="Gone").delete()
    change(
        Measure.objects.get(code="1A-M2"),
        is_retired=True,
        retirement_note_en="It ended.",
        retirement_note_es="Acabó.",
    )
    change(Measure.objects.get(code="1A-M3"), code="1A-M4")
    change(Plan.objects.get(slug="2016-20"), is_public=False)
    change(Plan.objects.get(slug="2012-16"), slug="the-first")
    publish()


def change(record, **given):
    for name, value in given.items():
        setattr(record, name, value)
    record.save()
