"""How far a press is: a small file that the editor's page reads while it waits."""

import json
import logging
import os
import time
from pathlib import Path

from . import press

log = logging.getLogger(__name__)


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
        """Note that nothing came of it, and why."""
        self._write({"step": "failed", "why": why})

    def done(self) -> None:
        """Note that the pages are made."""
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
