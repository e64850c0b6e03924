"""
Edition files: SQLite databases with the public rows of one document.

A file is written once, by the press or for a candidate, and then only read. Each has a
database alias of its own, so that two editions never share a connection.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from plan_site.editions.document import public_fields, records
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import Snapshot
from plan_site.editions.scope import Scope, reading

_lock = threading.Lock()


def register(
    alias: str, path: Path, *, read_only: bool, persistent: bool = True
) -> str:
    """
    Add a file to Django's databases; returns its alias.

    Persistent connections stay open from one request to the next.
    """
    # An edition's file never changes, so SQLite need not lock it.
    name = f"file:{path}?mode=ro&immutable=1" if read_only else str(path)
    settings = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None if persistent else 0,
        "OPTIONS": {},
    }
    configured = connections.configure_settings({"default": settings})
    with _lock:
        # A new dictionary, since other threads may be iterating over the old one.
        connections.settings = {**connections.settings, alias: configured["default"]}
    return alias


def unregister(alias: str) -> None:
    """Close this thread's connection to a file, and remove its alias."""
    if alias in connections.databases:
        connections[alias].close()
        del connections[alias]
        with _lock:
            others = {k: v for k, v in connections.settings.items() if k != alias}
            connections.settings = others


@contextmanager
def reading_file(
    path: Path, alias: str, facts: Document | None = None
) -> Iterator[None]:
    """Read the plan from a file under a temporary alias."""
    register(alias, path, read_only=True)
    try:
        with reading(Scope(alias, facts)):
            yield
    finally:
        unregister(alias)


def close(alias: str) -> None:
    """Close this thread's connection; other threads may still read the file."""
    if alias in connections.databases:
        connections[alias].close()


def write(rows: Snapshot, path: Path) -> None:
    """
    Write rows to a new file with all constraints of the plan.

    Raises ``IntegrityError``, and leaves no file, if a row breaks one.
    """
    alias = register(f"writing-{path}", path, read_only=False)
    try:
        connection = connections[alias]
        with connection.cursor() as cursor:
            # Nothing to lose: if the machine stops, the new file is discarded.
            cursor.execute("PRAGMA synchronous=OFF")
        with connection.schema_editor() as editor:
            for model in public_fields.PUBLIC:
                editor.create_model(model)
        records.load(rows, alias)
    except BaseException:
        unregister(alias)
        path.unlink(missing_ok=True)
        raise
    unregister(alias)
    check(path)


def check(path: Path) -> None:
    """Raises ``OSError`` for a damaged file."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        (answer,) = database.execute("PRAGMA quick_check").fetchone()
    if answer != "ok":
        raise OSError(f"{path.name}: {answer}")
