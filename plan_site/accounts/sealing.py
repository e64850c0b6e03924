"""
Secrets of phones and seeds of recovery codes, as the database keeps them: sealed.

The key is made from ``SECRET_KEY``, which is not in the database: whoever reads only a
backup cannot sign in with what it holds. What was sealed under a former key is read as
long as that stands in ``SECRET_KEY_FALLBACKS``.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"plan_site.accounts.sealing"


class UnreadableError(Exception):
    """What was sealed cannot be read: the site's secret key is another one by now."""


def seal(text: str) -> str:
    return keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that is kept. Raises ``UnreadableError`` where no key fits."""
    try:
        return keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableError from None


def keys() -> MultiFernet:
    """The keys of today and before: the first one seals."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(key_from(secret)) for secret in known])


@cache
def key_from(secret: str) -> bytes:
    """A key for this purpose alone, made from a secret of the site."""
    made = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)
