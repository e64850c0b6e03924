"""
Which values are hidden so that no student can be recognized in them: those that count
fewer students than the privacy threshold. Nor may one be worked out by subtraction.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal

from pillars.enums import State

# A value that its source withholds is given away by subtraction just as well.
HIDDEN = frozenset({State.SUPPRESSED, State.WITHHELD})


def suppress(
    state: State, value: Decimal | None, student_count: int | None, threshold: int
) -> tuple[State, Decimal | None]:
    """What a document may have of the editors' state and value; no count hides none."""
    state = State(state)
    if not state.has_value:
        return state, None
    if student_count is not None and student_count < threshold:
        return State.SUPPRESSED, None
    return state, value


def can_be_worked_out(
    groups: Mapping[Hashable, State], *, total: State
) -> Hashable | None:
    """
    The one hidden group that the total and its family's other groups give away. The
    states are published ones, of one measure and school year. A group that stands alone
    gives nothing away, nor do programs, to which a student may belong twice.
    """
    hidden = [key for key, state in groups.items() if state in HIDDEN]
    shown = [key for key, state in groups.items() if State(state).has_value]
    is_given_away = (
        State(total).has_value
        and len(hidden) == 1
        and 0 < len(shown) == len(groups) - len(hidden)
    )
    return hidden[0] if is_given_away else None
