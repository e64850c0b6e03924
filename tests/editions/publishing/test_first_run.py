"""The first minutes: ``make serve`` publishes the plan, ``make dev`` shows the copy."""

import pytest
from django.db import connections

from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.machines import Machine
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import make_measure, make_priority

__all__ = ["own_editions_folder"]

PAGE = "/en/2022-26/1a-joyful-schools/"
# What ``make serve`` does before it serves, but for this machine's own files.
PREPARE = """
import django
django.setup()
from django.core.management import call_command
from plan_site import local
from plan_site.editions import scope
scope.read_working_copy_everywhere()
call_command("migrate", verbosity=0)
local.load_plan()
local.publish_first_edition()
"""


@pytest.fixture
def priority(settings):
    """A priority that editors are about to call “Joyful schools”."""
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    return make_priority(title_en="Calm schools", title_es="Escuelas tranquilas")


@pytest.mark.rest
@pytest.mark.skipif(
    connections.settings["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="This machine has a database of its own: one run is enough.",
)
@pytest.mark.parametrize(("plan", "slug"), [("", "2022-26"), ("example", "example")])
def test_first_run_publishes_a_plan_and_the_next_one_nothing(tmp_path, plan, slug):
    machine = Machine(tmp_path, PLAN=plan)
    machine.editions.mkdir()

    first, second = machine.run("-c", PREPARE), machine.run("-c", PREPARE)

    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "Publishing the first edition ...\nEdition 1: " in first.stdout
    assert second.stdout == ""
    assert machine.live_numbers() == [1]
    (folder,) = machine.editions.glob("1-*")
    assert (folder / f"pages/es/{slug}/index.html").exists()


@pytest.mark.django_db
def test_with_debug_the_public_addresses_show_the_candidate(settings, priority):
    folder = pressed(publish().contents)
    priority.title_en = "Joyful schools"
    priority.save()
    measure = make_measure(priority, baseline=(2021, "80"), targets={2025: "90"})
    measure.results.create(school_year=2023, value="77.7", student_count=3)
    settings.DEBUG = True
    reader = reader_of(folder)

    page, numbers = reader.get(PAGE), reader.get(measure.get_absolute_url())

    assert (page.status, numbers.status) == (200, 200)
    assert "Joyful schools" in page.text
    assert "77.7" not in numbers.text
    assert "Set-Cookie" not in page.headers


@pytest.mark.django_db
def test_without_debug_no_public_address_shows_the_candidate(settings, priority):
    folder = pressed(publish().contents)
    priority.title_en = "Joyful schools"
    priority.save()
    reader = reader_of(folder)

    assert settings.DEBUG is False
    for path in ("/en/2022-26/", "/es/2022-26/1a", "/1a", PAGE):
        answer = reader.get(path)
        assert "Joyful schools" not in answer.text
        assert "joyful" not in answer.headers.get("Location", "")
    assert reader_of(None).get("/en/2022-26/").status == 503
