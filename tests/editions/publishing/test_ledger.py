"""The ledger: every address ever published is kept, and leads somewhere for ever."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from pillars.models import Plan
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import item_of, take_snapshot
from plan_site.editions.management.commands.check_addresses import Entries
from plan_site.editions.models import Edition, PublishedAddress, database_now
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.publishing.ledger import keep_addresses
from plan_site.editions.publishing.redact import redact
from tests.helpers.editions import live_editions
from tests.helpers.editions.pressed_editions import FOUND, connections_kept
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_review,
    make_term,
)

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _found_files(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}


def publish(at: datetime.datetime | None = None) -> Edition:
    """The working copy goes out, pressed."""
    now = database_now()
    act = Act({}, {})
    edition = publishing.store(
        Document.last_live(), take_snapshot(), act, None, now, at
    )
    with connections_kept():
        publishing.press_and_go_live(edition, at)
    return edition


def check(capsys) -> str:
    with connections_kept():
        call_command("check_addresses")
    return capsys.readouterr().out


def kept() -> dict[str, int]:
    """The addresses, with the number of the edition that first had each."""
    rows = PublishedAddress.objects.values_list("path", "edition__number")
    return dict(rows)


@pytest.mark.rest
def test_address_is_kept_with_the_first_edition_that_had_it():
    priority = make_priority(title_en="Music", title_es="Música")
    publish()
    priority.title_en = "Songs"
    priority.save()
    publish()

    addresses = kept()

    assert addresses["/en/2022-26/1a-music/"] == 1
    assert addresses["/en/2022-26/1a-songs/"] == 2
    assert addresses["/es/2022-26/1a-musica/"] == 1
    assert {"/", "/1a", "/2022-26/1a", "/es/2022-26/embed/1a/"} <= addresses.keys()
    assert not [path for path in addresses if "/qr/" in path]


@pytest.mark.rest
def test_every_address_works_after_all_that_can_change(capsys):
    plan = a_plan_with_everything()
    publish()
    before = kept()
    change_all(plan)
    publish()

    said = check(capsys)

    assert said.startswith(f"All {len(kept())} addresses ever published work in")
    assert len(before) > 100


def a_plan_with_everything() -> Plan:
    """A current plan and an older one, with one of everything that has an address."""
    plan = make_plan()
    office = make_office(plan)
    priority = make_priority(make_pillar(plan), title_en="Music", office=office)
    make_measure(
        priority,
        code="1A-M1",
        baseline=(2021, "70"),
        targets={2025: "90"},
        next_update_due=datetime.date(2999, 1, 1),
    )
    make_priority(priority.pillar, title_en="Goes away")
    make_priority(priority.pillar, title_en="Is retired")
    make_group(plan, code="foster")
    make_term(plan)
    make_review(plan)
    make_measure(make_priority(make_pillar(make_plan(slug="2016-20"))))
    return plan


def change_all(plan: Plan) -> None:
    """Titles, codes and addresses change; the rest is retired or goes away."""
    pillar = plan.pillars.get()
    kept, removed, retired = pillar.priorities.all()
    measure = kept.measures.get()
    plan.slug, kept.title_en, measure.code = "the-plan", "Songs", "1A-M9"
    measure.next_update_due, kept.office = None, None
    retired.is_retired, retired.retirement_note_en = True, "It went to 1A."
    removed.delete()
    for record in (plan, kept, measure, retired):
        record.save()
    for things in (plan.groups, plan.terms, plan.reviews, plan.offices):
        things.all().delete()
    for older in Plan.objects.filter(slug="2016-20"):
        older.is_public = False
        older.save()


def test_address_that_would_die_is_named_with_its_edition(capsys):
    make_priority(title_en="Music")
    edition = publish()
    PublishedAddress.objects.create(path="/en/2022-26/lost/", edition=edition)

    with pytest.raises(CommandError, match=r"^1 of \d+ addresses lead to nothing\.$"):
        check(capsys)

    assert capsys.readouterr().out == "/en/2022-26/lost/ (Edition 1): 404\n"


def test_address_that_dies_in_one_language_is_dead():
    entries = {"/1a": {"en": [200, "1a.html"], "es": [410, "gone.html"]}}
    entries["/1b"] = {"en": [410, "gone.html"], "es": [404, "404.html"]}
    entries["/1c"] = {"en": [302, "/1a"], "es": [302, "/1b"]}
    languages = {"languages": ["en", "es"], "codes": [], "errors": {"404": {}}}

    table = Entries({"answers": entries, **languages})

    assert [table.end_of(path) for path in entries] == [410, 404, 404]


@pytest.mark.rest
def test_edition_that_is_cancelled_has_published_nothing():
    make_priority(title_en="Music")
    publish()
    before = kept()
    make_priority(make_pillar(Plan.objects.get(), code="2"))
    moment = database_now()
    waiting = publish(moment + datetime.timedelta(days=1))
    assert kept() != before

    publishing.cancel(waiting, moment)

    assert kept() == before


def test_ledger_that_cannot_be_written_stops_no_publication(tmp_path, caplog):
    make_priority()
    edition = live_editions.publish()

    keep_addresses(edition, tmp_path)

    assert kept() == {}
    assert "The addresses of Edition 1 were not kept" in caplog.text


@pytest.mark.rest
def test_address_of_a_redacted_title_is_forgotten():
    priority = make_priority(title_en="Mrs. Example’s class", title_es="Una clase")
    like_it = "Not Mrs. Example’s class"
    make_priority(priority.pillar, title_en=like_it, title_es="Otra clase")
    publish()
    priority.title_en = "A class"
    priority.save()
    publish()
    assert "/en/2022-26/1a-mrs-examples-class/" in kept()

    redact(item_of(priority), "title_en", "A name.", earlier_only=True)

    left = {path for path in kept() if "mrs-example" in path}
    assert left == {"/en/2022-26/1b-not-mrs-examples-class/"}
    assert "/es/2022-26/1a-una-clase/" in kept()


@pytest.mark.rest
def test_check_begins_a_ledger_for_what_was_published_before_it(capsys):
    make_priority()
    publish()
    PublishedAddress.objects.all().delete()

    assert "work in edition 1" in check(capsys)
    assert kept()["/2022-26/1a"] == 1


def test_nothing_can_be_checked_before_the_first_edition(capsys):
    with pytest.raises(CommandError, match="there is no edition"):
        check(capsys)
