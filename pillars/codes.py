"""
Codes: what the plan itself calls a pillar, a priority, a strategy or a measure, such as
``1A``, ``1.1``, ``Goal 2`` or ``1D-M2``. They never change and are never given again.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify

# The words of addresses, which can be no code and no plan's slug: those right after the
# language, then those after a plan.
RESERVED = frozenset(
    (
        *("accessibility", "changes", "plans", "preview", "search", "static"),
        *("measures", "progress", "about", "glossary", "data", "print", "groups"),
        *("offices", "dates", "since-adoption", "embed"),
    )
)


def segment(code: str) -> str:
    """As addresses write it, however it was typed: ``1d-m2``, ``1.1``, ``goal-2``."""
    dashes = re.sub("[‐‑–—]", "-", unicodedata.normalize("NFKD", code))
    plain = dashes.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-.")


def anchor(code: str) -> str:
    """As a place on a page: ``1a-3`` for ``1A.3``."""
    return segment(code).replace(".", "-")


def longest(part: str, known: Iterable[str]) -> str | None:
    """The code, as addresses write it, that a part of an address begins with."""
    part = part.lower()
    fitting = [code for code in known if f"{part}-".startswith(f"{code}-")]
    return max(fitting, key=len, default=None)


def with_tail(code: str, title: str) -> str:
    """A part of an address: a code, and a title that makes it readable."""
    tail = slugify(title)
    return f"{segment(code)}-{tail}" if tail else segment(code)
