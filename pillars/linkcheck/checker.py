"""
Whether the addresses of the plan's resources still answer.

A host is looked up once. No request is made if any of its addresses is private, and the
connection goes to an address that was checked.
"""

import http.client
import ipaddress
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_noop

log = logging.getLogger(__name__)

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

REDIRECTS = 5
HOSTS_AT_ONCE = 8
TIME_LIMIT = 10.0  # seconds, from the look-up to the last header
PORTS = {"http": 80, "https": 443}
MOVED = {301, 302, 303, 307, 308}

NOT_THE_WEB = gettext_noop("is not a web address")
NO_HOST = gettext_noop("has a host that does not exist")
PRIVATE = gettext_noop("leads to a private address")
SILENT = gettext_noop("does not answer")
TOO_SLOW = gettext_noop("does not answer in time")
NOT_SECURE = gettext_noop("has no valid certificate")
UNREADABLE = gettext_noop("sends an answer that cannot be read")
TOO_MANY_REDIRECTS = gettext_noop("redirects too often")
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
    """Raises ``ValueError`` for what is no address of the web."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").encode("idna").decode()
    if parts.scheme not in PORTS or not host:
        raise ValueError(url)
    port = PORTS[parts.scheme] if parts.port is None else parts.port
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
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    return [entry[4][0] for entry in found]


@dataclass
class Checker:
    """One request at a time to each host."""

    may_request: Callable[[IPAddress], bool] = is_public
    look_up: Callable[[Target], list[str]] = look_up
    seconds: float = TIME_LIMIT
    _hosts: dict[str, threading.Lock] = field(default_factory=dict)

    def check_all(self, urls: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each distinct address once, with its error or "", as responses arrive."""
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            # A set mixes the hosts: threads wait for each other at one host.
            running = {pool.submit(self.check, url): url for url in set(urls)}
            try:
                for future in as_completed(running):
                    yield running[future], future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def check(self, url: str) -> str:
        """The error of an address or of its redirects; ``""`` for none."""
        try:
            for _hop in range(REDIRECTS + 1):
                redirect = self.redirect_from(parse_url(url))
                if redirect is None:
                    return ""
                url = urljoin(url, redirect)
        except DeadLinkError as reason:
            return str(reason)
        except ValueError:
            return NOT_THE_WEB
        except Exception:  # No host can end the check of the others.
            log.exception("The check of %s failed.", url)
            return UNREADABLE
        return TOO_MANY_REDIRECTS

    def redirect_from(self, target: Target) -> str | None:
        """Where an address redirects to; None if it answers itself."""
        # A redirect may lead to a host with a running request.
        with self._hosts.setdefault(target.host, threading.Lock()):
            answer = self.ask(target)
        location = answer.getheader("Location")
        if answer.status in MOVED and location:
            return location.encode("latin-1", "replace").decode("utf-8", "replace")
        if not 200 <= answer.status < 300:
            # The standard's phrase, not the host's.
            phrase = http.client.responses.get(answer.status, "")
            raise DeadLinkError(f"{answer.status} {phrase}".rstrip())
        return None

    def ask(self, target: Target) -> http.client.HTTPResponse:
        """
        The response without its body. Raises ``DeadLinkError``.

        In a thread, since a look-up has no time limit, and that of a read starts again
        with each byte.
        """
        connection = Connection(target, self)
        answer: Future[http.client.HTTPResponse] = Future()

        def read() -> None:
            try:
                answer.set_result(connection.read_head())
            except Exception as error:
                answer.set_exception(error)

        threading.Thread(target=read, daemon=True).start()
        try:
            return answer.result(timeout=self.seconds)
        except (OSError, http.client.HTTPException) as error:
            reason = next(text for kind, text in REASONS if isinstance(error, kind))
            raise DeadLinkError(reason) from None


class Connection(http.client.HTTPConnection):
    """A connection for one request, to an address that the checker allows."""

    def __init__(self, target: Target, checker: Checker):
        super().__init__(target.host, target.port)
        self.target, self.checker = target, checker
        self.default_port = PORTS[target.scheme]
        self.deadline = time.monotonic() + checker.seconds

    def connect(self) -> None:
        addresses = self.checker.look_up(self.target)
        allowed = map(self.checker.may_request, map(ipaddress.ip_address, addresses))
        if not all(allowed):
            raise DeadLinkError(PRIVATE)
        self.sock = self.open_socket(addresses)
        if self.target.scheme == "https":
            tls = ssl.create_default_context()
            self.sock = tls.wrap_socket(self.sock, server_hostname=self.host)

    def open_socket(self, addresses: list[str]) -> socket.socket:
        """A socket to the first of the addresses that answers."""
        failure: OSError = socket.gaierror(socket.EAI_NONAME, "no address")
        for address in addresses:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return socket.create_connection((address, self.port), left)
            except OSError as error:
                failure = error
        raise failure

    def read_head(self) -> http.client.HTTPResponse:
        headers = {
            # Names us, for anyone who wants to complain.
            "User-Agent": f"strategic-plan-link-check (+{settings.PUBLIC_URL})",
            "Accept": "*/*",
            "Connection": "close",
        }
        try:
            self.request("GET", self.target.path, headers=headers)
            with self.getresponse() as answer:
                return answer
        finally:
            self.close()


def summarize(urls: dict[str, str], results: dict[str, str]) -> str:
    """
    The errors of a resource's addresses, as its row stores them.

    One address: ``404 Not Found``. One per language: ``es: 404 Not Found``.
    """
    errors = {code: results[url] for code, url in urls.items() if results[url]}
    if len(set(urls.values())) == 1:
        return next(iter(errors.values()), "")
    return "; ".join(f"{code}: {result}" for code, result in errors.items())
