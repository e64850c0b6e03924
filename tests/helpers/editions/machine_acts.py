"""
What editors do, for tests of whole machines.

``python -m tests.helpers.editions.machine_acts begin`` does one act.

Each act runs in a process of its own, on the database that its environment names.
"""

import datetime
import errno
import os
import signal
import sys

import django
from django.core.management import call_command
from django.db.models import Max
from django.utils import timezone

django.setup()

from pillars.models import Priority  # noqa: E402 - Django is up now
from plan_site.editions import scope  # noqa: E402
from plan_site.editions.document import snapshot  # noqa: E402
from plan_site.editions.document.document import Act, Document  # noqa: E402
from plan_site.editions.document.records import take_snapshot  # noqa: E402
from plan_site.editions.models import Edition  # noqa: E402
from plan_site.editions.press import answers, crawl, press  # noqa: E402
from plan_site.editions.publishing import publish as publishing  # noqa: E402
from plan_site.editions.storage import edition_files  # noqa: E402
from tests.helpers import makers  # noqa: E402


def begin() -> None:
    """A new database, and as edition 1 a small plan: one of all that has a page."""
    call_command("migrate", verbosity=0)
    priority = makers.make_priority()
    makers.make_strategy(priority)
    makers.make_measure(priority, baseline=(2021, "70"), targets={2025: "90"})
    publish()


def store(at: datetime.datetime | None = None) -> Edition:
    """The next edition's row: its priority is called by the edition's number."""
    number = (Edition.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    priority = Priority.objects.get()
    priority.title_en, priority.title_es = f"Round {number}", f"Vuelta {number}"
    priority.save()
    now = timezone.now()
    last = Document.last_live(now)
    return publishing.store(last, take_snapshot(), Act({}, {}), None, now, at)


def publish(times: str = "1") -> None:
    """So many editions go out, one after the other."""
    for _time in range(int(times)):
        publishing.press_and_go_live(store())


def record() -> None:
    """An edition's row, whose pages somebody else is to press."""
    store()


def schedule(seconds: str) -> None:
    """An edition that goes live after so many seconds; its moment is printed."""
    at = timezone.now() + datetime.timedelta(seconds=float(seconds))
    publishing.press_and_go_live(store(at), at)
    sys.stdout.write(at.isoformat())


def newer() -> None:
    """An edition of a format that only newer code knows is live."""
    edition = store()
    contents = {**edition.contents, "format": 99}
    edition.document = snapshot.as_bytes(contents).decode()
    edition.digest = snapshot.digest(contents)
    edition.goes_live_at = timezone.now()
    edition.save()


def stopped(point: str) -> None:
    """A press of the next edition that comes no further than a point, nor goes live."""
    places = {
        "after the folder": (press, "fill", killed_before(press.fill)),
        "after the file": (
            answers,
            "write_answers",
            killed_before(answers.write_answers),
        ),
        "half-way": (crawl, "write", killed_before(crawl.write, calls=12)),
        "before the rename": (press, "set_times", killed_after(press.set_times)),
        "before the swap": (press, "press", killed_after(press.press)),
        "disk full": (crawl, "write", full_before(crawl.write, calls=12)),
        "disk full at once": (
            edition_files,
            "write",
            full_before(edition_files.write, calls=1),
        ),
    }
    module, name, other = places[point]
    number = store().number
    setattr(module, name, other)
    call_command("press", number, go_live=True)


def killed_before(act, calls: int = 1):
    """Instead of an act: the end of this process, with its so many-th call."""
    left, process = iter(range(calls - 1)), os.getpid()

    def instead(*given):
        if os.getpid() == process and next(left, None) is None:
            os.kill(process, signal.SIGKILL)
        return act(*given)

    return instead


def killed_after(act):
    """Instead of an act: the act, and the end of this process."""

    def instead(*given, **named):
        act(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return instead


def full_before(act, calls: int):
    """Instead of an act: no room on the disk, from its so many-th call on."""
    left = iter(range(calls - 1))

    def instead(*given):
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return act(*given)

    return instead


if __name__ == "__main__":
    scope.read_working_copy_everywhere()
    every = (begin, publish, record, schedule, newer, stopped)
    acts = {act.__name__: act for act in every}
    acts[sys.argv[1]](*sys.argv[2:])
