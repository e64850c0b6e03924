"""People at the desk, for tests: each in the groups that the site comes with."""

from django.contrib.auth.models import Group, User
from django.test import Client

from pillars.models import Account

GROUPS = [
    "Translator",
    "Data steward",
    "Pillar editor",
    "Editor",
    "Publisher",
    "Administrator",
]


def make_person(*groups: str, pillars=(), languages=(), name: str = "") -> User:
    """Someone at the desk, in these groups, who looks after these pillars and texts."""
    name = name or "-".join(groups).lower().replace(" ", "-") or "nobody"
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.get(name=group) for group in groups)
    account = Account.objects.create(user=user, text_languages=list(languages))
    account.pillars.set(pillars)
    return user


def client_of(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client
