"""Which mail server letters go out by, and whom they are from, as variables say it."""

from email.utils import parseaddr
from typing import NamedTuple

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

SERVERS = "smtp+tls://user:password@host:587, smtp+ssl://… or smtp://host:25"
SENDERS = "an address such as Strategic plan <plan@example.org>"
PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


class MailServer(NamedTuple):
    """A mail server as Django wants to be told of it."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    ssl: bool


def server(read: str) -> MailServer:
    """The mail server that an address names; ``ValueError`` if it names none."""
    scheme = read.partition("://")[0]
    try:
        found = environ.Env.email_url_config(read)
        port = found["EMAIL_PORT"] or PORTS[scheme]
    except (ImproperlyConfigured, KeyError):
        raise ValueError(SERVERS) from None
    if not found["EMAIL_HOST"]:
        raise ValueError(SERVERS)
    return MailServer(
        found["EMAIL_HOST"],
        port,
        found["EMAIL_HOST_USER"],
        found["EMAIL_HOST_PASSWORD"],
        tls=scheme == "smtp+tls",
        ssl=scheme == "smtp+ssl",
    )


def sender(read: str) -> str:
    """Whom letters are from; ``ValueError`` if that is no address."""
    try:
        validate_email(parseaddr(read)[1])
    except ValidationError:
        raise ValueError(SENDERS) from None
    if not read.isprintable():
        raise ValueError(SENDERS)
    return read
