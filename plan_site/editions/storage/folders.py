"""
The folders of editions on this machine, named for their document and this build.

The build is a fingerprint of everything else that pages are made from; after it
changes, the same document is pressed again into a new folder. What is called otherwise,
such as a copy that somebody made, is no edition.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Sequence
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[1-9][0-9]*-[0-9a-f]{16}")
# Marks a folder whose edition has gone live.
LIVE = "live"
# Lists what its edition hides for privacy.
HIDDEN = "hidden.json"
# What pages and static files depend on; catalogs are compiled from the .po files.
SOURCES = ("pillars", "plan_site", "templates", "locale", "site_languages")
ENDINGS = {
    *(".py", ".po", ".html", ".xml", ".txt", ".yaml", ".toml", ".css", ".js", ".svg"),
    *(".json", ".woff2"),
}
PUBLIC_SETTINGS = [
    "PUBLIC_URL",
    "TIME_ZONE",
    "PRIVACY_THRESHOLD",
    "EMBED_ON",
    "LANGUAGES",
    "STATIC_URL",
    "SECURITY_CONTACT",
    "LOGO",
]


@cache
def build() -> str:
    """A fingerprint of code, catalogs, libraries and settings."""
    fingerprint = hashlib.sha256()
    for path in source_files(settings.BASE_DIR):
        fingerprint.update(str(path.relative_to(settings.BASE_DIR)).encode())
        fingerprint.update(path.read_bytes())
    libraries = sorted(f"{d.name}=={d.version}" for d in distributions())
    values = [str(getattr(settings, name)) for name in PUBLIC_SETTINGS]
    fingerprint.update("\n".join([*libraries, *values]).encode())
    return fingerprint.hexdigest()


def source_files(base: Path) -> list[Path]:
    found = (path for folder in SOURCES for path in (base / folder).rglob("*"))
    return sorted(path for path in found if path.suffix in ENDINGS and path.is_file())


def editions_folder() -> Path:
    settings.EDITIONS_ROOT.mkdir(parents=True, exist_ok=True)
    return settings.EDITIONS_ROOT


def folder_of(digest: str, number: int) -> Path:
    """The folder of an edition of this build: ``12-1f0c9a…``."""
    fingerprint = hashlib.sha256(f"{digest} {build()}".encode()).hexdigest()
    return settings.EDITIONS_ROOT / f"{number}-{fingerprint[:16]}"


def read_document(folder: Path) -> dict:
    return json.loads((folder / "document.json").read_bytes())


def number_of(folder: Path) -> int:
    return int(folder.name.partition("-")[0])


def present() -> list[Path]:
    """The folders of editions, live or not, the newest first."""
    named = settings.EDITIONS_ROOT.glob("[1-9]*-*")
    return sorted(
        (folder for folder in named if NAME.fullmatch(folder.name) and folder.exists()),
        key=lambda folder: (number_of(folder), folder.stat().st_mtime),
        reverse=True,
    )


def live() -> list[Path]:
    """Those whose edition has gone live, for a start without the database."""
    # Not what cannot be looked into.
    return [folder for folder in present() if os.access(folder / LIVE, os.F_OK)]


def hidden_in(folder: Path) -> bytes:
    """What its edition hides for privacy, to be compared."""
    try:
        return (folder / HIDDEN).read_bytes()
    except OSError:
        return b""


def set_aside(folder: Path) -> None:
    """The next press removes it. Raises ``OSError`` if it cannot be renamed."""
    folder.rename(folder.with_name(f".{folder.name}.bad"))


def prune(serving: Path, current: Sequence[Path]) -> list[Path]:
    """
    Remove old folders, and those whose edition is in another folder now.

    ``current`` are the folders of the last editions today, of which the first few stay:
    others have values that were redacted or cancelled, or are of an older build. What
    may show a value that is hidden now goes too. A folder with a higher number may be
    just pressed; if the database does not know its edition, it is not live any more.
    None that a process uses is removed; such folders are returned.
    """
    hidden, number = hidden_in(serving), number_of(serving)
    newest = current[: settings.EDITIONS_KEEP]
    stay = {f for f in newest if number_of(f) > number or hidden_in(f) == hidden}
    last = max(number, *map(number_of, current))
    others = [folder for folder in present() if folder not in {serving, *stay}]
    for folder in others:
        # A start without the database must not find it, even if it is still in use.
        with contextlib.suppress(OSError):
            (folder / LIVE).unlink()
    return [f for f in others if number_of(f) <= last and not remove(f)]


def remove(folder: Path) -> bool:
    """
    Whether a folder is removed; it is not if a process uses it.

    It is renamed first: if this process is killed, the rest is no edition.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return not folder.exists()
    with contextlib.suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = folder.rename(folder.with_name(f".{folder.name}.gone"))
        shutil.rmtree(gone, ignore_errors=True)
    os.close(handle)
    return not folder.exists()
