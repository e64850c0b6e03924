"""``manage.py publish`` as it is typed: what it chooses, says and sends out."""

import json

import pytest
from django.core.management import CommandError, call_command

from pillars.models import Result
from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish, row_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
)

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db
# A press in a test has no database, and stops at once: see own_editions_folder.
STOPPED = "could not be pressed"


@pytest.fixture
def priority():
    """Readers have 1A and 1B; both have changed since, in one language only."""
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    other = make_priority(priority.pillar)
    publish()
    for record in (priority, other):
        record.title_en, record.title_es = f"New {record.code}", f"Nueva {record.code}"
        record.save()
    return priority


def refused(*arguments: str, why: str) -> None:
    """The command says why not, and nothing went out."""
    before = Edition.objects.count()
    with pytest.raises(CommandError, match=why):
        call_command("publish", *arguments)
    assert Edition.objects.count() == before


def sent(*arguments: str) -> Edition:
    """The edition that the command stored."""
    with pytest.raises(CommandError, match=STOPPED):
        call_command("publish", *arguments)
    return Edition.objects.first()


def test_dry_run_prints_changes_and_check_list_and_publishes_nothing(capsys, priority):
    resource = make_resource(priority, position=3)
    publish()
    priority.title_en, priority.title_es = "Calm schools", "Escuelas tranquilas"
    priority.why_en, priority.why_es = "TBD", ""
    priority.save()
    resource.position = 1
    resource.save()

    call_command("publish", "--dry-run")

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "changed   1A Calm schools"
    assert "    title.en: New 1A → Calm schools" in said
    assert "    position: 3 → 1" in said
    assert any(line.startswith("ERROR missing:1A:why:es: Priority") for line in said)
    assert any(line.startswith("warning placeholder:1A:why:en: ") for line in said)
    assert said[-1] == "2 items, 2 findings."
    assert Edition.objects.count() == 2


def test_notes_and_the_items_chosen_go_out_and_no_others(priority):
    notes = ["--note-en", "A title.", "--note-es", "Un título."]

    edition = sent("--only", "1a", *notes)

    assert (edition.number, edition.note_en, edition.note_es) == (
        2,
        "A title.",
        "Un título.",
    )
    assert [c["code"] for c in edition.contents["log"][0]["changes"]] == ["1A"]


def test_warning_is_answered_by_its_name(priority, capsys):
    priority.why_en, priority.why_es = "TBD", "Porque ayuda a cada estudiante."
    priority.save()

    refused(why="A warning has not been answered")
    assert "warning placeholder:1A:why:en: " in capsys.readouterr().out
    refused("--accept", "placeholder:1B:why:en", why="A warning has not been answered")
    edition = sent("--accept", "placeholder:1A:why:en")

    assert row_of(edition.contents, priority)["why_en"] == "TBD"


def test_reasons_are_read_from_a_file(tmp_path, priority):
    measure = make_measure(priority, targets={2025: "90"}, results={2023: "84"})
    publish()
    measure.results.update(value="85")
    reason = {"en": "A typing error.", "es": "Un error de tecleo."}
    file = tmp_path / "reasons.json"
    file.write_text(json.dumps({"1A-M1": reason}))

    refused(why="A published baseline, target or result was changed")
    edition = sent("--reasons", str(file))

    (change,) = edition.contents["log"][0]["changes"]
    assert (change["kind"], change["reason"]) == ("corrected", reason)


def test_option_that_is_given_twice_counts_twice(tmp_path, priority):
    other = priority.pillar.priorities.last()
    measures = [
        make_measure(one, targets={2025: "90"}, results={2023: "84"})
        for one in (priority, other)
    ]
    publish()
    Result.objects.update(value="85")
    for record, why in ((priority, "Ayuda a leer."), (other, "Ayuda a sumar.")):
        record.why_en, record.why_es = "TBD", why
        record.save()
    reason = {"en": "A typing error.", "es": "Un error de tecleo."}
    given = []
    for code, measure in zip(["1A", "1B"], measures, strict=True):
        file = tmp_path / f"{measure.code}.json"
        file.write_text(json.dumps({measure.code: reason}))
        given += ["--only", code, measure.code, "--reasons", str(file)]
        given += ["--accept", f"placeholder:{code}:why:en"]

    edition = sent(*given)

    told = {c["code"]: c["reason"] for c in edition.contents["log"][0]["changes"]}
    assert told == {"1A": {}, "1A-M1": reason, "1B": {}, "1B-M2": reason}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "cannot be read as reasons"),
        ('["1A"]', "cannot be read as reasons"),
        ('{"1A": "Because."}', "cannot be read as reasons"),
        ('{"1A": {"en": 7}}', "no text"),
        ('{"9Z": {"en": "Because."}}', "There is no item '9Z'"),
    ],
)
def test_invalid_file_of_reasons_is_refused(tmp_path, priority, content, why):
    file = tmp_path / "reasons.json"
    file.write_text(content)

    refused("--reasons", str(file), why=why)
    refused("--reasons", str(tmp_path / "none.json"), why="cannot be read as reasons")


def test_code_is_of_the_current_plan_unless_its_own_is_named(priority):
    old = make_priority(make_pillar(make_plan(slug="2016-19")))
    publish()
    for record in (priority, old):
        record.why_en, record.why_es = "It helps everybody.", "Ayuda a todo el mundo."
        record.save()

    ours = sent("--only", "1A")
    ours.delete()
    theirs = sent("--only", "2016-19/1A")

    (change,) = ours.contents["log"][0]["changes"]
    assert (change["plan"], change["code"]) == ("2022-26", "1A")
    (change,) = theirs.contents["log"][0]["changes"]
    assert (change["plan"], change["code"]) == ("2016-19", "1A")


def test_code_that_several_plans_have_is_asked_for_by_plan():
    for slug in ("2012-16", "2016-19"):
        make_priority(make_pillar(make_plan(slug=slug, is_current=False)))

    refused("--only", "1A", why="Write 2012-16/1A or 2016-19/1A")


def test_nothing_to_publish_is_shown():
    make_priority()
    publish()

    refused(why="Nothing has changed")
    refused("--only", "9Z", why="There is no item '9Z'")


@pytest.mark.parametrize(
    "moment",
    [
        *("2199-01-01", "tomorrow", "2199-01-01T06:00"),
        "9999-12-31T23:59-12:00",  # past the last year that can be written here
    ],
)
def test_moment_that_cannot_be_read_is_refused(priority, moment):
    refused("--at", moment, why="--at: invalid moment value")


def test_moment_that_has_passed_is_refused(priority):
    refused("--at", "2020-01-01T06:00-08:00", why="has passed")
