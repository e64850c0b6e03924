"""
One request to a web address, with limits of target, time and size.

A host is looked up once. No request is made if any of its addresses is private, and the
connection goes to an address that was checked.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_noop

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

TIME_LIMIT = 10.0  # seconds, from the look-up to the last byte that is read
SIZE_LIMIT = 64 * 1024  # bytes: enough to see that there is a page
PORTS = {"http": 80, "https": 443}

NOT_THE_WEB = gettext_noop("is not a web address")
NO_HOST = gettext_noop("has a host that does not exist")
PRIVATE = gettext_noop("leads to a private address")
SILENT = gettext_noop("does not answer")
TOO_SLOW = gettext_noop("does not answer in time")
NOT_SECURE = gettext_noop("has no valid certificate")
UNREADABLE = gettext_noop("sends an answer that cannot be read")
# The first class that fits decides.
REASONS = [
    (TimeoutError, TOO_SLOW),
    (socket.gaierror, NO_HOST),
    (ssl.SSLError, NOT_SECURE),
    (OSError, SILENT),
    (http.client.HTTPException, UNREADABLE),
]


class DeadLinkError(Exception):
    """The message says in a few words what is wrong with an address."""


class Target(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str


def parse_url(url: str) -> Target:
    try:
        parts = urlsplit(url.strip())
        default_port = PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode()
        port = default_port if parts.port is None else parts.port
    except (KeyError, ValueError):
        raise DeadLinkError(NOT_THE_WEB) from None
    if not host:
        raise DeadLinkError(NOT_THE_WEB)
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, iri_to_uri((parts.path or "/") + query))


def is_public(address: IPAddress) -> bool:
    if address.version == 6 and (
        # The first three contain an IPv4 address, which may be private.
        address.ipv4_mapped
        or address.sixtofour
        or address.teredo
        or address.is_site_local
    ):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def look_up(target: Target) -> list[str]:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "no name") from None
    return list(dict.fromkeys(entry[4][0] for entry in found))


@dataclass(frozen=True)
class Rules:
    may_request: Callable[[IPAddress], bool] = is_public
    look_up: Callable[[Target], list[str]] = look_up
    seconds: float = TIME_LIMIT
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class Connection(http.client.HTTPConnection):
    """A connection for one request, to an address that the rules allow."""

    def __init__(self, target: Target, rules: Rules):
        super().__init__(target.host, target.port)
        self.target, self.rules = target, rules
        self.default_port = PORTS[target.scheme]
        self.deadline = time.monotonic() + rules.seconds
        # ``self.sock`` is None once the headers are read.
        self.socket: socket.socket | None = None

    def connect(self) -> None:
        addresses = self.rules.look_up(self.target)
        if not all(map(self.rules.may_request, map(ipaddress.ip_address, addresses))):
            raise DeadLinkError(PRIVATE)
        self.sock = self.socket = self.open_socket(addresses)
        if self.target.scheme == "https":
            self.sock = self.socket = self.rules.tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def open_socket(self, addresses: list[str]) -> socket.socket:
        """A socket to the first of the addresses that answers."""
        for number, address in enumerate(addresses, start=1):
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return socket.create_connection((address, self.port), left)
            except OSError:
                if number == len(addresses):
                    raise
        raise socket.gaierror(socket.EAI_NONAME, "no address")

    def read_answer(self) -> http.client.HTTPResponse:
        headers = {
            # Names us, for anyone who wants to complain.
            "User-Agent": f"strategic-plan-link-check (+{settings.PUBLIC_URL})",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        try:
            self.request("GET", self.target.path, headers=headers)
            with self.getresponse() as answer:
                if 200 <= answer.status < 300:
                    answer.read(SIZE_LIMIT)
            return answer
        finally:
            self.close()

    def shut_down(self) -> None:
        """Ends a read in the other thread, which then closes the socket."""
        if self.socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


def request(target: Target, rules: Rules) -> http.client.HTTPResponse:
    """
    The response without its body. Raises ``DeadLinkError``.

    In a thread, since a look-up has no time limit, and that of a read starts again with
    each byte.
    """
    connection = Connection(target, rules)
    answer: Future[http.client.HTTPResponse] = Future()

    def ask() -> None:
        try:
            answer.set_result(connection.read_answer())
        except Exception as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answer.result(timeout=rules.seconds)
    except (OSError, http.client.HTTPException) as error:
        reason = next(text for kind, text in REASONS if isinstance(error, kind))
        raise DeadLinkError(reason) from None
    finally:
        connection.shut_down()
