"""Languages in step: which wordings belong together, and which lag behind."""

import datetime

import pytest
from django.utils import timezone

from pillars.models import Priority
from pillars.rules.behind import Behind
from tests.helpers.makers import make_pillar, make_plan, make_priority
from tests.helpers.translation_pages import behind_since

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def edited(priority, **texts):
    """The priority after an editor has saved some texts and it was read anew."""
    for column, text in texts.items():
        setattr(priority, column, text)
    priority.save()
    priority.refresh_from_db()
    return priority


@pytest.fixture
def priority():
    return make_priority(why_en="It helps.", why_es="Ayuda.")


def test_rewriting_one_language_leaves_the_other_behind_since_that_day(priority):
    edited(priority, why_en="It helps a great deal.")

    assert behind_since(priority, "why", "es") == timezone.localdate()
    assert behind_since(priority, "why", "en") is None


def test_it_works_both_ways_round(priority):
    edited(priority, why_es="Ayuda mucho.")

    assert behind_since(priority, "why", "en") == timezone.localdate()
    assert behind_since(priority, "why", "es") is None


def test_writing_the_other_language_catches_up(priority):
    edited(priority, why_en="It helps a great deal.")

    edited(priority, why_es="Ayuda mucho.")

    assert priority.translation_state == {}
    assert priority.paired_wordings == {}


def test_writing_both_at_once_leaves_nobody_behind(priority):
    edited(priority, why_en="It helps a great deal.", why_es="Ayuda mucho.")

    assert priority.translation_state == {}


def test_going_back_to_the_paired_wording_is_in_step_again(priority):
    edited(priority, why_en="It helps a great deal.")

    edited(priority, why_en="It helps.")

    assert priority.translation_state == {}


def test_white_space_alone_is_no_change(priority):
    edited(priority, why_en="  It\nhelps. ")

    assert priority.translation_state == {}


def test_filling_in_a_missing_language_leaves_nobody_behind(priority):
    edited(priority, why_es="")

    edited(priority, why_es="Ayuda.")

    assert priority.translation_state == {}


def test_a_missing_text_is_missing_and_not_behind(priority):
    edited(priority, why_es="")

    edited(priority, why_en="It helps a great deal.")

    assert priority.translation_state == {}


def test_a_second_change_keeps_the_first_day(priority):
    edited(priority, why_en="It helps a great deal.")
    priority.translation_state["why"]["es"] = "2026-01-05"
    priority.save()

    edited(priority, why_en="It helps a very great deal.")

    assert behind_since(priority, "why", "es") == datetime.date(2026, 1, 5)
    assert priority.behind("why")["es"].before == "It helps."


def test_each_field_is_followed_by_itself(priority):
    edited(priority, title_en="Another title")

    assert set(priority.translation_state) == {"title"}


def test_saving_some_fields_only_keeps_the_note_too(priority):
    priority.why_en = "It helps a great deal."
    priority.save(update_fields=["why_en"])
    priority.refresh_from_db()

    assert behind_since(priority, "why", "es") == timezone.localdate()


TODAY = datetime.date(2026, 3, 2)


def confirmed(priority):
    """The priority after somebody said that its Spanish still holds."""
    priority.confirm_meaning("why", "es", "Ana López", TODAY)
    priority.save()
    priority.refresh_from_db()
    return priority


def test_meaning_that_did_not_change_is_in_step_with_a_name_and_a_day(priority):
    edited(priority, why_en="It helps a lot.")

    confirmed(priority)

    assert priority.translation_state == {}
    assert priority.paired_wordings == {}
    assert priority.confirmation("why", "es") == ("Ana López", TODAY)
    assert priority.confirmation("why", "en") is None
    assert priority.confirmation("title", "es") is None


@pytest.mark.parametrize("column", ["why_en", "why_es"])
def test_confirmation_lasts_until_either_wording_changes(priority, column):
    confirmed(edited(priority, why_en="It helps a lot."))
    edited(priority, title_en="Another title", title_es="Otro título")
    before = priority.confirmation("why", "es")

    edited(priority, **{column: "Something else."})

    assert before == ("Ana López", TODAY)
    assert priority.confirmation("why", "es") is None
    assert priority.confirmations == {}


def test_white_space_alone_keeps_a_confirmation(priority):
    confirmed(edited(priority, why_en="It helps a lot."))

    edited(priority, why_en="It helps  a lot. ")

    assert priority.confirmation("why", "es") == ("Ana López", TODAY)


def test_change_after_a_confirmation_leaves_it_behind_again(priority):
    confirmed(edited(priority, why_en="It helps a lot."))

    edited(priority, why_en="It hinders.")

    assert behind_since(priority, "why", "es") == timezone.localdate()
    assert priority.behind("why")["es"].before == "It helps a lot."


def test_saving_some_fields_only_drops_a_confirmation_too(priority):
    confirmed(edited(priority, why_en="It helps a lot."))
    priority.why_es = "Ayuda mucho."
    priority.save(update_fields=["why_es"])
    priority.refresh_from_db()

    assert priority.confirmations == {}


def test_only_what_is_behind_can_be_confirmed(priority):
    with pytest.raises(ValueError, match="not behind"):
        priority.confirm_meaning("why", "es", "Ana López", TODAY)

    assert priority.confirmations == {}


def test_state_that_a_site_of_two_languages_stored_is_read_and_kept(priority):
    pair = {"en": "It helps.", "es": "Ayuda."}
    Priority.objects.update(
        why_en="It helps all.",
        translation_state={"why": {"es": "2026-01-05"}},
        paired_wordings={"why": pair},
    )
    priority.refresh_from_db()
    behind = Behind(datetime.date(2026, 1, 5), "en", "It helps.")
    assert priority.behind("why") == {"es": behind}

    edited(priority, why_en="It helps everybody.")
    assert priority.behind("why") == {"es": behind}

    edited(priority, why_en="It helps.")
    assert priority.behind("why") == {}


def test_nothing_is_behind_a_language_that_the_site_gave_up(priority):
    priority.translation_state = {"why": {"es": "2026-01-05 zu"}}

    assert priority.behind("why") == {}


def test_language_in_preparation_leaves_no_other_behind():
    plan = make_plan(public_languages=["en"])
    priority = make_priority(make_pillar(plan), why_en="It helps.", why_es="Ayuda.")

    edited(priority, why_es="Ayuda mucho.")
    assert priority.translation_state == {}

    edited(priority, why_en="It helps a great deal.")
    assert set(priority.behind("why")) == {"es"}


@pytest.mark.parametrize("nothing", ["\u200b", "&nbsp;", "<!-- -->"])
def test_text_that_shows_nothing_neither_leads_nor_lags_behind(priority, nothing):
    edited(priority, why_es=nothing)
    assert priority.translation_state == {}

    edited(priority, why_en="It helps a great deal.")
    assert priority.translation_state == {}

    edited(priority, why_es="Ayuda mucho.")
    assert priority.translation_state == {}
