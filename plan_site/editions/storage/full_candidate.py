"""
What staff preview: the working copy as it would be public, beside the live edition.

The candidate of everything, hiding included, is also what ``make dev`` shows; it is
made anew when the copy changed.
"""

from django.utils import timezone

from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import digest
from plan_site.editions.scope import Scope

from . import candidate_files
from .build import build
from .candidate_files import Copy


def everything() -> Scope:
    """
    A scope that reads the candidate of everything, as of now.

    Raises ``IntegrityError`` for a working copy that no file can hold.
    """
    rows = take_snapshot()
    last = Document.last_live()
    seal = digest([build(), last, rows])

    def make() -> Scope:
        copy = Copy(seal[:16], rows)
        document = last.next(rows, Act({}, {}), timezone.localdate())
        return Scope(copy.alias, document.facts, preview="preview", hold=copy)

    return candidate_files.latest("candidate", seal, make)


def live_edition() -> Scope | None:
    """A scope that reads the last live edition; nothing before the first."""
    last = Document.last_live()
    if not last.number:
        return None
    seal = digest([build(), last])

    def make() -> Scope:
        copy = Copy(f"now-{seal[:16]}", last.snapshot)
        return Scope(copy.alias, last.facts, preview="now", hold=copy)

    return candidate_files.latest("now", seal, make)
