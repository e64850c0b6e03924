"""
Whose browser it is: a signed cookie that outlives the session.

It holds a random word, by which a browser finds what it had sent, and who was last
signed in there, so that nobody else is shown it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "desk_browser"
SALT = "plan_site.kept.browser"
PATH = "/admin/"


@dataclass(frozen=True)
class Browser:
    """A browser at the desk, and the key of who was last signed in with it."""

    word: str = ""
    user_key: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The browser that sent a request; an unknown one if it has no cookie yet."""
        try:
            value = request.get_signed_cookie(
                COOKIE, default="", salt=SALT, max_age=settings.SESSION_COOKIE_AGE
            )
        except signing.BadSignature:
            return cls()
        word, _colon, user_key = value.partition(":")
        return cls(word, user_key)

    @property
    def digest(self) -> str:
        """What is stored of the word; of an unknown browser nothing is ever stored."""
        return hashlib.sha256(self.word.encode()).hexdigest() if self.word else ""

    def known(self) -> Self:
        """The same browser, with a word of its own."""
        return self if self.word else type(self)(secrets.token_urlsafe(32))

    def used_by(self, user) -> Self:
        return type(self)(self.known().word, str(user.pk))

    def remember(self, response: HttpResponse) -> None:
        """Have the browser keep its cookie; only the desk is ever sent it."""
        response.set_signed_cookie(
            COOKIE,
            f"{self.word}:{self.user_key}",
            salt=SALT,
            max_age=settings.SESSION_COOKIE_AGE,
            path=PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
