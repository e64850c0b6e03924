"""Measures whose status was worked out by hand, as ``status_cases.csv`` has them."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from pillars.enums import Direction, State, TargetKind
from pillars.rules.status import judge
from pillars.rules.values import Aim, Facts, Report

TABLE = Path(__file__).parents[1] / "data" / "status_cases.csv"
CASES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))

DIRECTIONS = {
    "up": Direction.UP,
    "down": Direction.DOWN,
    "within": Direction.WITHIN,
}
KINDS = {
    "reach": TargetKind.REACH,
    "at least": TargetKind.AT_LEAST,
    "at most": TargetKind.AT_MOST,
    "change by percent": TargetKind.CHANGE_BY_PERCENT,
    "change by points": TargetKind.CHANGE_BY_POINTS,
    "each year": TargetKind.EACH_YEAR,
    "range": TargetKind.RANGE,
    "do by a date": TargetKind.YES_NO,
    "direction only": TargetKind.DIRECTION_ONLY,
    "none": TargetKind.NONE,
}
STATES = {
    "not due yet": State.NOT_DUE,
    "due, not reported": State.DUE,
    "not collected": State.NOT_COLLECTED,
    "suppressed": State.SUPPRESSED,
    "withheld": State.WITHHELD,
    "not comparable": State.NOT_COMPARABLE,
    "provisional": State.PROVISIONAL,
    "corrected": State.CORRECTED,
    "": State.REPORTED,
}
STATUSES = {
    "met": "met",
    "on track": "on-track",
    "close": "close",
    "behind": "behind",
    "moving away": "moving-away",
    "missed": "missed",
    "within its range": "within-range",
    "outside its range": "outside-range",
    "done": "done",
    "not done yet": "not-done-yet",
    "not done": "not-done",
    "cannot say": "cannot-say",
    "no status": None,
}
REASONS = {
    "no number in the target": "NO_NUMBER",
    "error in the targets": "CONTRADICTION",
    "no baseline": "NO_BASELINE",
    "percent of an unknown baseline": "PERCENT",
    "baseline not above zero": "CONTRADICTION",
    "hidden": "HIDDEN",
    "waiting for the first result": "FIRST_RESULT",
    "counted in another way": "NOT_COMPARABLE",
    "": None,
}
YES_OR_NO = {"yes": Decimal(1), "no": Decimal(0)}


def number(text: str) -> Decimal | None:
    """``yes`` of a deed is 1; words are no number."""
    if text in YES_OR_NO:
        return YES_OR_NO[text]
    return Decimal(text) if re.fullmatch(r"-?[\d.]+", text) else None


def rows(cell: str) -> list[tuple[int, str]]:
    """``2024: 50.0; 2025: not comparable`` as years with what is said of them."""
    parts = (part.partition(":") for part in cell.split(";") if part.strip())
    return [(int(year), said.strip()) for year, _colon, said in parts]


def result(year: int, said: str) -> Report:
    said, broken = re.subn(r",? ?new series", "", said)
    value, state = re.fullmatch(r"(-?[\d.]+|yes|no(?! ?t))? ?(.*)", said).groups()
    return Report(year, STATES[state], number(value or ""), bool(broken))


def target(year: int, said: str) -> Aim:
    low, _to, high = said.partition(" to ")
    if high:
        return Aim(year, low=Decimal(low), high=Decimal(high))
    return Aim(year, number(said))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_status_and_reason_are_those_worked_out_by_hand(case):
    baseline = None
    if case["baseline_year"]:
        baseline = result(int(case["baseline_year"]), case["baseline_value"])

    progress = judge(
        Facts(
            kind=KINDS[case["kind"]],
            direction=DIRECTIONS[case["direction"]],
            decimals=int(case["decimals"]),
            baseline=baseline,
            targets=[target(*row) for row in rows(case["targets"])],
            results=[result(*row) for row in rows(case["results"])],
        )
    )

    reason = progress.reason and progress.reason.name
    assert (progress.status, reason) == (
        STATUSES[case["status"]],
        REASONS[case["reason"]],
    )


def test_every_case_is_read():
    assert len(CASES) == 76
