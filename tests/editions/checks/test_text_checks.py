"""The check list, of words: in both languages, in the right one, once, and finished."""

import datetime

import pytest

from pillars.enums import TargetKind
from pillars.models import Measure, MeasureNote, Plan, Priority
from tests.helpers.editions.candidates import findings, names
from tests.helpers.makers import (
    both,
    make_measure,
    make_note,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_section,
    make_strategy,
    make_term,
)

pytestmark = pytest.mark.django_db

ENGLISH = "Every student learns to read and write well in the first three grades."
SPANISH = (
    "Cada estudiante aprende a leer y a escribir bien en los primeros tres grados."
)


@pytest.mark.parametrize("language", ["en", "es"])
def test_text_in_one_language_only_stops(language):
    make_priority(**{f"statement_{language}": ""})

    assert names() == [f"missing:1A:statement:{language}"]


def test_text_that_nobody_wrote_is_not_missing():
    make_priority(**both("statement", "", ""))

    assert names() == []


def test_text_that_is_needed_is_missing_in_each_language():
    make_strategy(**both("text", "", ""))

    assert names() == ["missing:1A.1:text:en", "missing:1A.1:text:es"]


def test_missing_language_is_found_in_each_kind_of_record():
    plan = make_plan(vision_es="")
    section = make_section(plan, body_en="")
    make_term(plan, code="fafsa", meaning_es="")
    pillar = make_pillar(plan, subtitle_en="")
    resource = make_resource(make_priority(pillar), description_es="")
    measure = make_measure(resource.priority, unit_es="", targets={2025: "90"})
    make_result(measure, 2023, "84", note_en="As counted in May.")

    assert names() == [
        "missing:2022-26:vision:es",
        f"missing:2022-26:section-{section.pk}:body:en",
        "missing:term-fafsa:meaning:es",
        "missing:1:subtitle:en",
        f"missing:1A-resource-{resource.pk}:description:es",
        "missing:1A-M1:unit:es",
        "missing:1A-M1:result-2023:note:es",
    ]


def test_address_in_one_language_only_will_do():
    make_resource(url_es="")

    assert names() == []


def test_other_forms_of_a_term_in_one_language_only_will_do():
    make_term(also_en="other forms")

    assert names() == []


def test_retired_record_needs_its_note_in_each_language():
    make_priority(is_retired=True, retirement_note_en="It is part of 1B now.")

    assert names() == ["missing:1A:retirement_note:es"]


def test_status_set_by_hand_needs_its_reason_in_each_language():
    make_measure(
        targets={2025: "90"}, override_status="met", override_reason_en="We counted."
    )

    assert names() == ["missing:1A-M1:override_reason:es"]


@pytest.mark.parametrize("stage", ["changed", "dropped"])
def test_changed_or_dropped_strategy_needs_its_reason_in_each_language(stage):
    strategy = make_strategy(stage=stage)
    make_strategy(strategy.priority, code="1A.2", stage="done")

    assert [(finding.name, finding.stops) for finding in findings()] == [
        ("missing:1A.1:stage_reason:en", True),
        ("missing:1A.1:stage_reason:es", True),
    ]


@pytest.mark.parametrize(
    ("stage", "month"), [("changed", "2024-11"), ("dropped", "")], ids=["late", "none"]
)
def test_strategy_in_a_month_to_come_is_a_warning(stage, month):
    reason = both("stage_reason", "The grant has ended.", "La subvención se acabó.")
    day = datetime.date.fromisoformat(f"{month}-01") if month else None
    make_strategy(stage=stage, stage_since=day, **reason)

    found = [(finding.name, finding.stops) for finding in findings()]

    assert found == [("stage-ahead:1A.1", False)] * bool(month)


def test_language_behind_is_a_warning():
    priority = make_priority()
    priority.why_en = "Why it matters more than ever."
    priority.save()

    (finding,) = findings()

    assert (finding.name, finding.stops) == ("behind:1A:why:es", False)


def test_language_that_has_caught_up_is_not_behind():
    priority = make_priority()
    priority.why_en = "Why it matters more than ever."
    priority.save()
    priority.why_es = "Por qué importa más que nunca."
    priority.save()

    assert names() == []


def test_language_behind_tells_the_day():
    priority = make_priority()
    Priority.objects.filter(pk=priority.pk).update(
        translation_state={"why": {"es": "2024-03-05"}}
    )

    (finding,) = findings()

    assert "since March 5, 2024" in finding.message


def test_sentence_in_two_places_is_a_warning_for_the_later_one():
    pillar = make_pillar()
    make_priority(pillar, **both("statement", ENGLISH, SPANISH))
    make_priority(pillar, statement_en=f"  {ENGLISH.upper()}")

    (finding,) = findings()

    assert (finding.name, finding.stops) == ("repeated:1B:statement:en", False)
    assert "also in Priority 1A, “our priority”" in finding.message


def test_sentence_inside_a_longer_text_is_found():
    pillar = make_pillar()
    make_priority(pillar, **both("statement", ENGLISH, SPANISH))
    make_strategy(make_priority(pillar), text_es=f"Además, hay otra cosa. {SPANISH}")

    assert names() == ["repeated:1B.1:text:es"]


def test_sentence_that_the_next_plan_takes_over_is_fine():
    make_priority(**both("statement", ENGLISH, SPANISH))
    next_one = make_pillar(make_plan(slug="2026-30"))
    make_priority(next_one, **both("statement", ENGLISH, SPANISH))

    assert names() == []


def test_short_words_may_stand_in_two_places():
    pillar = make_pillar()
    make_priority(pillar, **both("statement", "Learn every day.", "Aprender cada día."))
    make_priority(pillar, **both("statement", "Learn every day.", "Aprender cada día."))

    assert names() == []


def test_text_in_the_wrong_language_is_a_warning():
    make_priority(**both("why", SPANISH, ENGLISH))

    found = findings()

    assert [(f.name, f.stops) for f in found] == [
        ("wrong-language:1A:why:en", False),
        ("wrong-language:1A:why:es", False),
    ]


def test_text_in_the_right_language_is_fine():
    make_priority(**both("why", ENGLISH, SPANISH))

    assert names() == []


@pytest.mark.parametrize(
    "text",
    [
        "TBD",
        "Why this matters: tbd.",
        "N/A",
        "n/a",
        "To be determined by the Board.",
        "Coming soon!",
        "Lorem ipsum dolor",
        "Call us at XXX.",
        "TODO",
        "???",
        "[Insert text here]",
    ],
)
def test_unfinished_english_is_a_warning(text):
    make_priority(why_en=text)

    assert "placeholder:1A:why:en" in names()


@pytest.mark.parametrize(
    "text",
    [
        "Por definir",
        "por definirse",
        "Pendiente",
        "Por determinar.",
        "Pendiente de traducción.",
        "Próximamente",
        "Texto de ejemplo",
        "xxx",
        "N/D",
    ],
)
def test_unfinished_spanish_is_a_warning(text):
    make_priority(why_es=text)

    assert "placeholder:1A:why:es" in names()


@pytest.mark.parametrize(
    "text",
    [
        "TODOS los estudiantes, y todo el personal.",
        "Las escuelas son independientes, y por lo tanto definen su plan.",
        "El mes de mayo, XX aniversario.",
        "Las familias ayudan a definir las metas de su escuela.",
        "Reciben un certificado por completar el curso.",
    ],
)
def test_finished_spanish_is_fine(text):
    make_priority(why_es=text)

    assert names() == []


def behind_measure(**given):
    """A measure from 80 to 90 that has hardly moved: behind its pace, and said why."""
    measure = make_measure(
        baseline=(2020, "80"), targets={2024: "90"}, results={2023: "81"}, **given
    )
    make_note(measure, 2023)
    return measure


@pytest.mark.parametrize(
    "given",
    [
        both("definition", "Graduation is on track.", "Se cuenta a quienes terminan."),
        both("definition", "How it is counted.", "La graduación va por buen camino."),
        both("definition", "How it is counted.", "La graduación está en camino."),
        both("definition", "The target has been met already.", "Así se cuenta."),
        both("definition", "How it is counted.", "Objetivo cumplido: así se cuenta."),
        {
            "override_status": "on-track",
            **both("override_reason", "We are on track.", "Así lo dice la Junta."),
        },
    ],
)
def test_measure_called_on_track_that_is_not_is_a_warning(given):
    behind_measure(**given)

    (finding,) = findings()

    assert (finding.check, finding.stops) == ("claim", False)
    assert "1A-M1 Behind" in finding.message


def test_result_whose_note_claims_too_much_is_a_warning():
    measure = behind_measure()
    measure.results.update(note_en="We are on track.", note_es="Así lo vemos.")

    assert names() == ["claim:1A-M1:result-2023:note:en"]


def test_own_count_that_its_sentence_does_not_say_is_one_warning():
    make_plan(own_count="83%", **both("own_count_text", "In all 83%.", ""))
    assert "own-count:2022-26" not in names()

    Plan.objects.update(own_count="84%", own_count_text_es="En total 83%.")

    (found,) = [one for one in findings() if one.check == "own-count"]
    assert found.name == "own-count:2022-26"
    assert "in: English, Spanish." in found.message


def test_priority_whose_text_claims_too_much_is_a_warning():
    behind_measure(priority=make_priority(why_en="All of this is on track."))

    assert names() == ["claim:1A:why:en"]


@pytest.mark.parametrize(
    ("field", "year", "is_found"),
    [
        ("what_happened", 2023, True),
        ("what_happened", 2022, False),  # Then it may have been so.
        ("what_comes_next", 2023, False),  # It is a hope.
    ],
)
@pytest.mark.parametrize("whole", ["measure", "priority"])
def test_note_that_claims_too_much_of_the_deciding_year_is_a_warning(
    whole, field, year, is_found
):
    measure = behind_measure()
    measure.notes.all().delete()
    make_note(measure, 2025)
    record = measure if whole == "measure" else measure.priority
    make_note(record, year, **{f"{field}_en": "We are on track."})

    row = f"{record.code}:{whole}note-{year}:{field}:en"
    assert names() == [f"claim:{row}"] * is_found


@pytest.mark.parametrize(
    ("result", "label"),
    [("81", "Behind"), ("79", "Getting worse"), ("85", "Slightly behind")],
)
def test_bad_result_is_explained_in_its_year_or_later(result, label):
    measure = behind_measure()
    measure.results.update(value=result)
    measure.notes.update(school_year=2022)

    found = findings()
    for year in (2023, 2024):
        measure.notes.update(school_year=year)
        assert names() == []

    expected = "unexplained:1A-M1:2023", False, f"“{label}”, by the result for 2023–24"
    assert [
        (one.name, one.stops, expected[2] in one.message and expected[2])
        for one in found
    ] == [expected] * (label != "Slightly behind")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Of them 81 passed.", True),
        ("It went up to 81.0%, as we hoped.", True),
        ("It is 181 or 8.1 now, after 2080–81.", False),
        ("In 2023, 84.", False),  # Readers see it.
    ],
)
@pytest.mark.parametrize("whole", ["measure", "priority"])
def test_note_that_tells_a_hidden_number_is_a_warning(whole, text, is_found):
    measure = make_measure(target_kind=TargetKind.NONE)
    make_result(measure, 2022, "81", student_count=3)
    make_result(measure, 2023, "84", student_count=300)
    record = measure if whole == "measure" else measure.priority
    make_note(record, 2022, why_en=text)

    found = [f"hidden-told:{record.code}:{whole}note-2022:why:en"] * is_found
    assert names() == found


def test_nobody_is_asked_to_explain_what_has_no_status_or_cannot_be_changed():
    Measure.objects.filter(pk=behind_measure().pk).update(is_retired=True)
    Measure.objects.update(**both("retirement_note", "It has gone.", "Ya no está."))
    hidden = behind_measure()
    hidden.results.update(student_count=3)
    make_measure(target_kind=TargetKind.NONE, baseline=(2020, "80"), results={2023: 7})
    locked = make_plan(slug="2016-20", is_locked=True)
    behind_measure(priority=make_priority(make_pillar(locked)))
    MeasureNote.objects.all().delete()

    assert [name for name in names() if name.startswith("unexplained")] == []


def test_measure_that_is_on_track_may_be_called_so():
    make_measure(
        baseline=(2020, "80"),
        targets={2024: "90"},
        results={2023: "88"},
        **both("definition", "It is on track.", "Va por buen camino."),
    )

    assert names() == []


def test_measure_that_is_on_track_may_not_be_called_met():
    make_measure(
        baseline=(2020, "80"),
        targets={2024: "90"},
        results={2023: "88"},
        **both("definition", "The target was met.", "Así se cuenta cada año."),
    )

    assert names() == ["claim:1A-M1:definition:en"]


def test_measure_said_to_be_off_track_is_fine():
    behind_measure(
        **both(
            "definition", "It is not on track yet.", "Todavía no va por buen camino."
        )
    )

    assert names() == []


def test_related_figure_is_never_on_track():
    make_measure(
        target_kind=TargetKind.NONE,
        results={2023: "81"},
        **both("definition", "It is on track.", "Así se cuenta cada año."),
    )

    assert names() == ["claim:1A-R1:definition:en"]


def test_what_was_retired_is_not_read():
    priority = make_priority(
        why_en="TBD",
        is_retired=True,
        **both("retirement_note", "It is part of 1B now.", "Ahora es parte de 1B."),
    )
    make_measure(
        priority, definition_en="TBD", next_update_due=datetime.date(2023, 1, 1)
    )
    make_strategy(priority, text_en="TBD")

    assert names() == []


def test_text_that_shows_nothing_is_missing():
    priority = make_priority(statement_es="&nbsp;", why_es="\u200b")
    make_strategy(priority, **both("text", "**", "Hacerlo."))

    assert names() == [
        "missing:1A:statement:es",
        "missing:1A:why:es",
        "missing:1A.1:text:en",
    ]
