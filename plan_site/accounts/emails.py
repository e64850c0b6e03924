"""E-mails with the link that sets a password. A link works once, for some days."""

import logging
import threading
from collections.abc import Iterable

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.http import base36_to_int

from pillars.desk.emails import email_to

log = logging.getLogger("plan_site.sign_in")
THREAD = "emails"
DAY = 24 * 60 * 60


class LinkTokens(PasswordResetTokenGenerator):
    # With this salt, links that were sent before go on working.
    key_salt = "plan_site.accounts.links.InvitationTokens"

    def check_token(self, user, token):
        if not super().check_token(user, token):
            return False
        created = base36_to_int(token.partition("-")[0])
        seconds = self._num_seconds(self._now()) - created
        return user.is_active and seconds <= link_days(user) * DAY


def is_invited(user) -> bool:
    """Whether a person never had a password."""
    return not user.has_usable_password()


def link_days(user) -> int:
    """How long a link works: less where only the password was forgotten."""
    return settings.PASSWORD_RESET_TIMEOUT // DAY if is_invited(user) else 1


def password_link(user) -> str:
    key = LinkTokens().make_token(user)
    kwargs = {"uidb36": user_pk_to_url_str(user), "key": key}
    path = reverse("account_reset_password_from_key", kwargs=kwargs)
    return f"{settings.PUBLIC_URL}{path}"


def can_email(user) -> bool:
    return bool(settings.MAIL_SERVER and user.email)


def send_link(user) -> bool:
    """Whether the mail server accepted it."""
    message = link_email(user)
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors, too.
        log.warning(
            "Mail failed: to %s (%s)", user.get_username(), type(error).__name__
        )
        return False
    log.info("Mail sent: a link to set a password, to %s", user.get_username())
    return True


def send_links_later(people: Iterable) -> None:
    """
    Send links in a thread, so that the time to respond does not depend on the people.

    Their accounts must be loaded: the thread has no connection to the database.
    """

    def send():
        for user in people:
            if can_email(user):
                send_link(user)

    # Not a daemon: the process sends the e-mails before it ends.
    threading.Thread(target=send, name=THREAD).start()


def link_email(user) -> EmailMessage:
    template = "invitation.txt" if is_invited(user) else "reset.txt"
    return email_to(
        user,
        f"desk/accounts/mail/{template}",
        username=user.get_username(),
        link=password_link(user),
        days=link_days(user),
    )
