"""Plans that lack a level are pressed: no page links to what is not there."""

import json

import pytest

from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.pressed_editions import FOUND, pressed
from tests.helpers.editions.review_form import own_editions_folder
from tests.public.test_missing_levels import without_pillars, without_priorities

__all__ = ["own_editions_folder", "without_pillars", "without_priorities"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("without_pillars", {"1.1", "11", "m1.1", "m11", "m0"}),
        (
            "without_priorities",
            # A blank may be typed as nothing.
            {*("goal-1", "goal-11", "m-goal-1", "m-goal-11")}
            | {*("goal1", "goal11", "mgoal1", "mgoal11")},
        ),
    ],
)
def test_press_knows_the_codes_of_the_levels_that_are_there(
    request, settings, kind, codes
):
    settings.STORAGES = {**settings.STORAGES, **FOUND}
    request.getfixturevalue(kind)

    folder = pressed(publish().contents)

    table = json.loads((folder / "answers.json").read_bytes())
    assert {path.rpartition("/")[2] for path in table["codes"]} == codes
