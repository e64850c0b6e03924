"""How far a publication is, as the editor who waits for it is told."""

import datetime
import time
from dataclasses import dataclass

from django.conf import settings

from . import press
from .models import Edition, database_now
from .publishing import PATIENCE
from .reports import Report
from .serving_state import served_number

RUNNING, FAILED, DIED = "running", "failed", "died"
WAITING, ARRIVING, LIVE = "waiting", "arriving", "live"

# A press that lives writes a note far more often than this.
SILENCE = 5.0


@dataclass(frozen=True)
class PressProgress:
    """Where one edition stands between its form and its readers."""

    state: str
    step: str = ""
    done: int = 0
    of: int = 0
    why: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether the page is worth asking for again."""
        return self.state in {RUNNING, ARRIVING}

    @property
    def writes(self) -> bool:
        """Whether the pages are made and only have to be written."""
        return self.step == "write"


def progress_of(
    number: int, edition: Edition | None, now: datetime.datetime
) -> PressProgress:
    """Where the edition with that number stands; its row may be gone."""
    report = Report(number)
    note = report.read()
    step = note.get("step", "")
    if edition is None:
        return PressProgress(
            FAILED if note.get("why") else DIED, why=note.get("why", "")
        )
    if edition.goes_live_at is not None:
        return PressProgress(state_of_pressed(edition, now))
    if step == "failed":
        return PressProgress(FAILED, why=note["why"])
    if is_dead(report, edition, now):
        return PressProgress(DIED)
    return PressProgress(RUNNING, step, note.get("done", 0), note.get("of", 0))


def state_of_pressed(edition: Edition, now: datetime.datetime) -> str:
    """Whether a pressed edition waits, is on its way to this process, or is served."""
    if edition.goes_live_at > now:
        return WAITING
    # With DEBUG the public addresses show the working copy, and no shelf at all.
    arrived = settings.DEBUG or (served_number() or 0) >= edition.number
    return LIVE if arrived else ARRIVING


def is_dead(report: Report, edition: Edition, now: datetime.datetime) -> bool:
    """Whether an edition's press has ended without a word."""
    if now - edition.created_at < PATIENCE or press.is_running():
        return False
    try:
        return time.time() - report.path.stat().st_mtime > SILENCE
    except FileNotFoundError:
        return True


def now_of(number: int) -> tuple[Edition | None, PressProgress]:
    """The edition with that number, if it has a row, and where it stands now."""
    edition = Edition.objects.filter(number=number).first()
    return edition, progress_of(number, edition, database_now())
