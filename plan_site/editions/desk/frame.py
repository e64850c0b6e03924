"""What the desk's pages of publishing share: their frame, and starting a press."""

import datetime
import functools
import subprocess

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse

from pillars.desk.sent_twice import saved_once
from pillars.permissions import rules
from plan_site.editions.models import Edition
from plan_site.editions.press.press import Report
from plan_site.editions.serving.watcher import start_press

from .press_progress import DIED, FAILED, now_of

# Presses that this process started; asked now and then, so that none is left a zombie.
_started: list[subprocess.Popen] = []


def desk_url(name: str, *args: object) -> str:
    return reverse(f"admin:editions_edition_{name}", args=args)


def may_publish(request: HttpRequest) -> bool:
    """Whether who asks may publish, roll back and cancel."""
    return request.user.has_perm("editions.publish")


def may_take_back(request: HttpRequest) -> bool:
    """Whether who asks may have the working copy say again what an edition said."""
    return rules.may_rewrite_the_plan(request.user)


def may_ask(request: HttpRequest) -> bool:
    """Whether who asks may ask for a publication that another person grants."""
    user = request.user
    return may_publish(request) or rules.may_change_something(user)


def may_send(request: HttpRequest) -> bool:
    """Whether who asks may send the review form: to publish it, or to ask for that."""
    return may_ask(request) if settings.SECOND_PERSON else may_publish(request)


def came_about(address: str) -> bool:
    """Whether what a form led to is no edition whose press has failed or is dead."""
    number = resolve(address).kwargs.get("number")
    return number is None or now_of(number)[1].state not in {FAILED, DIED}


# A form whose edition never came to be is as good as never sent.
published_once = functools.partial(saved_once, holds=came_about)


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
