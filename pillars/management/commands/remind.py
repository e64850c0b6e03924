"""``manage.py remind``: writes to each person what is due in what they look after."""

import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from pillars.hierarchy.working_copy import Gathered
from pillars.models import Account
from pillars.todo import reminders
from pillars.todo.reminders import Letter
from pillars.todo.tasks import Need, needs

# Backends of Django that send nothing to anybody.
NO_SERVER = {"dummy", "console"}
FAILURES = (OSError, SMTPException, ValueError)


class Command(BaseCommand):
    help = (
        "Write to each person at the desk what is due or behind in what they look"
        " after; nobody twice in a week. Run it daily."
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
        accounts = reminders.accounts()
        resting = [one for one in accounts if reminders.is_resting(one, today)]
        letters = self.letters([one for one in accounts if one not in resting], today)
        if dry_run:
            for _account, letter in letters:
                self.show(letter)
        failed = [] if dry_run else self.send_all(letters, now)
        sent = len(letters) - len(failed)
        did = "would be reminded" if dry_run else "reminded"
        self.stdout.write(
            f"{sent} {'person' if sent == 1 else 'people'} {did};"
            f" reminded within the last week: {len(resting)};"
            f" nothing to do: {len(accounts) - len(resting) - len(letters)}."
        )
        if failed:
            raise CommandError(f"Not sent: {'; '.join(failed)}.")

    def letters(
        self, accounts: list[Account], today: datetime.date
    ) -> list[tuple[Account, Letter]]:
        every = all_needs(today) if accounts else []
        found = []
        for account in accounts:
            own = reminders.concerning(account, every)
            if own:
                found.append((account, reminders.letter(account, own)))
        return found

    def show(self, letter: Letter) -> None:
        self.stdout.write(f"To: {letter.to}\nSubject: {letter.subject}\n")
        self.stdout.write(f"{letter.body}\n{'=' * 72}")

    def send_all(
        self, letters: list[tuple[Account, Letter]], now: datetime.datetime
    ) -> list[str]:
        """Send each letter; give those that could not be sent, and why."""
        if letters:
            refuse_without_server()
        failed = []
        for account, letter in letters:
            try:
                if send(account, letter, now):
                    self.stdout.write(f"{letter.to}: {letter.subject}")
            except FAILURES as error:
                failed.append(f"{letter.to} ({error})")
        return failed


def all_needs(today: datetime.date) -> list[Need]:
    return [need for some in needs(Gathered(), today).values() for need in some]


def refuse_without_server() -> None:
    """Raise ``CommandError`` if there is no mail server, before anything is sent."""
    if settings.EMAIL_BACKEND.split(".")[-2] in NO_SERVER:
        raise CommandError("No mail server is configured: nothing was sent.")
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except FAILURES as error:
        raise CommandError(
            f"The mail server cannot be reached ({error}): nothing was sent."
        ) from None


def send(account: Account, letter: Letter, now: datetime.datetime) -> bool:
    """Send a letter, unless another run of the command has done so meanwhile."""
    before = account.reminded_at
    if not noted(account, before, now):
        return False
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.to]).send()
    except BaseException:
        # It was not sent: tomorrow is another try.
        noted(account, now, before)
        raise
    return True


@transaction.atomic
def noted(account: Account, was: datetime.datetime | None, becomes) -> bool:
    """Note when a person was reminded, if the note is still as it was."""
    row = Account.objects.select_for_update().get(pk=account.pk)
    if row.reminded_at != was:
        return False
    row.reminded_at = becomes
    row.save(update_fields=["reminded_at"])
    return True
