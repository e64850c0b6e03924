"""Another code: the codes below that begin with it change in the same act."""

import pytest

from pillars.enums import TargetKind
from pillars.hierarchy.renumbering import begins_with
from pillars.imports.plans.writer import as_json
from pillars.models import Measure
from tests.helpers.desk import form_data, form_of
from tests.helpers.history_pages import go_back, save
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_priority,
    make_review,
    make_strategy,
)
from tests.helpers.plan_files import preview_plan

pytestmark = [pytest.mark.django_db, pytest.mark.rest]


@pytest.fixture
def priority():
    """1A with a measure and a related figure, and a figure of pillar 1 as a whole."""
    priority = make_priority()
    make_measure(priority, code="1A-M2a", results={2023: "84"})
    make_measure(priority, code="1A-R1", target_kind=TargetKind.NONE)
    make_measure(pillar=priority.pillar, code="1-R3", target_kind=TargetKind.NONE)
    make_measure(make_priority(priority.pillar), code="1B-M1")
    return priority


def codes() -> list[str]:
    return [measure.code for measure in Measure.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("code", "start", "begins"),
    [
        ("1A-M2", "1A", True),
        ("1.11", "1.1", False),
        ("11", "1", False),
        ("Goals", "Goal", False),
        ("Goal 2.1", "Goal 2", True),
        ("1A", "", False),
    ],
)
def test_code_begins_with_a_whole_code(code, start, begins):
    assert begins_with(code, start) is begins


@pytest.mark.parametrize(
    ("record", "code", "expected"),
    [
        ("priority", "1F", ["1F-M2a", "1F-R1", "1-R3", "1B-M1"]),
        ("pillar", "6", ["6A-M2a", "6A-R1", "6-R3", "6B-M1"]),
        ("pillar", "Goal 1", ["Goal 1A-M2a", "Goal 1A-R1", "Goal 1-R3", "Goal 1B-M1"]),
    ],
)
def test_codes_follow_the_one_that_they_begin_with(
    admin_client, priority, record, code, expected
):
    strategy = make_strategy(priority, code="1A.1")
    save(admin_client, {"priority": priority}.get(record, priority.pillar), code=code)

    assert codes() == expected
    strategy.refresh_from_db()
    assert strategy.code == expected[0].replace("-M2a", ".1")
    for measure in Measure.objects.all():
        save(admin_client, measure, title_en="Its form still saves")
    result = preview_plan(as_json(priority.pillar.plan))
    assert (result.problems, result.to_save) == ([], [])


def test_reviews_follow_the_codes_of_their_measures(admin_client, priority):
    plan = priority.pillar.plan
    review = make_review(plan, measures="1A-M2a, 1B-M1, 1-R3")
    other = make_review(plan, measures="1B-M1,1-R3")
    before = other.history.count()

    save(admin_client, priority, code="1F")
    save(admin_client, Measure.objects.get(code="1B-M1"), code="1B-M7")

    review.refresh_from_db()
    assert review.measures == "1F-M2a, 1B-M7, 1-R3"
    assert other.history.count() == before + 1


def test_codes_stay_with_a_priority_in_its_new_pillar(admin_client, priority):
    other = make_pillar(priority.pillar.plan)

    save(admin_client, priority, pillar=str(other.pk))

    assert codes() == ["1A-M2a", "1A-R1", "1-R3", "1B-M1"]
    assert list(other.measures.values_list("code", flat=True)) == ["1A-M2a", "1A-R1"]


def test_code_that_another_measure_has_is_shown_and_nothing_is_lost(
    admin_client, priority
):
    Measure.objects.filter(code="1B-M1").update(code="1F-R1")
    before = codes()
    sent = form_data(admin_client.get(form_of(priority))) | {"code": "1F"}

    page = admin_client.post(form_of(priority), sent | {"title_en": "Reading"})

    form = page.context["adminform"].form
    assert form.non_field_errors()[0] == (
        "1A-R1 would become 1F-R1. Give one of the two another code first."
    )
    assert (form["code"].value(), form["title_en"].value()) == ("1F", "Reading")
    priority.refresh_from_db()
    assert (priority.code, codes()) == ("1A", before)


def test_editor_is_told_which_codes_moved(admin_client, priority):
    save(admin_client, priority, code="1F")

    said = [
        str(message)
        for message in admin_client.get(form_of(priority)).context["messages"]
    ]

    assert said[0] == (
        "Codes have moved with this one: 1A-M2a → 1F-M2a, 1A-R1 → 1F-R1."
    )


def test_codes_move_back_with_a_former_version(admin_client, priority):
    first = priority.history.first()
    save(admin_client, priority, code="1F")

    go_back(admin_client, first)

    assert codes() == ["1A-M2a", "1A-R1", "1-R3", "1B-M1"]
