"""
Codes: what the plan itself calls a pillar, a priority, a strategy or a measure, such as
``1A``, ``1.1``, ``Goal 2`` or ``1D-M2``. They never change and are never given again.
"""

import re
import unicodedata
from collections.abc import Container, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar

from django.utils.text import slugify

from .contexts import within
from .enums import Status

# The words of addresses, which can be no code and no plan's slug: those right after the
# language, then those after a plan.
RESERVED = frozenset(
    (
        *("accessibility", "admin", "changes", "plans", "preview", "search", "static"),
        *("accessibility-report", "healthz", "readyz"),
        *("measures", "progress", "about", "glossary", "data", "print", "groups"),
        *("offices", "dates", "since-adoption", "embed", "qr", "numbers"),
    )
)

# A file's name, such as robots.txt; 1.a and 1.iv are codes.
FILE_NAME = re.compile(r"(.*\.(?![ivx]+$)[a-z]{2,}|404)")

# More than a code can have where an address writes it, so that a stranger's address is
# read in no time.
LONGEST = 100


def segment(code: str) -> str:
    """As addresses write it, however it was typed: ``1d-m2``, ``1.1``, ``goal-2``."""
    dashes = re.sub("[‐‑–—]", "-", unicodedata.normalize("NFKD", code))
    plain = dashes.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-.")


def anchor(code: str) -> str:
    """As a place on a page: ``1a-3`` for ``1A.3``."""
    return segment(code).replace(".", "-")


def stands_alone(code: str) -> bool:
    """Whether a text that has it means it: 1A and 3A.6, not 1, 2022 or A."""
    return any(map(str.isalpha, code)) and bool(re.search(r"\d", code))


def in_addresses(named: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """
    What codes name, with the code, by all that an address may write: also without
    blanks, as those of an address are not read, unless that is another code.
    """
    forms = [
        {segment("".join(code.split())): (code, one) for code, one in named.items()},
        {segment(code): (code, one) for code, one in named.items()},
    ]
    return forms[0] | forms[1]


def longest(part: str, known: Container[str]) -> str | None:
    """The code, as addresses write it, that a part of an address begins with."""
    part = segment(part[:LONGEST])
    ends = [match.start() for match in re.finditer("-|$", part)]
    return next((part[:end] for end in reversed(ends) if part[:end] in known), None)


def with_tail(code: str, title: str, known: Container[str]) -> str:
    """
    A part of an address: a code, and a title that makes it readable, unless the two
    would be read as another code that is known, or as a word of the site.
    """
    own = segment(code)
    part = f"{own}-{slugify(title)}".rstrip("-")
    is_another = longest(part, known) not in {own, None}
    is_word = part in {*RESERVED, *Status.values}
    return own if is_another or is_word else part


# By plan, where they are read only once.
_known: ContextVar[dict | None] = ContextVar("known codes", default=None)


def known_of_plans() -> dict:
    known = _known.get()
    return {} if known is None else known


def read_once(anew: bool = True) -> AbstractContextManager:
    """Within, the codes of each plan are read once; ``anew`` forgets those before."""
    return within(_known, {} if anew or _known.get() is None else _known.get())
