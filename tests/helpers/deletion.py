"""Deleting at the desk and bringing back, with something of every kind to delete."""

import lxml.html
from django.urls import reverse

from pillars.models import Plan, Priority
from tests.helpers.desk import list_of
from tests.helpers.makers import (
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_priority,
    make_resource,
    make_review,
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
    plan = priority.pillar.plan
    office = plan.offices.first() or make_office(plan)
    make_note(priority, office=office)
    measure = make_measure(
        priority,
        baseline=(2021, "80"),
        targets={2025: "90"},
        results={2023: "84"},
        group=make_group(plan),
        office=office,
    )
    make_note(measure, office=office)
    return priority


def whole_plan() -> Plan:
    priority = whole_priority()
    plan = priority.pillar.plan
    make_section(plan)
    make_term(plan)
    make_review(plan)
    make_help_line(plan)
    make_measure(pillar=priority.pillar)
    return plan


def deletion_of(record) -> str:
    """The address of the page that asks whether a record is to be deleted."""
    name = f"admin:pillars_{record._meta.model_name}_delete"
    return reverse(name, args=[record.pk])


def confirmed(page) -> dict[str, str | list[str]]:
    """What a browser sends when the page that asks is answered with Yes."""
    if page.status_code not in {200, 409}:
        return {"post": "yes"}
    found = lxml.html.fromstring(page.content).xpath("//form[.//input[@name='post']]")
    fields = found[0].xpath(".//input[@name]") if found else []
    sent = {}
    for field in fields:
        sent.setdefault(field.get("name"), []).append(field.get("value"))
    return sent or {"post": "yes"}


def delete(client, record):
    at = deletion_of(record)
    return client.post(at, confirmed(client.get(at)))


def chosen(records) -> dict[str, object]:
    """What a list sends when these of its records are to be deleted."""
    keys = [record.pk for record in records]
    return {"action": "delete_selected", "_selected_action": keys}


def delete_chosen(client, records):
    """Delete records from their list, with the page that asks."""
    at = list_of(records[0]._meta.model_name)
    return client.post(at, confirmed(client.post(at, chosen(records))))


def acts(client) -> list:
    return [act for act, _may in client.get(ADDRESS).context["shown"]]


def bring_back(client, act):
    return client.post(ADDRESS, {"act": act.key})
