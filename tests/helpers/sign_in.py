"""Signing in as a person does it: a name, a password, a code from a phone."""

import re
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.contrib.auth.models import User
from django.test import Client

LOGIN = "/admin/accounts/login/"
CODE = "/admin/accounts/code/"
ADD_PHONE = "/admin/accounts/phone/add/"
CODES = "/admin/accounts/codes/"
PASSWORD = "a-long-enough-one"  # noqa: S105 - of somebody who lives as long as a test
WRONG = "another-long-one"


def make_editor(name: str = "eva", **given) -> User:
    """Somebody who may do everything at the desk, with the password of all tests."""
    given = {"email": f"{name}@example.org", "is_staff": True, **given}
    return User.objects.create_user(name, password=PASSWORD, **given)


def make_phone(user: User) -> str:
    """Give somebody a phone and recovery codes; gives the secret that the phone has."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    """What a phone shows now, or some steps of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def wrong_code(secret: str) -> str:
    """Six digits that are none of those that count now."""
    right = {code_of(secret, step) for step in range(-2, 3)}
    return next(f"{n:06}" for n in range(10) if f"{n:06}" not in right)


def recovery_code_of(user: User) -> str:
    codes = user.authenticator_set.get(type="recovery_codes").wrap()
    return codes.get_unused_codes()[0]


def sign_in(client: Client, name: str = "eva", password: str = PASSWORD, **more):
    """Type a name and a password, and send them."""
    address = more.pop("address", "127.0.0.1")
    return client.post(
        LOGIN, {"login": name, "password": password, **more}, REMOTE_ADDR=address
    )


def secret_on(page) -> str:
    """The key that the page of a new phone shows."""
    return re.search(r'class="si-key">([A-Z2-7]+)<', page.content.decode())[1]
