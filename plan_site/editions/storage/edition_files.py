"""
Edition files: SQLite databases with the public rows of one document.

Each is filled once, in memory, and then only read; the press writes it to disk as well.
It has an alias of its own, so that two editions never share a connection.
"""

import sqlite3
import threading
import weakref
from collections.abc import Callable
from contextlib import closing
from itertools import count
from operator import attrgetter
from pathlib import Path

from django.db import connections
from django.utils import timezone

from plan_site.editions.document import public_fields, records
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import Snapshot, digest
from plan_site.editions.scope import Scope

# A process may forget a file in memory at any moment, even while it holds this.
_lock = threading.RLock()
_numbers = count(1)
_latest_lock = threading.Lock()
# By kind, the content's digest and the scope, which keeps the content.
_latest: dict[str, tuple[str, Scope]] = {}


def register(alias: str, name: str) -> str:
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}
    configured = connections.configure_settings({"default": settings})
    with _lock:
        # A new dictionary, since other threads may be iterating over the old one.
        connections.settings = {**connections.settings, alias: configured["default"]}
    return alias


def unregister(alias: str) -> None:
    if alias in connections.databases:
        connections[alias].close()
        del connections[alias]
        with _lock:
            others = {k: v for k, v in connections.settings.items() if k != alias}
            connections.settings = others


def in_memory(
    rows: Snapshot, facts: Document | None = None, preview: str = ""
) -> Scope:
    """
    A scope that reads rows from memory, for as long as anybody has it.

    Raises ``IntegrityError`` if a row breaks a constraint.
    """
    alias = f"memory-{next(_numbers)}"
    # SQLite drops a database in memory with its last connection.
    name = f"file:/{alias}?vfs=memdb"
    kept = sqlite3.connect(name, uri=True, check_same_thread=False)
    scope = Scope(register(alias, name), facts, preview)
    weakref.finalize(scope, forget, alias, kept)
    with connections[alias].schema_editor() as editor:
        for model in public_fields.PUBLIC:
            editor.create_model(model)
    records.load(rows, alias)
    return scope


def forget(alias: str, kept: sqlite3.Connection) -> None:
    unregister(alias)
    kept.close()


def write(scope: Scope, path: Path) -> None:
    """A copy on disk."""
    with (
        closing(sqlite3.connect(path)) as file,
        connections[scope.alias].cursor() as cursor,
    ):
        cursor.connection.backup(file)


def latest(kind: str, content: object, document: Callable[[], Document]) -> Scope:
    """The scope kept for a kind; a new one if the content has changed."""
    version = digest(content)
    with _latest_lock:
        if _latest.get(kind, ("",))[0] != version:
            read = document()
            scope = in_memory(read.snapshot, read.facts, kind)
            _latest[kind] = version, scope
        return _latest[kind][1]


def release() -> None:
    """Forget all contents that no request is reading."""
    with _latest_lock:
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
