"""``manage.py remind``: e-mail each person the tasks that they are responsible for."""

import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pillars.models import Account
from pillars.todo.reminders import accounts_to_remind, is_paused, reminders

# Django's backends that send nothing to anybody.
NO_SERVER = {"dummy", "console"}


class Command(BaseCommand):
    help = (
        "E-mail each person the tasks that they are responsible for, at most once a"
        " week. Run it daily."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Print what would be sent to whom; send and record nothing.",
        )

    def handle(self, *, dry_run, **options):
        now = timezone.now()
        today = timezone.localdate(now)
        everybody = accounts_to_remind()
        accounts = [each for each in everybody if not is_paused(each, today)]
        emails = list(reminders(accounts, today))
        failed = []
        if dry_run:
            for _account, email in emails:
                self.stdout.write(f"To: {email.to[0]}\nSubject: {email.subject}\n")
                self.stdout.write(f"{email.body}\n{'=' * 72}")
        else:
            failed = self.send_all(emails, now)
        sent = len(emails) - len(failed)
        did = "would be reminded" if dry_run else "reminded"
        self.stdout.write(
            f"{sent} {'person' if sent == 1 else 'people'} {did};"
            f" reminded within the last week: {len(everybody) - len(accounts)};"
            f" nothing to do: {len(accounts) - len(emails)}."
        )
        if failed:
            raise CommandError(f"Not sent: {'; '.join(failed)}.")

    def send_all(
        self, emails: list[tuple[Account, EmailMessage]], now: datetime.datetime
    ) -> list[str]:
        """Returns those that could not be sent, and why."""
        if emails and settings.EMAIL_BACKEND.split(".")[-2] in NO_SERVER:
            raise CommandError("No mail server is configured: nothing was sent.")
        failed = []
        for account, email in emails:
            try:
                if send(account, email, now):
                    self.stdout.write(f"{email.to[0]}: {email.subject}")
            except (OSError, ValueError) as error:  # smtplib's are OSErrors, too.
                failed.append(f"{email.to[0]} ({error})")
        return failed


def send(account: Account, email: EmailMessage, now: datetime.datetime) -> bool:
    """Unless another run of the command has sent it meanwhile."""
    before, same = account.reminded_at, Account.objects.filter(pk=account.pk)
    if not same.filter(reminded_at=before).update(reminded_at=now):
        return False
    try:
        email.send()
    except BaseException:
        # The next run tries again.
        same.filter(reminded_at=now).update(reminded_at=before)
        raise
    return True
