"""Deleting at the desk and bringing back, with something of every kind to delete."""

from django.urls import reverse

from pillars.models import Plan, Priority
from tests.makers import (
    make_group,
    make_measure,
    make_priority,
    make_resource,
    make_section,
    make_strategy,
    make_term,
    plan_models,
)

ADDRESS = "/admin/pillars/plan/recently-deleted/"


def stored() -> list:
    """All rows of the plan, as the database has them."""
    return [list(model.objects.order_by("pk").values()) for model in plan_models()]


def whole_priority(pillar=None) -> Priority:
    """A priority with something of every kind that can hang on it."""
    priority = make_priority(pillar)
    strategy = make_strategy(priority)
    make_strategy(priority)
    make_resource(priority, strategy=strategy)
    make_measure(
        priority,
        baseline=(2021, "80"),
        targets={2025: "90"},
        results={2023: "84"},
        group=make_group(priority.pillar.plan),
    )
    return priority


def whole_plan() -> Plan:
    priority = whole_priority()
    plan = priority.pillar.plan
    make_section(plan)
    make_term(plan)
    make_measure(pillar=priority.pillar)
    return plan


def delete(client, record):
    name = f"admin:pillars_{record._meta.model_name}_delete"
    return client.post(reverse(name, args=[record.pk]), {"post": "yes"})


def acts(client) -> list:
    return [act for act, _may in client.get(ADDRESS).context["shown"]]


def bring_back(client, act):
    return client.post(ADDRESS, {"act": act.key})
