"""Rollback: what an older edition said goes out again, as a new one."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from plan_site.editions.document.document import Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import as_bytes
from plan_site.editions.models import Edition
from plan_site.editions.publishing import rollback
from plan_site.editions.publishing.publish import PublishingError
from plan_site.editions.publishing.redact import redact
from tests.helpers.editions.live_editions import (
    NOON,
    go_live,
    publish,
    row_of,
    value_lines,
)
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_priority,
    make_result,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
LATER = NOON + datetime.timedelta(hours=1)


def change(record, **given):
    for name, value in given.items():
        setattr(record, name, value)
    record.save()


def roll_back(number: int, note: dict | None = None) -> Edition:
    return rollback.record(
        number, rollback.candidate_of(number, LATER), note or {}, now=LATER
    )


def two_editions(**given):
    """A priority that said one thing in edition 1 and another in edition 2."""
    priority = make_priority(why_en="The first reason.", **given)
    publish()
    change(priority, why_en="The second reason.")
    publish()
    return priority


def test_rollback_publishes_the_older_content_under_the_next_number():
    priority = two_editions()

    edition = roll_back(1, {"en": "Back again.", "es": "Otra vez."})

    assert (edition.number, edition.rolled_back_from) == (3, 1)
    assert edition.goes_live_at is None
    assert row_of(edition.contents, priority)["why_en"] == "The first reason."
    assert edition.contents["log"][0]["rolled_back_from"] == 1
    assert edition.contents["note"] == {"en": "Back again.", "es": "Otra vez."}


def test_rollback_leaves_the_working_copy_alone():
    priority = two_editions()
    before = take_snapshot()

    roll_back(1)

    priority.refresh_from_db()
    assert priority.why_en == "The second reason."
    assert take_snapshot() == before


def test_rollback_keeps_hidden_what_is_hidden_since():
    result = make_result(make_measure(targets={2025: "90"}), 2023, "84.5")
    publish()
    change(result, value="86")
    publish()
    change(result, student_count=3)

    contents = roll_back(1).contents

    assert row_of(contents, result)["state"] == "suppressed"
    assert value_lines(contents) == [(None, None, True), (None, None, True)]
    assert "84.5" not in as_bytes(contents).decode()


def hidden_once(year=2023, **given):
    """A result that edition 1 shows in 2023 and edition 2 hides."""
    result = make_result(make_measure(targets={2025: "90"}), 2023, "84.5")
    publish()
    change(result, school_year=year, student_count=3)
    publish()
    return result


def test_rollback_keeps_hidden_a_value_whose_place_shows_another_one_since():
    result = hidden_once()
    change(result, value="91", student_count=200)
    publish()

    contents = roll_back(1).contents

    assert row_of(contents, result)["state"] == "suppressed"
    assert "84.5" not in as_bytes(contents).decode()


def test_rollback_keeps_hidden_a_value_whose_place_another_row_has_since():
    result = hidden_once()
    measure = result.measure
    result.delete()
    publish()
    make_result(measure, 2023, "91", student_count=200)
    publish()

    assert "84.5" not in roll_back(1).document


def test_rollback_knows_a_hidden_value_by_the_year_where_it_stood():
    """The row stood in 2023, is hidden in 2024, and is shown there with another."""
    result = hidden_once(year=2024)
    change(result, value="91", student_count=200)
    publish()

    assert "84.5" not in roll_back(1).document


def test_rollback_shows_a_value_that_was_published_as_shown_again():
    result = hidden_once()
    change(result, student_count=300)
    publish()
    change(result, value="86")
    publish()

    assert row_of(roll_back(1).contents, result)["value"] == "84.5"


def test_rollback_does_not_show_again_what_is_shown_in_the_working_copy_alone():
    result = hidden_once()
    change(result.measure, title_en="Another title")
    publish()
    change(result, student_count=300)

    contents = roll_back(1).contents

    assert row_of(contents, result)["value"] is None
    assert ["result", result.measure_id, 2023, None, "suppressed"] in contents["hidden"]


def redact_earlier(priority, name: str) -> None:
    """Take out what earlier editions said, in both languages."""
    for column in (f"{name}_en", f"{name}_es"):
        item = f"pillars.priority:{priority.pk}"
        redact(item, column, "It named a child.", earlier_only=True)


def test_rollback_brings_no_redacted_value_back():
    priority = two_editions(why_es="La primera.")
    change(priority, why_es="La segunda.")
    publish()
    redact_earlier(priority, "why")

    contents = roll_back(1).contents

    assert row_of(contents, priority)["why_en"] is None
    assert "The first reason." not in as_bytes(contents).decode()


def test_rollback_to_a_content_that_lacks_a_redacted_title_is_refused():
    priority = make_priority(title_en="Secret", title_es="Secreto")
    publish()
    change(priority, title_en="Reading", title_es="Lectura")
    publish()
    redact_earlier(priority, "title")

    with pytest.raises(PublishingError, match=r"edition 1 .* again: Priority 1A"):
        roll_back(1)
    assert Edition.objects.count() == 2


def test_rollback_that_takes_numbers_away_or_changes_their_meaning_needs_no_reason():
    measure = make_measure(targets={2025: "90"}, baseline=(2021, "70"))
    publish()
    change(measure, direction="down")
    new = make_measure(measure.priority, targets={2025: "90"}, results={2023: "80"})
    publish()

    changes = roll_back(1).contents["log"][0]["changes"]

    assert {(c["code"], c["kind"]) for c in changes} == {
        (measure.code, "changed"),
        (new.code, "removed"),
    }


def test_rollback_is_refused_where_a_hidden_value_could_be_worked_out():
    measure = make_measure(results={2023: "80"}, targets={2025: "90"})
    plan = measure.pillar.plan
    small, _large = (
        make_result(measure, 2023, "60", group=make_group(plan)) for _n in range(2)
    )
    publish()
    change(small, student_count=3)
    change(measure, title_en="Another title")
    publish()

    with pytest.raises(PublishingError, match="can be worked out"):
        roll_back(1)


def test_rollback_gives_each_altered_number_a_public_reason():
    result = make_result(make_measure(targets={2025: "90"}), 2023, "84.5")
    publish()
    change(result, value="86")
    publish()

    (entry,) = roll_back(1, {"en": "A typing error."}).contents["log"][0]["changes"]

    assert entry["kind"] == "corrected"
    assert entry["reason"]["en"] == "A typing error."
    assert "1" in entry["reason"]["es"]


def test_rollback_to_what_is_live_is_refused():
    two_editions()

    with pytest.raises(PublishingError, match="Nothing would change"):
        roll_back(2)


@pytest.mark.parametrize("number", [0, 7])
def test_rollback_to_an_unknown_edition_is_refused(number):
    two_editions()

    with pytest.raises(PublishingError, match="has gone live"):
        roll_back(number)


def test_rollback_waits_for_an_edition_that_is_under_way():
    priority = two_editions()
    edition = publish()
    go_live(edition, LATER + datetime.timedelta(days=1))
    change(priority, why_en="The third reason.")

    with pytest.raises(PublishingError, match="waits for its moment"):
        roll_back(1)
    with pytest.raises(PublishingError, match="No edition 3 has gone live"):
        rollback.candidate_of(3, LATER)


def test_rollback_can_be_rolled_back():
    priority = two_editions()
    go_live(roll_back(1), LATER)

    contents = roll_back(2).contents

    assert contents["number"] == 4
    assert row_of(contents, priority)["why_en"] == "The second reason."
    assert contents["snapshot"] == Edition.objects.get(number=2).contents["snapshot"]


def test_dry_run_prints_what_would_change_and_publishes_nothing(capsys):
    two_editions()

    call_command("rollback", 1, "--dry-run")

    assert "why.en: The second reason. → The first reason." in capsys.readouterr().out
    assert Document.last_live().number == 2
    assert Edition.objects.count() == 2


def test_command_says_why_it_refuses():
    two_editions()

    with pytest.raises(CommandError, match="No edition 9 has gone live"):
        call_command("rollback", 9)
