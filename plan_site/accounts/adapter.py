"""The decisions about signing in that allauth leaves to the site."""

import base64
import time
from functools import cache

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import auth_log
from .lockout import client_address

WRONG_PASSWORD = _("The user name or the password is wrong.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG_PASSWORD,
        "email_password_mismatch": WRONG_PASSWORD,
        "too_many_login_attempts": _("Too many wrong codes. Try again in 15 minutes."),
        "rate_limited": _("Too many tries. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Nothing: axes counts wrong passwords."""

    def pre_login(self, request, user, **kwargs):
        if is_mfa_enabled(user):
            # Nothing else would be logged if no code is entered.
            auth_log.record("Password right, code asked for", user, request)
        return super().pre_login(request, user, **kwargs)

    def get_client_ip(self, request):
        return client_address(request) or "unknown"

    def get_password_change_redirect_url(self, request):
        return reverse("account_mine")

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not right after signing in: nobody should type a password twice in a row."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        if time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """
    The secrets of phones and the seeds of recovery codes are encrypted.

    The key is made from ``SECRET_KEY``, so that a backup of the database alone lets
    nobody sign in. What a key in ``SECRET_KEY_FALLBACKS`` encrypted can still be read.
    """

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is wrong, or it has already been used."),
        "cannot_generate_recovery_codes": _(
            "Set up the codes from your phone first; recovery codes come with them."
        ),
    }

    def encrypt(self, text):
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Raises ``InvalidToken`` if no key in the settings fits."""
        return ciphers().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user):
        return user.get_username()


def ciphers() -> MultiFernet:
    """The first encrypts; the former ones only decrypt."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(derive_key(secret)) for secret in secrets])


@cache
def derive_key(secret: str) -> bytes:
    purpose = b"plan_site.accounts.sealing"
    kdf = HKDF(SHA256(), length=32, salt=None, info=purpose)
    return base64.urlsafe_b64encode(kdf.derive(secret.encode()))
