"""``manage.py invite USERNAME``: the link with which a person sets a password."""

from django.core.management.base import BaseCommand, CommandError

from plan_site.accounts import emails
from plan_site.accounts.lockout import find_person


class Command(BaseCommand):
    help = (
        "Print the link with which USERNAME sets a password. It works once, and for"
        " some days only."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", help="A user name or an e-mail address.")
        parser.add_argument(
            "--send", action="store_true", help="Send it by e-mail instead."
        )

    def handle(self, *, username: str, send: bool, **options):
        person = find_person(username)
        if person is None:
            raise CommandError(f"There is nobody called {username!r}.")
        if not person.is_active:
            raise CommandError(f"The account of {username!r} is switched off.")
        if not send:
            self.stdout.write(emails.password_link(person))
        elif not emails.can_email(person):
            raise CommandError("There is no mail server, or no e-mail address.")
        elif emails.send_link(person):
            self.stdout.write(f"Sent to {person.email}.")
        else:
            raise CommandError("The mail server did not accept the e-mail.")
