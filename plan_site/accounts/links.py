"""Links with which a person sets a password: once, and not for long."""

import datetime

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int


class ResetTokens(PasswordResetTokenGenerator):
    """Tokens for whoever forgot a password; each ends with the password it replaces."""

    lifetime = datetime.timedelta(days=1)

    def check_token(self, user, token):
        return (
            super().check_token(user, token)
            and user.is_active
            and self.age(token) <= self.lifetime
        )

    def age(self, token: str) -> datetime.timedelta:
        made = base36_to_int(token.partition("-")[0])
        return datetime.timedelta(seconds=self._num_seconds(self._now()) - made)


class InvitationTokens(ResetTokens):
    """Tokens for whoever never had a password."""

    key_salt = "plan_site.accounts.links.InvitationTokens"
    lifetime = datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def is_invited(user) -> bool:
    """Whether a person never had a password: a link is then an invitation."""
    return not user.has_usable_password()


def tokens_for(user) -> ResetTokens:
    return InvitationTokens() if is_invited(user) else ResetTokens()


def link_for(user) -> str:
    """The whole address at which a person sets a password, once."""
    key = tokens_for(user).make_token(user)
    names = {"uidb36": user_pk_to_url_str(user), "key": key}
    path = reverse("account_reset_password_from_key", kwargs=names)
    return f"{settings.PUBLIC_URL}{path}"


def days_of(user) -> int:
    """For how many days a person's link holds."""
    return tokens_for(user).lifetime.days
