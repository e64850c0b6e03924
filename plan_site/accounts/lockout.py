"""The lockout after too many wrong passwords: of whom, and from where."""

import hashlib
import ipaddress

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest

# A home connection has a whole network of this size.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str | None:
    """
    The address of a request; for IPv6, its network.

    Behind a proxy it is the last hop of ``X-Forwarded-For``, the only one that the
    proxy wrote; the client can claim any others.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY and "HTTP_X_FORWARDED_FOR" in request.META:
        text = request.META["HTTP_X_FORWARDED_FOR"].rpartition(",")[2]
    try:
        address = ipaddress.ip_address(strip_port(text.strip()))
    except ValueError:
        return None
    if address.version == 6:
        network = ipaddress.ip_network((address, IPV6_PREFIX), strict=False)
        address = address.ipv4_mapped or network[0]
    return str(address)


def strip_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def find_person(name: str):
    """The person with a user name or e-mail address, in upper or lower case."""
    people = get_user_model().objects.order_by("pk")
    name = name.strip()
    if not name or "\x00" in name:
        return None
    return (
        people.filter(username__iexact=name).first()
        or people.filter(email__iexact=name).first()
    )


def username_to_count(request: HttpRequest | None, credentials: dict | None) -> str:
    """
    The user name for which axes counts wrong passwords.

    All spellings of a person's name and e-mail address count as one. An unknown name
    may be a password in the wrong box, so only its digest is stored.
    """
    given = {"username": "", "email": "", **(credentials or {})}
    typed = request.POST.get("login", "") if request is not None else ""
    name = str(given["username"] or given["email"] or typed)
    person = find_person(name)
    if person is not None:
        return person.get_username()
    return hashlib.sha256(name.strip().lower().encode()).hexdigest()
