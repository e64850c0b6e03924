"""Recently deleted: what goes with what, and all of it brought back."""

import pytest
from django.urls import reverse

from pillars.history.timeline import timeline
from pillars.models import Measure, Priority, Result
from tests.helpers.deletion import (
    ADDRESS,
    acts,
    bring_back,
    delete,
    delete_chosen,
    deletion_of,
    stored,
    whole_plan,
    whole_priority,
)
from tests.helpers.desk import form_data, form_of
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_strategy,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.rest]


def test_editor_who_deletes_is_told_where_it_is_saved(admin_client):
    one, another = make_priority(), make_priority()

    pages = [
        admin_client.get(delete(admin_client, record)["Location"])
        for delete, record in [(delete, one), (delete_chosen, [another])]
    ]

    for page in pages:
        assert f'href="{ADDRESS}">Recently deleted</a>, and can be' in (
            page.content.decode()
        )
    assert not Priority.objects.exists()


@pytest.mark.parametrize("part", ["priority", "pillar", "plan", "measure"])
def test_record_goes_with_all_that_hangs_on_it_and_comes_back_whole(admin_client, part):
    plan = whole_plan()
    pillar = plan.pillars.get()
    priority = pillar.priorities.get()
    record = {
        "plan": plan,
        "pillar": pillar,
        "priority": priority,
        "measure": priority.measures.get(),
    }[part]
    before = stored()

    answer = delete(admin_client, record)
    assert answer.status_code == 302
    assert not type(record).objects.filter(pk=record.pk).exists()
    (act,) = acts(admin_client)
    answer = bring_back(admin_client, act)

    assert answer.status_code == 302
    assert stored() == before
    assert acts(admin_client) == []


def test_deleting_a_priority_lists_first_all_that_would_go(admin_client):
    priority = whole_priority()

    page = admin_client.get(deletion_of(priority)).content.decode()

    for strategy in priority.strategies.all():
        assert f'{form_of(strategy)}">{strategy.code} {strategy.text}</a>' in page
    assert form_of(priority.resources.get()) in page
    assert form_of(priority.measures.get()) in page
    assert form_of(priority.measures.get().results.get()) in page
    assert Priority.objects.exists()


def test_page_says_who_deleted_what_and_what_went_with_it(admin_client):
    priority = whole_priority()
    priority.title_en = "Strong Relationships"
    priority.save()

    delete(admin_client, priority)

    (act,) = acts(admin_client)
    assert act.rows[0].who == "admin"
    assert act.top_names == ["Priority 1A Strong Relationships"]
    assert dict(act.counts) == {
        "priorities": 1,
        "strategies": 2,
        "resources": 1,
        "measures of success": 1,
        "baselines": 1,
        "targets": 1,
        "results": 1,
        "notes for a year": 2,
    }
    page = admin_client.get(ADDRESS).content.decode()
    assert "Strong Relationships" in page
    history = reverse("admin:pillars_priority_history", args=[priority.pk])
    assert "has been deleted" in admin_client.get(history).content.decode()


def test_newest_deletion_is_first_and_each_act_by_itself(admin_client):
    pillar = make_pillar()
    first, second = make_priority(pillar), make_priority(pillar)
    delete(admin_client, first)
    delete(admin_client, second)

    assert [act.rows[0].id for act in acts(admin_client)] == [second.pk, first.pk]


def test_rows_deleted_elsewhere_come_back_one_by_one(admin_client):
    measure = make_measure(results={2023: "84", 2024: "85"})
    before = stored()
    measure.delete()

    deleted = acts(admin_client)
    for act in sorted(deleted, key=lambda act: act.key):  # The measure first.
        bring_back(admin_client, act)

    assert [len(act.rows) for act in deleted] == [1, 1, 1]
    assert stored() == before


def test_row_deleted_in_its_parents_form_comes_back(admin_client):
    measure = make_measure(results={2023: "84"})
    sent = form_data(admin_client.get(form_of(measure)))
    before = list(Result.objects.values())
    admin_client.post(form_of(measure), sent | {"results-0-DELETE": "on"})
    assert not Result.objects.exists()

    bring_back(admin_client, acts(admin_client)[0])

    assert list(Result.objects.values()) == before
    kinds = [event.kind for event in timeline(Measure, measure.pk).events]
    assert kinds[:2] == ["brought-back", "deleted"]


def test_strategy_comes_back_to_the_resources_that_lost_it(admin_client):
    strategy = make_strategy()
    resource = make_resource(strategy.priority, strategy=strategy)
    delete(admin_client, strategy)
    resource.refresh_from_db()
    assert resource.strategy is None

    bring_back(admin_client, acts(admin_client)[0])

    resource.refresh_from_db()
    assert resource.strategy == strategy


def test_selected_priorities_go_with_all_that_hangs_on_them(admin_client):
    pillar = make_pillar()
    chosen = [whole_priority(pillar), whole_priority(pillar)]
    kept = whole_priority(pillar)

    delete_chosen(admin_client, chosen)

    assert list(Priority.objects.all()) == [kept]
    (deletion,) = acts(admin_client)
    assert len(deletion.tops) == 2


def test_what_was_deleted_again_is_brought_back_as_it_last_was(admin_client):
    priority = make_priority(title_en="First")
    delete(admin_client, priority)
    bring_back(admin_client, acts(admin_client)[0])
    again = Priority.objects.get()
    again.title_en = "Second"
    again.save()
    delete(admin_client, again)

    (act,) = acts(admin_client)
    bring_back(admin_client, act)

    assert Priority.objects.get().title_en == "Second"


def test_new_records_get_keys_of_their_own_after_it(admin_client):
    priority = make_priority()
    delete(admin_client, priority)
    bring_back(admin_client, acts(admin_client)[0])

    other = make_priority(priority.pillar, code="1B")

    assert other.pk > priority.pk


@pytest.mark.parametrize("size", [1, 3])
def test_page_asks_the_same_queries_however_much_was_deleted(
    admin_client, django_assert_num_queries, size
):
    pillar = make_pillar(make_plan())
    for _ in range(size):
        delete(admin_client, whole_priority(pillar))
    admin_client.get(ADDRESS)

    with django_assert_num_queries(27):
        admin_client.get(ADDRESS)


def test_sidebar_leads_to_it(admin_client):
    context = admin_client.get(reverse("admin:index")).context

    links = [item["link"] for item in context["sidebar_navigation"][0]["items"]]

    assert ADDRESS in links
