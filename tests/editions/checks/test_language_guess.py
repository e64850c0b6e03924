"""Which language a text is in: how often that is told rightly."""

import json

import pytest
from django.conf import settings

from plan_site.editions.checks.language_guess import is_in_wrong_language, words_of
from tests.helpers.editions.bilingual_sentences import KEPT, PAIRS

FALSE_ALARMS_AT_MOST = 0.02
MISSED_AT_MOST = 0.02
NOT_WORDS = {"url", "source_url", "official_document", "contact_url"}


def shipped_pairs() -> list[tuple[str, str]]:
    """Every text of the plan that the site ships with, in English and in Spanish."""
    path = settings.BASE_DIR / "fixtures" / "lausd_2022_26.json"
    return [
        (row["fields"][name] or "", row["fields"][f"{name[:-3]}_es"] or "")
        for row in json.loads(path.read_text())
        for name in row["fields"]
        if name.endswith("_en") and name[:-3] not in NOT_WORDS
    ]


def false_alarms(pairs: list[tuple[str, str]]) -> tuple[list[str], int]:
    """The texts that are wrongly held to be in the other language, of how many."""
    texts = [(en, "en", es) for en, es in pairs if en]
    texts += [(es, "es", en) for en, es in pairs if es]
    alarms = [t for t, code, other in texts if is_in_wrong_language(t, code, other)]
    return alarms, len(texts)


def missed(pairs: list[tuple[str, str]]) -> tuple[list[str], int]:
    """The texts that nobody notices when they change places, and how many changed."""
    swapped = [(en, "es", es) for en, es in pairs]
    swapped += [(es, "en", en) for en, es in pairs]
    passed = [t for t, code, o in swapped if not is_in_wrong_language(t, code, o)]
    return passed, len(swapped)


def test_false_alarms_on_the_shipped_plan_are_few():
    alarms, count = false_alarms(shipped_pairs())

    assert count > 1500
    assert len(alarms) / count <= FALSE_ALARMS_AT_MOST, alarms


def test_false_alarms_on_sentences_of_a_plan_are_few():
    alarms, count = false_alarms([*PAIRS, *((text, text) for text in KEPT)])

    assert len(alarms) / count <= FALSE_ALARMS_AT_MOST, alarms


def test_few_swapped_sentences_are_missed():
    passed, count = missed(PAIRS)

    assert count >= 60
    assert len(passed) / count <= MISSED_AT_MOST, passed


def test_few_sentences_of_the_shipped_plan_are_missed_when_swapped():
    pairs = [
        (en, es)
        for en, es in shipped_pairs()
        if en != es and min(len(words_of(en)), len(words_of(es))) >= 3
    ]

    passed, count = missed(pairs)

    assert count > 1000
    assert len(passed) / count <= MISSED_AT_MOST, passed


@pytest.mark.parametrize(
    "text", ["", "FAFSA", "+20%", "https://example.org/the/of/and", "…"]
)
def test_language_of_no_words_is_not_guessed(text):
    assert not is_in_wrong_language(text, "en")
    assert not is_in_wrong_language(text, "es")


def test_language_without_a_word_list_is_not_guessed():
    assert not is_in_wrong_language("Every student learns to read well.", "ko")


def test_paragraph_in_the_wrong_language_is_found_among_others():
    text = (
        "Cada estudiante aprende a leer bien.\n\n"
        "Every student learns to read well.\n\n"
        "Las familias participan en las reuniones y dicen lo que necesitan."
    )

    assert is_in_wrong_language(text, "es")


def test_name_that_is_kept_in_both_languages_is_fine():
    program = "Expanded Learning Opportunities Program"

    assert not is_in_wrong_language("Expanded Learning Opportunities", "es", program)


def test_english_left_in_both_languages_is_found():
    text = "Every student learns to read well."

    assert is_in_wrong_language(text, "es", text)
