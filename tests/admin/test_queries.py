"""What the desk's other lists and its forms cost, however much there is."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from pillars.hierarchy.labels import page_of
from plan_site.editions.models import Edition
from tests.helpers.desk import LISTS
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_plan,
    make_priority,
    make_resource,
    make_section,
    make_strategy,
)

pytestmark = pytest.mark.django_db


def another_edition():
    Edition.objects.create(
        number=Edition.objects.count() + 1,
        document="{}",
        published_by=User.objects.create_user(f"by-{Edition.objects.count()}"),
    )


def another_user():
    user = User.objects.create_user(f"user-{User.objects.count()}")
    user.groups.add(Group.objects.get_or_create(name="Editors")[0])


def another_group():
    Group.objects.create(name=f"Group {Group.objects.count()}")


ANOTHER = {
    "editions_edition": another_edition,
    "auth_user": another_user,
    "auth_group": another_group,
}


def test_no_list_of_the_desk_goes_unmeasured():
    every = {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model in admin.site._registry
    }

    # Those of the plan are measured with the lists themselves: test_lists.py.
    assert every == {*ANOTHER, *(f"pillars_{name}" for name in LISTS)}


@pytest.mark.parametrize(("name", "another"), ANOTHER.items())
def test_list_asks_the_same_queries_however_long_it_is(
    admin_client,
    django_assert_num_queries,
    django_assert_max_num_queries,
    name,
    another,
):
    address = reverse(f"admin:{name}_changelist")
    another()
    admin_client.get(address)
    with django_assert_max_num_queries(20) as one:
        admin_client.get(address)
    another()
    another()

    with django_assert_num_queries(len(one)):
        page = admin_client.get(address)

    assert page.context["cl"].result_count >= 3


def plan_with(size: int):
    plan = make_plan()
    for _number in range(size):
        make_section(plan)
    return plan


def pillar_with(size: int):
    priority = make_priority()
    for _number in range(size - 1):
        make_priority(priority.pillar)
    return priority.pillar


def priority_with(size: int):
    priority = make_priority()
    for _number in range(size):
        strategy = make_strategy(priority)
        make_resource(priority, strategy=strategy)
        make_measure(priority)
    return priority


def measure_with(size: int):
    years = range(2022, 2022 + size)
    measure = make_measure(
        baseline=(2021, "80"),
        targets=dict.fromkeys(years, "90"),
        results=dict.fromkeys(years, "85"),
    )
    for _number in range(size):
        make_group(measure.pillar.plan)
    return measure


@pytest.mark.parametrize(
    ("make", "page"),
    [
        *[(plan_with, "change"), (pillar_with, "change"), (priority_with, "change")],
        *[(priority_with, "stages"), (measure_with, "change")],
    ],
)
def test_form_asks_the_same_queries_however_many_rows_it_has(
    admin_client, django_assert_num_queries, django_assert_max_num_queries, make, page
):
    small, large = page_of(make(1), page), page_of(make(3), page)
    admin_client.get(small)
    with django_assert_max_num_queries(30) as one:
        admin_client.get(small)

    with django_assert_num_queries(len(one)):
        page = admin_client.get(large)

    rows = [inline.formset for inline in page.context["inline_admin_formsets"]]
    assert max(len(formset.forms) for formset in rows) >= 3
