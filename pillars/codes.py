"""
Codes: pillar ``1``, priority ``1A``, strategy ``1A.3``, measure ``1D-M2`` (``3C-M2a``
where one sentence of the plan holds two), related figure ``1D-R1``; without a letter,
``1-R2``, of a pillar as a whole. They never change; addresses have small letters.
"""

import re

PILLAR = r"[1-9]"
PRIORITY = r"[1-9][A-Za-z]"
MEASURE = r"[1-9][A-Za-z]?-[MRmr][1-9][0-9]?[A-Za-z]?"

# What comes right after the language in an address, and so can be no plan's slug.
RESERVED = ("accessibility", "changes", "plans", "preview", "search", "static")

_MEASURE = re.compile(r"([1-9])([A-Z]?)-([MR])([1-9][0-9]?)([a-z]?)")


def is_measure_code(text: str) -> bool:
    """As it is written on the page: ``1D-M2``."""
    return _MEASURE.fullmatch(text) is not None


def natural_key(code: str) -> str:
    """
    Sorts measures as people count: M2 before M10, a priority's own before those of its
    pillar as a whole. ``1D-M2`` is ``1D-M02``. ``ValueError`` for no measure's code.
    """
    match = _MEASURE.fullmatch(code)
    if match is None:
        raise ValueError(f"{code!r} is not the code of a measure")
    pillar, letter, kind, number, suffix = match.groups()
    return f"{pillar}{letter or '~'}-{kind}{int(number):02}{suffix}"


def canonical(text: str) -> str:
    """As the plan writes it, from how an address or a person writes it."""
    head, dash, tail = text.upper().partition("-")
    return f"{head}-{tail[:1]}{tail[1:].lower()}" if dash else head
