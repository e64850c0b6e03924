"""Who answers for what: on each record's page, and on one page by office."""

import lxml.html
import pytest

from pillars.models import Strategy
from tests.helpers.makers import (
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_result,
    make_strategy,
    make_target,
    make_term,
)

pytestmark = pytest.mark.django_db

OFFICES = "/{}/2022-26/offices/"


@pytest.fixture
def plan():
    return make_plan()


def office_of(plan, code: str, **given):
    """Named for its code in capitals."""
    titles = {"title_en": code.upper(), "title_es": f"{code.upper()} (es)"}
    return make_office(plan, code=code, **titles | given)


def ask(client, path: str):
    """A page's elements; the test fails if there is none."""
    response = client.get(path, follow=True)
    assert response.status_code == 200, path
    return lxml.html.fromstring(response.content.decode())


def words(element) -> str:
    return " ".join(element.text_content().split())


def block(page) -> tuple[str, list[str]]:
    """A page's office with where its links lead."""
    (section,) = page.xpath("//section[h2/@id='office']")
    return words(section.xpath(".//b")[0]), section.xpath(".//a/@href")


def duties(page) -> dict[str, dict[str, list[str]]]:
    """The codes below each heading, by office."""
    found = {}
    for section in page.xpath("//main//section[h2]"):
        kinds = section.xpath("h3")
        lists = [kind.xpath("following-sibling::ul[1]")[0] for kind in kinds]
        found[section.xpath("string(h2/@id)")] = {
            words(kind): [words(code) for code in rows.xpath("li/b")]
            for kind, rows in zip(kinds, lists, strict=True)
        }
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_record_names_its_office_or_that_of_what_it_belongs_to(client, plan, language):
    contact = {"phone": "(213) 555-0148", "url_en": "https://a.example/", "url_es": ""}
    pillar = make_pillar(plan, office=office_of(plan, "a", **contact))
    plain = make_priority(pillar)
    own = make_priority(pillar, office=office_of(plan, "b"))
    measures = {
        make_measure(plain): "A",
        make_measure(pillar=pillar): "A",
        make_measure(own): "B",
        make_measure(own, office=office_of(plan, "c")): "C",
    }
    for measure in measures:
        make_result(measure, 2023, "80")

    for record, name in {pillar: "A", plain: "A", own: "B", **measures}.items():
        page = ask(client, record.get_absolute_url_in(language))
        shown, links = block(page)
        assert shown == (name if language == "en" else f"{name} (es)")
        assert links[-1] == f"{OFFICES.format(language)}#{name.lower()}"
        assert page.xpath("//nav[@class='toc']//a[@href='#office']")
    assert block(ask(client, pillar.get_absolute_url_in(language)))[1] == [
        "tel:+12135550148",
        f"mailto:{pillar.office.email}",
        "https://a.example/",
        f"{OFFICES.format(language)}#a",
    ]


def test_strategy_names_an_office_only_where_it_is_another_one(client, plan):
    first, second = office_of(plan, "first"), office_of(plan, "second")
    priority = make_priority(make_pillar(plan, office=first))
    for office in (None, first, second):
        make_strategy(priority, office=office)

    page = ask(client, priority.get_absolute_url())

    links = [
        item.xpath(".//a[contains(@href, '/offices/')]/@href")
        for item in page.xpath("//section[h2/@id='strategies']//li")
    ]
    assert links == [[], [], ["/en/2022-26/offices/#second"]]


@pytest.fixture
def outline(plan):
    """Each office answers for something, but for the last, which signed a note."""
    first, second, third = (
        office_of(plan, code) for code in ("first", "second", "third")
    )
    pillar = make_pillar(plan, office=first)
    plain, own = make_priority(pillar), make_priority(pillar, office=second)
    make_strategy(plain)
    make_strategy(plain, office=third)
    make_strategy(plain, office=third, is_retired=True)
    make_measure(plain, code="1A-M1", targets={2025: "93"})
    make_measure(plain, code="1A-M2", office=second)
    make_measure(own, code="1B-M1")
    make_measure(own, code="1B-M2", is_retired=True)
    make_measure(pillar=pillar, code="1-M1")
    gone = make_priority(pillar, office=third, is_retired=True)
    make_strategy(gone, office=third)
    make_measure(gone, office=third)
    make_note(own, office=office_of(plan, "signs"))
    return plan


@pytest.mark.parametrize(
    ("language", "pillars", "priorities", "strategies", "measures"),
    [
        ("en", "Pillars", "Priorities", "Strategies", "Measures of success"),
        ("es", "Pilares", "Prioridades", "Estrategias", "Medidas de éxito"),
    ],
)
def test_page_of_offices_has_all_that_each_answers_for(
    client, outline, language, pillars, priorities, strategies, measures
):
    page = ask(client, OFFICES.format(language))

    assert duties(page) == {
        "first": {pillars: ["1"], priorities: ["1A"], measures: ["1A-M1", "1-M1"]},
        "second": {priorities: ["1B"], measures: ["1A-M2", "1B-M1"]},
        "third": {strategies: ["1A.2"]},
        "signs": {},
    }
    strategy = Strategy.objects.get(code="1A.2").get_absolute_url_in(language)
    other = {"en": "es", "es": "en"}[language]
    assert page.xpath(f"//main//a[@href='{strategy}']")
    assert page.xpath(f"//ul[@class='switch']//a[@href='{OFFICES.format(other)}']")
    assert len(page.xpath("//h1")) == 1


@pytest.mark.parametrize("page", ["offices", "glossary"])
def test_codes_are_places_beside_all_others_of_their_page(client, plan, page):
    """Which have a dot in their names: no code has one."""
    for code in ("help", "main", "letter-1", "letter-2"):
        office_of(plan, code)
        make_term(plan, code=code, term_en=code)
    make_help_line(plan)

    ids = ask(client, f"/en/2022-26/{page}/").xpath("//@id")

    assert {"help", "main", "letter-1", "letter-2"} < {*ids}
    assert len(ids) == len({*ids})


def test_measure_is_listed_with_its_status(client, outline):
    measure = outline.pillars.get().measures.get(code="1A-M2")
    make_target(measure, 2024, "90")
    make_result(measure, 2024, "90")

    page = ask(client, OFFICES.format("en"))

    (row,) = page.xpath("//section[h2/@id='second']//li[b='1A-M2']")
    assert words(row).endswith("Target met")


def test_name_in_another_language_is_marked(client, plan):
    office = office_of(plan, "first", title_es="")
    pillar = make_pillar(plan, office=office)

    for path in (OFFICES.format("es"), pillar.get_absolute_url_in("es")):
        assert ask(client, path).xpath("//main//span[@lang='en' and .='FIRST']")


def test_where_no_office_is_entered_nothing_tells_of_it(client, plan):
    priority = make_priority(make_pillar(plan))
    make_strategy(priority)
    make_result(make_measure(priority), 2023, "80")
    paths = ["about/", "progress/", "1/", "1a/", "measures/1a-m1/"]

    for path in paths:
        html = client.get(f"/en/2022-26/{path}", follow=True).content.decode()
        assert "/offices/" not in html
        assert "answers for" not in html
    assert client.get(OFFICES.format("en"))["Location"] == plan.get_absolute_url()
    office_of(plan, "first")
    page = ask(client, "/en/2022-26/about/")
    assert page.xpath(f"//main//a[@href='{OFFICES.format('en')}']")


@pytest.mark.parametrize("size", [1, 3])
def test_page_of_offices_asks_the_same_queries_however_large(
    client, plan, django_assert_num_queries, size
):
    for number in range(size):
        office = office_of(plan, f"office-{number}")
        priority = make_priority(make_pillar(plan, office=office), office=office)
        make_strategy(priority, office=office)
        make_measure(priority)

    with django_assert_num_queries(12):
        client.get(OFFICES.format("en"))


@pytest.mark.parametrize("size", [1, 3])
def test_priority_asks_the_same_queries_however_many_offices(
    client, plan, django_assert_num_queries, size
):
    priority = make_priority(make_pillar(plan), office=office_of(plan, "first"))
    for number in range(size):
        make_strategy(priority, office=office_of(plan, f"office-{number}"))
        make_note(priority, 2022 + number, office_of(plan, f"signs-{number}"))

    with django_assert_num_queries(21):
        client.get(priority.get_absolute_url())
