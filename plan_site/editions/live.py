"""The live edition as the preview shows it, beside the candidate."""

import threading

from . import document, files, press, snapshot
from .scope import Scope

_lock = threading.Lock()
_made: dict[str, Scope] = {}


def live_edition() -> Scope | None:
    """A scope that reads the last live edition; nothing before the first."""
    last = document.last_live()
    if not last["number"]:
        return None
    seal = snapshot.digest(last)
    with _lock:
        if seal not in _made:
            for older in list(_made):
                files.close(_made.pop(older).alias)
            _made[seal] = made(seal, last)
        return _made[seal]


def made(seal: str, last: dict) -> Scope:
    """Write an edition's rows into a file for the preview to read."""
    folder = press.editions_folder() / "candidates"
    folder.mkdir(exist_ok=True)
    path = folder / f"now-{seal[:16]}.sqlite3"
    if not path.exists():
        unfinished = path.with_name(f"{path.name}.{threading.get_ident()}")
        files.write(last["snapshot"], unfinished)
        unfinished.rename(path)
    alias = files.register(f"now-{seal[:16]}", path, read_only=True)
    return Scope(alias, document.public_facts(last), preview="now")
