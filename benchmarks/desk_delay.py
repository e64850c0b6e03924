"""
How much a long request at the desk delays a page, by the number of threads.

``python -m benchmarks.desk_delay`` starts the site with a small plan on loopback, once
for each number of blocking threads. It keeps none, one, then three requests of six
seconds at the desk under way, and asks for a page forty times.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-measuring")
os.environ.setdefault("PUBLIC_URL", "http://127.0.0.1:8000")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_site.settings")

import django

django.setup()

from tests.helpers.editions.machines import Machine, Server, eventually  # noqa: E402 - it is up

PAGE = "/en/2022-26/"
ASKED = 40
SECONDS = 6


def measure(server: Server, busy: int) -> list[float]:
    """The seconds that each page took while so many requests kept the desk busy."""
    desks = [
        threading.Thread(target=server.get, args=[f"/admin/slow/{SECONDS}"])
        for _n in range(busy)
    ]
    for desk in desks:
        desk.start()
    time.sleep(0.3)
    waits = []
    for _n in range(ASKED):
        begun = time.perf_counter()
        server.get(PAGE)
        waits.append(time.perf_counter() - begun)
        time.sleep(0.02)
    for desk in desks:
        desk.join()
    return waits


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--busy", type=int, nargs="+", default=[0, 1, 3])
    options = parser.parse_args()
    say(f"milliseconds for {PAGE}, asked {ASKED} times\n")
    say("threads  desk requests   median      95 %      most")
    with tempfile.TemporaryDirectory(prefix="desk-delay-") as folder:
        machine = Machine(Path(folder)).set_up()
        for threads in options.threads:
            with machine.server("--blocking-threads", str(threads)) as server:
                eventually(lambda server=server: server.serves(1))
                server.get(PAGE)
                for busy in options.busy:
                    report(threads, busy, measure(server, busy))


def report(threads: int, busy: int, waits: list[float]) -> None:
    """A line of the table."""
    middle, high, most = (
        1000 * seconds
        for seconds in (
            statistics.median(waits),
            sorted(waits)[int(0.95 * len(waits))],
            max(waits),
        )
    )
    say(f"{threads:7}  {busy:13}  {middle:7.1f}  {high:8.1f}  {most:8.1f}")


def say(line: str) -> None:
    """A line of the report, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
