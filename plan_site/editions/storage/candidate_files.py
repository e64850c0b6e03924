"""
SQLite files that the desk reads in addition to the pressed editions.

One has the candidate of all changes, one the live edition. A file is deleted as soon as
no process reads it, since its values may be redacted later.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import Snapshot, digest
from plan_site.editions.scope import Scope

from . import edition_files, folders
from .folders import build

FOLDER = "candidates"
# Seconds after which the writer of an unfinished file must have been killed.
ABANDONED_AFTER = 600.0

_lock = threading.Lock()
# By kind, the content's digest and the scope, which keeps the file.
_latest: dict[str, tuple[str, Scope]] = {}


def latest(kind: str, version: str, make: Callable[[], Scope]) -> Scope:
    """The cached scope of a kind of file; a new one if the version has changed."""
    with _lock:
        cached, scope = _latest.get(kind, ("", None))
        if cached != version:
            scope = make()
            _latest[kind] = version, scope
            remove_unused()
        return scope


def release() -> None:
    """Delete all files that no request is reading."""
    with _lock:
        _latest.clear()
        remove_unused()


class CandidateFile:
    """Locked against deletion as long as this object lives."""

    def __init__(self, name: str, rows: Snapshot):
        path = candidates_folder() / f"{name}.sqlite3"
        handle = open_locked(path)
        while handle is None:
            write(rows, path)
            handle = open_locked(path)
        self.handle = handle
        self.alias = edition_files.register(
            f"copy-{name}", path, read_only=True, persistent=False
        )

    def __del__(self):
        with contextlib.suppress(AttributeError, OSError):
            os.close(self.handle)


def candidates_folder() -> Path:
    folder = folders.editions_folder() / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


def open_locked(path: Path) -> int | None:
    """A handle with a shared lock; None if the file does not exist (any more)."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    fcntl.flock(handle, fcntl.LOCK_SH)
    try:
        # Another process may have deleted it before it was locked.
        if path.stat().st_ino == os.fstat(handle).st_ino:
            return handle
    except FileNotFoundError:
        pass
    os.close(handle)
    return None


def write(rows: Snapshot, path: Path) -> None:
    """Atomic; a file that another process has made stays."""
    suffix = f"{os.getpid()}-{threading.get_ident()}"
    unfinished = path.with_name(f"{path.name}.{suffix}")
    edition_files.write(rows, unfinished)
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(unfinished)
    finally:
        unfinished.unlink()


def remove_unused() -> None:
    for path in folders.editions_folder().glob(f"{FOLDER}/*"):
        with contextlib.suppress(FileNotFoundError):
            age = time.time() - path.stat().st_mtime
            if path.suffix == ".sqlite3" or age > ABANDONED_AFTER:
                remove_if_unused(path)


def remove_if_unused(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    except BlockingIOError:
        pass
    finally:
        os.close(handle)


def full_candidate() -> Scope:
    """
    A scope that reads the working copy as it would be published now.

    Raises ``IntegrityError`` if the working copy breaks a constraint.
    """
    rows = take_snapshot()
    last = Document.last_live()
    version = digest([build(), last, rows])

    def make() -> Scope:
        file = CandidateFile(version[:16], rows)
        document = last.next(rows, Act({}, {}), timezone.localdate())
        return Scope(file.alias, document.facts, preview="preview", hold=file)

    return latest("candidate", version, make)


def live_edition() -> Scope | None:
    """A scope that reads the last live edition; None before the first."""
    last = Document.last_live()
    if not last.number:
        return None
    version = digest([build(), last])

    def make() -> Scope:
        file = CandidateFile(f"now-{version[:16]}", last.snapshot)
        return Scope(file.alias, last.facts, preview="now", hold=file)

    return latest("now", version, make)
