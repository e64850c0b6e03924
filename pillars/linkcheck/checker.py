"""Whether the addresses that the plan points to still answer, and in which words."""

import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin

from django.utils.translation import gettext, gettext_noop

from pillars.models import Resource
from pillars.models.base import languages

from .request import NOT_THE_WEB, UNREADABLE, DeadLinkError, Place, Request, Rules

log = logging.getLogger(__name__)

REDIRECTS = 5
HOSTS_AT_ONCE = 8
MOVED = {301, 302, 303, 307, 308}
GOOD = ""
TOO_FAR = gettext_noop("redirects too often")


@dataclass
class Checker:
    """Asks addresses whether they are there; each host one thing at a time."""

    rules: Rules = field(default_factory=Rules)
    _hosts: dict[str, threading.Lock] = field(default_factory=dict)

    def check_all(self, urls: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each distinct address once, with what is wrong with it, as answers come."""
        waiting: dict[str, deque[str]] = {}
        for url in dict.fromkeys(urls):
            waiting.setdefault(host_of(url), deque()).append(url)
        running: dict[Future, tuple[str, str]] = {}
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:

            def ask_next(host: str) -> None:
                if waiting[host]:
                    url = waiting[host].popleft()
                    running[pool.submit(self.check, url)] = host, url

            for host in waiting:
                ask_next(host)
            while running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    host, url = running.pop(future)
                    ask_next(host)
                    yield url, future.result()

    def check(self, url: str) -> str:
        """What is wrong with an address, followed to where it leads; ``""`` if good."""
        try:
            for _hop in range(REDIRECTS + 1):
                onward = self._ask(Place.at(url))
                if onward is None:
                    return GOOD
                url = urljoin(url, onward)
        except DeadLinkError as reason:
            return str(reason)
        except ValueError:  # It redirects to what is no address at all.
            return NOT_THE_WEB
        except Exception:  # Whatever one host sends, the others are still asked.
            log.exception("The check of %s failed.", url)
            return UNREADABLE
        return TOO_FAR

    def _ask(self, place: Place) -> str | None:
        """Where an address redirects to, or nothing if it answers well itself."""
        with (
            # A redirect may lead to a host that is being asked something else.
            self._hosts.setdefault(place.host, threading.Lock()),
            Request(place, self.rules) as request,
        ):
            answer = request.answer()
        location = answer.getheader("Location")
        if answer.status in MOVED and location:
            return location.encode("latin-1", "replace").decode("utf-8", "replace")
        if not 200 <= answer.status < 300:
            raise DeadLinkError(status_line(answer.status))
        return None


def host_of(url: str) -> str:
    """The host that an address is asked of; empty if it cannot be asked."""
    try:
        return Place.at(url).host
    except DeadLinkError:
        return ""


def status_line(status: int) -> str:
    """A status as it is known: ``404 Not Found``. The host's own words are not kept."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def addresses_of(resource: Resource) -> dict[str, str]:
    """A resource's addresses by language, those that are written."""
    urls = {code: getattr(resource, f"url_{code}") for code in languages()}
    return {code: url for code, url in urls.items() if url}


def summed_up(urls: dict[str, str], results: dict[str, str]) -> str:
    """
    What is wrong with a resource's addresses, to be kept on its row.

    One address: ``404 Not Found``. One a language: ``es: 404 Not Found``.
    """
    wrong = {code: results[url] for code, url in urls.items() if results[url]}
    if len(set(urls.values())) == 1:
        return next(iter(wrong.values()), GOOD)
    return "; ".join(f"{code}: {result}" for code, result in wrong.items())


def in_words(result: str) -> str:
    """What a row keeps, in the language of who reads it now."""
    parts = [part.rpartition(": ") for part in result.split("; ") if part]
    return "; ".join(f"{code}{colon}{gettext(text)}" for code, colon, text in parts)
