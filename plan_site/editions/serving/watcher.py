"""
The watcher: two threads that let a process serve the newest live edition.

One queries the editors' database every second; only this thread waits for it. The other
has each new edition pressed at once, so that it is ready at its moment, and then serves
it by one assignment. A reader's request waits for neither.
"""

import datetime
import logging
import math
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from plan_site.editions.models import Edition, database_now
from plan_site.editions.press import press
from plan_site.editions.press.press import PressReport
from plan_site.editions.publishing.waiting import hide_in_waiting_edition
from plan_site.editions.storage import candidate_files
from plan_site.editions.storage.folders import folder_of

from . import folders, shelf

log = logging.getLogger(__name__)

INTERVAL = 1.0
# An edition due so soon loses the values that were hidden other than at the desk.
SOON = datetime.timedelta(minutes=1)
# Seconds until a failed press is tried again; the wait doubles each time.
FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0


@dataclass(frozen=True)
class EditionRow:
    """An edition in the editors' database, without its document."""

    number: int
    digest: str
    goes_live_at: datetime.datetime | None

    @property
    def folder(self) -> Path:
        return folder_of(self.digest, self.number)

    def is_live(self, now: datetime.datetime) -> bool:
        return self.goes_live_at is not None and self.goes_live_at <= now


@dataclass(frozen=True)
class Failure:
    """Why an edition could not be pressed here, and when to try again."""

    why: str
    wait: float
    at: float

    @property
    def is_waiting(self) -> bool:
        return time.monotonic() < self.at + self.wait


class Watcher:
    """The edition that a process serves, and the threads that update it."""

    # This process's watcher, for the desk.
    current: Self | None = None

    def __init__(self, application):
        self.application = application
        self.shelf: shelf.Shelf | None = None
        self.known: list[EditionRow] = []
        self.last_answer_at = -math.inf
        self.asked_at = timezone.now()
        # The database's clock minus this machine's.
        self.clock_offset = datetime.timedelta(0)
        self._database_error = ""
        self._pressing: dict[str, subprocess.Popen] = {}
        self._failures: dict[str, Failure] = {}

    def start(self) -> None:
        """First what is on disk, then what is live in the editors' database."""
        self.serve_from_disk()
        for act in (self.ask, self.follow):
            name = f"editions-{act.__name__}"
            threading.Thread(
                target=self.repeat, args=[act], name=name, daemon=True
            ).start()

    def repeat(self, act: Callable[[], None]) -> None:
        """After an error, readers still get the edition that they have."""
        while True:
            try:
                act()
            except Exception:
                log.exception("The editions could not be updated.")
            time.sleep(INTERVAL)

    def serve_from_disk(self) -> None:
        """For a start without the database."""
        try:
            folder = folders.newest_on_disk()
        except Exception:
            log.exception("No edition could be served from disk.")
            return
        if folder is not None:
            self.put_on_shelf(folder)

    def ask(self) -> None:
        """Read the editions from the database, which may be down or never answer."""
        try:
            before, now = self.asked_at, database_now()
            soon = [edition for edition in self.known if edition.is_live(now + SOON)]
            if not all(edition.is_live(before) for edition in soon):
                hide_in_waiting_edition(before)
            self.known = list(newest_editions())
            self.asked_at, self.clock_offset = now, now - timezone.now()
            self.last_answer_at = time.monotonic()
            self._database_error = ""
        except (DatabaseError, InterfaceError) as error:
            self._database_error = error.__class__.__name__
            connection.close()

    def follow(self) -> None:
        """Have new editions pressed; serve the one that is due."""
        now = timezone.now() + self.clock_offset
        for edition in self.known:
            if not edition.folder.exists():
                self.ensure_pressed(edition)
            if edition.is_live(now):
                self.serve(edition)
                break

    def serve(self, edition: EditionRow) -> None:
        """If it is pressed and not on the shelf yet."""
        folder = edition.folder
        if self.shelf is not None and self.shelf.folder == folder:
            return
        if folder.exists():
            self.put_on_shelf(folder)
            (folder / "live").touch()
            folders.prune(folder, [edition.folder for edition in self.known])
            candidate_files.release()

    def put_on_shelf(self, folder: Path) -> None:
        self.shelf = shelf.Shelf(folder, self.application)
        log.info("Edition %s is on the shelf.", self.shelf.number)

    def ensure_pressed(self, edition: EditionRow) -> None:
        """Unless a press runs or has just failed."""
        name = edition.folder.name
        running = self._pressing.get(name)
        if running is not None and running.poll() is None:
            return
        if running is not None and running.returncode:
            self.record_failure(edition)
        failure = self._failures.get(name)
        if (failure and failure.is_waiting) or press.is_running():
            return
        self._pressing[name] = start_press(edition.number)

    def record_failure(self, edition: EditionRow) -> None:
        """It is tried again later, when the disk may have room."""
        name = edition.folder.name
        del self._pressing[name]
        before = self._failures.get(name)
        wait = min(2 * before.wait, LONGEST_WAIT) if before else FIRST_WAIT
        why = PressReport(edition.number).read().get("why", "it was stopped")
        self._failures[name] = Failure(
            f"edition {edition.number} could not be pressed: {why}",
            wait,
            time.monotonic(),
        )

    @property
    def is_database_reachable(self) -> bool:
        return time.monotonic() - self.last_answer_at < 5 * INTERVAL

    @property
    def trouble(self) -> str:
        """Why this process may not be up to date; empty if it is."""
        missing = {e.folder.name for e in self.known if not e.folder.exists()}
        failed = list(self._failures.items())
        problems = [failure.why for name, failure in failed if name in missing]
        if self._database_error or not self.is_database_reachable:
            problems.append(f"database: {self._database_error or 'no answer'}")
        return "; ".join(problems)


def newest_editions() -> list[EditionRow]:
    """The live edition, the scheduled one, and those being pressed."""
    rows = Edition.objects.order_by("-number").values_list(
        "number", "digest", "goes_live_at"
    )
    return [EditionRow(*row) for row in rows[: max(4, settings.EDITIONS_KEEP)]]


def start_press(number: int, *options: str) -> subprocess.Popen:
    """A press that outlives this process."""
    manage = settings.BASE_DIR / "manage.py"
    with press.press_handle() as handle:
        return subprocess.Popen(  # noqa: S603 - our own command, no shell
            [sys.executable, str(manage), "press", str(number), *options],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[handle],
        )


def served_number() -> int | None:
    """The number of the edition that this process serves; None before the first."""
    shelf = Watcher.current.shelf if Watcher.current else None
    return shelf.number if shelf else None
