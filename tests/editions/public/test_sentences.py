"""What the readers' log says of a change: whole sentences, nothing that is hidden."""

import datetime

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from pillars.models import PlanSection
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.models import Edition
from plan_site.editions.public.changelog import ReadersLog
from plan_site.editions.publishing.redact import redact
from plan_site.editions.scope import Scope, reading
from tests.helpers.editions.candidates import stored
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import (
    both,
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_plan,
    make_priority,
    make_resource,
    make_section,
    make_strategy,
)

pytestmark = pytest.mark.django_db
LONG = "Every school asks its families each spring what helps them. " * 5
CLOSE_NOW = "Its status is now “slightly behind”; it was “on track”."


def next_edition(last: dict | None = None) -> dict:
    """The document that publishes the working copy as it is."""
    before = Document.read(last) if last else Document()
    day = datetime.date(2026, 11, 22)
    return stored(before.next(take_snapshot(), Act({}, {}), day))


def told(contents: dict, language: str = "en", number: int = 2) -> list[str]:
    """All that an edition says of what changed in the plan."""
    with translation.override(language):
        log = ReadersLog(Document.read(contents), "2022-26").entries()
        (entry,) = (entry for entry in log if entry.number == number)
        return [
            strip_tags(line.sentence)
            for change in entry.changes
            for line in change.lines
        ]


@pytest.fixture
def measure():
    """On track: from 80% to 90% in two years, 85% after one of them."""
    return make_measure(
        baseline=(2021, "80"), results={2022: "85"}, targets={2023: "90"}, decimals=0
    )


def test_status_is_told_where_a_change_moved_it(measure):
    first = next_edition()
    measure.results.update(value="84")
    second = next_edition(first)
    measure.results.update(value="83.9", decimals=1)
    third = next_edition(second)

    assert told(second) == [
        "The result for 2022–23 was corrected from 85% to 84%.",
        CLOSE_NOW,
    ]
    assert told(second, "es") == [
        "El resultado de 2022–23 se corrigió de 85% a 84%.",
        "Su estado ahora es “con un poco de atraso”; antes era “por buen camino”.",
    ]
    assert told(third, number=3) == [
        "The result for 2022–23 was corrected from 84.0% to 83.9%."
    ]


def test_status_of_the_group_that_decides_is_told():
    measure = make_measure(decimals=0)
    plan = measure.pillar.plan
    groups = [make_group(plan, title_en="Learners"), make_group(plan)]
    for group in groups:
        measure.baselines.create(school_year=2021, value="80", group=group)
        measure.targets.create(school_year=2023, value="90", group=group)
        measure.results.create(school_year=2022, value="85", group=group)
    first = next_edition()
    measure.results.filter(group=groups[0]).update(value="84")

    assert told(next_edition(first)) == [
        "Learners: the result for 2022–23 was corrected from 85% to 84%.",
        CLOSE_NOW,
    ]


def test_log_of_an_older_document_tells_no_status(measure):
    first = next_edition()
    measure.results.update(value="84")
    second = next_edition(first)
    del second["log"][0]["changes"][0]["statuses"]

    assert told(second) == ["The result for 2022–23 was corrected from 85% to 84%."]


def test_status_is_not_told_once_a_number_of_its_measure_is_hidden(measure):
    first = next_edition()
    measure.targets.update(value="100")
    second = next_edition(first)
    measure.results.update(student_count=3)

    third = next_edition(second)

    target = "The target for 2023–24 is now 100%; it was 90%."
    assert told(second) == [target, "Its status is now “behind”; it was “on track”."]
    assert told(third) == [target]
    assert "statuses" not in third["log"][1]["changes"][0]


def test_status_is_not_told_once_a_number_of_its_measure_was_taken_out(measure):
    publish()
    measure.targets.update(value="100")
    publish()
    measure.results.update(state="withheld", value=None)
    publish()

    redact(f"pillars.measure:{measure.pk}", "result:2022:value", "A mistake.")

    for edition in Edition.objects.all():
        for entry in edition.contents["log"]:
            assert [one for one in entry["changes"] if "statuses" in one] == []


def test_note_for_a_year_is_told_in_whole_sentences(measure):
    old = make_office(measure.pillar.plan)
    office = make_office(measure.pillar.plan, **both("title", "Buses", "Camiones"))
    first = next_edition()
    texts = both("what_happened", "Buses were late.", "Los autobuses llegaron tarde.")
    note = make_note(
        *(measure, 2022, old),
        **texts,
        **both("why", "", ""),
        **both("what_comes_next", "", ""),
    )
    second = next_edition(first)
    note.what_happened_en = LONG
    note.office = office
    note.save()
    third = next_edition(second)
    note.delete()
    fourth = next_edition(third)

    assert told(second) == [
        "What the District says about 2022–23 was added.",
        "“What happened” was added: “Buses were late.”",
    ]
    assert told(second, "es") == [
        "Se agregó lo que dice el Distrito sobre 2022–23.",
        "Se agregó “Qué pasó”: “Los autobuses llegaron tarde.”",
    ]
    said = "What the District says about 2022–23:"
    assert sorted(told(third, number=3)) == [
        f"{said} “Signed by” is now “Buses”; it was “{old.title_en}”.",
        f"{said} “What happened” was rewritten.",
    ]
    assert told(fourth, number=4)[0] == (
        "What the District said about 2022–23 was taken out."
    )
    assert told(fourth, "es", number=4) == [
        "Se quitó lo que dijo el Distrito sobre 2022–23.",
        "Se quitó “Qué pasó”; antes era “Los autobuses llegaron tarde.”",
    ]


def test_stage_of_a_strategy_is_told_with_its_month():
    strategy = make_strategy(stage="not_started")
    first = next_edition()
    strategy.stage, strategy.stage_since = "under_way", datetime.date(2023, 8, 1)
    strategy.save()
    second = next_edition(first)
    strategy.stage_since = datetime.date(2023, 9, 1)
    strategy.save()
    third = next_edition(second)

    assert told(second) == [
        "“Where it stands” is now “Under way since August 2023”; it was “Not started”."
    ]
    assert told(second, "es") == [
        "“Cómo va” ahora es “En marcha desde agosto de 2023”; antes era “Sin empezar”."
    ]
    assert told(third, number=3) == [
        "“Month” is now “September 2023”; it was “August 2023”."
    ]


def test_help_line_is_told_by_its_text():
    plan = make_plan()
    first = next_edition()
    line = make_help_line(plan, language="tl", text="Tumawag sa (213) 555-0147.")
    second = next_edition(first)
    line.text = "Tumawag sa (213) 555-0199."
    line.save()
    third = next_edition(second)

    new, old = "“Tumawag sa (213) 555-0199.”", "“Tumawag sa (213) 555-0147.”"
    assert told(second) == [f"“Help in a language” was added: {old}"]
    assert told(third, number=3) == [f"“Help in a language” is now {new}; it was {old}"]


def test_what_is_retired_is_told_by_its_note_alone():
    strategy = make_strategy()
    first = next_edition()
    strategy.is_retired = True
    strategy.retirement_note_en = "It went on in 1A.2."
    strategy.retirement_note_es = "Sigue en 1A.2."
    strategy.save()
    second = next_edition(first)
    strategy.is_retired = False
    strategy.save()
    third = next_edition(second)

    assert told(second) == ["No longer part of the plan.", "It went on in 1A.2."]
    assert told(second, "es") == ["Ya no es parte del plan.", "Sigue en 1A.2."]
    assert told(third, number=3) == ["Part of the plan again."]


# How a record changes, and what is then said in each language.
TEXTS = {
    "a short text": (
        {"notice_en": "A new name.", "notice_es": "Un nombre nuevo."},
        ["“Notice” is now “A new name.”; it was “Name to come.”"],
        ["“Aviso” ahora es “Un nombre nuevo.”; antes era “Falta el nombre.”"],
    ),
    "a text that goes": (
        {"notice_en": "", "notice_es": ""},
        ["“Notice” was taken out; it was “Name to come.”"],
        ["Se quitó “Aviso”; antes era “Falta el nombre.”"],
    ),
    "a long text": (
        {"why_en": LONG, "why_es": LONG},
        ["“Why this matters” was rewritten."],
        ["Se reescribió “Por qué es importante”."],
    ),
    "a list": (
        {"unofficial_in": ["es"]},
        ["“Title not official in” was added: “Spanish”."],
        ["Se agregó “El título no es oficial en”: “Español”."],
    ),
}


@pytest.mark.parametrize("case", TEXTS)
def test_texts_and_lists_are_told_in_sentences(case):
    given, english, spanish = TEXTS[case]
    priority = make_priority(
        why_en="It helps.",
        why_es="Ayuda.",
        notice_en="Name to come.",
        notice_es="Falta el nombre.",
        unofficial_in=[],
    )
    first = next_edition()
    for name, value in given.items():
        setattr(priority, name, value)
    priority.save()
    second = next_edition(first)

    assert told(second) == english
    assert told(second, "es") == spanish


def test_long_text_has_both_wordings_under_its_sentence(client):
    priority = make_priority(why_en=LONG, why_es=LONG)
    first = next_edition()
    priority.why_en = f"{LONG} So do we."
    priority.save()
    second = next_edition(first)

    with reading(Scope("default", Document.read(second).facts)):
        page = client.get("/en/2022-26/changes/").content.decode()

    assert "“Why this matters” was rewritten." in page
    assert f"{LONG.strip()} <ins>So do we.</ins>" in " ".join(page.split())


def test_section_that_came_is_told_in_one_sentence():
    plan = make_plan()
    first = next_edition()
    make_section(plan, title_en="How we listened", body_en=LONG)
    second = next_edition(first)
    PlanSection.objects.update(body_en="In short.", body_es="En breve.")
    third = next_edition(second)

    assert told(second) == ["The section was added: “How we listened”."]
    assert told(third, number=3) == ["How we listened: “Text” was rewritten."]


# What happens to a result, and what is then said.
RESULTS = {
    "it comes, provisional": (
        {"school_year": 2023, "value": "86", "state": "provisional"},
        None,
        ["The result for 2023–24 was added: 86%, “provisional”."],
    ),
    "it comes without a number": (
        {"school_year": 2023, "state": "not_collected"},
        None,
        ["The result for 2023–24 was added: “not collected”."],
    ),
    "it is final now": (
        {"school_year": 2023, "value": "86", "state": "provisional"},
        {"state": "reported"},
        ["The result for 2023–24 is now “reported”; it was “provisional”."],
    ),
    "a number where there was none": (
        {"school_year": 2023, "state": "not_collected"},
        {"state": "reported", "value": "86"},
        ["The result for 2023–24 is now 86%; it was “not collected”."],
    ),
    "it is marked as corrected": (
        {"school_year": 2023, "value": "86"},
        {"state": "corrected", "value": "87"},
        ["The result for 2023–24 was corrected from 86% to 87%."],
    ),
    "it moves to a group": (
        {"school_year": 2023, "value": "86"},
        {"group": "Learners"},
        ["Learners: the result for 2023–24 appeared under “all students” before."],
    ),
    "it leaves": (
        {"school_year": 2023, "value": "86"},
        {},
        ["The result for 2023–24 was taken out; it was 86%."],
    ),
}


@pytest.mark.parametrize("case", RESULTS)
def test_numbers_are_told_in_sentences(case):
    given, then, expected = RESULTS[case]
    measure = make_measure(target_kind="none", decimals=0)
    group = make_group(measure.pillar.plan, title_en="Learners")
    first = next_edition()
    result = measure.results.create(**given)
    last = next_edition(first)
    number = 2
    if then is not None:
        number = 3
        for name, value in then.items():
            setattr(result, name, group if name == "group" else value)
        result.save() if then else result.delete()
        last = next_edition(last)

    assert told(last, number=number) == expected


def test_each_line_leads_to_its_item(django_assert_num_queries):
    priority = make_priority(title_en="Joyful schools")
    strategies = [make_strategy(priority), make_strategy(priority)]
    resource = make_resource(priority)
    measure = make_measure(priority, title_en="Graduates")
    first = next_edition()
    strategies[0].text_en, resource.title_en = "Read more.", "A map"
    for record in (strategies[1], measure):
        record.is_retired, record.retirement_note_en = True, "It is in 1A.1."
    for record in (*strategies, resource, measure):
        record.save()
    second = Document.read(next_edition(first))

    # One for each kind of record, one for the groups, one for the plan's codes.
    with reading(Scope("default", second)), django_assert_num_queries(5):
        entry = next(ReadersLog(second, "2022-26").entries())

    page = "/en/2022-26/1a-joyful-schools/"
    assert [change.url for change in entry.changes] == [
        f"{page}#1a-1",
        f"{page}#1a-2",
        page,
        "/en/2022-26/measures/1a-m1-graduates/",
    ]
