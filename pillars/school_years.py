"""School years, named by the calendar year in which they begin: 2024 is 2024–25."""

import datetime

FIRST_MONTH = 7  # California's school year begins on July 1 (Education Code 37200).


def label(start: int) -> str:
    return f"{start}–{(start + 1) % 100:02}"


def containing(day: datetime.date) -> int:
    return day.year if day.month >= FIRST_MONTH else day.year - 1
