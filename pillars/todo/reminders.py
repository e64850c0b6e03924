"""Reminders: e-mails to people about the tasks that they are responsible for."""

import datetime
from collections.abc import Iterator

from django.core.mail import EmailMessage
from django.utils import timezone

from pillars.desk.emails import email_to
from pillars.hierarchy.tree import pillar_of
from pillars.hierarchy.working_copy import WorkingCopy
from pillars.models import Account
from pillars.permissions.rules import may_view

from .tasks import Task, find_tasks, groups_of, total

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
    """For the people who have tasks that they may open."""
    tasks = find_tasks(WorkingCopy(), today) if accounts else []
    for account in accounts:
        mine, user = Responsibilities(account), account.user
        own = [it for it in tasks if it in mine and may_view(user, it.record)]
        if own:
            context = {"groups": groups_of(own), "count": total(own)}
            yield account, email_to(user, "desk/start/reminder.txt", **context)


class Responsibilities:
    """Results and links of a person's pillars, texts of their languages."""

    def __init__(self, account: Account):
        self.languages = set(account.writes)
        self.pillars = {*account.pillars.all()} if account.pk else set()

    def __bool__(self) -> bool:
        return bool(self.languages or self.pillars)

    def __contains__(self, task: Task) -> bool:
        if task.fields:
            return task.language in self.languages
        return pillar_of(task.record) in self.pillars
