"""
Better or worse than before: a second reading beside the status, never instead of it,
and also of figures for which the plan sets no target.
"""

from dataclasses import dataclass
from decimal import Decimal

from pillars.enums import State, TargetKind, Verdict

from .suppression import HIDDEN
from .values import Facts, Report, is_across_a_break, round_to


@dataclass(frozen=True)
class Comparison:
    earlier: Report
    latest: Report
    change: Decimal  # between the two as they are rounded; below zero where it fell
    verdict: Verdict

    @property
    def is_provisional(self) -> bool:
        return State.PROVISIONAL in {self.earlier.state, self.latest.state}


def compare(facts: Facts) -> Comparison | None:
    """
    The latest two values, the baseline counted as one. Nothing where the way of
    counting changed between them, or a number since the earlier one is hidden: the
    newest that is shown would pass for the newest that there is.
    """
    if not facts.sign or facts.kind in {TargetKind.RANGE, TargetKind.YES_NO}:
        return None
    rows = facts.rows
    if facts.baseline:
        since = [row for row in rows if row.year > facts.baseline.year]
        rows = [facts.baseline, *since]
    usable = [row for row in rows if row.is_usable]
    if len(usable) < 2:
        return None
    earlier, latest = usable[-2:]
    is_hidden = any(row.state in HIDDEN for row in rows if row.year > earlier.year)
    if is_hidden or is_across_a_break(rows, earlier, latest):
        return None
    before, now = (round_to(it.value, facts.decimals) for it in (earlier, latest))
    change = now - before
    verdict = Verdict.BETTER if facts.sign * change > 0 else Verdict.WORSE
    return Comparison(earlier, latest, change, verdict if change else Verdict.SAME)
