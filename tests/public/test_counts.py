"""What pages count: by status, by reason, since before, and what is not here."""

from types import SimpleNamespace

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pillars.enums import Reason, State, Status, TargetKind
from pillars.public.status_counts import StatusCounts
from pillars.rules.status import judge
from pillars.rules.values import Facts
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_result,
)
from tests.rules.test_progress_laws import anything

PLAN = "/{}/2022-26/"
NUMBERS = {"baseline": (2020, "80"), "targets": {2024: "90"}}


def read(client, path: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(client.get(path).content)


def words(client, path: str, part: str) -> str:
    """The text of the first part that has a class, white space folded."""
    return " ".join(read(client, path).find_class(part)[0].text_content().split())


@given(st.lists(anything, max_size=12))
def test_counts_by_status_and_by_reason_add_up(cases):
    measures = [
        SimpleNamespace(progress=judge(Facts(**case)), is_related_figure=False)
        for case in cases
        if case["kind"] is not TargetKind.NONE
    ]

    counts = StatusCounts([], measures)

    assert sum(map(len, counts.by_status.values())) == len(measures)
    reasons = sum(map(len, counts.by_reason.values()))
    assert reasons == len(counts.by_status.get(Status.CANNOT_SAY, []))
    assert list(counts.by_status) == sorted(counts.by_status, key=list(Status).index)


@pytest.mark.django_db
def test_each_reason_leads_to_its_part_of_the_page_of_what_has_no_status(client):
    pillar = make_pillar()
    waiting = make_measure(make_priority(pillar), **NUMBERS)
    for _ in range(2):
        make_measure(pillar=pillar, target_kind=TargetKind.DIRECTION_ONLY)
    page = "/en/2022-26/measures/cannot-say/"
    links = {Reason.FIRST_RESULT: "1", Reason.NO_NUMBER: "2"}

    for path in (PLAN.format("en"), "/en/2022-26/progress/", "/en/2022-26/measures/"):
        rows = read(client, path).xpath("//*[@class='reasons']/li")
        found = {row.xpath(".//a/@href")[0]: row.find("b").text for row in rows}
        assert found == {f"{page}#{reason.value}": n for reason, n in links.items()}
    (section,) = read(client, page).xpath("//section[h2/@id='first-result']")
    assert section.xpath(".//li//a/@href") == [waiting.get_absolute_url()]
    assert "We have the starting point and the target." in section.text_content()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "in_plan", "parts", "sentence"),
    [
        (
            "en",
            93,
            [2, 2, 1],
            "This site shows 3 of the plan’s 93 measures; 2 have two targets each,"
            " so we rate 5. We could not find the rest.",
        ),
        (
            "es",
            93,
            [2, 2, 1],
            "Este sitio muestra 3 de un total de 93 medidas del plan; en 2 hay dos"
            " objetivos, así que calificamos 5. No pudimos encontrar el resto.",
        ),
        ("en", 3, [1, 1, 1], "This site shows 3 measures, all that the plan has."),
        ("en", None, [1], "This site shows 1 measure of the plan."),
        (
            "en",
            None,
            [3, 1],
            "This site shows 2 measures of the plan; 1 has several targets, so we"
            " rate 4.",
        ),
        (
            "en",
            None,
            [3, 2],
            "This site shows 2 measures of the plan; 2 have several targets each, so we"
            " rate 5.",
        ),
        ("es", 1, [1], "Este sitio muestra 1 medida, el total del plan."),
    ],
)
def test_page_says_how_many_of_the_plan_s_measures_are_here(
    client, language, in_plan, parts, sentence
):
    pillar = make_pillar(make_plan(measure_count=in_plan))
    for number, count in enumerate(parts):
        for _ in range(count):
            make_measure(pillar=pillar, part_of=f"1-M{number}" if count > 1 else "")

    shown = words(client, PLAN.format(language), "coverage")

    assert shown == sentence


@pytest.mark.django_db
def test_each_page_says_in_one_line_how_it_is_going_so_far(client):
    priority = make_priority(make_pillar())
    # The result without a status is later than the one that decides.
    make_measure(priority, **NUMBERS, results={2022: "82"})
    make_measure(priority, results={2024: "50"}, target_kind=TargetKind.DIRECTION_ONLY)
    page = "/en/2022-26/measures/{}/"

    hero = read(client, PLAN.format("en")).find_class("so-far")[0]
    coverage = words(client, PLAN.format("en"), "coverage")

    line = "So far: 1 Behind · 1 Not enough data yet"
    assert " ".join(hero.text_content().split()) == line
    expected = [page.format("behind"), page.format("cannot-say")]
    assert hero.xpath(".//a/@href") == expected
    assert coverage.endswith("Latest results: 2022–23.")
    for record in (priority, priority.pillar):
        (shown,) = read(client, record.get_absolute_url()).find_class("so-far")
        assert " ".join(shown.text_content().split()) == line
        assert shown.xpath(".//a/@href") == ["#measures"]
    spanish = words(client, PLAN.format("es"), "so-far")
    assert spanish == "Hasta ahora: 1 Con atraso · 1 Todavía faltan datos"


@pytest.mark.django_db
def test_home_shows_what_is_known_with_its_change_and_whether_it_is_better(client):
    pillar = make_pillar()
    measure = make_measure(pillar=pillar, is_featured=True, **NUMBERS)
    make_result(measure, 2021, "86.1", note_en="A year of an exemption.")
    make_result(measure, 2022, "84")
    figure = {"is_featured": True, "target_kind": TargetKind.NONE, "direction": "down"}
    alone = make_measure(pillar=pillar, **figure)
    make_result(alone, 2023, "31", note_en="Its source gives no year.")
    hidden = make_measure(pillar=pillar, **figure)
    make_result(hidden, 2023, "77", state=State.SUPPRESSED)
    older = make_measure(pillar=pillar, results={2021: "7", 2022: "8"}, **figure)
    make_result(older, 2023, "9", state=State.SUPPRESSED)

    shown = words(client, PLAN.format("en"), "known")
    spanish = words(client, PLAN.format("es"), "known")

    assert shown.startswith("84.0% in 2022–23")
    assert "Target: 90% by 2024–25 Slightly behind" in shown
    assert "Down 2.1 points since 2021–22: worse A year of an exemption." in shown
    assert "31.0% in 2023–24" in shown
    assert "The plan sets no target Lower is better. We have no earlier year" in shown
    assert "to compare it with. Its source gives no year." in shown
    assert "77" not in shown
    # There is an earlier year, of which a hidden number tells too little.
    assert shown.count("We have no earlier year") == 1
    assert "Bajó 2.1 puntos desde 2021–22: peor" in spanish


@pytest.mark.django_db
def test_change_is_shown_where_it_is_counted_and_not_of_groups(client):
    priority = make_priority(make_pillar())
    measure = make_measure(priority, is_featured=True, **NUMBERS)
    make_result(measure, 2022, "79", note_en="A year of an exemption.")
    by_group = make_measure(priority, is_featured=True)
    group = make_group(priority.pillar.plan)
    for year, value in ((2021, "70"), (2022, "72")):
        make_result(by_group, year, value, group=group)

    paths = (priority, priority.pillar)
    cards, rows = (client.get(it.get_absolute_url()).content.decode() for it in paths)
    home = client.get(PLAN.format("en")).content.decode()

    assert [html.count('class="change"') for html in (cards, rows, home)] == [1, 1, 1]
    assert ["A year of an exemption." in html for html in (cards, rows)] == [
        True,
        False,
    ]
    progress = words(client, "/en/2022-26/progress/", "before")
    assert (
        "1 figure has an earlier year to compare with. This count leaves out"
        in progress
    )
    assert "figures by student group, ranges and actions" in progress


@pytest.mark.django_db
def test_progress_page_lists_what_is_better_or_worse_related_figures_too(client):
    pillar = make_pillar()
    make_measure(pillar=pillar, results={2022: "84"}, **NUMBERS)
    make_measure(
        pillar=pillar, target_kind=TargetKind.NONE, results={2021: "20", 2022: "20.0"}
    )

    shown = words(client, "/en/2022-26/progress/", "before")

    assert "2 figures have an earlier year to compare with." in shown
    assert "is not public. 1 better" in shown
    assert "80.0% in 2020–21 → 84.0% in 2022–23" in shown
    assert "Up 4.0 points since 2020–21: better" in shown
    assert "1 the same" in shown
    assert shown.endswith("0 worse")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_district_s_own_count_stands_with_its_caveat_and_by_pillar(client, language):
    plan = make_plan(
        measure_count=93,
        own_count="83%",
        own_count_word_en="improved",
        own_count_word_es="mejoró",
        own_count_text_en="The District reported that 83% had improved.",
        own_count_text_es="El Distrito informó que 83% había mejorado.",
        own_count_source_en="News release",
        own_count_source_es="Comunicado",
        own_count_url="https://example.org/report",
    )
    make_pillar(plan, own_count=19, own_total=22)
    make_pillar(plan)
    expected = {
        "en": ["“improved”", "“Improved” is not the same as", "19 of 22", "News"],
        "es": ["“mejoró”", "“Mejoró” no es lo mismo que", "19 de 22", "Comunicado"],
    }[language]

    home = words(client, PLAN.format(language), "own")
    progress = words(client, f"/{language}/2022-26/progress/", "own")

    assert "83%" in home
    assert [text for text in expected if text not in progress] == []
    assert expected[2] not in home


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_plan_of_which_nothing_is_known_has_no_empty_part(client, language):
    plan = make_plan(singular_goal_en="", singular_goal_es="", vision_en="")

    for size in range(2):
        if size:
            make_measure(pillar=make_pillar(plan))
        for path in ("", "progress/", "measures/", "measures/cannot-say/"):
            here = read(client, PLAN.format(language) + path).find("body/main")
            known = ["own", "known", "change", "before"]
            assert [name for name in known if here.find_class(name)] == []
            has_units = bool(here.find_class("reasons") and here.find_class("units"))
            assert has_units == (bool(size) and "cannot-say" not in path)
            empty = [
                tag.tag
                for tag in here.iter("p", "ul", "h3", "b")
                if not tag.text_content().strip() and tag.get("class") != "units"
            ]
            assert empty == []
