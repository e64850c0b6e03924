"""
The watcher: two threads that let a process serve the newest live edition.

One queries the editors' database every second; only this thread waits for it. The other
has each new edition pressed at once, so that it is ready at its moment, and then serves
it by one assignment. A reader's request waits for neither.
"""

import datetime
import logging
import math
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from plan_site.editions.document.snapshot import digest
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press import press
from plan_site.editions.press.press import is_press_alive
from plan_site.editions.publishing.publish import hide_in_waiting_edition
from plan_site.editions.storage import edition_files, folders
from plan_site.editions.storage.digests import (
    BadEditionError,
    check_whole,
    fault,
    reason_of,
)

from .presses import Presses
from .shelf import Shelf

log = logging.getLogger(__name__)

INTERVAL = 1.0
# Seconds after which the folder on the shelf is read again: whether it is still whole.
CHECK_INTERVAL = 60.0
# An edition due so soon loses the values that were hidden other than at the desk.
SOON = datetime.timedelta(minutes=1)
STOPPED = (
    "the publication of edition %(number)s was stopped before it went live:"
    " publish again, or finish it with `manage.py press %(number)s`"
)


class Watcher:
    """The edition that a process serves, and the threads that update it."""

    # This process's watcher, for the desk.
    current: Self | None = None

    def __init__(self, make_shelf: Callable[[Path], Shelf] = Shelf):
        self.make_shelf = make_shelf
        self.shelf: Shelf | None = None
        # The last ones: live, scheduled, being pressed.
        self.known: list[Edition] = []
        self.last_answer_at = -math.inf
        self.asked_at = timezone.now()
        # The database's clock minus this machine's.
        self.clock_offset = datetime.timedelta(0)
        self._database_error = ""
        # By what was attempted, why that is not done; empty if it is.
        self._errors: dict[str, str] = {}
        # The editions whose publication was stopped before they went live.
        self.stopped: list[int] = []
        self.presses = Presses()
        self._checked_at = 0.0

    def start(self) -> None:
        """First what is on disk, then what is live in the editors' database."""
        self.attempt(self.follow)
        for act in (self.ask, self.follow):
            threading.Thread(target=self.repeat, args=[act], daemon=True).start()

    def repeat(self, act: Callable[[], None]) -> None:
        while True:
            self.attempt(act)
            time.sleep(INTERVAL)

    def attempt(self, act: Callable[[], None]) -> None:
        """After an error, readers still get the edition that they have."""
        name, why = act.__name__, ""
        try:
            act()
        except Exception as error:
            why = f"the editions could not be updated: {reason_of(error)}"
            if why != self._errors.get(name):
                log.exception("The editions could not be updated.")
        self._errors[name] = why

    def serve_from_disk(self) -> None:
        """The newest live edition that is whole, for a start without the database."""
        for folder in filter(self.presses.may_try, folders.live()):
            try:
                self.put_on_shelf(of_this_build(folder))
                return
            except Exception as error:  # also what newer code pressed
                log.exception("Edition folder %s cannot be used.", folder.name)
                why = fault(folder) or reason_of(error)
                self.presses.fail(folder, f"cannot be used: {why}")

    def ask(self) -> None:
        """Read the editions from the database, which may be down or never answer."""
        try:
            before, now = self.asked_at, database_now()
            soon = [edition for edition in self.known if edition.is_live(now + SOON)]
            if not all(edition.is_live(before) for edition in soon):
                hide_in_waiting_edition(before)
            last = Edition.objects.order_by("-number")[: max(4, settings.EDITIONS_KEEP)]
            self.known = list(last.only("number", "digest", "goes_live_at", "heard_at"))
            self.asked_at, self.clock_offset = now, now - timezone.now()
            self.last_answer_at = time.monotonic()
            self._database_error = ""
        except (DatabaseError, InterfaceError) as error:
            self._database_error = error.__class__.__name__
            connection.close()

    def follow(self) -> None:
        """Have new editions pressed; serve the one that is due."""
        if self.shelf is None and not self.known:
            self.serve_from_disk()
        now = self.now()
        for edition in self.known:
            folder, is_due = folder_for(edition), edition.is_live(now)
            if self.presses.may_try(folder):
                is_ready = self.serve(folder) if is_due else folder.exists()
                act = self.presses.succeed if is_ready else self.presses.start
                act(folder)
            if is_due:
                break
        pressing = (edition for edition in self.known if edition.goes_live_at is None)
        self.stopped = [e.number for e in pressing if not is_press_alive(e, now)]

    def serve(self, folder: Path) -> bool:
        """Whether an edition is on the shelf now, whole; else it is to be pressed."""
        if not self.is_served(folder):
            if not folder.exists():
                return False
            try:
                self.put_on_shelf(folder)
            except BadEditionError as error:
                log.warning("Edition folder %s is not whole: %s", folder.name, error)
                self.presses.fail(folder, f"is not whole on this machine: {error}")
                return False
            edition_files.release()
        folders.prune(folder, list(map(folder_for, self.known)))
        # Again each time: it may have found no room, or have been removed.
        if not (folder / folders.LIVE).exists():
            (folder / folders.LIVE).touch()
        return True

    def is_served(self, folder: Path) -> bool:
        shelf = self.shelf
        if shelf is None or shelf.folder != folder:
            return False
        if not folder.exists():
            shelf.fault = "its folder is gone"
        elif time.monotonic() - self._checked_at > CHECK_INTERVAL:
            self._checked_at = time.monotonic()
            shelf.fault = shelf.fault or fault(folder)
        return not shelf.fault

    def put_on_shelf(self, folder: Path) -> None:
        self.shelf = self.make_shelf(folder)
        self._checked_at = time.monotonic()
        log.info("Edition %s is on the shelf.", self.shelf.number)

    def now(self) -> datetime.datetime:
        """By the database's clock."""
        return timezone.now() + self.clock_offset

    @property
    def is_database_reachable(self) -> bool:
        return time.monotonic() - self.last_answer_at < 5 * INTERVAL

    @property
    def trouble(self) -> str:
        """Why this process may not be up to date; empty if it is."""
        names = {folder_for(edition).name for edition in self.known}
        problems = [difference(self), *self.presses.reasons(names)]
        if self.shelf and self.shelf.fault:
            problems.append(f"edition {self.shelf.number}: {self.shelf.fault}")
        problems += self._errors.values()
        problems += [STOPPED % {"number": number} for number in self.stopped]
        if self._database_error or not self.is_database_reachable:
            problems.append(f"database: {self._database_error or 'no answer'}")
        return "; ".join(filter(None, problems))


def difference(watcher: Watcher) -> str:
    """Between what is live in the database and what is served; empty if none."""
    shelf, now = watcher.shelf, watcher.now()
    live = [folder_for(e).name for e in watcher.known if e.is_live(now)][:1]
    served = [shelf.folder.name] if shelf else []
    if live == served or watcher.last_answer_at == -math.inf:
        return ""
    # A folder's name says its number, its content and its build.
    names = [f"edition {name[0]}" if name else "none" for name in (live, served)]
    return "live is {}, served is {}".format(*names)


def folder_for(edition: Edition) -> Path:
    return folders.folder_of(edition.digest, edition.number)


def of_this_build(folder: Path) -> Path:
    """The folder of the same edition; pressed from its document if need be."""
    contents = folders.read_document(folder)
    own = folders.folder_of(digest(contents), contents["number"])
    if own != folder:
        check_whole(folder)
        press.press(contents)
    return own


def why_not_served(edition: Edition) -> str:
    """Why this process could not serve an edition so far; empty if nothing failed."""
    watcher, names = Watcher.current, {folder_for(edition).name}
    return "; ".join(watcher.presses.reasons(names)) if watcher else ""


def served_number() -> int | None:
    """The number of the edition that this process serves; None before the first."""
    shelf = Watcher.current.shelf if Watcher.current else None
    return shelf.number if shelf else None
