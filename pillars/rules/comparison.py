"""
Better or worse than before: a second reading beside the status, never instead of it,
and also of figures for which the plan sets no target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pillars.enums import Direction, State, TargetKind, Verdict

from .suppression import HIDDEN
from .target_errors import SIGNS
from .values import Report, is_across_a_break, round_to


@dataclass(frozen=True)
class Comparison:
    earlier: Report
    latest: Report
    change: Decimal  # between the two as they are rounded; below zero where it fell
    verdict: Verdict

    @property
    def is_provisional(self) -> bool:
        return State.PROVISIONAL in {self.earlier.state, self.latest.state}


def compare(
    *,
    kind: TargetKind,
    direction: Direction,
    decimals: int,
    baseline: Report | None,
    results: Sequence[Report],
) -> Comparison | None:
    """
    The latest two values, the baseline counted as one. Nothing where the way of
    counting changed between them, or a number since the earlier one is hidden: the
    newest that is shown would pass for the newest that there is.
    """
    sign = SIGNS.get(direction)
    if not sign or kind in {TargetKind.RANGE, TargetKind.YES_NO}:
        return None
    rows = sorted(results, key=lambda row: row.year)
    if baseline:
        rows = [baseline, *(row for row in rows if row.year > baseline.year)]
    usable = [row for row in rows if row.is_usable]
    if len(usable) < 2:
        return None
    earlier, latest = usable[-2:]
    is_hidden = any(row.state in HIDDEN for row in rows if row.year > earlier.year)
    if is_hidden or is_across_a_break(rows, earlier, latest):
        return None
    change = round_to(latest.value, decimals) - round_to(earlier.value, decimals)
    verdict = Verdict.BETTER if sign * change > 0 else Verdict.WORSE
    return Comparison(earlier, latest, change, verdict if change else Verdict.SAME)
