"""Letters by e-mail with the link to set a password, in the language of who reads."""

import logging
import threading
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from . import links
from .language import language_of

log = logging.getLogger("plan_site.sign_in")
# What the threads are called that send letters nobody waits for.
LATER = "letters"


def can_be_sent_to(user) -> bool:
    return settings.MAIL_SERVER is not None and bool(user.email)


def send_link(user) -> bool:
    """Write a person a letter with their link; gives whether the server took it."""
    letter = link_letter(user)
    try:
        letter.send()
    except OSError as error:  # smtplib's own errors are of this kind, too.
        log.warning(
            "Mail failed: to %s (%s)", user.get_username(), type(error).__name__
        )
        return False
    log.info("Mail sent: a link to set a password, to %s", user.get_username())
    return True


def send_links_later(people: Iterable) -> None:
    """
    Write people letters with their links, whoever it is, while nobody waits for it.

    Their accounts are read already: the thread has no connection to the database.
    """

    def send():
        for user in people:
            if can_be_sent_to(user):
                send_link(user)

    # No daemon: a process that is to end sends what it has first.
    threading.Thread(target=send, name=LATER).start()


def link_letter(user) -> EmailMessage:
    """The letter that invites a person, or helps them to a new password."""
    invited = links.is_invited(user)
    with translation.override(language_of(user)):
        subject = (
            _("Your invitation to the strategic plan’s desk")
            if invited
            else _("A new password for the strategic plan’s desk")
        )
        text = render_to_string(
            "accounts/mail/invitation.txt" if invited else "accounts/mail/reset.txt",
            {
                "name": user.get_full_name() or user.get_username(),
                "username": user.get_username(),
                "link": links.link_for(user),
                "days": links.days_of(user),
                "site": settings.PUBLIC_URL,
            },
        )
    return EmailMessage(subject, text, to=[user.email])
