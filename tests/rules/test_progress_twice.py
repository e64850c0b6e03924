"""Two writings of the rule, one of them plain and slow, agree on random measures."""

import random
from collections import Counter
from decimal import Decimal

from pillars.enums import Direction, State, Status, TargetKind
from pillars.rules.status import judge
from pillars.rules.values import Aim, Facts, Report
from tests.helpers.plain_progress_rule import ruled

MEASURES = 8000
# Mostly values, as in a plan, so that most measures come to a status.
STATES = [State.REPORTED] * 12 + list(State)


def value(chance: random.Random, decimals: int, least=10, most=50) -> Decimal:
    """Few, so that values meet; sometimes finer than the measure shows."""
    finer = chance.random() < 0.2
    whole = chance.randint(-5 if chance.random() < 0.1 else least, most)
    steps = 10 * whole + chance.randint(-9, 9) if finer else whole
    return Decimal(steps).scaleb(-decimals - finer)


def row(chance: random.Random, year: int, decimals: int) -> Report:
    state = chance.choice(STATES)
    number = value(chance, decimals) if state.has_value else None
    return Report(year, state, number, chance.random() < 0.04)


def deed(chance: random.Random, year: int) -> Report:
    state = chance.choice(STATES)
    number = Decimal(chance.randint(0, 1)) if state.has_value else None
    return Report(year, state, number)


def series(chance: random.Random) -> dict:
    kind = chance.choice(list(TargetKind))
    decimals = chance.choice([0, 0, 1, 2])
    direction = chance.choice([Direction.UP, Direction.DOWN])
    if kind is TargetKind.RANGE:
        direction = Direction.WITHIN
    start = chance.choice([2021, 2022])
    baseline = row(chance, start, decimals) if chance.random() < 0.85 else None
    years = sorted(chance.sample(range(start + 1, 2030), chance.randint(1, 2)))
    if chance.random() < 0.05:
        years[0] = start - chance.randint(0, 1)
    reported = chance.sample(range(2020, 2030), chance.randint(0, 4))
    is_deed = kind is TargetKind.YES_NO
    return {
        "kind": kind,
        "direction": direction,
        "decimals": decimals,
        "baseline": baseline,
        "targets": targets(chance, kind, direction, decimals, years),
        "results": [
            deed(chance, year) if is_deed else row(chance, year, decimals)
            for year in reported
        ],
    }


def targets(chance, kind, direction, decimals, years) -> list[Aim]:
    """Mostly in order, for in no order most of them would be an error."""
    if kind is TargetKind.RANGE:
        pairs = [sorted(value(chance, decimals) for _ in range(2)) for _ in years]
        return [Aim(year, None, *pair) for year, pair in zip(years, pairs, strict=True)]
    far = (40, 80) if direction is Direction.UP else (-20, 20)
    numbers = [value(chance, decimals, *far) for _ in years]
    if kind in {TargetKind.CHANGE_BY_PERCENT, TargetKind.CHANGE_BY_POINTS}:
        sign = 1 if direction is Direction.UP else -1
        numbers = [sign * abs(number) for number in numbers]
    if chance.random() < 0.9:
        numbers.sort(reverse=direction is Direction.DOWN)
    if chance.random() < 0.1:
        numbers[chance.randrange(len(numbers))] = None
    return [Aim(year, number) for year, number in zip(years, numbers, strict=True)]


def test_both_writings_of_the_rule_agree():
    chance = random.Random(20221126)  # noqa: S311 - the same measures each time
    seen = Counter()
    differing = []

    for _ in range(MEASURES):
        given = series(chance)
        progress = judge(Facts(**given))
        said = progress.status, progress.reason
        seen.update(said)
        if said != ruled(**given):
            differing.append((said, ruled(**given), given))

    assert differing == []
    # Numbers that come to few statuses would prove little.
    assert min(seen[status] for status in Status) > MEASURES / 200
