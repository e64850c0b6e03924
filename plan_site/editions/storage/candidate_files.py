"""
Copies: files of the plan's rows that the desk reads beside the pressed editions.

They are the candidate of everything and the live edition. A copy lies on this machine
as long as a process reads it, and no longer: it may hold what is redacted since.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from plan_site.editions.document.snapshot import Snapshot
from plan_site.editions.press import press
from plan_site.editions.scope import Scope

from . import edition_files

FOLDER = "candidates"
# A file that is still unfinished after so many seconds was left by who was killed.
GIVEN_UP = 600.0

_lock = threading.Lock()
# What this process reads last of each kind: its seal, and its scope, which holds it.
_latest: dict[str, tuple[str, Scope]] = {}


def latest(kind: str, seal: str, make: Callable[[], Scope]) -> Scope:
    """The scope of a kind of copy; made anew when its content has another seal."""
    with _lock:
        known, scope = _latest.get(kind, ("", None))
        if known != seal:
            scope = make()
            _latest[kind] = seal, scope
            sweep()
        return scope


def let_go() -> None:
    """Hold no copy any longer than a request still reads it."""
    with _lock:
        _latest.clear()
        sweep()


class Copy:
    """A file of rows, held from pruning while this object lives."""

    def __init__(self, name: str, rows: Snapshot):
        path = copies_folder() / f"{name}.sqlite3"
        handle = held(path)
        while handle is None:
            write(rows, path)
            handle = held(path)
        self.handle = handle
        self.alias = edition_files.register(
            f"copy-{name}", path, read_only=True, keep=False
        )

    def __del__(self):
        with contextlib.suppress(AttributeError, OSError):
            os.close(self.handle)


def copies_folder() -> Path:
    folder = press.editions_folder() / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


def held(path: Path) -> int | None:
    """A handle that holds a copy; nothing if there is none, or none any more."""
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
    """Write a copy, whole or not at all; one that another process made is left."""
    mark = f"{os.getpid()}-{threading.get_ident()}"
    unfinished = path.with_name(f"{path.name}.{mark}")
    edition_files.write(rows, unfinished)
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(unfinished)
    finally:
        unfinished.unlink()


def sweep() -> None:
    """Remove the copies that no process holds."""
    for path in press.editions_folder().glob(f"{FOLDER}/*"):
        with contextlib.suppress(FileNotFoundError):
            age = time.time() - path.stat().st_mtime
            if path.suffix == ".sqlite3" or age > GIVEN_UP:
                remove(path)


def remove(path: Path) -> None:
    """Remove a copy, unless a process holds it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    except BlockingIOError:
        pass
    finally:
        os.close(handle)
