"""A record’s past at the desk: its pages, and what they tell."""

from django.urls import reverse
from django.utils.html import strip_tags

from pillars.history.timeline import timeline
from tests.helpers.desk import form_data, form_of
from tests.helpers.makers import plan_models


def history_of(record) -> str:
    return reverse(f"admin:pillars_{record._meta.model_name}_history", args=[record.pk])


def version_of(row) -> str:
    name = f"admin:pillars_{row.instance_type._meta.model_name}_version"
    return reverse(name, args=[row.id, row.history_id])


def delete_history() -> None:
    """As after a plan was loaded from its file: nothing has a history."""
    for model in plan_models():
        model.history.all().delete()


def save(client, record, **changed):
    """Save a record's form with some fields changed."""
    sent = form_data(client.get(form_of(record)))
    answer = client.post(form_of(record), sent | changed)
    assert answer.status_code == 302, answer.context["errors"]


def shown_history(record) -> list[tuple]:
    """What the history tells, the newest first, without marks."""
    return [
        (
            event.kind,
            event.name,
            [
                (at.name, strip_tags(at.before), strip_tags(at.after))
                for at in event.changes
            ],
        )
        for event in timeline(type(record), record.pk).events
    ]


def go_back(client, row, **sent):
    page = client.get(version_of(row))
    return client.post(version_of(row), {"seen": page.context["seen"], **sent})
