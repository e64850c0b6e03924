"""Searches under load, what one costs, and pages beside many."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.answers import PAGE
from benchmarks.load import CONNECTIONS, Request, begin, finish, load
from benchmarks.report import FIGURES, figures, row, say, table
from benchmarks.site import PROXY, Server

QUESTIONS = {
    "two words": "chronic+absence",
    "a word that half of the plan has": "students",
    "a misspelled word of another language": "asistensia",
    "a code": "1d-m2",
}
# As many as the two workers take at a time.
AT_A_TIME = 8
SECONDS = 5


def searches(server: Server) -> Iterator[str]:
    say("searches")
    yield from table(
        f"Searches over {AT_A_TIME} connections; the target is 400 a second",
        ["what", *FIGURES, "CPU of one, ms"],
    )
    for name, words in QUESTIONS.items():
        before = cpu_seconds(server)
        found = load(search(server, words), SECONDS, AT_A_TIME)
        cost = (cpu_seconds(server) - before) / (found.rate * SECONDS)
        yield row(name, *figures(found), f"{cost * 1000:.1f}")
    yield from table(f"While {CONNECTIONS} connections search", ["what", *FIGURES])
    flood = search(server, QUESTIONS["two words"])
    going_on = begin(flood, SECONDS + 1, CONNECTIONS)
    time.sleep(0.5)
    headers = {**PROXY, "Accept-Encoding": "br"}
    page = Request(f"http://127.0.0.1:{server.port}{PAGE}", headers, 200)
    yield row("page, 8 connections", *figures(load(page, SECONDS, 8)))
    refused = finish(going_on, flood)
    yield row("searches (503 beyond their limit: errors)", *figures(refused))


def search(server: Server, words: str) -> Request:
    url = f"http://127.0.0.1:{server.port}/en/search?q={words}"
    return Request(url, {**PROXY, "Accept-Encoding": "br, gzip"}, 200)


def cpu_seconds(server: Server) -> float:
    """That the workers have used so far."""
    ticks = 0
    for worker in server.workers():
        facts = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        ticks += int(facts[11]) + int(facts[12])
    return ticks / os.sysconf("SC_CLK_TCK")
