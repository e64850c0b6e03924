"""The presses that a server starts, and why an edition cannot be served here."""

import subprocess
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from plan_site.editions.press import press
from plan_site.editions.press.press import read_report
from plan_site.editions.storage.digests import reason_of
from plan_site.editions.storage.folders import number_of

# Seconds until what has failed is tried again; the wait doubles each time.
FIRST_WAIT, LONGEST_WAIT = 1.0, 600.0


@dataclass(frozen=True)
class Failure:
    """Why an edition could not be pressed or served, and when to try again."""

    why: str
    wait: float
    until: float


class Presses:
    """By the names of folders."""

    def __init__(self):
        self.running: dict[str, subprocess.Popen] = {}
        self._failures: dict[str, Failure] = {}

    def may_try(self, folder: Path) -> bool:
        """Not while it is being pressed, nor soon after a failure."""
        if running := self.running.get(folder.name):
            if running.poll() is None:
                return False
            del self.running[folder.name]
            if running.returncode:
                why = read_report(number_of(folder)).get("why") or "it was stopped"
                self.fail(folder, f"could not be pressed: {why}")
        failure = self._failures.get(folder.name)
        return failure is None or time.monotonic() >= failure.until

    def start(self, folder: Path) -> None:
        """Unless a press runs on this machine."""
        if press.is_running():
            return
        try:
            self.running[folder.name] = start_press(number_of(folder), "--pages-only")
        except OSError as error:
            self.fail(folder, f"could not be pressed: {reason_of(error)}")

    def fail(self, folder: Path, what: str) -> None:
        """It is tried again later, when the disk may have room."""
        before = self._failures.get(folder.name)
        wait = min(2 * before.wait, LONGEST_WAIT) if before else FIRST_WAIT
        why = f"edition {number_of(folder)} {what}"
        self._failures[folder.name] = Failure(why, wait, time.monotonic() + wait)

    def succeed(self, folder: Path) -> None:
        self._failures.pop(folder.name, None)

    def reasons(self, names: Collection[str]) -> list[str]:
        """Why those do not succeed; for no names, of all that were tried."""
        failures = list(self._failures.items())
        return [f.why for name, f in failures if name in names or not names]


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
