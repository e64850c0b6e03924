"""Every kind of record has its history: each text in each language, and back."""

import pytest
from django.db import models

from pillars.history.timeline import timeline
from pillars.models.base import languages
from tests.helpers.history_pages import (
    delete_history,
    go_back,
    history_of,
    save,
    shown_history,
)
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    """One record of each kind, by its kind."""
    priority = make_priority()
    plan = priority.pillar.plan
    measure = make_measure(
        priority,
        baseline=(2021, "80"),
        targets={2025: "90"},
        results={2024: "86"},
    )
    numbers = [measure.baselines.get(), measure.targets.get(), measure.results.get()]
    every = [
        *(plan, priority.pillar, priority, measure, *numbers, make_section(plan)),
        *(make_strategy(priority, stage="done"), make_resource(priority)),
        *(make_group(plan), make_term(plan), make_office(plan), make_review(plan)),
        *(make_help_line(plan), make_note(priority), make_note(measure)),
    ]
    return {type(record): record for record in every}


def another(record, column: str) -> str:
    """Another text for a column, fit for it."""
    is_address = isinstance(record._meta.get_field(column), models.URLField)
    return f"https://example.org/{column}" if is_address else f"New {column}"


@pytest.mark.parametrize("kind", plan_models(), ids=lambda kind: kind.__name__)
def test_each_text_is_told_in_both_languages_and_can_be_gone_back_to(
    admin_client, admin_user, records, kind
):
    record = records[kind]
    columns = [f"{name}_{c}" for name in kind.translated_fields() for c in languages()]
    before = kind.objects.values(*columns).get(pk=record.pk)
    delete_history()

    save(admin_client, record, **{name: another(record, name) for name in columns})

    ((what, _name, lines),) = shown_history(record)
    assert what == "changed"
    assert {after for _label, _before, after in lines} >= {
        another(record, name) for name in columns
    }
    page = admin_client.get(history_of(record)).content.decode()
    assert admin_user.get_username() in page
    go_back(admin_client, timeline(kind, record.pk).baseline)
    assert kind.objects.values(*columns).get(pk=record.pk) == before
