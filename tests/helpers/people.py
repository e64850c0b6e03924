"""People at the desk, for tests: each in the groups that the site comes with."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
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


# Their names begin with a digit, so that no import statement can say them.
MIGRATIONS = "plan_site.accounts.migrations"
groups_migration = import_module(f"{MIGRATIONS}.0001_groups")
rights_migration = import_module(f"{MIGRATIONS}.0002_rights_to_offices_and_notes")


def make_groups() -> None:
    """As the migrations do, where the permissions are there already."""
    groups_migration.make_groups(apps, "default")
    rights_migration.give_rights(apps, "default")


def make_person(*groups: str, pillars=(), languages=(), name: str = "") -> User:
    """Someone at the desk, in these groups, who looks after these pillars and texts."""
    name = name or "-".join(groups).lower().replace(" ", "-") or "nobody"
    user = make_staff(name, pillars=pillars, languages=languages, email="")
    user.groups.set(Group.objects.get(name=group) for group in groups)
    return user


def make_staff(
    name: str, *may: str, pillars=(), languages=(), desk="", **given
) -> User:
    """Someone in no group, with permissions such as ``view_pillar``, and an account."""
    defaults = {"email": f"{name}@example.org", "is_staff": True}
    user = User.objects.create_user(name, **defaults | given)
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    account = Account.objects.create(
        user=user, text_languages=list(languages), desk_language=desk
    )
    account.pillars.set(pillars)
    return user


def client_of(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client
