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
    ("day", "first_month", "year"),
    [
        (datetime.date(2024, 6, 30), 7, 2023),  # the last day of 2023–24
        (datetime.date(2024, 7, 1), 7, 2024),
        (datetime.date(2024, 12, 31), 7, 2024),
        (datetime.date(2025, 1, 1), 7, 2024),  # New Year changes nothing
        (datetime.date(2024, 8, 31), 9, 2023),
        (datetime.date(2024, 9, 1), 9, 2024),
    ],
)
def test_containing_turns_over_on_the_first_of_the_plans_month(day, first_month, year):
    assert school_years.containing(day, first_month) == year
