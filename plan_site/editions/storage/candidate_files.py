"""
What the desk reads in addition to the pressed editions: the candidate of all changes,
and the live edition beside it. Each is in memory, as its values may be redacted later.
"""

import threading
from collections.abc import Callable
from operator import attrgetter

from django.utils import timezone

from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import digest
from plan_site.editions.scope import Scope

from . import edition_files

_lock = threading.Lock()
# By kind, the content's digest and the scope, which keeps the content.
_latest: dict[str, tuple[str, Scope]] = {}


def latest(kind: str, content: object, document: Callable[[], Document]) -> Scope:
    """The scope kept for a kind; a new one if the content has changed."""
    version = digest(content)
    with _lock:
        if _latest.get(kind, ("",))[0] != version:
            read = document()
            scope = edition_files.in_memory(read.snapshot, read.facts, kind)
            _latest[kind] = version, scope
        return _latest[kind][1]


def release() -> None:
    """Forget all contents that no request is reading."""
    with _lock:
        _latest.clear()


def full_candidate() -> Scope:
    """
    A scope that reads the working copy as it would be published now, also in the
    languages that are in preparation.

    Raises ``IntegrityError`` if the working copy breaks a constraint.
    """
    rows = take_snapshot(attrgetter("written_languages"))
    last = Document.last_live()
    today = timezone.localdate()
    content = [last, rows, today.isoformat()]
    return latest("preview", content, lambda: last.next(rows, Act(), today))


def live_edition() -> Scope | None:
    """A scope that reads the last live edition; None before the first."""
    last = Document.last_live()
    return latest("now", last, lambda: last) if last.number else None
