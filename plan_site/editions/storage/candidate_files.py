"""
SQLite files that the desk reads beside the pressed editions.

They hold the candidate of all changes and the live edition. A file lies on this machine
as long as a process reads it, and no longer: it may hold what is redacted since.
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
# After so many seconds, whoever was writing an unfinished file was killed.
ABANDONED_AFTER = 600.0

_lock = threading.Lock()
# What this process read last of each kind: its seal, and its scope, which holds it.
_latest: dict[str, tuple[str, Scope]] = {}


def latest(kind: str, seal: str, make: Callable[[], Scope]) -> Scope:
    """The scope of a kind of file; made anew when its content has another seal."""
    with _lock:
        known, scope = _latest.get(kind, ("", None))
        if known != seal:
            scope = make()
            _latest[kind] = seal, scope
            sweep()
        return scope


def release() -> None:
    """Hold no file any longer than a request still reads it."""
    with _lock:
        _latest.clear()
        sweep()


class CandidateFile:
    """A file of rows, held from pruning while this object lives."""

    def __init__(self, name: str, rows: Snapshot):
        path = candidates_folder() / f"{name}.sqlite3"
        handle = open_held(path)
        while handle is None:
            write(rows, path)
            handle = open_held(path)
        self.handle = handle
        self.alias = edition_files.register(
            f"copy-{name}", path, read_only=True, keep=False
        )

    def __del__(self):
        with contextlib.suppress(AttributeError, OSError):
            os.close(self.handle)


def candidates_folder() -> Path:
    folder = folders.editions_folder() / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


def open_held(path: Path) -> int | None:
    """A handle that holds a file; None if there is none, or none any more."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    fcntl.flock(handle, fcntl.LOCK_SH)
    try:
        # Another process may have swept it away before it was held.
        if path.stat().st_ino == os.fstat(handle).st_ino:
            return handle
    except FileNotFoundError:
        pass
    os.close(handle)
    return None


def write(rows: Snapshot, path: Path) -> None:
    """Write a file, whole or not at all; one that another process made is left."""
    mark = f"{os.getpid()}-{threading.get_ident()}"
    unfinished = path.with_name(f"{path.name}.{mark}")
    edition_files.write(rows, unfinished)
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(unfinished)
    finally:
        unfinished.unlink()


def sweep() -> None:
    """Remove the files that no process holds."""
    for path in folders.editions_folder().glob(f"{FOLDER}/*"):
        with contextlib.suppress(FileNotFoundError):
            age = time.time() - path.stat().st_mtime
            if path.suffix == ".sqlite3" or age > ABANDONED_AFTER:
                remove_unless_held(path)


def remove_unless_held(path: Path) -> None:
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
    A scope that reads the working copy as it would be public now.

    Raises ``IntegrityError`` for a working copy that no file can hold.
    """
    rows = take_snapshot()
    last = Document.last_live()
    seal = digest([build(), last, rows])

    def make() -> Scope:
        file = CandidateFile(seal[:16], rows)
        document = last.next(rows, Act({}, {}), timezone.localdate())
        return Scope(file.alias, document.facts, preview="preview", hold=file)

    return latest("candidate", seal, make)


def live_edition() -> Scope | None:
    """A scope that reads the last live edition; nothing before the first."""
    last = Document.last_live()
    if not last.number:
        return None
    seal = digest([build(), last])

    def make() -> Scope:
        file = CandidateFile(f"now-{seal[:16]}", last.snapshot)
        return Scope(file.alias, last.facts, preview="now", hold=file)

    return latest("now", seal, make)
