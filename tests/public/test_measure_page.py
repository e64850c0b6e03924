"""A measure's page: its groups at the top, and what it is without any figure."""

import pytest
from django.utils.translation import override
from lxml import html

from pillars.enums import State, TargetKind
from pillars.models import Measure
from pillars.text.calculation import in_people
from tests.helpers.makers import (
    both,
    make_baseline,
    make_group,
    make_measure,
    make_result,
    make_target,
)

pytestmark = pytest.mark.django_db


def header(client, measure, language="en"):
    page = client.get(measure.get_absolute_url_in(language)).content.decode()
    tree = html.fromstring(page)
    (found,) = tree.xpath("//article/header")
    return tree, found


def text_of(elements) -> str:
    return " ".join(" ".join(it.text_content() for it in elements).split())


def test_groups_stand_at_the_top_and_the_one_that_decides_is_linked(client):
    measure = make_measure()
    plan = measure.pillar.plan
    for code, found in [("first", "50"), ("second", "42")]:
        group = make_group(plan, code=code, **both("title", code.title(), code))
        make_baseline(measure, 2021, "40", group=group)
        make_target(measure, 2025, "60", group=group)
        make_result(measure, 2023, found, group=group)
    make_result(measure, 2024, state=State.SUPPRESSED, group=group)

    tree, top = header(client, measure)

    (decides,) = top.xpath(".//p[@class='sum']/a")
    assert (decides.get("href"), decides.text) == ("#group-second", "Second")
    assert "Second. It started at 40.0%" in text_of(top.find_class("calc"))
    rows = top.find_class("rows")[0].xpath("li")
    assert [text_of(row.find_class("status")) for row in rows] == ["Behind", "On track"]
    assert "2024–25 is hidden to protect students" in text_of(rows[:1])
    assert "One number is hidden. We hide a result that counts fewer than 11" in (
        text_of([top])
    )
    targets = {
        link.get("href")[1:] for link in top.xpath(".//a[starts-with(@href,'#')]")
    }
    assert targets == {"group-first", "group-second"} <= set(tree.xpath("//@id"))
    sections = [part.xpath(".//h3/@id") for part in tree.find_class("of-group")]
    assert sections == [["group-second"], ["group-first"]]


def test_groups_without_enough_data_are_all_named(client):
    measure = make_measure()
    for code in ("first", "second"):
        group = make_group(measure.pillar.plan, code=code)
        make_baseline(measure, 2021, "40", group=group)
        make_target(measure, 2025, "60", group=group)

    _tree, top = header(client, measure)

    links = top.xpath(".//p[@class='sum']/a/@href")
    assert links == ["#group-first", "#group-second"]
    assert top.find_class("calc") == []


@pytest.mark.parametrize(
    ("language", "sentence", "target", "alike"),
    [
        (
            "en",
            "We have no figures yet, and the target has no number, so we cannot tell"
            " how it is going.",
            "“more” by 2025–26. Higher is better.",
            "Target without a number (2)",
        ),
        (
            "es",
            "Todavía no tenemos cifras y el objetivo no tiene un número, así que no"
            " podemos decir cómo va.",
            "“más” para 2025–26. Mientras más alto, mejor.",
            "Objetivo sin número (2)",
        ),
    ],
)
def test_page_without_figures_is_a_sentence_a_target_and_a_source(
    client, language, sentence, target, alike
):
    given = {"target_kind": TargetKind.DIRECTION_ONLY}
    measure = make_measure(**given, **both("source", "The plan", "El plan"))
    make_target(measure, 2025, **both("wording", "more", "más"))
    make_measure(measure.priority, **given)

    tree, top = header(client, measure, language)

    assert text_of(top.find_class("sum")) == sentence
    facts = [text_of([fact]) for fact in top.xpath(".//dl[@class='facts']//dd")]
    assert facts == [target, {"en": "The plan", "es": "El plan"}[language], alike]
    (link,) = top.xpath(".//dl//a/@href")
    assert link.endswith("/measures/cannot-say/#no-number")
    assert tree.xpath("//table | //nav[@class='toc'] | //*[@id='numbers']") == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("84.0", "About 84 of every 100 students graduated."),
        ("83.45", "About 84 of every 100 students graduated."),  # It is shown as 83.5.
        ("1.2", "About 1 of every 100 students graduated."),
        ("0.9", ""),
    ],
)
def test_share_is_told_in_people(value, words):
    measure = make_measure(
        results={2023: value},
        **both("of_every_100", "students graduated", "estudiantes se graduaron"),
    )

    assert in_people(measure.headline) == words


def test_share_is_not_told_in_people_in_words_of_another_language():
    measure = make_measure(results={2023: "84"}, of_every_100_en="students graduated")

    with override("es"):
        assert in_people(Measure.objects.get(pk=measure.pk).headline) == ""
