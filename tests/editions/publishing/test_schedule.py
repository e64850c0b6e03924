"""Scheduling: an edition waits for its moment, and everything else waits for it."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from plan_site.editions.document import snapshot
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.models import Edition, database_now
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.publishing import rollback
from plan_site.editions.publishing.publish import (
    PublishingError,
    hide_in_waiting_edition,
)
from plan_site.editions.serving.watcher import Watcher
from tests.helpers.desk import form_data, form_of
from tests.helpers.editions.live_editions import (
    NOON,
    go_live,
    publish,
    row_of,
    value_lines,
)
from tests.helpers.editions.pressed_editions import FOUND, connections_kept
from tests.helpers.makers import make_measure, make_priority, make_result

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
# Ten minutes past midnight in Los Angeles, seventeen hours and ten minutes later.
AFTER_MIDNIGHT = datetime.datetime(2024, 10, 2, 7, 10, tzinfo=datetime.UTC)


def schedule(at=AFTER_MIDNIGHT, now=NOON) -> Edition:
    """The working copy, pressed and waiting for a moment."""
    last = Document.last_live(now)
    edition = publishing.store(last, take_snapshot(), Act({}, {}), None, now, at)
    return go_live(edition, at)


def test_day_shown_is_the_day_on_which_it_goes_live():
    make_priority()

    contents = schedule().contents

    assert contents["day"] == "2024-10-02"
    assert contents["log"][0]["day"] == "2024-10-02"
    assert {mark["day"] for mark in contents["touched"].values()} == {"2024-10-02"}


def test_day_is_counted_where_the_district_is():
    make_priority()
    evening = datetime.datetime(2024, 10, 2, 6, 50, tzinfo=datetime.UTC)

    assert schedule(evening).contents["day"] == "2024-10-01"


def test_press_that_runs_past_midnight_goes_live_on_the_day_that_its_pages_say():
    make_priority()
    stored = AFTER_MIDNIGHT - datetime.timedelta(minutes=10, seconds=2)
    last = Document.last_live(stored)
    edition = publishing.store(last, take_snapshot(), Act({}, {}), None, stored)
    soon = stored + datetime.timedelta(seconds=1)

    assert edition.contents["day"] == "2024-10-01"
    assert publishing.moment_of(edition, soon) == soon
    assert publishing.moment_of(edition, AFTER_MIDNIGHT) == stored


def test_last_is_the_last_live_until_the_moment_comes():
    make_priority()
    publish()
    make_priority()
    schedule()

    before = AFTER_MIDNIGHT - datetime.timedelta(seconds=1)
    assert Document.last_live(before).number == 1
    assert Document.last_live(AFTER_MIDNIGHT).number == 2


def test_nothing_else_is_published_while_one_waits():
    make_priority()
    schedule()
    make_priority()

    with pytest.raises(PublishingError, match="Edition 1 waits for its moment"):
        schedule(AFTER_MIDNIGHT + datetime.timedelta(days=1))
    with pytest.raises(PublishingError, match="Cancel it first"):
        publish()

    assert publish(AFTER_MIDNIGHT).number == 2


def test_cancelled_edition_gives_its_number_back():
    make_priority()
    publishing.cancel(schedule(), NOON)

    assert Edition.objects.count() == 0
    assert publish().number == 1


@pytest.mark.parametrize("before", [0, 1, 4])
def test_edition_that_is_live_or_soon_will_be_cannot_be_cancelled(before):
    make_priority()
    edition = schedule()

    with pytest.raises(PublishingError, match="live, or will be in a moment"):
        publishing.cancel(edition, AFTER_MIDNIGHT - datetime.timedelta(seconds=before))

    assert Edition.objects.get() == edition


@pytest.fixture
def server_behind():
    """This machine's clock is an hour behind the database's, since that is ahead."""
    if connection.vendor != "postgresql":
        pytest.skip("A file has no clock but its machine's.")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE SCHEMA ahead; SET LOCAL search_path TO ahead, pg_catalog, public;"
            " CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
            " AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 hour' $$"
        )


def test_server_whose_clock_is_behind_cancels_nothing_that_is_live(
    server_behind, admin_client
):
    make_priority()
    half_an_hour_ago = timezone.now() + datetime.timedelta(minutes=30)
    edition = schedule(half_an_hour_ago, NOON)

    with pytest.raises(CommandError, match="No edition waits"):
        call_command("cancel_edition")
    page = admin_client.post(reverse("admin:editions_edition_cancel", args=[1]))

    assert page.status_code == 409
    assert Edition.objects.get() == edition
    assert Document.last_live().number == rollback.candidate_of(1).last.number == 1
    editions = admin_client.get(reverse("admin:editions_edition_changelist"))
    assert "waits until" not in editions.content.decode()


def test_server_whose_clock_is_behind_publishes_and_serves_as_the_others(
    server_behind, settings, tmp_path
):
    settings.EDITIONS_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    make_priority()
    last, moment = Document.last_live(), database_now()
    edition = publishing.store(last, take_snapshot(), Act({}, {}), None, moment)

    with connections_kept():
        publishing.press_and_go_live(edition)
        watcher = Watcher()
        watcher.ask()
        watcher.follow()

    assert edition.goes_live_at - timezone.now() > datetime.timedelta(minutes=59)
    assert watcher.shelf.number == 1


def test_edition_that_is_being_pressed_cannot_be_cancelled():
    make_priority()
    edition = go_live(schedule(), None)

    with pytest.raises(PublishingError, match="still being made"):
        publishing.cancel(edition, NOON)


@pytest.mark.parametrize("at", [NOON, NOON - datetime.timedelta(days=1)])
def test_moment_that_has_passed_is_refused(at):
    make_priority()

    with pytest.raises(PublishingError, match="has passed"):
        schedule(at)


def test_command_cancels_the_one_that_waits(capsys):
    make_priority()
    now = timezone.now()
    schedule(now + datetime.timedelta(days=1), now)

    call_command("cancel_edition")

    assert capsys.readouterr().out == "Edition 1 is cancelled.\n"
    assert Edition.objects.count() == 0


def test_command_says_that_none_waits():
    make_priority()
    publish()

    with pytest.raises(CommandError, match="No edition waits"):
        call_command("cancel_edition")


@pytest.fixture
def waits():
    """A result that edition 1 shows and edition 2, which waits, corrects."""
    result = make_result(make_measure(), 2023, "84.5", student_count=50)
    publish()
    result.value = "86"
    result.save()
    return result, schedule()


@pytest.mark.parametrize("moment", [AFTER_MIDNIGHT, None])
def test_value_hidden_while_an_edition_waits_does_not_go_live(waits, moment):
    """It waits for its moment, or for its pages, which are being made."""
    result, edition = waits
    go_live(edition, moment)
    assert hide_in_waiting_edition(NOON) is None
    result.student_count = 3
    result.save()

    assert hide_in_waiting_edition(NOON) == 2

    digest = edition.digest
    edition.refresh_from_db()
    assert row_of(edition.contents, result)["state"] == "suppressed"
    assert value_lines(edition.contents) == [(None, None, True)]
    assert edition.digest == snapshot.digest(edition.contents) != digest
    assert hide_in_waiting_edition(NOON) is None


def test_value_hidden_after_the_moment_stays_in_the_edition_that_is_live(waits):
    result, edition = waits
    result.student_count = 3
    result.save()

    assert hide_in_waiting_edition(AFTER_MIDNIGHT) is None

    edition.refresh_from_db()
    assert row_of(edition.contents, result)["value"] == "86"


def test_who_hides_a_value_that_waits_is_told(waits, admin_client):
    result, edition = waits
    go_live(edition, timezone.now() + datetime.timedelta(days=1))
    form = form_of(result)
    sent = form_data(admin_client.get(form)) | {"student_count": "3"}

    page = admin_client.post(form, sent, follow=True).content.decode()

    assert "Edition 2, which is not live yet, had the value" in page
    edition.refresh_from_db()
    assert row_of(edition.contents, result)["value"] is None


@pytest.mark.parametrize(("seconds", "value"), [(30, None), (600, "86")])
def test_edition_that_comes_due_loses_what_was_hidden_past_the_desk(
    waits, seconds, value
):
    result, edition = waits
    go_live(edition, timezone.now() + datetime.timedelta(seconds=seconds))
    watcher = Watcher()
    watcher.ask()
    result.student_count = 3
    result.save()

    watcher.ask()

    edition.refresh_from_db()
    assert row_of(edition.contents, result)["value"] == value
    assert edition.digest in [known.digest for known in watcher.known]
