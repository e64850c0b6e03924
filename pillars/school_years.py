"""
School years: named by the calendar year in which they begin.

2024 is the year from July 1, 2024 to June 30, 2025, written "2024–25".
"""

import datetime

FIRST_MONTH = 7  # California's school year begins on July 1 (Education Code 37200).


def label(start: int) -> str:
    """How a school year is written: ``label(2024)`` is ``"2024–25"``."""
    return f"{start}–{(start + 1) % 100:02}"


def containing(day: datetime.date) -> int:
    """The school year that a day falls in."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1
