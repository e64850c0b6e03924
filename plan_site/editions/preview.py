"""
The candidate of everything: the working copy as it would be public, hiding included.

It is what staff preview and what ``make dev`` shows; made anew when the copy changed.
"""

from django.utils import timezone

from . import copies, document, snapshot
from .build import build
from .copies import Copy
from .document import Act
from .scope import Scope


def everything() -> Scope:
    """
    A scope that reads the candidate of everything, as of now.

    Raises ``IntegrityError`` for a working copy that no file can hold.
    """
    rows = snapshot.take()
    last = document.last_live()
    seal = snapshot.digest([build(), last, rows])

    def make() -> Scope:
        copy = Copy(seal[:16], rows)
        contents = document.following(last, rows, Act({}, {}), timezone.localdate())
        facts = document.public_facts(contents)
        return Scope(copy.alias, facts, preview="preview", hold=copy)

    return copies.latest("candidate", seal, make)
