"""Editions that change little, or one of two plans: each is pressed all the same."""

import datetime
import re

import pytest

from pillars.models import Priority
from plan_site.editions.document.document import Act
from tests.helpers.editions.live_editions import NOON, publish
from tests.helpers.editions.pressed_editions import FOUND, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import (
    make_group,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_strategy,
)

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.rest]
LATER = NOON + datetime.timedelta(days=40)
LAST_CHANGED = re.compile(r'<a href="([^"]*)">This page last changed ')


@pytest.fixture(autouse=True)
def _found_files(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}


@pytest.fixture
def priority():
    """Readers have two plans; the Spanish of this priority of one of them is behind."""
    priority = make_priority(why_en="It helps.", why_es="Ayuda.")
    make_resource(priority)
    make_group(priority.pillar.plan)
    make_priority(make_pillar(make_plan(slug="2016-19", first_year=2016)))
    priority.why_en = "It helps a lot."
    priority.save()
    publish()
    return priority


def reword(priority: Priority) -> None:
    priority.why_en = "It helps everybody."
    priority.save()


def reorder(priority: Priority) -> None:
    for number, record in enumerate(
        [priority.resources.get(), priority.pillar.plan.groups.get()], 71
    ):
        record.position = number
        record.save()


def confirm(priority: Priority) -> None:
    priority.confirm_meaning("why", "es", "Eva", NOON.date())
    priority.save()


def add_strategy(priority: Priority) -> None:
    make_strategy(priority)


# What is done, whether it is called minor, and the edition in which each plan's own
# page and the priority's page say that they last changed.
CASES = {
    "minor": (reword, True, {"2022-26": 1, "2016-19": 1, "1a": 1}),
    "order": (reorder, False, {"2022-26": 1, "2016-19": 1, "1a": 1}),
    "confirmation": (confirm, False, {"2022-26": 1, "2016-19": 1, "1a": 1}),
    "one plan": (reword, False, {"2022-26": 2, "2016-19": 1, "1a": 2}),
    "added": (add_strategy, False, {"2022-26": 2, "2016-19": 1, "1a": 2}),
}


def last_changed(reader, address: str) -> list[str]:
    """Where a page leads from the words that say when it last changed."""
    return LAST_CHANGED.findall(reader.get(address).text)


@pytest.mark.parametrize("case", CASES)
def test_last_changed_leads_to_what_the_plans_own_log_tells(priority, case):
    act, is_minor, wanted = CASES[case]
    act(priority)
    minor = [f"pillars.priority:{priority.pk}"] if is_minor else []

    edition = publish(LATER, Act({}, {}, frozenset(minor)))

    reader = reader_of(pressed(edition.contents))
    pages = {
        "2022-26": "/en/2022-26/",
        "2016-19": "/en/2016-19/",
        "1a": priority.get_absolute_url_in("en"),
    }
    for name, number in wanted.items():
        plan = "2016-19" if name == "2016-19" else "2022-26"
        address = f"/en/{plan}/changes/#edition-{number}"
        assert last_changed(reader, pages[name]) == [address]


def test_plan_keeps_its_log_under_another_address(priority):
    reword(priority)
    publish(LATER)
    plan = priority.pillar.plan
    plan.slug = "2022-27"
    plan.save()

    edition = publish(LATER, Act({}, {}, frozenset([f"pillars.plan:{plan.pk}"])))

    reader = reader_of(pressed(edition.contents))
    address = priority.get_absolute_url_in("en")
    assert last_changed(reader, address) == ["/en/2022-27/changes/#edition-2"]


def test_log_of_a_plan_that_came_later_begins_with_it(priority):
    publish(LATER, Act({"en": "A word on the first plan."}, {}))
    plan = make_plan(slug="2026-30", first_year=2026, last_year=2029)
    newer = make_priority(make_pillar(plan))
    everything = [
        f"{record._meta.label_lower}:{record.pk}"
        for record in (newer, newer.pillar, plan)
    ]

    edition = publish(LATER, Act({}, {}, frozenset(everything)))

    reader = reader_of(pressed(edition.contents))
    address = newer.get_absolute_url_in("en")
    log = reader.get("/en/2026-30/changes/").text
    assert last_changed(reader, address) == ["/en/2026-30/changes/#edition-3"]
    assert re.findall(r'id="edition-(\d+)"', log) == ["3"]
    assert "The plan was published here for the first time." in log


def test_page_that_came_as_a_minor_change_says_nothing_untrue(priority):
    other = make_priority(priority.pillar)

    minor = Act({}, {}, frozenset([f"pillars.priority:{other.pk}"]))
    edition = publish(LATER, minor)

    reader = reader_of(pressed(edition.contents))
    assert last_changed(reader, other.get_absolute_url_in("en")) == []
