"""
All that the site promises in figures: ``make bench`` writes ``benchmarks/RESULTS.md``.

About ten minutes on two cores that have nothing else to do.
"""

import datetime
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from benchmarks.answers import PAGE, answers, beside_sign_in, while_busy
from benchmarks.load import CONNECTIONS, need_wrk
from benchmarks.report import row, say, table
from benchmarks.rush import rush
from benchmarks.search import searches
from benchmarks.site import Server, Site, all_serve, ask, eventually

RESULTS = Path(__file__).with_name("RESULTS.md")
PRIORITY = "/en/2022-26/1b-enriching-experiences/"
MANY_PLANS = 100


def main() -> None:
    need_wrk()
    # Its servers end with it, however it is stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    begun, unfinished = time.monotonic(), RESULTS.with_suffix(".unfinished")
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        unfinished.open("w", buffering=1) as report,
    ):
        for line in chain(heading(), measure(Path(folder))):
            report.write(f"{line}\n")
        minutes = (time.monotonic() - begun) / 60
        report.write(f"\nIt took {minutes:.0f} minutes.\n")
    unfinished.rename(RESULTS)


def heading() -> Iterator[str]:
    names = ("granian", "django", "whitenoise")
    versions = [f"Python {platform.python_version()}"]
    versions += [f"{name} {version(name)}" for name in names]
    versions += filter(None, [first_line("nginx", "-v"), first_line("wrk", "-v")])
    now = datetime.datetime.now(datetime.UTC)
    yield "# What `make bench` measured"
    yield ""
    yield f"{now:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {', '.join(versions)}."
    yield "The site as in production: two workers, a full-size plan (5 pillars, 20"
    yield "priorities, 93 measures, 10 student groups, 5 years). Load from wrk:"
    yield f"{CONNECTIONS} keep-alive connections, brotli. wrk, the servers and all else"
    yield "share the cores. A bare function gives the same bytes under the same server"
    yield "and nginx has them as files. Medians of five rounds, each in turn."


def first_line(*command: str) -> str:
    """A program's version; empty without it."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed list
            command, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    said = (done.stdout + done.stderr).splitlines()[0]
    return said.removeprefix("nginx version: ").partition(" [")[0]


def measure(folder: Path) -> Iterator[str]:
    site = Site(folder / "site")
    started = time.monotonic()
    with site.server() as server:
        eventually(lambda: ask(server, PAGE).status == 200)
        first_answer = time.monotonic() - started
        memory = memory_of(server)
        site.publish("retire")
        eventually(lambda: all_serve(server, 2))
        yield from answers(site, server)
        yield from while_busy(server)
        yield from beside_sign_in(server)
        yield from searches(server)
        yield from table("The rest", ["what", "measured", "target"])
        yield row("start to the first right answer", f"{first_answer:.1f} s", "3 s")
        yield row(
            "publish one item until it is served", publishing(site, server), "8 s"
        )
        yield from rush_rows(site, server)
        yield from first_view(server)
        yield row("two workers with 1 plan", memory, "350 MB")
    many = Site(folder / "many", MANY_PLANS)
    with many.server() as server:
        eventually(lambda: server.serves(1))
        yield row(f"two workers with {MANY_PLANS} plans", memory_of(server), "600 MB")
    say("the press")
    yield from ("", "## A press on one core", "", "```", *lines_of_press(), "```")


def publishing(site: Site, server: Server) -> str:
    say("publishing")
    number = server.ready()["edition"]
    seconds = site.publish("retitle")
    seconds += eventually(lambda: all_serve(server, number + 1))
    return f"{seconds:.1f} s"


def lines_of_press() -> list[str]:
    command = [sys.executable, "-m", "benchmarks.press"]
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        command, stdout=subprocess.PIPE, text=True, check=False
    )
    return done.stdout.splitlines()


def rush_rows(site: Site, server: Server) -> Iterator[str]:
    say("a rush")
    outcome = rush(site, server)
    yield row(
        "rush of new readers, an edition published meanwhile: errors, mixed pages",
        f"{outcome.errors.total()}, {len(outcome.mixed)}"
        f" of {outcome.requests:,} requests",
        "0, 0",
    )
    yield row("readers an hour", f"{outcome.readers_an_hour:,}", "")
    yield row("machines for half a million families an hour", str(outcome.machines), "")


def first_view(server: Server) -> Iterator[str]:
    """Bytes as sent, and requests beyond the page; an icon is no part of the view."""
    page = ask(server, PRIORITY, **{"Accept-Encoding": "br"})
    text = re.sub('<link rel="icon"[^>]*>', "", ask(server, PRIORITY).text)
    files = set(re.findall(r'"(/static/[^"]+)"', text))
    sizes = [len(ask(server, file, **{"Accept-Encoding": "br"}).body) for file in files]
    yield row(
        "first view of a priority's page",
        f"{(len(page.body) + sum(sizes)) / 1000:.0f} kB, {len(files)} requests more",
        "60 kB, 3",
    )


def memory_of(server: Server) -> str:
    """Of all processes: what each holds, and what they hold together."""
    say("memory")
    held, together = 0, 0
    for process in [server.process.pid, *server.workers()]:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
        held += int(re.search(r"^Rss: +(\d+)", text, re.M)[1])
        together += int(re.search(r"^Pss: +(\d+)", text, re.M)[1])
    return f"{together / 1000:.0f} MB (RSS {held / 1000:.0f} MB)"


if __name__ == "__main__":
    main()
