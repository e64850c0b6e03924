"""Tables of who may do what, as cases of a test."""

from collections.abc import Callable
from itertools import product

import pytest

from tests.helpers.people import GROUPS

STAFF = "staff without a group"


def cases(may: dict[Callable, set[str]], main: dict[Callable, set[str]]) -> list:
    """Each act with each group; but for the main ones, they are slow together."""
    return [
        pytest.param(
            *(act, group),
            marks=() if group in main.get(act, ()) else pytest.mark.rest,
            id=f"{act.__name__}-{group}",
        )
        for act, group in product(may, [STAFF, *GROUPS])
    ]
