"""How far a publication is, as the editor who waits for it is told."""

import datetime
from dataclasses import dataclass

from django.conf import settings

from plan_site.editions.models import Edition, database_now
from plan_site.editions.press.press import Report, press_lives
from plan_site.editions.serving.state import served_number

RUNNING, FAILED, DIED = "running", "failed", "died"
WAITING, ARRIVING, LIVE = "waiting", "arriving", "live"


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
        return self.state in {RUNNING, ARRIVING, DIED}

    @property
    def writes(self) -> bool:
        """Whether the pages are made and only have to be written."""
        return self.step == "write"


def progress_of(
    number: int, edition: Edition | None, now: datetime.datetime
) -> PressProgress:
    """Where the edition with that number stands; its row may be gone."""
    note = Report(number).read()
    if edition is None:
        return PressProgress(
            FAILED if note.get("why") else DIED, why=note.get("why", "")
        )
    if edition.goes_live_at is not None:
        return PressProgress(state_of_pressed(edition, now))
    if not press_lives(edition, now):
        return PressProgress(DIED)
    done, of = note.get("done", 0), note.get("of", 0)
    return PressProgress(RUNNING, note.get("step", ""), done, of)


def state_of_pressed(edition: Edition, now: datetime.datetime) -> str:
    """Whether a pressed edition waits, is on its way to this process, or is served."""
    if edition.goes_live_at > now:
        return WAITING
    # With DEBUG the public addresses show the working copy, and no shelf at all.
    arrived = settings.DEBUG or (served_number() or 0) >= edition.number
    return LIVE if arrived else ARRIVING


def now_of(number: int) -> tuple[Edition | None, PressProgress]:
    """The edition with that number, if it has a row, and where it stands now."""
    edition = Edition.objects.filter(number=number).first()
    return edition, progress_of(number, edition, database_now())
