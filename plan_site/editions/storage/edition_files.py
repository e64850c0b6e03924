"""
Edition files: SQLite databases that hold the public rows of one document.

A file is written once, by the press or for a candidate, and then only read. Each is
reached under a database alias of its own: two editions never share a connection.
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


def register(alias: str, path: Path, *, read_only: bool, keep: bool = True) -> str:
    """
    Make a file known to Django under an alias; gives the alias.

    Connections to it stay open from one request to the next, unless told otherwise.
    """
    # An edition's file never changes, so that SQLite need not lock it.
    name = f"file:{path}?mode=ro&immutable=1" if read_only else str(path)
    settings = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None if keep else 0,
        "OPTIONS": {},
    }
    known = connections.configure_settings({"default": settings})
    with _lock:
        # A new dictionary, since other threads go through the one that there is.
        connections.settings = {**connections.settings, alias: known["default"]}
    return alias


def forget(alias: str) -> None:
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
        forget(alias)


def close(alias: str) -> None:
    """Close this thread's own connection to a file that others may still read."""
    if alias in connections.databases:
        connections[alias].close()


def write(rows: Snapshot, path: Path) -> None:
    """
    A new file that holds rows, with every constraint of the plan on.

    Raises ``IntegrityError`` for rows that break one, and leaves no file then.
    """
    alias = register(f"writing-{path}", path, read_only=False)
    try:
        connection = connections[alias]
        with connection.cursor() as cursor:
            # The file is new: if the machine stops half-way it is thrown away.
            cursor.execute("PRAGMA synchronous=OFF")
        with connection.schema_editor() as editor:
            for model in public_fields.PUBLIC:
                editor.create_model(model)
        records.load(rows, alias)
    except BaseException:
        forget(alias)
        path.unlink(missing_ok=True)
        raise
    forget(alias)
    check(path)


def check(path: Path) -> None:
    """Refuse a file that SQLite finds damaged."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        (answer,) = database.execute("PRAGMA quick_check").fetchone()
    if answer != "ok":
        raise OSError(f"{path.name}: {answer}")
