"""What each record stands in: one statement, from which all paths are made."""

import pytest

from pillars.hierarchy.tree import (
    KINDS,
    PARENTS,
    TO_PILLAR,
    TO_PLAN,
    above,
    parent_kind,
    paths_up,
    pillar_key_of,
    pillar_of,
    plan_of,
    withdrawn_by,
)
from pillars.models import Measure, Plan, Priority, Result, Strategy
from tests.helpers.makers import (
    make_measure,
    make_pillar,
    make_priority,
    make_result,
    plan_models,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_every_kind_of_record_comes_after_what_it_stands_in():
    assert set(KINDS) == set(plan_models())
    for kind, names in PARENTS.items():
        for name in names:
            assert KINDS.index(parent_kind(kind, name)) < KINDS.index(kind)


def test_paths_lead_to_the_pillar_and_to_the_plan():
    assert TO_PLAN[Plan] == ""
    assert TO_PLAN[Strategy] == "priority__pillar__plan"
    assert TO_PILLAR[Result] == "measure__pillar"
    assert Plan not in TO_PILLAR
    assert paths_up(Result) == [
        "measure__pillar__plan",
        "measure__priority__pillar__plan",
    ]


def test_measure_is_in_its_priority_before_its_pillar():
    priority = make_priority()
    in_priority = make_measure(priority)
    of_pillar = make_measure(pillar=priority.pillar)

    assert above(in_priority) == priority
    assert above(of_pillar) == priority.pillar


def test_record_without_a_parent_yet_is_in_no_plan():
    result = Result(measure=Measure())

    assert plan_of(Priority()) is plan_of(result) is plan_of(None) is None
    assert pillar_of(result) is pillar_key_of(result) is None
    assert pillar_key_of(Result(measure_id=99)) is None


def test_row_of_a_retired_pillar_is_withdrawn():
    result = make_result(make_measure(make_priority(make_pillar())), 2023, "1")
    pillar = result.measure.pillar
    assert not withdrawn_by(result)

    pillar.is_retired = True
    result.measure.priority.pillar = pillar

    assert withdrawn_by(result)
    assert (pillar_of(result), pillar_key_of(result)) == (pillar, pillar.pk)
