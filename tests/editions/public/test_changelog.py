"""The readers' log: what changed, from what to what, in the language of the reader."""

import datetime

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.html import strip_tags
from lxml import etree

from pillars.models import Measure
from plan_site.editions.document.diff import diff
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.public.changelog import ReadersLog
from plan_site.editions.scope import Scope, reading
from tests.helpers.editions.candidates import stored
from tests.helpers.makers import (
    both,
    make_group,
    make_measure,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_strategy,
)

pytestmark = pytest.mark.django_db

MONEY = {"unit_kind": "money", "unit_before_en": "$", "unit_before_es": "$"}
DAY = datetime.date(2026, 11, 22)


def edition(last=None, *, note=None, reasons=None, minor=()) -> dict:
    """The document that publishes the working copy as it is."""
    act = Act(note or {}, reasons or {}, frozenset(minor))
    before = Document.read(last) if last else Document()
    return stored(before.next(take_snapshot(), act, DAY))


def sentences(contents: dict) -> list[str]:
    """What the newest edition says of its only change, in the active language."""
    (change,) = log_of(contents)[0].changes
    return [strip_tags(line.sentence) for line in change.lines]


def log_of(contents: dict, plan: str = "2022-26"):
    """The readers' log of a document in the active language, as a list."""
    return list(ReadersLog(Document.read(contents), plan).entries())


@pytest.fixture
def measure():
    return make_measure(
        title_en="Graduates",
        title_es="Graduados",
        baseline=(2020, "81.6"),
        results={2022: "84"},
    )


def correct(measure, value: str) -> str:
    """Another value for the measure's result; gives the measure's item."""
    result = measure.results.get()
    result.value = value
    result.save()
    return f"pillars.measure:{measure.pk}"


def test_place_on_the_first_page_is_no_news_to_readers(measure):
    first = edition()
    measure.is_featured = True
    measure.save()

    assert log_of(edition(first))[0].changes == []


def test_title_that_shows_nothing_falls_back_in_the_log(measure):
    measure.title_es = "\u200b"
    measure.save()
    first = edition()
    correct(measure, "84.4")

    with translation.override("es"):
        (change,) = log_of(edition(first))[0].changes

    assert (change.title, change.title_language) == ("Graduates", "en")


def test_correction_is_shown_with_before_after_and_reason(measure):
    first = edition()
    item = correct(measure, "84.4")
    reasons = {item: {"en": "A late batch.", "es": "Un lote tardío."}}

    (newest, _first) = log_of(edition(first, reasons=reasons))

    (change,) = newest.changes
    assert (change.kind, change.code, change.title) == (
        "corrected",
        "1A-M1",
        "Graduates",
    )
    assert [strip_tags(line.sentence) for line in change.lines] == [
        "The result for 2022–23 was corrected from 84.0% to 84.4%."
    ]
    assert change.reason == "A late batch."


# What a measure is, what its number was and is, and how the log says that.
@pytest.mark.parametrize(
    ("given", "numbers", "told"),
    [
        ({"decimals": 1}, ("52", "52.04"), ("52.00%", "52.04%")),
        ({"decimals": 1}, ("79.96", "80.04"), ("79.96%", "80.04%")),
        ({"decimals": 0, "unit_kind": "count"}, ("0", "0.4"), ("0.0", "0.4")),
        ({"decimals": 0, **MONEY}, ("15", "1500"), ("$15", "$1,500")),
    ],
)
def test_correction_shows_two_different_numbers(given, numbers, told):
    measure = make_measure(results={2022: numbers[0]}, **given)
    first = edition()
    correct(measure, numbers[1])

    (sentence,) = sentences(edition(first))

    before, after = told
    assert sentence.endswith(f" was corrected from {before} to {after}.")


@pytest.mark.parametrize(
    ("decimals", "told"),
    [
        ((0, 1), ("84%", "84.2%")),
        ((1, 1), ("84.0%", "84.2%")),
        ((2, 2), ("84.0%", "84.2%")),  # No more than the measure has.
        ((None, None), ("84.0%", "84.2%")),
    ],
)
def test_correction_has_the_decimals_of_each_number(decimals, told):
    measure = make_measure(decimals=1)
    result = make_result(measure, 2022, "84", decimals=decimals[0])
    first = edition()
    result.value, result.decimals = "84.2", decimals[1]
    result.save()

    (sentence,) = sentences(edition(first))

    before, after = told
    assert sentence.endswith(f" was corrected from {before} to {after}.")


def test_decimals_alone_are_no_change_for_readers(measure):
    first = edition()
    measure.results.update(decimals=2)

    second = edition(first)

    assert second["log"][0]["changes"] == []


def test_number_that_is_hidden_later_leaves_no_decimals_in_the_log(measure):
    first = edition()
    measure.results.update(value="84.25", decimals=2)
    second = edition(first)
    measure.results.update(student_count=3)

    third = edition(second)

    assert "decimals" in second["log"][0]["changes"][0]["fields"][0]
    assert [
        line
        for entry in third["log"]
        for change in entry["changes"]
        for line in change["fields"]
        if "decimals" in line
    ] == []


def test_correction_has_the_units_of_before_and_after():
    measure = make_measure(
        results={2022: "2"},
        unit_kind="count",
        decimals=0,
        **both("unit_one", "story", "noticia"),
        **both("unit", "stories", "noticias"),
    )
    first = edition()
    correct(measure, "1")
    second = edition(first)
    Measure.objects.update(unit_en="reports", unit_one_en="report")

    for language, told in {
        "en": "The result for 2022–23 was corrected from 2 stories to 1 story.",
        "es": "El resultado de 2022–23 se corrigió de 2 noticias a 1 noticia.",
    }.items():
        with translation.override(language):
            (sentence,) = sentences(second)
        assert sentence == told


@pytest.mark.parametrize(
    ("given", "numbers", "told", "told_es"),
    [
        (
            {"target_kind": "change_by_percent", **MONEY},
            ("15", "20"),
            ("15% more", "20% more"),
            ("15% más", "20% más"),
        ),
        (
            {"target_kind": "change_by_percent", "direction": "down"},
            ("-15", "-12.55"),
            ("15% less", "12.55% less"),
            ("15% menos", "12.55% menos"),
        ),
        (
            {"target_kind": "change_by_points"},
            ("6", "6.5"),
            ("6 points", "6.5 points"),
            ("6 puntos", "6.5 puntos"),
        ),
        ({"target_kind": "reach"}, ("6", "6.5"), ("6%", "6.5%"), ("6%", "6.5%")),
    ],
)
def test_corrected_target_is_shown_in_its_own_kind(given, numbers, told, told_es):
    measure = make_measure(targets={2025: numbers[0]}, decimals=1, **given)
    first = edition()
    measure.targets.update(value=numbers[1])
    second = edition(first)

    for language, expected in {"en": told, "es": told_es}.items():
        before, after = expected
        words = {
            "en": f"The target for 2025–26 is now {after}; it was {before}.",
            "es": f"El objetivo para 2025–26 ahora es {after}; antes era {before}.",
        }
        with translation.override(language):
            assert sentences(second) == [words[language]]


def test_correction_is_shown_as_it_was_written_then():
    measure = make_measure(results={2022: "52"}, unit_kind="count", decimals=0)
    first = edition()
    correct(measure, "53")
    second = edition(first)
    measure.unit_kind, measure.decimals = "percent", 2
    measure.save()
    third = edition(second)

    (line,) = log_of(third)[1].changes[0].lines
    del third["log"][1]["changes"][0]["written"]
    (older,) = log_of(third)[1].changes[0].lines

    assert strip_tags(line.sentence).endswith(" from 52 to 53.")
    # An older entry does not say how it was written then.
    assert strip_tags(older.sentence).endswith(" from 52.00% to 53.00%.")


def test_new_number_is_shown_by_what_it_says_alone(measure):
    first = edition()
    measure.results.create(school_year=2023, value="86")

    assert sentences(edition(first)) == ["The result for 2023–24 was added: 86.0%."]


def test_break_in_a_series_is_told_of_a_new_number_too(measure):
    first = edition()
    measure.results.create(
        school_year=2023,
        value="86",
        starts_new_series=True,
        break_reason_en="New test.",
        break_reason_es="Examen nuevo.",
    )

    assert sentences(edition(first)) == [
        "The result for 2023–24 was added: 86.0%.",
        "The result for 2023–24: from this year on, it is counted in a new way.",
    ]


def test_each_reader_gets_their_own_language(measure):
    first = edition()
    item = correct(measure, "84.4")
    reasons = {item: {"en": "A late batch.", "es": "Un lote tardío."}}
    second = edition(
        first, note={"en": "One number.", "es": "Un número."}, reasons=reasons
    )

    with translation.override("es"):
        newest = log_of(second)[0]

    assert newest.note == "Un número."
    assert newest.changes[0].title == "Graduados"
    assert newest.changes[0].reason == "Un lote tardío."


def test_text_that_changed_in_the_other_language_only_is_shown_so():
    priority = make_priority(why_en="It helps.", why_es="Ayuda.")
    first = edition()
    priority.why_en = "It helps a lot."
    priority.save()
    second = edition(first)

    english = log_of(second)[0].changes[0]
    with translation.override("es"):
        spanish = log_of(second)[0].changes[0]

    assert [strip_tags(line.sentence) for line in english.lines] == [
        "“Why this matters” is now “It helps a lot.”; it was “It helps.”"
    ]
    assert spanish.lines == []
    assert spanish.is_in_another_language


def test_minor_change_is_kept_and_not_shown():
    priority = make_priority(why_en="It helps.", why_es="Ayuda.")
    first = edition()
    priority.why_en = "It helps!"
    priority.save()

    second = edition(first, minor=[f"pillars.priority:{priority.pk}"])

    assert [entry.number for entry in log_of(second)] == [1]
    assert second["log"][0]["changes"][0]["fields"][0]["after"] == "It helps!"


def test_correction_is_shown_though_somebody_calls_it_minor(measure):
    first = edition()
    item = correct(measure, "84.4")
    reasons = {item: {"en": "A late batch.", "es": "Un lote tardío."}}

    second = edition(first, reasons=reasons, minor=[item])

    assert [change.kind for change in log_of(second)[0].changes] == ["corrected"]
    assert (
        len(list(ReadersLog(Document.read(second), "2022-26").corrections_of(item)))
        == 1
    )


def test_log_of_a_plan_tells_nothing_of_another():
    priority = make_priority()
    other = make_plan(slug="2016-19")
    first = edition()
    priority.title_en = "Another title"
    priority.save()

    second = edition(first)

    assert [entry.number for entry in log_of(second, "2022-26")] == [2, 1]
    assert [entry.number for entry in log_of(second, other.slug)] == [1]


def test_items_are_said_to_be_added_removed_and_retired():
    priority = make_priority()
    leaving = make_strategy(priority)
    retiring = make_strategy(priority)
    first = edition()
    leaving.delete()
    retiring.is_retired = True
    retiring.save()
    make_strategy(priority, code="1A.9")

    kinds = {change.code: change.kind for change in log_of(edition(first))[0].changes}

    assert kinds == {"1A.1": "removed", "1A.2": "retired", "1A.9": "added"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_number_that_moves_to_another_year_is_a_correction(measure, language):
    first = edition()
    measure.results.update(school_year=2023)

    second = edition(first)

    with translation.override(language):
        assert (
            sentences(second)
            == {
                "en": ["The result for 2023–24 appeared under “2022–23” before."],
                "es": ["El resultado de 2023–24 antes aparecía en “2022–23”."],
            }[language]
        )
    assert log_of(second)[0].changes[0].kind == "corrected"


def test_number_that_moves_to_another_group_is_a_correction(measure):
    first = edition()
    group = make_group(measure.pillar.plan)
    measure.results.update(group=group)

    kinds = {change.item: change.kind for change in log_of(edition(first))[0].changes}

    assert kinds[f"pillars.measure:{measure.pk}"] == "corrected"


def test_new_number_of_a_group_is_no_correction(measure):
    group = make_group(measure.pillar.plan)
    first = edition()
    measure.results.create(school_year=2022, value="70", group=group)

    (change,) = log_of(edition(first))[0].changes

    assert change.kind == "changed"


def test_same_number_written_otherwise_is_no_change(measure):
    first = edition()
    correct(measure, "84.00")

    assert diff(Document.read(first).snapshot, take_snapshot()) == []


def test_a_link_that_moves_to_another_record_is_told_by_its_name():
    priority = make_priority()
    resource = make_resource(priority)
    strategy = make_strategy(priority)
    first = edition()
    resource.strategy = strategy
    resource.save()

    assert sentences(edition(first)) == ["“Strategy” was added: “1A.1”."]


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_and_feed_tell_the_same(client, measure, language):
    first = edition()
    correct(measure, "84.4")
    second = edition(first, note={"en": "One number.", "es": "Un número."})

    with reading(Scope("default", Document.read(second).facts)):
        html = client.get(f"/{language}/2022-26/changes/").content.decode()
        atom = client.get(f"/{language}/2022-26/changes.atom")

    feed = etree.fromstring(atom.content)
    spaces = {"a": "http://www.w3.org/2005/Atom"}
    summaries = feed.xpath("//a:entry/a:summary/text()", namespaces=spaces)
    assert atom["Content-Type"].startswith("application/atom+xml")
    assert len(feed.xpath("//a:entry", namespaces=spaces)) == 2
    for told in ({"en": "One number.", "es": "Un número."}[language], "84.0%", "84.4%"):
        assert told in html
        assert told in summaries[0]
    links = feed.xpath("//a:link/@href", namespaces=spaces)
    assert all(link.startswith(settings.PUBLIC_URL) for link in links)


def test_invisible_sign_that_was_pasted_does_not_break_the_feed(client):
    priority = make_priority(title_en="Old")
    first = edition()
    # A line that Word or PowerPoint broke by hand.
    priority.title_en = "Strong\x0brelationships"
    priority.save()
    second = edition(first, note={"en": "A new\uffff name.", "es": "Otro nombre."})

    with reading(Scope("default", Document.read(second).facts)):
        atom = client.get("/en/2022-26/changes.atom")

    summary = etree.fromstring(atom.content).findtext(".//{*}entry/{*}summary")
    assert "Strong relationships" in summary
    assert "A new  name." in summary


def test_correction_is_shown_on_the_page_of_its_measure(client, measure):
    first = edition()
    item = correct(measure, "84.4")
    second = edition(first, reasons={item: {"en": "A late batch.", "es": "Tardío."}})

    with reading(Scope("default", Document.read(second).facts)):
        html = client.get(measure.get_absolute_url()).content.decode()

    assert "Corrections" in html
    assert "A late batch." in html
    assert "84.0%" in html


def test_value_that_became_hidden_is_told_by_its_state_alone(measure):
    first = edition()
    measure.results.update(state="withheld", value=None)

    (sentence,) = sentences(edition(first))

    assert sentence == (
        "The result for 2022–23 is now “not released”; it was “reported”."
    )


def test_pages_name_their_edition_and_when_they_last_changed(client, measure):
    first = edition()
    correct(measure, "84.4")
    published = datetime.date(2026, 12, 1)
    second = stored(Document.read(first).next(take_snapshot(), Act({}, {}), published))

    with reading(Scope("default", Document.read(second).facts)):
        changed = client.get(measure.get_absolute_url()).content.decode()
        untouched = client.get(
            measure.pillar.get_absolute_url_in("es")
        ).content.decode()

    assert "Edition 2, published December 1, 2026" in changed
    assert (
        'href="/en/2022-26/changes/#edition-2">This page last changed December 1, 2026'
        in changed
    )
    assert "Edición 2, publicada el 1 de diciembre de 2026" in untouched
