"""Load by ``wrk``: requests a second, and how long they took."""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

CONNECTIONS = 32
# Printed by wrk at its end, with times in microseconds.
SUMMARY = """
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"requests": %d, "duration": %d, "bad_status": %d, '
    .. '"broken": %d, "p50": %f, "p99": %f}\\n',
    summary.requests, summary.duration, e.status,
    e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Request:
    """What wrk asks for, and the status that it must get."""

    url: str
    headers: dict[str, str]
    status: int


@dataclass(frozen=True)
class Reading:
    """Requests a second, milliseconds, and how many requests failed."""

    rate: float
    p50: float
    p99: float
    errors: int

    @classmethod
    def median(cls, readings: Iterable[Self]) -> Self:
        """Of several rounds; errors are added up."""
        readings = list(readings)
        return cls(
            *(
                statistics.median(getattr(reading, name) for reading in readings)
                for name in ("rate", "p50", "p99")
            ),
            sum(reading.errors for reading in readings),
        )


def need_wrk() -> None:
    if not shutil.which("wrk"):
        sys.exit("wrk is missing; on Debian: apt-get install wrk")


def begin(request: Request, seconds: int, connections: int) -> subprocess.Popen:
    """Load that goes on while something else is measured."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write(SUMMARY)
    headers = [f"-H{name}: {value}" for name, value in request.headers.items()]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script.name]
    return subprocess.Popen(  # noqa: S603 - no shell
        [*command, *headers, request.url], stdout=subprocess.PIPE, text=True
    )


def finish(wrk: subprocess.Popen, request: Request) -> Reading:
    said = json.loads(wrk.communicate()[0].splitlines()[-1])
    Path(wrk.args[5]).unlink()
    # To wrk, each status from 400 on is an error, and no other.
    is_mistake = request.status >= 400
    wrong = said["requests"] - said["bad_status"] if is_mistake else said["bad_status"]
    return Reading(
        said["requests"] / said["duration"] * 1e6,
        said["p50"] / 1000,
        said["p99"] / 1000,
        wrong + said["broken"],
    )


def load(request: Request, seconds: int, connections: int = CONNECTIONS) -> Reading:
    return finish(begin(request, seconds, connections), request)


def interleaved(
    requests: list[Request], rounds: int = 5, seconds: int = 2
) -> list[Reading]:
    """Each in turn, so that what else the machine does affects all alike."""
    readings = [
        [load(request, seconds) for request in requests] for _round in range(rounds)
    ]
    return [Reading.median(column) for column in zip(*readings, strict=True)]
