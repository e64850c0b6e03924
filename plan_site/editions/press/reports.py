"""What a press says of itself: to all machines that it lives; here, how far it is."""

import datetime
import json
import logging
import os
import time
from pathlib import Path

from django.db import Error, connection

from plan_site.editions.models import Edition, database_now

from . import press

log = logging.getLogger(__name__)

# A living press gives a sign every so many seconds; one that was silent for longer than
# it may take to start is dead, unless it is seen on this machine.
BEAT, SILENCE = 5.0, datetime.timedelta(minutes=1)


def press_lives(edition: Edition, now: datetime.datetime) -> bool:
    """Whether an edition's press is at work, on this machine or on another one."""
    return press.is_running() or now - edition.heard_at < SILENCE


def tell_of_life(edition: Edition) -> None:
    """Tell all machines that an edition's press lives, as long as this process does."""
    while True:
        try:
            edition.heard_at = database_now()
            edition.save(update_fields=["heard_at"])
        except Error as error:
            log.warning("No sign of a press could be given: %s", error)
        connection.close()
        time.sleep(BEAT)


class Report:
    """The progress of one edition's press, written by it and read by the desk."""

    def __init__(self, number: int):
        self.path = press.editions_folder() / f"press-{number}.json"
        self._written_at = 0.0

    def step(self, name: str, done: int, of: int) -> None:
        """Note a step; at most ten times a second, so that noting costs nothing."""
        if time.monotonic() - self._written_at > 0.1 or done == of:
            self._write({"step": name, "done": done, "of": of})
            self._written_at = time.monotonic()

    def failed(self, why: str) -> None:
        self._write({"step": "failed", "why": why})

    def done(self) -> None:
        self._write({"step": "done"})

    def read(self) -> dict:
        """The last note; empty before the first."""
        try:
            return json.loads(self.path.read_text())
        except FileNotFoundError:
            return {}

    def _write(self, note: dict) -> None:
        """Write a note; a full disk is no reason for the press to say less than why."""
        unfinished = Path(f"{self.path}.{os.getpid()}")
        try:
            unfinished.write_text(json.dumps(note))
            unfinished.rename(self.path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            log.warning("The progress of a press cannot be noted: %s", error)
