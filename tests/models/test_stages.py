"""Where a strategy stands: what its form and a file are refused for."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from tests.helpers.makers import (
    both,
    make_strategy,
)

pytestmark = pytest.mark.django_db

REASON = both("stage_reason", "The grant has ended.", "La subvención se acabó.")


def refused(strategy) -> set[str]:
    """The fields with an error."""
    try:
        strategy.full_clean()
    except ValidationError as found:
        return set(found.error_dict)
    return set()


@pytest.mark.parametrize(
    "given",
    [
        {"stage_since": datetime.date(2024, 8, 1)},
        both("stage_text", "14 of 24 schools.", "14 de 24 escuelas."),
        REASON,
    ],
    ids=["month", "sentence", "reason"],
)
def test_nothing_is_said_of_a_strategy_that_stands_nowhere(given):
    assert refused(make_strategy(**given)) == {"stage"}
    assert refused(make_strategy(stage="done", **given)) == set()


@pytest.mark.parametrize("stage", ["changed", "dropped"])
def test_changed_or_dropped_needs_a_reason(stage):
    strategy = make_strategy(stage=stage)

    assert refused(strategy) == {"stage_reason_en", "stage_reason_es"}
    assert refused(make_strategy(stage=stage, **REASON)) == set()
