from decimal import Decimal

import pytest

from pillars.enums import State
from pillars.rules.suppression import can_be_worked_out, suppress

SHOWN = State.REPORTED
HIDDEN = State.SUPPRESSED


@pytest.mark.parametrize(
    ("student_count", "hidden"),
    [
        (0, True),
        (10, True),
        (11, False),  # the threshold itself is enough students
        (12, False),
        (None, False),  # a value that counts no students, such as dollars
    ],
)
def test_value_is_hidden_below_the_threshold_only(student_count, hidden):
    state, value = suppress(SHOWN, Decimal(4), student_count, 11)

    assert (state, value is None) == (HIDDEN if hidden else SHOWN, hidden)


@pytest.mark.parametrize("state", [state for state in State if state.has_value])
def test_published_hides_a_value_of_few_students_in_every_state(state):
    assert suppress(state, Decimal(4), 10, 11) == (State.SUPPRESSED, None)


@pytest.mark.parametrize("state", [state for state in State if state.has_value])
def test_published_shows_a_value_of_enough_students_as_it_is(state):
    assert suppress(state, Decimal(4), 11, 11) == (state, Decimal(4))


@pytest.mark.parametrize("state", [state for state in State if not state.has_value])
def test_published_never_carries_a_value_in_a_state_without_one(state):
    assert suppress(state, Decimal(4), 500, 11) == (state, None)


def test_published_reads_a_state_as_the_database_gives_it():
    assert suppress("suppressed", Decimal(4), None, 11) == (State.SUPPRESSED, None)


@pytest.mark.parametrize("hidden", [State.SUPPRESSED, State.WITHHELD])
def test_only_hidden_group_can_be_worked_out(hidden):
    groups = {"girls": SHOWN, "boys": SHOWN, "nonbinary": hidden}

    assert can_be_worked_out(groups, total=SHOWN) == "nonbinary"


@pytest.mark.parametrize(
    ("groups", "total"),
    [
        pytest.param({"a": SHOWN, "b": HIDDEN}, HIDDEN, id="the total is hidden too"),
        pytest.param({"a": SHOWN, "b": HIDDEN}, State.DUE, id="there is no total"),
        pytest.param(
            {"a": SHOWN, "b": HIDDEN, "c": HIDDEN}, SHOWN, id="two are hidden"
        ),
        pytest.param(
            {"a": SHOWN, "b": HIDDEN, "c": State.NOT_COLLECTED},
            SHOWN,
            id="a third is not known",
        ),
        pytest.param({"a": SHOWN, "b": SHOWN}, SHOWN, id="none is hidden"),
        pytest.param({"a": HIDDEN}, SHOWN, id="a group alone is not the total"),
        pytest.param({}, SHOWN, id="no groups"),
    ],
)
def test_nothing_can_be_worked_out_where_something_else_is_not_shown(groups, total):
    assert can_be_worked_out(groups, total=total) is None
