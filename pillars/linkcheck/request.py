"""
One request to an address of the web: where it may go, how long, how much.

A host's name is looked up once; it is refused if any of its addresses lies inside, and
the connection goes to the very address that was looked at.
"""

import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_noop

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

TIME_LIMIT = 10.0  # seconds, from the look-up to the last byte that is read
SIZE_LIMIT = 64 * 1024  # bytes: enough to see that a page comes
PORTS = {"http": 80, "https": 443}

NOT_THE_WEB = gettext_noop("is not an address of the web")
NO_HOST = gettext_noop("names a host that is not found")
INSIDE = gettext_noop("leads to an address inside")
SILENT = gettext_noop("does not answer")
TOO_SLOW = gettext_noop("does not answer in time")
NOT_SECURE = gettext_noop("has no valid certificate")
UNREADABLE = gettext_noop("answers with something unreadable")
# Errors and what they mean, the narrower ones first.
REASONS = [
    (TimeoutError, TOO_SLOW),
    (socket.gaierror, NO_HOST),
    (ssl.SSLError, NOT_SECURE),
    (OSError, SILENT),
    (http.client.HTTPException, UNREADABLE),
]


class DeadLinkError(Exception):
    """What is wrong with an address, in a few words."""


class Place(NamedTuple):
    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def at(cls, url: str) -> Self:
        try:
            parts = urlsplit(url.strip())
            usual = PORTS[parts.scheme]
            host = (parts.hostname or "").encode("idna").decode()
            port = usual if parts.port is None else parts.port
        except (KeyError, ValueError):
            raise DeadLinkError(NOT_THE_WEB) from None
        if not host:
            raise DeadLinkError(NOT_THE_WEB)
        query = f"?{parts.query}" if parts.query else ""
        return cls(parts.scheme, host, port, iri_to_uri((parts.path or "/") + query))


def is_public(address: IPAddress) -> bool:
    if address.version == 6 and (
        # An older address is wrapped in these, and it could be any.
        address.ipv4_mapped or address.sixtofour or address.teredo
    ):
        return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or (address.version == 6 and address.is_site_local)
    )


def looked_up(place: Place, seconds: float) -> list[str]:
    """A host's addresses; the system's own look-up knows no limit of time."""
    answers: queue.SimpleQueue[list | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(
                socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
            )
        except OSError as error:
            answers.put(error)
        except UnicodeError:
            answers.put(socket.gaierror(socket.EAI_NONAME, "no name"))

    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, OSError):
        raise found
    return list(dict.fromkeys(entry[4][0] for entry in found))


@dataclass(frozen=True)
class Rules:
    may_ask: Callable[[IPAddress], bool] = is_public
    look_up: Callable[[Place, float], list[str]] = looked_up
    seconds: float = TIME_LIMIT
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class Request:
    """One request, from the look-up of its host to the first part of its answer."""

    def __init__(self, place: Place, rules: Rules):
        self.place, self.rules = place, rules
        self.deadline = time.monotonic() + rules.seconds
        self.socket: socket.socket | None = None
        # A limit for each read alone would let a host drip for ever.
        self.clock = threading.Timer(rules.seconds, self.hang_up)
        self.clock.daemon = True

    def __enter__(self):
        self.clock.start()
        return self

    def __exit__(self, *error):
        self.clock.cancel()
        if self.socket is not None:
            self.socket.close()

    def hang_up(self) -> None:
        """End what is being read, from another thread."""
        if self.socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def seconds_left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def answer(self) -> http.client.HTTPResponse:
        """The host's answer, read as far as the limits let; its body is dropped."""
        try:
            self.connect(self.addresses())
            answer = self.speak()
            self.seconds_left()
        except (OSError, http.client.HTTPException) as error:
            late = time.monotonic() >= self.deadline
            reason = next(text for kind, text in REASONS if isinstance(error, kind))
            raise DeadLinkError(TOO_SLOW if late else reason) from None
        return answer

    def addresses(self) -> list[str]:
        """The host's addresses, if none of them is one that may not be asked."""
        found = self.rules.look_up(self.place, self.seconds_left())
        if not all(map(self.rules.may_ask, map(ipaddress.ip_address, found))):
            raise DeadLinkError(INSIDE)
        return found

    def connect(self, addresses: list[str]) -> None:
        """Connect to the first of the addresses that takes the call."""
        for number, address in enumerate(addresses, start=1):
            try:
                self.socket = socket.create_connection(
                    (address, self.place.port), self.seconds_left()
                )
                break
            except OSError:
                if number == len(addresses):
                    raise
        if self.place.scheme == "https":
            self.socket = self.rules.tls.wrap_socket(
                self.socket,
                server_hostname=self.place.host,
                do_handshake_on_connect=False,
            )
            self.socket.settimeout(self.seconds_left())
            self.socket.do_handshake()

    def speak(self) -> http.client.HTTPResponse:
        """Ask for the page, and read the beginning of it."""
        connection = http.client.HTTPConnection(self.place.host, self.place.port)
        connection.default_port = PORTS[self.place.scheme]
        connection.auto_open = 0  # Or it would look up the name once more.
        connection.sock = self.socket
        self.socket.settimeout(self.seconds_left())
        connection.request("GET", self.place.target, headers=manners())
        with connection.getresponse() as answer:
            if 200 <= answer.status < 300:
                answer.read(SIZE_LIMIT)
        return answer


def manners() -> dict[str, str]:
    """Who asks, so that whoever minds can say so."""
    return {
        "User-Agent": f"strategic-plan-link-check (+{settings.PUBLIC_URL})",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
