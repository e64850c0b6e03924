"""The desk's start page: the plan in outline, each task a link to its place."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from pillars import school_years
from pillars.admin.desk import AT_A_GLANCE
from pillars.models import Plan
from tests.helpers.desk import form_of
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import (
    both,
    make_group,
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_review,
    make_section,
    make_strategy,
    make_term,
)
from tests.helpers.people import client_of, make_staff

pytestmark = pytest.mark.django_db

START = "/admin/"
DAY = datetime.timedelta(1)


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


def test_start_page_leads_to_the_field(admin_client):
    priority = make_priority(why_es="")

    page = admin_client.get(START).content.decode()

    assert f'<a href="{form_of(priority)}#id_why_es">' in page
    assert "Texts missing: 1" in page


def test_start_page_leads_to_the_result_rows_of_a_measure(admin_client):
    measure = make_measure()

    page = admin_client.get(START).content.decode()

    assert f'<a href="{form_of(measure)}#results-group">' in page


def test_text_of_a_result_is_seen_to_at_its_measure(admin_client):
    measure = make_measure()
    result = make_result(measure, 2030, "84", note_en="Counted anew.")

    start = admin_client.get(START).context["start"]

    (line,) = start.plans[0].lines[0].lines[0].with_tasks
    assert line.record == measure
    assert [task.url for task in line.tasks] == [f"{form_of(result)}#id_note_es"]


def test_start_page_says_that_nothing_needs_doing(admin_client):
    make_priority()

    page = admin_client.get(START).content.decode()

    assert "Nothing needs doing: no text is missing" in page


def test_start_page_without_a_plan_says_so(admin_client):
    assert "There is no plan yet." in admin_client.get(START).content.decode()


def test_start_page_is_in_spanish(admin_client):
    make_priority(why_es="")

    page = admin_client.get(START, headers={"Accept-Language": "es"}).content.decode()

    assert "Lo que falta por hacer" in page
    assert "Español, por escribir: por qué es importante" in page


def test_current_plan_comes_first_and_open(admin_client):
    old = make_plan(is_current=False, first_year=2030, last_year=2031)
    current = make_plan(is_current=True)

    page = admin_client.get(START)

    plans = [line.record for line in page.context["start"].plans]
    assert plans == [current, old]
    assert page.content.decode().count('class="st-plan" open') == 1


def test_counts_lead_to_these_alone(admin_client):
    priority = make_priority(why_es="", title_en="First")
    make_resource(priority, check_result="404 Not Found")

    page = admin_client.get(START, {"only": "dead-link"})

    start = page.context["start"]
    assert [(g.name, g.words) for g in start.groups] == [
        ("dead-link", "Dead links: 1"),
        ("missing-es", "Texts missing (Spanish): 1"),
    ]
    shown = [task.kind.value for task in start.plans[0].everything]
    assert shown == ["dead-link"]


def test_many_needs_are_folded_until_a_kind_is_asked_for(admin_client):
    priority = make_priority(why_es="")

    assert opened(admin_client.get(START)) == [True]
    for _number in range(AT_A_GLANCE):
        make_resource(priority, check_result="404 Not Found")
    assert opened(admin_client.get(START)) == [False]
    assert opened(admin_client.get(START, {"only": "dead-link"})) == [True]


def opened(page) -> list[bool]:
    """Whether the needs of each pillar's part are shown at once."""
    parts = html.fromstring(page.content.decode()).find_class("st-needs")
    return ["open" in part.attrib for part in parts]


@pytest.mark.parametrize("odd", ["x", "missing-xx", "due-", "\x00", "<script>"])
def test_invalid_question_shows_everything(admin_client, odd):
    make_priority(why_es="")

    page = admin_client.get(START, {"only": odd, "show": odd})

    assert len(page.context["start"].plans[0].everything) == 1


def test_what_a_person_looks_after_comes_first():
    plan = make_plan()
    mine, other = make_pillar(plan), make_pillar(plan)
    for pillar in (mine, other):
        make_resource(make_priority(pillar, why_es=""), check_result="404 Not Found")
    may = ["view_plan", "view_pillar", "view_priority", "view_resource"]
    client = client_of(make_staff("ana", *may, pillars=[mine]))

    first = client.get(START).context["start"].plans[0].everything
    every = client.get(START, {"show": "all"}).context["start"].plans[0].everything

    assert [task.record.priority.pillar for task in first] == [mine]
    assert len(every) == 4


def test_translator_is_shown_the_texts_of_the_language():
    priority = make_priority(why_es="", statement_en="")
    make_resource(priority, check_result="404 Not Found")
    may = ["view_plan", "view_pillar", "view_priority", "view_resource"]
    client = client_of(make_staff("ana", *may, languages=["es"]))

    shown = client.get(START).context["start"].plans[0].everything

    assert [task.url.partition("#")[2] for task in shown] == ["id_why_es"]


def test_nobody_is_shown_what_they_may_not_open():
    make_resource(make_priority(why_es=""), check_result="404 Not Found")
    client = client_of(make_staff("ana", "view_plan", "view_pillar", "view_priority"))

    page = client.get(START)

    start = page.context["start"]
    shown = [task.kind.value for task in start.plans[0].everything]
    assert shown == ["missing"]
    assert [group.name for group in start.groups] == ["missing-es"]
    assert "/admin/pillars/resource/" not in page.content.decode()


def test_what_comes_next_stands_first_by_date(today, admin_client):
    plan = make_plan()
    priority = make_priority(make_pillar(plan))
    soon, late = today + DAY, today - DAY
    # For the year that is running, so that those of finished years need not be missing.
    year = school_years.containing(today, plan.first_month) - 1
    coming = make_measure(priority, results={year: "84"}, next_update_due=soon)
    overdue = make_measure(priority, next_update_due=late)
    make_measure(priority, is_retired=True, next_update_due=soon)
    locked = make_pillar(make_plan(is_locked=True))
    make_measure(make_priority(locked), next_update_due=soon)
    review = make_review(plan, day=soon + DAY)
    make_review(plan, day=late)

    for language, words in {
        "en": ["Was due on", "Expected by", str(soon.year)],
        "es": ["Debía salir el", "Se espera para el", str(soon.year)],
    }.items():
        page = admin_client.get(START, headers={"Accept-Language": language})
        section = html.fromstring(page.content.decode()).find(".//section")
        lines = section.findall(".//li")
        links = [form_of(record) for record in (overdue, coming, review)]
        assert section.xpath(".//a/@href") == links
        for line, word in zip(lines, words, strict=True):
            assert word in line.text_content()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Where actions stand: 1",
                "Actions: say where they stand; save the page even if nothing changed",
                "Actions, measures and resources: 2",
            ],
        ),
        (
            "es",
            [
                "Cómo van (acciones): 1",
                "Acciones: diga cómo van; guarde la página aunque nada haya cambiado",
                "Acciones, medidas, recursos: 2",
            ],
        ),
    ],
)
def test_outline_speaks_in_the_words_of_the_plan(admin_client, language, said):
    plan = make_plan(
        asks_for_stages=True,
        **both("strategy_words", "actions", "acciones"),
    )
    priority = make_priority(make_pillar(plan))
    make_strategy(priority)
    make_strategy(priority)

    page = admin_client.get(START, headers={"Accept-Language": language})
    text = " ".join(html.fromstring(page.content.decode()).text_content().split())

    assert [words for words in said if words not in text] == []


def test_dates_that_nobody_may_open_are_not_shown(today):
    measure = make_measure(next_update_due=today)
    make_review(measure.pillar.plan, day=today + DAY)
    client = client_of(make_staff("ana", "view_measure"))

    start = client.get(START).context["start"]

    assert [date.record for date in start.coming] == [measure]


def everything(plan: Plan) -> None:
    """One more record of each kind, in need of something."""
    priority = make_priority(make_pillar(plan), why_es="")
    make_section(plan, body_es="")
    make_term(plan, meaning_es="")
    make_strategy(priority, text_es="")
    make_resource(priority, check_result="404 Not Found")
    group = make_group(plan)
    make_measure(priority, baseline=(2021, "80"), results={2022: "84"}, group=group)


def test_every_link_leads_to_a_place_that_is_there(admin_client):
    plan = make_plan(title_es="")
    make_section(plan)
    publish()
    everything(plan)
    make_strategy(make_priority(), text_en="")

    start = html.fromstring(admin_client.get(START).content.decode())
    box = admin_client.get(reverse("admin:editions_edition_unpublished"))
    links = start.xpath("//a/@href") + html.fromstring(box.content).xpath("//a/@href")
    places = {link for link in links if "/change/#" in link}

    assert len(places) >= 8
    for place in places:
        path, _hash, anchor = place.partition("#")
        form = html.fromstring(admin_client.get(path).content.decode())
        assert (place, form.xpath(f"//*[@id='{anchor}']")) != (place, [])


def test_start_page_asks_the_same_queries_however_long_it_is(
    admin_client, django_assert_num_queries, django_assert_max_num_queries
):
    plan = make_plan()
    everything(plan)
    admin_client.get(START)
    with django_assert_max_num_queries(25) as one:
        admin_client.get(START)
    everything(plan)
    everything(plan)

    with django_assert_num_queries(len(one)):
        page = admin_client.get(START)

    assert len(page.context["start"].plans[0].everything) == 18


def test_unpublished_changes_are_named_with_their_places(admin_client):
    priority = make_priority(title_en="Strong relationships")
    box = reverse("admin:editions_edition_unpublished")

    page = admin_client.get(START).content.decode()
    answer = admin_client.get(box)

    assert f'hx-get="{box}"' in page
    assert f'<a href="{form_of(priority)}">Priority 1A</a>' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_unpublished_change_leads_to_the_field_or_the_rows_that_changed(admin_client):
    priority = make_priority()
    gone = make_priority(priority.pillar)
    measure = make_measure(priority, baseline=(2021, "80"))
    section = make_section(priority.pillar.plan)
    publish()
    old = gone.pk
    gone.delete()
    priority.why_es = "Porque sí."
    priority.save()
    section.title_en = "How it was made"
    section.save()
    make_result(measure, 2024, "86")

    answer = admin_client.get(reverse("admin:editions_edition_unpublished"))

    links = html.fromstring(answer.content.decode()).xpath("//li/a/@href")
    assert links == [
        f"{form_of(priority.pillar.plan)}#sections-group",
        f"{form_of(priority)}#id_why_es",
        f"{form_of(measure)}#results-group",
        f"{reverse('admin:editions_edition_review')}#priority-{old}",
    ]


def test_stranger_is_not_told_what_changed(client):
    answer = client.get(reverse("admin:editions_edition_unpublished"))

    assert answer["Location"].startswith(reverse("admin:login"))
