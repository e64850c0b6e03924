"""The page on which an editor waits for a publication and sees what it changed."""

import datetime
import functools
import subprocess
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pillars.desk.page import desk_page
from pillars.desk.sent_twice import saved_once
from plan_site.editions.document.document import Document
from plan_site.editions.models import Edition, database_now
from plan_site.editions.press.press import is_press_alive, read_report, write_report
from plan_site.editions.publishing.publish import PublishingError
from plan_site.editions.serving.presses import start_press
from plan_site.editions.serving.watcher import served_number, why_not_served
from plan_site.editions.storage.digests import reason_of

from .access import may_publish
from .review import KIND_LABELS

RUNNING, FAILED, DIED = "running", "failed", "died"
NO_PRESS = gettext_lazy(
    "Nothing was published: the pages cannot be made (%(why)s). Show this to the person"
    " who runs the site."
)
WAITING, ARRIVING, LIVE = "waiting", "arriving", "live"


class PressProgress(NamedTuple):
    state: str
    error: str = ""


def progress_of(number: int, edition: Edition | None) -> PressProgress:
    """The edition's row may have been deleted."""
    now = database_now()
    if edition is None:
        error = read_report(number).get("why", "")
        return PressProgress(FAILED if error else DIED, error)
    if edition.goes_live_at is None:
        return PressProgress(RUNNING if is_press_alive(edition, now) else DIED)
    if edition.goes_live_at > now:
        return PressProgress(WAITING)
    # With DEBUG the public addresses show the working copy, not an edition.
    if settings.DEBUG or (served_number() or 0) >= edition.number:
        return PressProgress(LIVE)
    return PressProgress(ARRIVING, why_not_served(edition))


# Presses started by this process, polled so that none stays a zombie.
_started: list[subprocess.Popen] = []


def press_has_not_failed(address: str) -> bool:
    number = resolve(address).kwargs.get("number")
    edition = Edition.objects.filter(number=number).first()
    return not number or progress_of(number, edition).state not in {FAILED, DIED}


# A form whose edition could not be made may be sent again.
published_once = functools.partial(saved_once, is_valid=press_has_not_failed)


def press_in_background(
    edition: Edition, at: datetime.datetime | None = None
) -> subprocess.Popen:
    """
    Press an edition in another process, which lets it go live, at once or later.

    Raises ``PublishingError`` if none can be started; the number is free again then.
    """
    _started[:] = [child for child in _started if child.poll() is None]
    # Replaces the report of an earlier press of this number.
    moment = at.isoformat() if at else ""
    write_report(edition.number, moment)
    options = ["--go-live", "--key", str(edition.pk)]
    options += ["--at", moment] if moment else []
    try:
        child = start_press(edition.number, *options)
    except OSError as error:
        edition.delete()
        raise PublishingError(NO_PRESS % {"why": reason_of(error)}) from error
    _started.append(child)
    return child


@require_safe
def progress_page(request: HttpRequest, number: int) -> HttpResponse:
    edition = Edition.objects.filter(number=number).first()
    progress = progress_of(number, edition)
    if edition is None and not read_report(number):
        raise Http404
    document = Document.read(edition.contents) if edition else Document()
    plans = document.snapshot.of_kind("plan")
    page = desk_page(
        request,
        "desk/publishing/progress.html",
        _("Publishing edition %(number)s") % {"number": number},
        number=number,
        edition=edition,
        progress=progress,
        is_unfinished=progress.state in {RUNNING, ARRIVING, DIED},
        changes=document.log[0].changes if edition else (),
        labels=KIND_LABELS,
        # The current plan first.
        plans=sorted(plans, key=lambda row: not row.fields["is_current"]),
        may_publish=may_publish(request),
    )
    if progress.state == LIVE:
        # The next page view must not come from the browser's cache.
        page["Clear-Site-Data"] = '"cache"'
    return page
