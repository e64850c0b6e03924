"""``manage.py forget_phone USERNAME``: sign in without a lost phone."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from plan_site.accounts import auth_log
from plan_site.accounts.lockout import find_person


class Command(BaseCommand):
    help = "Let USERNAME sign in with the password alone, and set up another phone."

    def add_arguments(self, parser):
        parser.add_argument(
            "usernames",
            nargs="+",
            metavar="username",
            help="A user name or an e-mail address.",
        )

    def handle(self, *, usernames: list[str], **options):
        people = {name: find_person(name) for name in usernames}
        for name, person in people.items():
            if person is None:
                raise CommandError(f"There is nobody called {name!r}.")
        for person in people.values():
            Authenticator.objects.filter(user=person).delete()
            auth_log.warn("Second factor removed by command", person, None)
        self.stdout.write(f"Signing in with the password alone: {len(people)}")
