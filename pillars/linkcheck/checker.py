"""Whether the addresses of the plan's resources still answer."""

import logging
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from http.client import responses
from urllib.parse import urljoin

from django.utils.translation import gettext_noop

from .request import (
    NOT_THE_WEB,
    UNREADABLE,
    DeadLinkError,
    Rules,
    Target,
    parse_url,
    request,
)

log = logging.getLogger(__name__)

REDIRECTS = 5
HOSTS_AT_ONCE = 8
MOVED = {301, 302, 303, 307, 308}
TOO_MANY_REDIRECTS = gettext_noop("redirects too often")


@dataclass
class Checker:
    """One request at a time to each host."""

    rules: Rules = field(default_factory=Rules)
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
        except ValueError:  # Redirected to an invalid address.
            return NOT_THE_WEB
        except Exception:  # No host can end the check of the others.
            log.exception("The check of %s failed.", url)
            return UNREADABLE
        return TOO_MANY_REDIRECTS

    def redirect_from(self, target: Target) -> str | None:
        """Where an address redirects to; None if it answers itself."""
        # A redirect may lead to a host with a running request.
        with self._hosts.setdefault(target.host, threading.Lock()):
            answer = request(target, self.rules)
        location = answer.getheader("Location")
        if answer.status in MOVED and location:
            return location.encode("latin-1", "replace").decode("utf-8", "replace")
        if not 200 <= answer.status < 300:
            # The standard's phrase, not the host's.
            phrase = responses.get(answer.status, "")
            raise DeadLinkError(f"{answer.status} {phrase}".rstrip())
        return None


def summarize(urls: dict[str, str], results: dict[str, str]) -> str:
    """
    The errors of a resource's addresses, as its row stores them.

    One address: ``404 Not Found``. One per language: ``es: 404 Not Found``.
    """
    errors = {code: results[url] for code, url in urls.items() if results[url]}
    if len(set(urls.values())) == 1:
        return next(iter(errors.values()), "")
    return "; ".join(f"{code}: {result}" for code, result in errors.items())
