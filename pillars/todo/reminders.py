"""Reminders: e-mails to people about the tasks that they are responsible for."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pillars.hierarchy.labels import code_of, kind_of, title_of
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Account
from pillars.models.base import languages
from pillars.permissions.rules import may_view

from .tasks import Kind, Responsibilities, Task, find_tasks

# At least so long between two reminders to a person.
REMINDER_INTERVAL = datetime.timedelta(days=7)
# An e-mail is short: the rest is on the start page.
LISTED = 10


def accounts_to_remind() -> list[Account]:
    """Active staff with an e-mail address."""
    people = Account.objects.filter(user__is_active=True, user__is_staff=True)
    people = people.exclude(user__email="").order_by("user__username")
    return list(people.select_related("user").prefetch_related("pillars"))


def is_paused(account: Account, today: datetime.date) -> bool:
    last = account.reminded_at
    return last is not None and timezone.localdate(last) + REMINDER_INTERVAL > today


def reminders(
    accounts: list[Account], today: datetime.date
) -> Iterator[tuple[Account, EmailMessage]]:
    """For the people who have tasks."""
    tasks = find_tasks(WorkingCopy(), today) if accounts else []
    for account in accounts:
        own = tasks_for(account, tasks)
        if own:
            yield account, reminder(account, own)


def tasks_for(account: Account, tasks: Iterable[Task]) -> list[Task]:
    """Those that a person is responsible for and may open, by kind."""
    responsibilities = Responsibilities(account)
    own = [
        task
        for task in tasks
        if task in responsibilities and may_view(account.user, task.record)
    ]
    return sorted(own, key=lambda task: (list(Kind).index(task.kind), task.language))


def reminder(account: Account, tasks: list[Task]) -> EmailMessage:
    """In the person's desk language."""
    with translation.override(account.desk_language or languages()[0]):
        count = total(tasks)
        subject = ngettext(
            "Strategic plan: %(count)s thing to do",
            "Strategic plan: %(count)s things to do",
            count,
        ) % {"count": count}
        body = "\n".join(body_lines(account, tasks))
        return EmailMessage(subject, body, to=[account.user.email])


def body_lines(account: Account, tasks: list[Task]) -> Iterator[str]:
    name = account.user.first_name or account.user.get_username()
    yield _("Hello %(name)s,") % {"name": name}
    yield ""
    yield ngettext(
        "In what you look after in the strategic plan, there is something to do.",
        "In what you look after in the strategic plan, there are things to do.",
        total(tasks),
    )
    for group, found in groupby(tasks, key=lambda task: task.group):
        yield ""
        yield from section(group, list(found))
    yield ""
    yield _("Everything is on your start page:")
    yield settings.PUBLIC_URL + reverse("admin:index")
    yield ""
    yield _(
        "You get this e-mail at most once a week. If you no longer look after these,"
        " please tell an administrator of this site."
    )


def section(group: str, tasks: list[Task]) -> Iterator[str]:
    first = tasks[0]
    heading = f"{first.kind.label}{first.language_suffix} ({total(tasks)})"
    yield heading
    yield "-" * len(heading)
    for task in tasks[:LISTED]:
        yield ""
        record = task.record
        yield f"{code_of(record) or kind_of(record) + ':'} {title_of(record)}"
        yield str(task)
        yield settings.PUBLIC_URL + task.url
    left = total(tasks[LISTED:])
    if left:
        more = ngettext("And %(count)s more:", "And %(count)s more:", left)
        outline = f"{reverse('admin:index')}?show=mine&only={group}#outline"
        yield ""
        yield more % {"count": left}
        yield settings.PUBLIC_URL + (first.list_url or outline)


def total(tasks: Iterable[Task]) -> int:
    return sum(task.count for task in tasks)
