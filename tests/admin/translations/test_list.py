"""The desk's page *Translations*: what is missing or behind, written right there."""

import pytest
from django.urls import reverse

from pillars.models import Plan
from tests.helpers.desk import form_of
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_term,
)
from tests.helpers.translation_pages import (
    address,
    elements,
    key_of,
    listed,
    make_behind,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    return make_behind()


def test_text_that_is_behind_is_shown_with_what_changed(admin_client, priority):
    (entry,) = elements(admin_client.get(address()), "article")

    words = entry.text_content()
    assert "1A Reading: why this matters" in " ".join(words.split())
    assert [
        (mark.tag, mark.text_content()) for mark in entry.xpath(".//ins|.//del")
    ] == [
        ("del", " [taken out: helps.] "),
        ("ins", " [put in: helps everyone.] "),
    ]
    (box,) = entry.xpath(".//textarea")
    assert (box.get("lang"), box.value.strip()) == ("es", "Ayuda.")
    links = entry.xpath(".//a/@href")
    assert links == [form_of(priority), f"/preview{priority.get_absolute_url_in('es')}"]
    assert entry.xpath(".//*[@class='ed-same']/@lang") == ["en", "es", "en"]


def test_it_works_both_ways_round(admin_client):
    record = make_priority(why_en="It helps.", why_es="Ayuda.")
    record.why_es = "Ayuda a todos."
    record.save()

    assert listed(admin_client) == [key_of(record, language="en")]


def test_filters_leave_a_language_a_part_and_a_state(admin_client, priority):
    plan = priority.pillar.plan
    term = make_term(plan, meaning_en="")
    other = make_priority(make_pillar(plan), why_es="")
    behind, lacking = key_of(priority), key_of(other)
    wide = key_of(term, "meaning", "en")

    assert listed(admin_client) == [wide, behind, lacking]
    assert listed(admin_client, language="en") == [wide]
    assert listed(admin_client, state="behind") == [behind]
    assert listed(admin_client, state="missing") == [wide, lacking]
    assert listed(admin_client, part=f"plan-{plan.pk}") == [wide]
    assert listed(admin_client, part=f"pillar-{other.pillar.pk}") == [lacking]
    assert listed(admin_client, language="es", state="missing") == [lacking]


def test_texts_are_counted_by_part_and_language(admin_client, priority):
    plan = priority.pillar.plan
    make_term(plan, meaning_en="")

    page = admin_client.get(address())

    counts = page.context["listing"].counts
    assert [(name, [count for count, _query in cells]) for name, cells in counts] == [
        (f"{plan} as a whole", [1, 0, 0, 0]),
        (str(priority.pillar), [0, 0, 0, 1]),
        ("In all", [1, 0, 0, 1]),
    ]


def test_each_language_says_whether_readers_have_it(admin_client):
    make_plan(public_languages=["en", "es"])
    make_plan(slug="2026-30", public_languages=["en"])

    page = admin_client.get(address())

    assert page.context["listing"].languages == [
        ("English", "public"),
        ("Spanish", "public in 2022-26"),
    ]
    Plan.objects.update(public_languages=["en"])
    page = admin_client.get(address()).content.decode()
    assert 'Spanish <span class="tr-readiness">in preparation</span>' in page


def test_unknown_filter_is_reported_and_left_out(admin_client, priority):
    page = admin_client.get(address(language="xx", page="x"))

    assert "left out" in page.content.decode()
    assert [entry.text.key for entry in page.context["entries"]] == [key_of(priority)]


def test_one_record_alone_has_an_anchor_for_each_text(admin_client, priority):
    make_priority(priority.pillar, why_es="")

    page = admin_client.get(address(record=f"pillars.priority:{priority.pk}"))

    (entry,) = elements(page, "article")
    assert entry.get("id") == f"priority-{priority.pk}-why-es"


@pytest.mark.parametrize("record", ["pillars.priority:0", "pillars.user:1", "x"])
def test_missing_record_is_reported(admin_client, record):
    page = admin_client.get(address(record=record))

    assert page.status_code == 404
    assert "no such record" in page.content.decode()


def test_record_in_step_is_reported(admin_client):
    record = make_priority()

    page = admin_client.get(address(record=f"pillars.priority:{record.pk}"))

    assert "All texts of this record are in step." in page.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_list_has_a_fixed_number_of_queries(
    admin_client, django_assert_num_queries, size
):
    plan = make_plan()
    for _ in range(size):
        measure = make_measure(
            make_priority(make_pillar(plan), why_es=""),
            title_es="",
            targets={2025: "3"},
            results={2023: "2"},
        )
        for row in [*measure.targets.all(), *measure.results.all()]:
            row.note_en = "Counted anew."
            row.save()
    address_of_list = address()

    # Who asks (3), their drafts, a query a model (12), the parts (2), the codes in
    # addresses (1), the plan's words (1).
    with django_assert_num_queries(25):
        page = admin_client.get(address_of_list)

    assert len(page.context["entries"]) == 4 * size


def test_long_list_is_split_into_pages(admin_client):
    pillar = make_pillar()
    for _ in range(13):
        make_priority(pillar, why_es="", statement_es="")

    first, second = listed(admin_client), listed(admin_client, page=2)

    assert (len(first), len(second)) == (25, 1)
    assert not set(first) & set(second)


def test_person_who_may_see_nothing_of_the_plan_is_refused(client):
    client.force_login(member())

    assert client.get(address()).status_code == 403
    assert client.post(address()).status_code == 403


def test_sidebar_leads_to_the_list(admin_client):
    page = admin_client.get(reverse("admin:index"))

    assert f'href="{address()}"' in page.content.decode()
