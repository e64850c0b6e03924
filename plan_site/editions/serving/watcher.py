"""
The watcher: two threads that keep a process on the newest live edition.

One asks the editors' database every second, and is the only one that waits for it.
The other has an edition pressed as soon as it is made (so that it lies ready when its
moment comes) and swaps it in with one assignment. A reader's request waits for neither.
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
from plan_site.editions.storage import candidate_files, folders

from . import shelf

log = logging.getLogger(__name__)

INTERVAL = 1.0
# What was hidden past the desk leaves an edition that comes due so soon.
SOON = datetime.timedelta(minutes=1)
# After so many seconds a press that failed is tried again, then after twice as many, …
FIRST_REST, LONGEST_REST = 5.0, 600.0


@dataclass(frozen=True)
class Known:
    """What the editors' database says of an edition, without its document."""

    number: int
    digest: str
    goes_live_at: datetime.datetime | None

    @property
    def folder(self) -> Path:
        return folders.folder_of(self.digest, self.number)

    def is_live(self, now: datetime.datetime) -> bool:
        return self.goes_live_at is not None and self.goes_live_at <= now


@dataclass(frozen=True)
class Failure:
    """Why an edition could not be pressed here, and when to try again."""

    why: str
    rest: float
    at: float

    @property
    def rests(self) -> bool:
        return time.monotonic() < self.at + self.rest


class Watcher:
    """What a process serves, and the threads that keep it up to date."""

    # This process's own, for the desk to ask.
    current: Self | None = None

    def __init__(self, application):
        self.application = application
        self.shelf: shelf.Shelf | None = None
        self.known: list[Known] = []
        self.last_answer_at = -math.inf
        self.asked_at = timezone.now()
        # By how much the database's clock is ahead of this machine's.
        self.ahead = datetime.timedelta(0)
        self._silence = ""
        self._pressing: dict[str, subprocess.Popen] = {}
        self._failed: dict[str, Failure] = {}

    def start(self) -> None:
        """Serve what lies on disk at once, then follow the editors' database."""
        self.take_from_disk()
        for act in (self.ask, self.follow):
            name = f"editions-{act.__name__}"
            threading.Thread(
                target=self.repeat, args=[act], name=name, daemon=True
            ).start()

    def repeat(self, act: Callable[[], None]) -> None:
        """Whatever goes wrong, readers keep what they have."""
        while True:
            try:
                act()
            except Exception:
                log.exception("The editions could not be looked after.")
            time.sleep(INTERVAL)

    def take_from_disk(self) -> None:
        """For a start without the database."""
        try:
            folder = shelf.newest_on_disk()
        except Exception:
            log.exception("No edition could be taken from the disk.")
            return
        if folder is not None:
            self.put_on_shelf(folder)

    def ask(self) -> None:
        """Ask the editors' database what is live; it may be dead, or never answer."""
        try:
            before, now = self.asked_at, database_now()
            soon = [edition for edition in self.known if edition.is_live(now + SOON)]
            if not all(edition.is_live(before) for edition in soon):
                hide_in_waiting_edition(before)
            self.known = list(newest())
            self.asked_at, self.ahead = now, now - timezone.now()
            self.last_answer_at = time.monotonic()
            self._silence = ""
        except (DatabaseError, InterfaceError) as error:
            self._silence = error.__class__.__name__
            connection.close()

    def follow(self) -> None:
        """Press what is not here yet; serve what is due."""
        now = timezone.now() + self.ahead
        for edition in self.known:
            if not edition.folder.exists():
                self.ensure_pressed(edition)
            if edition.is_live(now):
                self.serve(edition)
                break

    def serve(self, edition: Known) -> None:
        """Put a live edition on the shelf if it is pressed and not there yet."""
        folder = edition.folder
        if self.shelf is not None and self.shelf.folder == folder:
            return
        if folder.exists():
            self.put_on_shelf(folder)
            (folder / "live").touch()
            shelf.prune(folder, [known.folder for known in self.known])
            candidate_files.release()

    def put_on_shelf(self, folder: Path) -> None:
        self.shelf = shelf.Shelf(folder, self.application)
        log.info("Edition %s is on the shelf.", self.shelf.number)

    def ensure_pressed(self, edition: Known) -> None:
        """Start a press unless one runs or has just failed."""
        name = edition.folder.name
        running = self._pressing.get(name)
        if running is not None and running.poll() is None:
            return
        if running is not None and running.returncode:
            self.note_failure(edition)
        failure = self._failed.get(name)
        if (failure and failure.rests) or press.is_running():
            return
        self._pressing[name] = start_press(edition.number)

    def note_failure(self, edition: Known) -> None:
        """Remember why a press failed; the disk may have room again later."""
        name = edition.folder.name
        del self._pressing[name]
        before = self._failed.get(name)
        rest = min(2 * before.rest, LONGEST_REST) if before else FIRST_REST
        why = PressReport(edition.number).read().get("why", "it was stopped")
        self._failed[name] = Failure(
            f"edition {edition.number} could not be pressed: {why}",
            rest,
            time.monotonic(),
        )

    @property
    def reaches_database(self) -> bool:
        return time.monotonic() - self.last_answer_at < 5 * INTERVAL

    @property
    def trouble(self) -> str:
        """What keeps this process from following the editions; empty if nothing."""
        missing = {e.folder.name for e in self.known if not e.folder.exists()}
        failed = list(self._failed.items())
        troubles = [failure.why for name, failure in failed if name in missing]
        if self._silence or not self.reaches_database:
            troubles.append(f"database: {self._silence or 'no answer'}")
        return "; ".join(troubles)


def newest() -> list[Known]:
    """The live edition, the scheduled one, and those being pressed."""
    rows = Edition.objects.order_by("-number").values_list(
        "number", "digest", "goes_live_at"
    )
    return [Known(*row) for row in rows[: max(4, settings.EDITIONS_KEEP)]]


def start_press(number: int, *options: str) -> subprocess.Popen:
    """A press that outlives this process."""
    manage = settings.BASE_DIR / "manage.py"
    with press.living_lock() as handle:
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
