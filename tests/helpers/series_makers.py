"""Series for tests of the rules: plain wherever a test does not care."""

from decimal import Decimal

from pillars.enums import Direction, State, TargetKind
from pillars.rules.progress import Progress
from pillars.rules.status import judge
from pillars.rules.values import Aim, Facts, Report


def report(year, value=None, state=State.REPORTED, **given) -> Report:
    return Report(year, state, None if value is None else Decimal(value), **given)


def aim(year, value=None, low=None, high=None) -> Aim:
    numbers = (None if n is None else Decimal(n) for n in (value, low, high))
    return Aim(year, *numbers)


def rate(**given) -> Progress:
    """Progress of a share that is to rise from 80 in 2020 to 90 in 2024."""
    defaults = {
        "kind": TargetKind.REACH,
        "direction": Direction.UP,
        "decimals": 1,
        "baseline": report(2020, "80"),
        "targets": [aim(2024, "90")],
        "results": [],
    }
    return judge(Facts(**defaults | given))
