"""
What happens at sign-in, in the log ``plan_site.sign_in``.

Who and from where; never a password, a code or a link. A name that is nobody's is not
written down: it may be a password in the wrong box.
"""

import logging
from functools import partial

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth

from .lockout import client_address, person_named

log = logging.getLogger("plan_site.sign_in")


def note(level: int, event: str, user, request, **_signal) -> None:
    name = user.get_username() if user else "(nobody's name)"
    address = client_address(request) if request is not None else None
    log.log(level, "%s: %s, from %s", event, name, address or "an unknown address")


def signed_out(request, user, **_other):
    if user:
        note(logging.INFO, "Signed out", user, request)


def failed(credentials, request=None, **_other):
    named = credentials.get("username") or credentials.get("email") or ""
    note(logging.WARNING, "Sign-in failed", person_named(named), request)


def locked_out(request, username, **_other):
    note(logging.WARNING, "Locked out", person_named(username), request)


def code_failed(request, user, **_other):
    note(logging.WARNING, "Second factor failed", user, request)
    # A wrong code counts like a wrong password.
    AxesProxyHandler.user_login_failed(
        None, credentials={"username": user.get_username()}, request=request
    )


def password_right(request, user) -> None:
    """Write down who may go on to the second step: it may never be taken."""
    note(logging.INFO, "Password right, code asked for", user, request)


def code_refused(request, user) -> None:
    """Write down a code that was not even looked at."""
    note(logging.WARNING, "Second factor refused, too many tries", user, request)


def code_repeated(request, user) -> None:
    note(logging.WARNING, "Second factor refused, used before", user, request)


def first_code_failed(request, user) -> None:
    note(logging.INFO, "Second factor not added, wrong code", user, request)


def code_used(request, user, authenticator, **_other):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note(logging.WARNING, "Recovery code used", user, request)


def factor_added(request, user, authenticator, **_other):
    if authenticator.type == Authenticator.Type.TOTP:
        note(logging.INFO, "Second factor added", user, request)


def factor_removed(request, user, authenticator, **_other):
    if authenticator.type == Authenticator.Type.TOTP:
        note(logging.WARNING, "Second factor removed", user, request)


def asked_for_link(request, people) -> None:
    """Write down that somebody forgot a password, whoever it was."""
    for user in people or [None]:
        note(logging.INFO, "Password link asked for", user, request)


def listen() -> None:
    for signal, receiver in [
        (auth.user_logged_in, partial(note, logging.INFO, "Signed in")),
        (auth.user_logged_out, signed_out),
        (auth.user_login_failed, failed),
        (user_locked_out, locked_out),
        (mfa.authentication_failed, code_failed),
        (mfa.authenticator_used, code_used),
        (mfa.authenticator_added, factor_added),
        (mfa.authenticator_removed, factor_removed),
        (mfa.authenticator_reset, partial(note, logging.INFO, "New recovery codes")),
        (account.password_changed, partial(note, logging.INFO, "Password changed")),
        (account.password_reset, partial(note, logging.INFO, "Password set by link")),
    ]:
        signal.connect(receiver, weak=False)
