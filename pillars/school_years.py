"""School years, named by the calendar year in which they begin: 2024 is 2024–25."""

import datetime


def label(start: int) -> str:
    return f"{start}–{(start + 1) % 100:02}"


def containing(day: datetime.date, first_month: int) -> int:
    return day.year if day.month >= first_month else day.year - 1
