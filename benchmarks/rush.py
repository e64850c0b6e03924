"""
A rush of new readers: ``python -m benchmarks.rush``.

Each reader opens three pages in one language and loads the files of a first view, each
on a new connection, compressed or not. In the middle an edition is published. Each
answer must be, header by header, that of the edition before or of the one after.
"""

import argparse
import collections
import hashlib
import json
import math
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.site import PROXY, Server, Site, all_serve, ask, eventually

PLAN = "2022-26"
ENCODINGS = ["br", "gzip", "identity"]
PAGES = 3
FAMILIES = 500_000
PROCESSES, THREADS = 2, 8

# What is asked (address, encoding), and the digest of what came back.
Seen = tuple[str, str, str]


@dataclass(frozen=True)
class Outcome:
    readers: int
    requests: int
    seconds: float
    errors: collections.Counter
    mixed: list[Seen]

    @property
    def readers_an_hour(self) -> int:
        return int(self.readers / self.seconds * 3600)

    @property
    def machines(self) -> int:
        """For half a million families in one hour."""
        return math.ceil(FAMILIES / self.readers_an_hour)


def rush(site: Site, server: Server, seconds: int = 60) -> Outcome:
    """Raises ``AssertionError`` if the second edition is never served."""
    addresses = known_addresses(server)
    before = digests(server, addresses)
    number = server.ready()["edition"]
    crowds = [
        subprocess.Popen(  # noqa: S603 - our own command, no shell
            [sys.executable, "-m", "benchmarks.rush", "--crowd", str(server.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _n in range(PROCESSES)
    ]
    for crowd in crowds:
        json.dump([addresses, seconds], crowd.stdin)
        crowd.stdin.close()
    time.sleep(seconds / 3)
    site.publish("retitle")
    found = [json.loads(crowd.stdout.read()) for crowd in crowds]
    for crowd in crowds:
        crowd.wait()
    eventually(lambda: all_serve(server, number + 1))
    allowed = before | digests(server, addresses)
    seen = {tuple(answer) for part in found for answer in part["seen"]}
    errors = sum(
        (collections.Counter(part["errors"]) for part in found), collections.Counter()
    )
    return Outcome(
        sum(part["readers"] for part in found),
        sum(part["requests"] for part in found),
        seconds,
        errors,
        sorted(seen - allowed),
    )


def known_addresses(server: Server) -> dict[str, list[str]]:
    """The pages of each language, and the files that a first view loads."""
    found = {}
    for language in ("en", "es"):
        home = f"/{language}/{PLAN}/"
        texts = [ask(server, f"{home}{part}").text for part in ("", "measures/")]
        links = re.findall(rf'href="({home}[^"#?]*/)"', "".join(texts))
        found[language] = sorted(set(links))
    files = re.findall(
        r'<(?:link|script)\b[^>]* (?:href|src)="(/static/[^"]+)"', texts[0]
    )
    return {**found, "files": sorted(set(files))}


def digests(server: Server, addresses: dict[str, list[str]]) -> set[Seen]:
    """What a quiet site answers now."""
    return {
        (address, encoding, digest_of(fetch(server.port, address, encoding)))
        for address in {a for part in addresses.values() for a in part}
        for encoding in ENCODINGS
    }


def digest_of(answer: bytes) -> str:
    """Of the head without its date, and the body."""
    head, _blank, body = answer.partition(b"\r\n\r\n")
    lines = [
        line
        for line in sorted(head.lower().split(b"\r\n"))
        if not line.startswith(b"date:")
    ]
    return hashlib.sha256(b"\n".join([*lines, body])).hexdigest()


def fetch(port: int, address: str, encoding: str) -> bytes:
    lines = [
        f"GET {address} HTTP/1.1",
        *(f"{name}: {value}" for name, value in PROXY.items()),
        f"Accept-Encoding: {encoding}",
        "Connection: close",
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        parts = iter(lambda: connection.recv(1 << 16), b"")
        answer = b"".join(parts)
    if not answer:
        raise ConnectionError("closed without an answer")
    return answer


class Crowd:
    """Readers of one process, one after the other on each thread."""

    def __init__(self, port: int, addresses: dict[str, list[str]], seconds: float):
        self.port = port
        self.addresses = addresses
        self.end = time.monotonic() + seconds
        self.readers, self.requests = 0, 0
        self.errors = collections.Counter()
        self.seen: set[Seen] = set()
        self.lock = threading.Lock()

    def run(self) -> dict:
        threads = [threading.Thread(target=self.read_on) for _n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {
            "readers": self.readers,
            "requests": self.requests,
            "errors": self.errors,
            "seen": sorted(self.seen),
        }

    def read_on(self) -> None:
        while time.monotonic() < self.end:
            language = random.choice(["en", "es"])  # noqa: S311 - no secret
            pages = random.sample(self.addresses[language], PAGES)
            encoding = random.choice(ENCODINGS)  # noqa: S311
            answers, errors = set(), []
            for address in [*pages, *self.addresses["files"]]:
                try:
                    answer = fetch(self.port, address, encoding)
                    answers.add((address, encoding, digest_of(answer)))
                except OSError as error:
                    errors.append(f"{type(error).__name__}: {error}")
            with self.lock:
                self.readers += 1
                self.requests += len(pages) + len(self.addresses["files"])
                self.seen |= answers
                self.errors.update(errors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crowd", type=int, metavar="PORT", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    if options.crowd:
        addresses, seconds = json.load(sys.stdin)
        json.dump(Crowd(options.crowd, addresses, seconds).run(), sys.stdout)
        return
    with tempfile.TemporaryDirectory(prefix="rush-") as folder:
        site = Site(Path(folder) / "site")
        with site.server() as server:
            eventually(lambda: all_serve(server, 1))
            outcome = rush(site, server, options.seconds)
    sys.stdout.write(f"{outcome}\n")


if __name__ == "__main__":
    main()
