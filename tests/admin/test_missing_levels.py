"""The desk never asks for a level that a plan lacks."""

import pytest
from django.urls import reverse

from pillars.models import Pillar, Plan, Priority
from tests.helpers.desk import form_of, offered
from tests.helpers.history_pages import save
from tests.helpers.makers import make_pillar, make_plan, make_priority, make_strategy
from tests.helpers.people import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(admin_client):
    """A pillar of a plan that is saved as one without priorities."""
    pillar = make_pillar(make_plan(), code="Goal 1", title_en="Readers")
    save(admin_client, pillar.plan, has_priorities="")
    return pillar


@pytest.fixture
def objective(admin_client):
    """A priority of a plan that is saved as one without pillars."""
    plan = make_plan(title_en="Our Objectives")
    save(admin_client, plan, has_pillars="")
    return make_priority(plan.pillars.get(), code="1.1", title_en="Reading")


def test_strategies_are_put_where_the_plan_has_them(admin_client, goal):
    assert offered(admin_client, "strategy", "priority") == ["Goal 1 Readers (2022-26)"]
    assert offered(admin_client, "measure", "priority") == []


def test_priorities_are_put_in_the_plan_itself(admin_client, objective):
    page = admin_client.get(reverse("admin:pillars_priority_add"))

    offered = page.context["adminform"].form.fields["pillar"].choices
    assert [str(label) for _key, label in offered][1:] == ["Our Objectives (2022-26)"]


def test_no_list_or_form_shows_what_has_no_name(admin_client, goal, objective):
    unnamed = [*Pillar.objects.filter(code=""), *Priority.objects.filter(code="")]
    person = reverse("admin:auth_user_change", args=[make_staff("ana").pk])
    (account,) = admin_client.get(person).context["inline_admin_formsets"]
    rights = account.formset.empty_form.fields["pillars"].queryset

    lists = {
        kind: admin_client.get(reverse(f"admin:pillars_{kind}_changelist"))
        for kind in ("pillar", "priority")
    }

    shown = {kind: [*page.context["cl"].result_list] for kind, page in lists.items()}
    assert shown == {"pillar": [goal], "priority": [objective]}
    assert len(unnamed) == 2
    assert admin_client.get(form_of(goal)).context["inline_admin_formsets"] == []
    assert [*rights] == [goal]


def test_start_page_has_what_is_under_them(admin_client, goal, objective):
    make_strategy(goal.priorities.get(), code="1", text_es="")
    objective.title_es = ""
    objective.save()

    plans = admin_client.get("/admin/").context["start"].plans

    lines = [line.record for plan in plans for line in plan.lines]
    assert goal in lines
    assert objective in lines
    assert not any(getattr(record, "code", "x") == "" for record in lines)


def test_pillars_cannot_be_switched_off_while_there_are_some(admin_client, goal):
    plan = Plan.objects.get()
    plan.has_pillars = False
    plan.has_priorities = True

    with pytest.raises(Exception, match="delete them first"):
        plan.full_clean()
