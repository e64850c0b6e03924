"""Where a publication is: the page that an editor waits at, and what then went out."""

import datetime
import functools
import subprocess
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pillars.desk.page import desk_page
from pillars.desk.sent_twice import saved_once
from plan_site.editions.document.document import Document
from plan_site.editions.document.item_names import in_language
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press.press import Report, is_press_alive
from plan_site.editions.serving.watcher import served_number, start_press

from .frame import may_publish
from .review import labels

RUNNING, FAILED, DIED = "running", "failed", "died"
WAITING, ARRIVING, LIVE = "waiting", "arriving", "live"


@dataclass(frozen=True)
class PressProgress:
    state: str
    step: str = ""
    done: int = 0
    of: int = 0
    why: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether to load the page again."""
        return self.state in {RUNNING, ARRIVING, DIED}

    @property
    def writes(self) -> bool:
        """Whether all pages are made and are now written."""
        return self.step == "write"


def progress_of(
    number: int, edition: Edition | None, now: datetime.datetime
) -> PressProgress:
    """Where an edition stands; its row may be gone."""
    note = Report(number).read()
    if edition is None:
        return PressProgress(
            FAILED if note.get("why") else DIED, why=note.get("why", "")
        )
    if edition.goes_live_at is not None:
        return PressProgress(state_of_pressed(edition, now))
    if not is_press_alive(edition, now):
        return PressProgress(DIED)
    done, of = note.get("done", 0), note.get("of", 0)
    return PressProgress(RUNNING, note.get("step", ""), done, of)


def state_of_pressed(edition: Edition, now: datetime.datetime) -> str:
    if edition.goes_live_at > now:
        return WAITING
    # With DEBUG the public addresses show the working copy, and no shelf at all.
    arrived = settings.DEBUG or (served_number() or 0) >= edition.number
    return LIVE if arrived else ARRIVING


def now_of(number: int) -> tuple[Edition | None, PressProgress]:
    edition = Edition.objects.filter(number=number).first()
    return edition, progress_of(number, edition, database_now())


# Presses that this process started; polled now and then, so that none stays a zombie.
_started: list[subprocess.Popen] = []


def is_no_failed_press(address: str) -> bool:
    number = resolve(address).kwargs.get("number")
    return number is None or now_of(number)[1].state not in {FAILED, DIED}


# A form whose edition never came to be counts as never sent.
published_once = functools.partial(saved_once, holds=is_no_failed_press)


def press_in_background(
    edition: Edition, at: datetime.datetime | None = None
) -> subprocess.Popen:
    """Press an edition in a process of its own and let it go live, then or later."""
    _started[:] = [child for child in _started if child.poll() is None]
    # Over what an earlier press of this number reported.
    Report(edition.number).step("start", 0, 1)
    options = ["--go-live", "--key", str(edition.pk)]
    options += ["--at", at.isoformat()] if at else []
    child = start_press(edition.number, *options)
    _started.append(child)
    return child


@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    edition, now = now_of(number)
    if edition is None and not Report(number).read():
        raise Http404
    page = desk_page(
        request,
        "desk/publishing/progress.html",
        _("Publishing edition %(number)s") % {"number": number},
        number=number,
        edition=edition,
        progress=now,
        published_changes=published_changes(edition) if edition else None,
        may_publish=may_publish(request),
    )
    if now.state == LIVE:
        # Who looks next wants the new pages, not those that their browser kept.
        page["Clear-Site-Data"] = '"cache"'
    return page


def published_changes(edition: Edition) -> dict:
    document = Document.read(edition.contents)
    entry, words = document.log[0], labels()
    return {
        "note": entry.note,
        "changes": [
            {
                "label": words[change.kind],
                "code": change.code,
                "title": in_language(change.title)[0],
                "minor": change.minor,
            }
            for change in entry.changes
        ],
        "plans": public_plans(document),
    }


def public_plans(document: Document) -> list[dict]:
    """The current plan first."""
    plans = document.snapshot.of_kind("plan")
    return [
        {
            "title": in_language(row.title)[0],
            "slug": row.fields["slug"],
            "url": f"/{get_language()}/{row.fields['slug']}/",
            "log": f"/{get_language()}/{row.fields['slug']}/changes/",
        }
        for row in sorted(plans, key=lambda row: not row.fields["is_current"])
    ]
