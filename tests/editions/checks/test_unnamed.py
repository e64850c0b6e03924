"""Records that stand for a level that a plan lacks are published, and never named."""

import pytest

from pillars.hierarchy.unnamed import fill_missing_levels
from plan_site.editions.checks.check_list import check_list
from tests.helpers.editions.candidates import TODAY, candidate, published
from tests.helpers.makers import make_plan, make_priority, make_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    """Of a new plan without pillars, beside one that is published."""
    make_priority()
    published()
    plan = make_plan(title_en="Objectives", has_pillars=False)
    fill_missing_levels(plan)
    priority = make_priority(plan.pillars.get(), code="1.1")
    make_resource(priority)
    return priority


def item(record) -> str:
    return f"{record._meta.label_lower}:{record.pk}"


def test_they_go_with_their_plan_and_are_no_change_of_their_own(priority):
    now = candidate()
    unnamed = item(priority.pillar)

    chosen = now.choose({item(priority.pillar.plan), item(priority)}, {})

    assert unnamed in chosen.rows.items
    assert unnamed not in {change.item for change in now.all_changes}
    assert [m.message for m in check_list(chosen, TODAY) if m.stops] == []


def test_what_needs_one_is_told_to_need_the_plan(priority):
    chosen = candidate().choose({item(priority)}, {})

    (message,) = [m.message for m in check_list(chosen, TODAY) if m.stops]

    assert "cannot be published without Plan “Objectives”" in message
