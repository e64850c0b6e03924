"""Redacting: a value leaves every edition that was ever published."""

import fcntl
import os

import pytest
from django.core.management import CommandError, call_command

from pillars.models import HelpLine
from plan_site.editions.document import snapshot
from plan_site.editions.models import Edition, Redaction
from plan_site.editions.publishing.publish import PublishingError
from plan_site.editions.publishing.redact import redact
from plan_site.editions.storage import folders
from tests.helpers.editions.live_editions import publish, row_of, value_lines
from tests.helpers.makers import (
    both,
    make_baseline,
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_priority,
    make_result,
    make_section,
    make_strategy,
    make_target,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
REASON = "It named a child."


def change(record, **given):
    for name, value in given.items():
        setattr(record, name, value)
    record.save()


def item(record) -> str:
    return f"{record._meta.label_lower}:{record.pk}"


def everything() -> str:
    """All documents, as they are stored."""
    return "".join(Edition.objects.values_list("document", flat=True))


def test_text_leaves_rows_and_log_of_every_edition():
    priority = make_priority(why_en="Secret.")
    publish()
    change(priority, why_en="Secret too.")
    publish()
    change(priority, why_en="Harmless.")

    assert redact(item(priority), "why_en", REASON) == [1, 2]

    assert "Secret" not in everything()
    (line,) = Edition.objects.get(number=2).contents["log"][0]["changes"][0]["fields"]
    assert (line["field"], line["before"], line["after"]) == ("why", None, None)
    assert line["hidden"]


def test_title_leaves_the_names_of_changes_too():
    priority = make_priority(title_en="Secret name")
    publish()
    change(priority, why_en="A change.")
    publish()
    change(priority, title_en="Harmless name")

    redact(item(priority), "title_en", REASON)

    assert "Secret name" not in everything()
    (entry,) = Edition.objects.get(number=2).contents["log"][0]["changes"]
    assert entry["title"]["es"] == priority.title_es


def test_text_of_a_strategy_leaves_its_name():
    strategy = make_strategy(text_es="Secreto.")
    publish()
    change(strategy, text_es="Nada.")
    publish()
    change(strategy, text_es="Otra vez nada.")

    redact(item(strategy), "text_es", REASON)

    assert "Secreto." not in everything()


def test_digests_are_renewed_and_the_document_says_what_was_taken_out():
    priority = make_priority(why_en="Secret.")
    before = publish().digest
    change(priority, why_en="")

    redact(item(priority), "why_en", REASON)

    edition = Edition.objects.get()
    assert edition.digest == snapshot.digest(edition.contents) != before
    (entry,) = edition.contents["redacted"]
    assert (entry["model"], entry["pk"]) == ("pillars.priority", priority.pk)
    assert entry["column"] == "why_en"
    assert REASON not in edition.document


def test_reason_is_kept_for_the_editors(admin_user):
    priority = make_priority(why_en="Secret.")
    publish()
    change(priority, why_en="")

    redact(item(priority), "why_en", REASON, user=admin_user)

    redaction = Redaction.objects.get()
    assert (redaction.item, redaction.column) == (item(priority), "why_en")
    assert (redaction.reason, redaction.redacted_by) == (REASON, admin_user)


def test_result_becomes_suppressed_and_its_neighbors_stay():
    measure = make_measure(results={2021: "70", 2022: "71"})
    plan = measure.pillar.plan
    group = make_group(plan, code="middle-schools")
    small = make_result(measure, 2022, "64.5", group=group)
    publish()
    change(small, value="65")
    publish()
    change(small, state="suppressed", value=None)

    redact(item(measure), "result:2022:middle-schools:value", REASON)

    contents = Edition.objects.get(number=2).contents
    fields = row_of(contents, small)
    assert (fields["state"], fields["value"]) == ("suppressed", None)
    assert value_lines(contents) == [(None, None, True)]
    assert "64.5" not in everything()
    assert ('"70"' in everything(), '"71"' in everything()) == (True, True)


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("baseline:value", lambda m: make_baseline(m, 2021, "64.5")),
        ("target:2025:value", lambda m: make_target(m, 2025, "64.5", wording_en="x")),
        ("result:2023:value", lambda m: make_result(m, 2023, "64.5")),
        ("result:2023:note_en", lambda m: make_result(m, 2023, 1, note_en="64.5")),
    ],
)
def test_each_kind_of_number_can_be_named(field, make):
    row = make(make_measure())
    publish()
    type(row).objects.all().delete()

    redact(item(row.measure), field, REASON)

    assert row_of(Edition.objects.get().contents, row)[field.split(":")[-1]] is None


def test_section_of_the_plan_can_be_named_by_its_key():
    section = make_section(body_en="Secret.")
    publish()
    change(section, body_en="Harmless.")

    redact(item(section.plan), f"plansection:{section.pk}:body_en", REASON)

    assert "Secret." not in everything()


def test_value_that_the_working_copy_holds_is_not_taken_out():
    priority = make_priority(why_en="Secret.")
    publish()

    with pytest.raises(PublishingError, match="still has it: “Secret.”"):
        redact(item(priority), "why_en", REASON)

    assert "Secret." in everything()
    assert Redaction.objects.count() == 0


def test_earlier_values_go_and_the_one_of_today_stays_if_asked_so():
    priority = make_priority(why_en="Secret.")
    publish()
    change(priority, why_en="Harmless.")
    publish()

    assert redact(item(priority), "why_en", REASON, earlier_only=True) == [1, 2]

    assert "Secret." not in everything()
    contents = Edition.objects.get(number=2).contents
    assert row_of(contents, priority)["why_en"] == "Harmless."


def test_hidden_number_may_stay_in_the_working_copy():
    result = make_result(make_measure(), 2023, "64.5")
    publish()
    change(result, student_count=3)

    redact(item(result.measure), "result:2023:value", REASON)

    assert "64.5" not in everything()


@pytest.mark.parametrize("make", [make_measure, make_priority])
def test_text_of_a_note_can_be_named_by_its_year(make):
    record = make()
    note = make_note(record, 2024, why_en="Secret.")
    publish()
    change(note, why_en="Harmless.")
    publish()
    change(note, why_en="")

    redact(item(record), f"{note._meta.model_name}:2024:why_en", REASON)

    assert "Secret." not in everything()
    assert "Harmless." not in everything()
    assert not note.history.filter(why_en="Secret.").exists()


@pytest.mark.parametrize(
    ("make", "column"),
    [
        (make_strategy, "stage_text_en"),
        (make_strategy, "stage_reason_en"),
        (make_office, "phone"),
        (make_help_line, "text"),
    ],
)
def test_what_was_said_of_stages_offices_and_help_can_be_taken_out(make, column):
    record = make(**{column: "Call 555-0199."})
    publish()
    whole = item(record)
    if isinstance(record, HelpLine):
        whole, column = item(record.plan), f"helpline:{record.pk}:text"
    record.delete()

    redact(whole, column, REASON)

    assert "555-0199" not in everything()


@pytest.mark.parametrize("name", ["Bus Office", "2022-26/oficina de AUTOBUSES"])
def test_office_is_named_as_readers_know_it(name):
    titles = both("title", "Bus Office", "Oficina de Autobuses")
    office = make_office(phone="555-0199", **titles)
    make_office(office.plan, title_en="Books")
    publish()
    change(office, phone="")

    call_command("redact", name, "phone", reason=REASON)

    assert "555-0199" not in everything()


def test_name_that_two_offices_have_names_none():
    office = make_office(title_en="Bus Office")
    make_office(office.plan, title_en="Bus Office")
    publish()

    with pytest.raises(CommandError, match="Several are called 'Bus Office'"):
        call_command("redact", "Bus Office", "phone", reason=REASON)


@pytest.mark.parametrize(
    "field",
    [
        "nothing",
        "letter",  # An address hangs on it.
        "pillar",
        "editors_note",
        "translation_state",
        "result:2022:value",  # A priority has no results.
        "why_en:more",
    ],
)
def test_what_is_no_column_to_be_emptied_is_refused(field):
    priority = make_priority()
    publish()

    with pytest.raises(PublishingError, match="no column that can be taken out"):
        redact(item(priority), field, REASON)


@pytest.mark.parametrize(
    "field",
    [
        "result:value",
        "result:soon:value",
        "result:2022:nobody:value",
        "result:2022:state",
    ],
)
def test_what_names_no_number_is_refused(field):
    measure = make_measure(results={2022: "70"})
    publish()

    with pytest.raises(PublishingError):
        redact(item(measure), field, REASON)


def test_nothing_to_take_out_is_shown():
    priority = make_priority(notice_en="")
    publish()

    with pytest.raises(PublishingError, match="No edition says anything there"):
        redact(item(priority), "notice_en", REASON)


def test_command_takes_codes_and_tells_the_editions(capsys):
    priority = make_priority(why_en="Secret.")
    publish()
    change(priority, why_en="")

    call_command("redact", priority.code, "why_en", "--reason", REASON, "--dry-run")
    assert "Secret." in everything()
    call_command("redact", priority.code, "why_en", "--reason", REASON)

    assert "Taken out of 1 editions: 1." in capsys.readouterr().out
    assert "Secret." not in everything()


def test_command_says_what_to_do_first():
    priority = make_priority(why_en="Secret.")
    publish()

    with pytest.raises(CommandError, match="Change it or empty it there first"):
        call_command("redact", priority.code, "why_en", "--reason", REASON)


def folder(number: int, build: str):
    """A folder as the press leaves it once its edition is live."""
    made = folders.editions_folder() / f"{number}-{build * 16}"
    made.mkdir()
    (made / "live").touch()
    return made


def test_folder_of_the_same_number_under_another_name_is_removed(settings, tmp_path):
    settings.EDITIONS_ROOT = tmp_path
    older, stale, right = folder(1, "a"), folder(2, "a"), folder(2, "b")

    folders.prune(right, [right, older])

    assert (older.exists(), stale.exists(), right.exists()) == (True, False, True)


def test_stale_folder_of_an_older_number_is_removed(settings, tmp_path):
    settings.EDITIONS_ROOT = tmp_path
    stale, renewed, serving = folder(1, "a"), folder(1, "b"), folder(2, "b")

    folders.prune(serving, [serving, renewed])

    assert (stale.exists(), renewed.exists()) == (False, True)


def test_folder_of_an_edition_that_nobody_knows_any_more_is_removed(settings, tmp_path):
    """This machine was away for so long that edition 1 is none of the last few."""
    settings.EDITIONS_ROOT = tmp_path
    ancient, serving, pressed_since = folder(1, "a"), folder(7, "b"), folder(8, "c")

    folders.prune(serving, [serving])

    assert not ancient.exists()
    assert pressed_since.exists()


def test_stale_folder_that_is_held_stays_but_is_never_taken_again(settings, tmp_path):
    settings.EDITIONS_ROOT = tmp_path
    stale, right = folder(2, "a"), folder(2, "b")
    handle = os.open(stale, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)

    assert folders.prune(right, [right]) == [stale]
    os.close(handle)

    assert stale.exists()
    assert not (stale / "live").exists()
