"""Each kind of answer under load; then beside a busy desk and the sign-in page."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from benchmarks.load import (
    CONNECTIONS,
    Request,
    begin,
    finish,
    interleaved,
    load,
)
from benchmarks.report import FIGURES, figures, row, say, table
from benchmarks.site import (
    PROXY,
    Answer,
    Server,
    Site,
    bare_function,
    each_worker,
    nginx,
)

PAGE = "/en/2022-26/"
# Each kind of answer: its address and its status.
KINDS = {
    "page": (PAGE, 200),
    "not-modified": (PAGE, 304),
    "short-link": ("/2022-26/1a", 302),
    "old-tail": ("/en/2022-26/1a-an-old-tail/", 301),
    "mistake": ("/en/2022-26/nowhere/", 404),
    "retired": (
        f"{PAGE}measures/1a-m5-students-who-reach-goal-81-within-four-years/",
        410,
    ),
}
SIGN_IN = "/admin/accounts/login/"


def answers(site: Site, server: Server) -> Iterator[str]:
    """Each kind beside a bare function's; the page beside nginx's."""
    say("answers")
    asked, seen = requests(server)
    yield from table(
        "Answers",
        [
            *("what", "of the bare function", "of nginx", *FIGURES),
            *("bare requests/s", "nginx requests/s"),
        ],
    )
    with bare_function(site.folder, seen) as bare, nginx(site, seen["page"]) as files:
        for name, request in asked.items():
            rivals = {"bare": replace(request, url=f"{bare}/{name}")}
            if files and name == "page":
                rivals["nginx"] = replace(request, url=files)
            ours, *others = interleaved([request, *rivals.values()])
            rates = dict(zip(rivals, (other.rate for other in others), strict=True))
            ratios = {rival: f"{ours.rate / rate:.2f}" for rival, rate in rates.items()}
            yield row(
                name,
                *(ratios.get(rival, "") for rival in ("bare", "nginx")),
                *figures(ours),
                *(whole(rates.get(rival)) for rival in ("bare", "nginx")),
            )


def whole(rate: float | None) -> str:
    return f"{rate:,.0f}" if rate else ""


def requests(server: Server) -> tuple[dict[str, Request], dict[str, Answer]]:
    """What to ask for each kind of answer, and what is answered, checked."""
    asked, seen = {}, {}
    for name, (path, status) in KINDS.items():
        headers = {**PROXY, "Accept-Encoding": "br"}
        if status == 304:
            headers["If-None-Match"] = seen["page"].headers["etag"]
        answer = server.get(path, **headers)
        if answer.status != status:
            sys.exit(f"{path} answers {answer.status} instead of {status}.")
        asked[name] = Request(f"http://127.0.0.1:{server.port}{path}", headers, status)
        seen[name] = answer
    return asked, seen


def while_busy(server: Server) -> Iterator[str]:
    """The same while each worker computes for somebody at the desk."""
    say("a busy desk")
    asked, _seen = requests(server)
    yield from table(
        "While one request of the desk computes in each worker",
        ["what", *FIGURES],
    )
    for name, request in asked.items():
        with busy_workers(server, 4):
            yield row(name, *figures(load(request, 3)))


@contextmanager
def busy_workers(server: Server, seconds: int) -> Iterator[None]:
    with each_worker(server) as connections:
        for connection in connections:
            connection.request("GET", f"/admin/busy/{seconds}", headers=PROXY)
        time.sleep(0.2)
        yield
        for connection in connections:
            if connection.getresponse().read() != b"busy":
                sys.exit("A request of the desk was cut short.")


def beside_sign_in(server: Server) -> Iterator[str]:
    """Pages for a few readers while many ask for what Django answers."""
    say("the sign-in page")
    asked, _seen = requests(server)
    flood = Request(f"http://127.0.0.1:{server.port}{SIGN_IN}", PROXY, 200)
    yield from table(
        f"While {CONNECTIONS} connections ask for the sign-in page",
        ["what", *FIGURES],
    )
    going_on = begin(flood, 6, CONNECTIONS)
    time.sleep(0.5)
    beside = load(asked["page"], 5, 8)
    yield row("page, 8 connections", *figures(beside))
    refused = finish(going_on, flood)
    yield row("sign-in page (503 beyond its limit: errors)", *figures(refused))
