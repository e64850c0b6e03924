"""Who is locked out after too many wrong passwords, from where, and for how long."""

import hashlib
import ipaddress
import math

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

# An internet connection at home has a whole network of this size.
IPV6_HOME = 64


def client_address(request: HttpRequest) -> str | None:
    """
    Where a request comes from: its address, or its network if that is IPv6.

    Behind a proxy that is the last hop of ``X-Forwarded-For``, the only one that the
    proxy itself wrote; what stands before it is whatever the client claims.
    """
    read = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY and "HTTP_X_FORWARDED_FOR" in request.META:
        read = request.META["HTTP_X_FORWARDED_FOR"].rpartition(",")[2]
    try:
        address = ipaddress.ip_address(without_port(read.strip()))
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_HOME), strict=False)[0])


def without_port(read: str) -> str:
    """An address without the port that some servers write behind it."""
    if read.startswith("["):
        return read[1:].partition("]")[0]
    return read.partition(":")[0] if read.count(":") == 1 else read


def person_named(name: str):
    """The person with a user name or e-mail address, however they are written."""
    people = get_user_model().objects
    name = name.strip()
    if not name or "\x00" in name:
        return None
    return (
        people.filter(username__iexact=name).order_by("pk").first()
        or people.filter(email__iexact=name).order_by("pk").first()
    )


def person_meant(request: HttpRequest | None, credentials: dict | None) -> str:
    """
    The user name that wrong passwords are counted for, by axes.

    However somebody writes a name or an e-mail address, it counts for one person. What
    is nobody's name may be a password in the wrong box, so it is not kept as it is.
    """
    given = credentials or {}
    named = given.get("username") or given.get("email")
    if not named and request is not None:
        named = request.POST.get("login", "")
    person = person_named(str(named or ""))
    if person is not None:
        return person.get_username()
    return hashlib.sha256(str(named or "").strip().lower().encode()).hexdigest()


def minutes_left(request: HttpRequest, credentials: dict | None) -> int:
    last = AccessAttempt.objects.filter(
        username=person_meant(request, credentials), ip_address=client_address(request)
    ).first()
    until = (last.attempt_time if last else timezone.now()) + settings.AXES_COOLOFF_TIME
    return max(1, math.ceil((until - timezone.now()).total_seconds() / 60))


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict | None
) -> HttpResponse:
    """The page for whoever is locked out: it says for how long."""
    page = render(
        request,
        "accounts/locked_out.html",
        {"minutes": minutes_left(request, credentials)},
        status=429,
    )
    page["Cache-Control"] = "no-store"
    return page
