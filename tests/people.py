"""People at the desk: who may do what, and what each looks after."""

from django.contrib.auth.models import Permission, User
from django.test import Client

from pillars.models import Account


def make_person(
    name: str, *may: str, pillars=(), languages=(), desk="", **given
) -> User:
    """A member of staff with permissions such as ``view_pillar``, and an account."""
    defaults = {"email": f"{name}@example.org", "is_staff": True}
    user = User.objects.create_user(name, **defaults | given)
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    account = Account.objects.create(
        user=user, text_languages=list(languages), desk_language=desk
    )
    account.pillars.set(pillars)
    return user


def signed_in(user: User) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    client.force_login(user)
    return client
