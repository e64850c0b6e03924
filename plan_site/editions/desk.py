"""What the desk's pages of publishing share: their frame, and starting a press."""

import datetime
import subprocess

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from pillars import rights

from .models import Edition
from .reports import Report
from .watch import start_press

# Presses that this process started; asked now and then, so that none is left a zombie.
_started: list[subprocess.Popen] = []


def desk_url(name: str, *args: object) -> str:
    return reverse(f"admin:editions_edition_{name}", args=args)


def may_publish(request: HttpRequest) -> bool:
    """Whether who asks may publish, roll back and cancel."""
    return request.user.has_perm("editions.publish")


def may_take_back(request: HttpRequest) -> bool:
    """Whether who asks may have the working copy say again what an edition said."""
    return rights.may_rewrite_the_plan(request.user)


def may_ask(request: HttpRequest) -> bool:
    """Whether who asks may ask for a publication that another person grants."""
    user = request.user
    return may_publish(request) or rights.may_change_something(user)


def may_send(request: HttpRequest) -> bool:
    """Whether who asks may send the review form: to publish it, or to ask for that."""
    return may_ask(request) if settings.SECOND_PERSON else may_publish(request)


def press_in_background(
    edition: Edition, at: datetime.datetime | None = None
) -> subprocess.Popen:
    """Have a process of its own press an edition and let it go live, then or later."""
    _started[:] = [child for child in _started if child.poll() is None]
    # What an earlier press of this number had to say is over.
    Report(edition.number).step("start", 0, 1)
    options = ["--go-live", "--key", str(edition.pk)]
    options += ["--at", at.isoformat()] if at else []
    child = start_press(edition.number, *options)
    _started.append(child)
    return child
