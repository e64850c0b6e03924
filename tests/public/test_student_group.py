"""One student group on one page: its measures, and those that do not count it."""

import pytest
from django.core.exceptions import ValidationError
from lxml import html

from pillars.enums import State, TargetKind
from pillars.models import StudentGroup
from pillars.translations.location import Location
from tests.helpers.makers import (
    both,
    make_baseline,
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_result,
    make_target,
)

pytestmark = pytest.mark.django_db

PAGE = "/{}/2022-26/groups/english-learners/"


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def read(client, language="en"):
    response = client.get(PAGE.format(language))
    assert response.status_code == 200
    return html.fromstring(response.content)


def count_for(group: StudentGroup, measure, *results, state=State.REPORTED):
    """From 28% to 16%, with the results of as many years."""
    make_baseline(measure, 2022, "28.0", group=group)
    make_target(measure, 2026, "16", group=group)
    for year, value in enumerate(results, 2023):
        make_result(measure, year, value, group=group, state=state, note_en="A note.")


@pytest.fixture
def learners():
    """
    A group that one measure counts with a result, another with hidden ones, a third
    not at all; a related figure counts it, too.
    """
    priority = make_priority(make_pillar(make_plan()))
    plan = priority.pillar.plan
    titles = both("title", "English learners", "Estudiantes de inglés")
    group = make_group(plan, code="english-learners", **titles)
    other = make_group(plan, code="foster", **both("title", "Foster youth", "Crianza"))
    absent = make_measure(priority, code="1A-M1", direction="down")
    count_for(group, absent, "26.1", "23.5", state=State.PROVISIONAL)
    count_for(other, absent, "27.0")
    hidden = make_measure(priority, code="1A-M2")
    row = {"group": group, "state": State.SUPPRESSED}
    make_baseline(hidden, 2022, **row, value="77.1")
    make_result(hidden, 2023, "78.2", **row)
    make_target(hidden, 2026, "90", group=group)
    make_measure(priority, code="1A-M3", baseline=(2022, "9"), targets={2026: "20"})
    make_measure(
        priority,
        code="1A-R1",
        target_kind=TargetKind.NONE,
        group=group,
        results={2024: "41"},
    )
    return group


def test_page_says_of_each_measure_how_the_group_is_doing(client, learners):
    page = read(client)

    rows = {row[0].text: row for row in page.xpath("//*[@class='rows list']/li")}
    statuses = {code: row.find_class("status") for code, row in rows.items()}
    top = text_of(page.xpath("//main//header")[0])
    assert "2 of the plan’s 3 measures are counted for this group." in top
    assert "1 Slightly behind 1 Not enough data yet" in top
    assert list(rows) == ["1A-M1", "1A-M2", "1A-R1"]
    first = text_of(rows["1A-M1"])
    assert "It started at 28.0% in 2022–23 and went down to 23.5% in 2024–25." in first
    assert "That is 4.5 of the 6.0 points needed by then: 75% of the way." in first
    change = (
        "Down 2.6 points since 2023–24: better, from a number that may still change"
    )
    assert f"{change} A note." in first
    assert text_of(statuses["1A-M1"][0]) == "Slightly behind"
    (link,) = rows["1A-M1"].xpath(".//a/@href")
    address, _hash, anchor = link.partition("#")
    assert f'id="{anchor}"' in client.get(address).content.decode()
    assert "are hidden: they count fewer than 11 students." in text_of(rows["1A-M2"])
    assert "77.1" not in page.text_content()
    assert "78.2" not in page.text_content()
    assert statuses["1A-R1"] == []


def test_page_names_what_does_not_count_the_group_and_other_groups(client, learners):
    page = read(client, "es")

    (without,) = page.xpath("//section[h2/@id='no-figure']")
    (others,) = page.xpath("//section[h2/@id='other-groups']")
    assert [it.text for it in without.find_class("mark")] == ["1A-M3"]
    (summary,) = without.findall("details[@open]/summary")
    assert text_of(summary).startswith("Hay 1 medida que se cuenta para todos")
    assert others.xpath(".//a/@href") == ["/es/2022-26/groups/foster/"]
    assert "menos de 11 estudiantes" in text_of(page.xpath("//main")[0])
    assert page.find_class("switch")[0].xpath(".//@href") == [PAGE.format("en")]
    assert text_of(page.xpath("//h1")[0]) == "Estudiantes de inglés"


def test_page_is_linked_from_its_measures_and_from_all_measures(client, learners):
    for path in (
        learners.plan.pillars.get().measures.first().get_absolute_url(),
        "/en/2022-26/measures/",
        "/en/2022-26/groups/foster/",
    ):
        assert f'href="{PAGE.format("en")}"' in client.get(path).content.decode()
    address = Location(learners).preview_in("es")
    assert address == "/preview" + PAGE.format("es")


def test_group_that_nothing_counts_has_a_page_that_says_so(client):
    plan = make_plan()
    make_measure(make_priority(make_pillar(plan)))
    make_group(plan, code="english-learners")

    page = read(client)

    assert "0 of the plan’s 1 measure are counted for this group." in text_of(page)
    assert b"groups/" not in client.get("/en/2022-26/measures/").content


@pytest.mark.parametrize("code", ["nobody", "1a", "behind"])
def test_code_of_no_group_is_not_found_in_the_language_of_the_address(
    client, learners, code
):
    response = client.get(f"/es/2022-26/groups/{code}/")

    assert response.status_code == 404
    assert html.fromstring(response.content).get("lang") == "es"


@pytest.mark.parametrize(
    ("code", "segment"), [("EL", "el"), ("behind", "behind"), ("data", "data")]
)
def test_any_code_has_an_address(client, code, segment):
    group = make_group(make_plan(), code=code)

    address = group.get_absolute_url()

    assert address == f"/en/2022-26/groups/{segment}/"
    assert client.get(address).status_code == 200


def test_two_codes_that_addresses_write_alike_are_refused():
    plan = make_plan()
    make_group(plan, code="foster-youth")

    with pytest.raises(ValidationError, match="would write it alike"):
        make_group(plan, code="Foster_Youth").full_clean()


@pytest.mark.parametrize("size", [1, 3])
def test_page_asks_the_same_queries_however_large_the_plan(
    client, django_assert_num_queries, learners, size
):
    for _ in range(size - 1):
        group = make_group(learners.plan)
        for counted in (group, learners):
            count_for(
                counted,
                make_measure(learners.plan.pillars.get().priorities.get()),
                "20",
            )

    with django_assert_num_queries(14):
        read(client)
