"""
The press makes an edition's file and pages on disk from its document alone.

It works in a temporary folder that is renamed at the end, so that a press that fails or
is killed changes nothing for readers. One press runs at a time on a machine, in a
process of its own.
"""

import datetime
import fcntl
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

from pillars.public import readings
from pillars.search.pages import FILE
from plan_site.editions.document.document import Document
from plan_site.editions.document.snapshot import as_bytes, digest
from plan_site.editions.models import Edition, database_now
from plan_site.editions.public.views import moment_of
from plan_site.editions.scope import reading
from plan_site.editions.storage import edition_files
from plan_site.editions.storage.digests import fault, write_digests
from plan_site.editions.storage.folders import (
    HIDDEN,
    editions_folder,
    folder_of,
    set_aside,
)

from . import answers
from .search_index import write_search_index
from .two_processes import fork_lock

REQUESTS = logging.getLogger("django.request")


@contextmanager
def press_handle() -> Iterator[int]:
    """A locked handle for a press to inherit: locked as long as a process has it."""
    with (editions_folder() / "living.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield handle.fileno()


def is_running() -> bool:
    """Whether a press runs on this machine, even if it is only starting."""
    try:
        with (editions_folder() / "living.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # With any other error no press could start either.
        return isinstance(error, BlockingIOError)
    return False


def press(contents: dict, *, processes: int = 1) -> Path:
    """
    The folder of a document's edition, made now unless it is there and whole.

    Only a process with no other thread, but for that of the heartbeats, may use two.

    Raises ``PressError`` with the page's name if a page cannot be made or has a dead
    link, ``NewerFormatError`` if newer code wrote the document; no files remain then.
    """
    folder = folder_of(digest(contents), contents["number"])
    with (editions_folder() / "press.lock").open("w") as handle:
        # One press at a time on this machine; the lock ends with its process.
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (reason := fault(folder)):
            return folder
        clear_unfinished()
        unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
        unfinished.mkdir()
        try:
            fill(unfinished, contents, processes)
            write_digests(unfinished)
            set_times(unfinished, contents)
            if folder.exists():
                log.warning("Edition folder %s is made anew: %s", folder.name, reason)
                set_aside(folder)
            unfinished.rename(folder)
            sync(folder.parent)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    return folder


def fill(folder: Path, contents: dict, processes: int) -> None:
    # As it was stored, since the folder's name is made from its digest.
    (folder / "document.json").write_bytes(as_bytes(contents))
    with without_warnings():
        document = Document.read(contents)
        (folder / HIDDEN).write_text(json.dumps(document.hidden))
        scope = edition_files.in_memory(document.snapshot, document.facts)
        edition_files.write(scope, folder / "plan.sqlite3")
        with reading(scope), readings.shared():
            answers.write_answers(folder, document.facts, processes)
            write_search_index(folder / FILE)
    # The editors' database may have gone and come back meanwhile.
    if not connection.is_usable():
        connection.close()


@contextmanager
def without_warnings() -> Iterator[None]:
    """Of the answers 404 and 410 that a press asks for."""
    level = REQUESTS.level
    REQUESTS.setLevel(logging.ERROR)
    try:
        yield
    finally:
        REQUESTS.setLevel(level)


def set_times(folder: Path, contents: dict) -> None:
    """Give each file a time made from the document, the same on all machines."""
    day = datetime.date.fromisoformat(contents["day"])
    seconds = moment_of(day, contents["number"]).timestamp()
    for path in filter(Path.is_file, folder.rglob("*")):
        os.utime(path, (seconds, seconds))
    for path in [folder, *folder.iterdir()]:
        sync(path)


def sync(path: Path) -> None:
    """Flush a file or folder to disk before it is renamed."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_unfinished() -> None:
    """Remove what killed presses left, and the working copies that former code kept."""
    root = editions_folder()
    for path in [root / "candidates", *root.glob(".*-*")]:
        shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            path.unlink()


log = logging.getLogger(__name__)

# Seconds between two heartbeats of a press.
HEARTBEAT = 5.0
# A press without one for longer is dead, unless it runs on this machine. It is longer
# than a start takes.
HEARTBEAT_TIMEOUT = datetime.timedelta(minutes=1)


def is_press_alive(edition: Edition, now: datetime.datetime) -> bool:
    """On this machine or another one."""
    return is_running() or now - edition.heard_at < HEARTBEAT_TIMEOUT


def send_heartbeats(edition: Edition) -> None:
    """Until this process ends."""
    while True:
        with fork_lock:
            try:
                edition.heard_at = database_now()
                edition.save(update_fields=["heard_at"])
            except Error as error:
                log.warning("The heartbeat of a press could not be saved: %s", error)
            connection.close()
        time.sleep(HEARTBEAT)


def read_report(number: int) -> dict[str, str]:
    """Of an edition's last press: ``at`` and ``why``; empty if it cannot be read."""
    try:
        return json.loads(report_file(number).read_text())
    except (OSError, ValueError):
        return {}


def write_report(number: int, at: str, why: str = "") -> None:
    """
    When an edition is to go live (empty: at once), and why its press failed, for the
    desk. A full disk does not stop the press.
    """
    file = report_file(number)
    unfinished = Path(f"{file}.{os.getpid()}")
    try:
        editions_folder()
        unfinished.write_text(json.dumps({"at": at, "why": why}))
        unfinished.rename(file)
    except OSError as error:
        log.warning("The report of a press cannot be saved: %s", error)
        with suppress(OSError):
            unfinished.unlink()


def report_file(number: int) -> Path:
    return settings.EDITIONS_ROOT / f"press-{number}.json"
