"""
The secrets of phones and the seeds of recovery codes are encrypted in the database.

The key is made from ``SECRET_KEY``, so that a backup of the database alone lets nobody
sign in. A value encrypted under a former key can be read while that key is in
``SECRET_KEY_FALLBACKS``.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"plan_site.accounts.sealing"


class UnreadableError(Exception):
    """A value was encrypted under a key that is no longer in the settings."""


def encrypt(text: str) -> str:
    return ciphers().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Raises ``UnreadableError`` if no key fits."""
    try:
        return ciphers().decrypt(encrypted.encode()).decode()
    except InvalidToken:
        raise UnreadableError from None


def ciphers() -> MultiFernet:
    """The first encrypts; the former ones only decrypt."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(derive_key(secret)) for secret in secrets])


@cache
def derive_key(secret: str) -> bytes:
    kdf = HKDF(SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(kdf.derive(secret.encode()))
