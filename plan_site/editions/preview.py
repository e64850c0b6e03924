"""
The candidate of everything: the working copy as it would be public, hiding included.

It is what staff preview and what ``make dev`` shows; made anew when the copy changed.
"""

import threading

from django.utils import timezone

from . import document, files, press, snapshot
from .document import Act
from .scope import Scope

_lock = threading.Lock()
_made: dict[str, Scope] = {}


def everything() -> Scope:
    """
    A scope that reads the candidate of everything, as of now.

    Raises ``IntegrityError`` for a working copy that no file can hold.
    """
    rows = snapshot.take()
    last = document.last_live()
    seal = snapshot.digest([last["number"], rows])
    with _lock:
        if seal not in _made:
            _made[seal] = make(seal, last, rows)
        return _made[seal]


def make(seal: str, last: dict, rows: list[snapshot.Row]) -> Scope:
    """Write a candidate's file, and take away the ones before it."""
    folder = press.editions_folder() / "candidates"
    folder.mkdir(exist_ok=True)
    path = folder / f"{seal[:16]}.sqlite3"
    if not path.exists():
        unfinished = path.with_name(f"{path.name}.{threading.get_ident()}")
        files.write(rows, unfinished)
        unfinished.rename(path)
    for older in list(_made)[:-3]:
        files.close(_made.pop(older).alias)
        (folder / f"{older[:16]}.sqlite3").unlink(missing_ok=True)
    contents = document.following(last, rows, Act({}, {}), timezone.localdate())
    alias = files.register(f"candidate-{seal[:16]}", path, read_only=True)
    return Scope(alias, document.public_facts(contents), preview="preview")
