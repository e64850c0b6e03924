"""Taking an edition's content back into the working copy."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.html import strip_tags

from pillars.history.timeline import timeline
from pillars.models import (
    HelpLine,
    Measure,
    MeasureNote,
    Office,
    Plan,
    Priority,
    PriorityNote,
    Resource,
    Result,
    Review,
    Strategy,
)
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.models import Edition
from plan_site.editions.publishing import restore
from plan_site.editions.publishing.publish import PublishingError
from plan_site.editions.publishing.redact import redact
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import (
    make_baseline,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_review,
    make_section,
    make_strategy,
    make_target,
    make_term,
)
from tests.helpers.people import make_person
from tests.helpers.translation_pages import behind_since

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def change(record, **given):
    for name, value in given.items():
        setattr(record, name, value)
    record.save()


def full_plan() -> Plan:
    """A plan with a row of every kind."""
    plan = make_plan()
    make_section(plan)
    make_term(plan)
    priority = make_priority(make_pillar(plan))
    make_resource(priority, strategy=make_strategy(priority))
    measure = make_measure(priority, results={2022: "71"}, baseline=(2021, "70"))
    make_target(measure, 2025, "80")
    change(measure, office=make_office(plan))
    make_note(measure, office=measure.office)
    make_note(priority, office=measure.office)
    make_review(plan)
    make_help_line(plan)
    return plan


def test_differences_say_what_would_be_overwritten():
    priority = make_priority(why_en="As published.")
    contents = publish().contents
    change(priority, why_en="A draft.")

    (entry,) = restore.differences(Document.read(contents))

    assert (entry.kind, entry.code) == ("changed", priority.code)
    (text,) = (field for field in entry.fields if field.field == "why")
    assert (text.before, text.after) == ("A draft.", "As published.")
    priority.refresh_from_db()
    assert priority.why_en == "A draft."


def test_working_copy_becomes_what_the_edition_says():
    plan = full_plan()
    contents = publish().contents
    priority = Priority.objects.get()
    Resource.objects.all().delete()
    Strategy.objects.all().delete()
    Result.objects.all().delete()
    change(priority, why_en="A draft.", code="1B", office=None)
    for kind in (PriorityNote, MeasureNote, Review, HelpLine):
        kind.objects.all().delete()
    change(Measure.objects.get(), office=make_office(plan))
    Office.objects.exclude(pk=Measure.objects.get().office_id).delete()
    make_strategy(make_priority(make_pillar(plan)), code="1")

    restore.apply(Document.read(contents))

    assert take_snapshot() == Document.read(contents).snapshot
    assert restore.differences(Document.read(contents)) == []
    assert Candidate.now().chosen == frozenset()


def test_private_columns_stay_as_they_are():
    result = make_result(
        make_measure(), 2023, "84.5", student_count=300, editors_note="Ask Ana."
    )
    contents = publish().contents
    change(result, value="86", student_count=310, editors_note="Ask Luis.")

    restore.apply(Document.read(contents))

    result.refresh_from_db()
    assert str(result.value) == "84.5000"
    assert (result.student_count, result.editors_note) == (310, "Ask Luis.")


def test_value_that_the_edition_hides_is_not_overwritten():
    result = make_result(make_measure(), 2023, "84.5", student_count=3)
    contents = publish().contents
    change(result, value="86", student_count=300, note_en="Counted anew.")

    restore.apply(Document.read(contents))

    result.refresh_from_db()
    assert (str(result.value), result.state) == ("86.0000", "reported")
    assert not result.note_en


def test_value_that_is_hidden_today_is_not_overwritten():
    baseline = make_baseline(make_measure(), 2021, "70")
    contents = publish().contents
    change(baseline, value="71", student_count=3)

    assert restore.apply(Document.read(contents)) == []

    baseline.refresh_from_db()
    assert (str(baseline.value), baseline.student_count) == ("71.0000", 3)


def test_value_of_another_year_is_not_said_where_the_edition_hides_one():
    result = make_result(make_measure(), 2022, "84.5")
    contents = publish().contents
    change(result, student_count=3)
    change(result, school_year=2023, value="90", student_count=300)

    restore.apply(Document.read(contents))

    result.refresh_from_db()
    said = result.school_year, result.value, result.state
    assert said == (2022, None, "suppressed")


def test_redacted_text_is_not_overwritten():
    priority = make_priority(why_en="It names a child.")
    publish()
    change(priority, why_en="It names nobody.", statement_en="A draft.")
    redact(f"pillars.priority:{priority.pk}", "why_en", "It named a child.")
    contents = Edition.objects.get().contents

    restore.apply(Document.read(contents))

    priority.refresh_from_db()
    assert priority.why_en == "It names nobody."
    assert priority.statement_en != "A draft."


def test_state_without_a_value_takes_the_value_along():
    result = make_result(make_measure(), 2023, None, state="not_due")
    contents = publish().contents
    change(result, state="reported", value="84.5", student_count=3)

    restore.apply(Document.read(contents))

    result.refresh_from_db()
    assert (result.state, result.value) == ("not_due", None)


def test_numbers_that_swapped_places_swap_back():
    priority = make_priority()
    one, two = make_strategy(priority), make_strategy(priority)
    resource = make_resource(priority, strategy=one)
    contents = publish().contents
    change(one, code="1A.9")
    change(two, code="1A.1")
    change(one, code="1A.2")

    restore.apply(Document.read(contents))

    codes = {s.pk: s.code for s in Strategy.objects.all()}
    assert codes == {one.pk: "1A.1", two.pk: "1A.2"}
    resource.refresh_from_db()
    assert resource.strategy_id == one.pk


def test_row_whose_number_was_given_to_a_new_one_comes_back():
    priority = make_priority()
    old = make_strategy(priority)
    contents = publish().contents
    key = old.pk
    old.delete()
    make_strategy(priority, code="1A.1")

    restore.apply(Document.read(contents))

    assert [(s.pk, s.code) for s in Strategy.objects.all()] == [(key, "1A.1")]


def test_new_rows_find_a_free_key_afterwards():
    priority = make_priority()
    contents = publish().contents
    Priority.objects.all().delete()

    restore.apply(Document.read(contents))

    assert make_priority(priority.pillar, code="1Z").pk > priority.pk


def test_plan_that_the_edition_has_not_leaves_the_public_and_loses_nothing():
    make_priority()
    contents = publish().contents
    other = make_priority(make_pillar(make_plan())).pillar.plan

    (entry,) = restore.apply(Document.read(contents))

    other.refresh_from_db()
    assert (entry.kind, other.is_public) == ("changed", False)
    assert Priority.objects.filter(pillar__plan=other).count() == 1
    assert take_snapshot() == Document.read(contents).snapshot


def test_plan_that_is_no_longer_public_becomes_so_again():
    plan = full_plan()
    contents = publish().contents
    change(plan, is_public=False)

    restore.apply(Document.read(contents))

    assert take_snapshot() == Document.read(contents).snapshot


def test_all_or_nothing_where_a_draft_has_taken_the_address():
    plan = make_priority(why_en="As published.").pillar.plan
    contents = publish().contents
    change(Priority.objects.get(), why_en="A draft.")
    change(plan, slug="2022-26-old")
    make_plan(slug="2022-26", is_public=False)

    with pytest.raises(PublishingError, match="another plan at the same address"):
        restore.apply(Document.read(contents))

    assert Priority.objects.get().why_en == "A draft."
    connection.check_constraints()


def test_command_changes_nothing_without_apply(capsys):
    priority = make_priority(why_en="As published.")
    publish()
    change(priority, why_en="A draft.")

    call_command("takeback", 1)
    priority.refresh_from_db()
    before = priority.why_en
    call_command("takeback", 1, "--apply")
    priority.refresh_from_db()

    assert (before, priority.why_en) == ("A draft.", "As published.")
    assert "1 items would be restored" in capsys.readouterr().out


def test_history_says_what_was_taken_back_and_what_was_there_before():
    priority = make_priority(why_en="As published.")
    gone = make_strategy(priority).pk
    contents = publish().contents
    priority.history.all().delete()
    change(priority, why_en="A draft.")
    Strategy.objects.get(pk=gone).delete()
    surplus = make_strategy(priority).pk

    restore.apply(Document.read(contents))

    told = [
        (
            event.kind,
            [(strip_tags(at.before), strip_tags(at.after)) for at in event.changes],
        )
        for event in timeline(Priority, priority.pk).events
        if not event.name
    ]
    assert told == [
        (
            "taken-back",
            [("A draft.", "As published.")],
        ),
        ("changed", [("As published.", "A draft.")]),
    ]
    assert Strategy.history.filter(id=gone).first().history_type == "+"
    assert Strategy.history.filter(id=surplus).first().history_type == "-"


def test_locked_plan_is_not_taken_back_into():
    plan = full_plan()
    other = make_priority(make_pillar(make_plan()), why_en="As published.")
    contents = publish().contents
    change(plan, is_locked=True)
    change(other, why_en="A draft.")

    restore.apply(Document.read(contents))
    Strategy.objects.all().delete()
    with pytest.raises(PublishingError, match=f"locked: “{plan}”"):
        restore.apply(Document.read(contents))

    other.refresh_from_db()
    assert other.why_en == "As published."
    assert not Strategy.objects.exists()


def test_new_pillar_that_somebody_looks_after_goes_all_the_same():
    pillar = make_pillar()
    contents = publish().contents
    new = make_pillar(pillar.plan)
    person = make_person("Pillar editor", pillars=[pillar, new])

    restore.apply(Document.read(contents))

    assert [*person.account.pillars.all()] == [pillar]


def rewritten_after_edition_1():
    """A priority: edition 1 has it in step, edition 2 its Spanish behind."""
    priority = make_priority(why_en="It helps.", why_es="Ayuda.")
    publish()
    change(priority, why_en="It helps a great deal.")
    publish()
    return priority


def taken_back(number: int, priority) -> Priority:
    restore.apply(Document.read(Edition.objects.get(number=number).contents))
    return Priority.objects.get(pk=priority.pk)


def test_text_is_not_behind_and_confirmed_at_once():
    priority = rewritten_after_edition_1()
    priority.confirm_meaning("why", "es", "Ana", datetime.date(2024, 10, 2))
    priority.save()

    priority = taken_back(2, priority)

    assert behind_since(priority, "why", "es")
    assert priority.confirmation("why", "es") is None
    assert priority.behind("why")["es"].before == "It helps."


def test_text_is_in_step_once_the_wording_is_back_with_which_it_belongs():
    priority = rewritten_after_edition_1()
    change(priority, why_es="Ayuda mucho.")

    priority = taken_back(2, priority)
    change(priority, why_en="It helps.")

    assert behind_since(priority, "why", "es") is None


def test_confirmation_comes_back_with_the_wordings_that_it_was_of():
    priority = rewritten_after_edition_1()
    priority.confirm_meaning("why", "es", "Ana", datetime.date(2024, 10, 2))
    priority.save()
    publish()
    change(priority, why_es="Ayuda mucho.")
    assert priority.confirmations == {}

    priority = taken_back(3, priority)

    assert priority.confirmation("why", "es").by == "Ana"
    assert behind_since(priority, "why", "es") is None


def test_pair_is_forgotten_where_the_languages_are_in_step_again():
    priority = rewritten_after_edition_1()

    assert taken_back(1, priority).paired_wordings == {}


def test_deleted_text_comes_back_with_its_pair():
    priority = rewritten_after_edition_1()
    key = priority.pk
    priority.delete()
    priority.pk = key

    priority = taken_back(2, priority)
    change(priority, why_en="It helps.")

    assert behind_since(priority, "why", "es") is None
