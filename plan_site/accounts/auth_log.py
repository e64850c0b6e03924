"""
The log ``plan_site.sign_in``: each event of signing in, with the person and address.

It never has a password, a code or a link; nor an unknown name, since that may be a
password typed into the wrong box.
"""

import logging
from functools import partial

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth
from django.dispatch import Signal, receiver

from .lockout import client_address, find_person

log = logging.getLogger("plan_site.sign_in")


def record(event: str, user, request, level: int = logging.INFO) -> None:
    name = user.get_username() if user else "(nobody's name)"
    address = client_address(request) if request is not None else None
    log.log(level, "%s: %s, from %s", event, name, address or "an unknown address")


warn = partial(record, level=logging.WARNING)


def record_signal(signal: Signal, event: str, write=record, only: str = "") -> None:
    """Record each signal; with ``only``, those of that type of authenticator."""

    def write_event(request, user, authenticator=None, **_other):
        # Somebody who was not signed in can sign out, too.
        if user and (not only or authenticator.type == only):
            write(event, user, request)

    signal.connect(write_event, weak=False)


TOTP, CODES = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
record_signal(auth.user_logged_in, "Signed in")
record_signal(auth.user_logged_out, "Signed out")
record_signal(mfa.authenticator_used, "Recovery code used", warn, only=CODES)
record_signal(mfa.authenticator_added, "Second factor added", only=TOTP)
record_signal(mfa.authenticator_removed, "Second factor removed", warn, only=TOTP)
record_signal(mfa.authenticator_reset, "New recovery codes")
record_signal(account.password_changed, "Password changed")
record_signal(account.password_reset, "Password set by link")


@receiver(auth.user_login_failed)
def record_failure(credentials, request=None, **_other):
    name = credentials.get("username") or credentials.get("email") or ""
    warn("Sign-in failed", find_person(name), request)


@receiver(user_locked_out)
def record_lockout(request, username, **_other):
    warn("Locked out", find_person(username), request)


@receiver(mfa.authentication_failed)
def count_wrong_code(request, user, **_other):
    """A wrong code counts like a wrong password."""
    warn("Second factor failed", user, request)
    AxesProxyHandler.user_login_failed(
        None, credentials={"username": user.get_username()}, request=request
    )
