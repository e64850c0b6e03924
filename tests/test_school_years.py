import datetime

import pytest

from pillars import school_years


@pytest.mark.parametrize(
    ("start", "text"),
    [
        (2024, "2024–25"),
        (2008, "2008–09"),  # two digits, always
        (2099, "2099–00"),  # the turn of a century
    ],
)
def test_label_names_both_calendar_years(start, text):
    assert school_years.label(start) == text


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (datetime.date(2024, 6, 30), 2023),  # the last day of 2023–24
        (datetime.date(2024, 7, 1), 2024),
        (datetime.date(2024, 12, 31), 2024),
        (datetime.date(2025, 1, 1), 2024),  # New Year changes nothing
    ],
)
def test_containing_turns_over_on_the_first_of_july(day, year):
    assert school_years.containing(day) == year
