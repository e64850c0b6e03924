"""Reminders: e-mails to people about the tasks that they are responsible for."""

import datetime
from collections.abc import Iterable, Iterator

from django.core.mail import EmailMessage
from django.utils import timezone

from pillars.desk.emails import email_to
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Account
from pillars.permissions.rules import may_view

from .groups import groups_of, total
from .tasks import Responsibilities, Task, find_tasks

# At least so long between two reminders to a person.
REMINDER_INTERVAL = datetime.timedelta(days=7)


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
    """Those that a person is responsible for and may open."""
    responsibilities = Responsibilities(account)
    return [
        task
        for task in tasks
        if task in responsibilities and may_view(account.user, task.record)
    ]


def reminder(account: Account, tasks: list[Task]) -> EmailMessage:
    groups, count = groups_of(tasks), total(tasks)
    return email_to(account.user, "desk/start/reminder.txt", groups=groups, count=count)
